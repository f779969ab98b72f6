"""Under each answer: the records that it came under, and the sources in it (464.5, 464.7(f))."""

from __future__ import annotations

from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
from workbench.ui.words import listed, local, plural
from workbench.wire.search import Found


def recorded(head: Found, zone: str, shown: str = "") -> str:
    """The records and sources of an answer, as HTML; ``shown`` says what came of it where these are no reads."""
    left_out = (
        f" Left out, because you hold no grant for it: <b>{escape(listed(head.sources_left_out))}</b>."
        if head.sources_left_out
        else " None was left out."
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in head.notes)
    store = "the training store (synthetic)" if head.realm.value == "training" else "the agency's store"
    sources = escape(listed(head.sources_searched) or "none")
    notes += likelihoods(head)
    return (
        f'<p class="record">Access log: asked in record {head.record}, '
        f"released in record {head.result_record}, {local(head.time, zone)}; {shown or plural(head.count, 'read')}.</p>"
        f"<p>Searched {store}, sources: <b>{sources}</b>.{left_out}</p>{notes}{receipt_details(head.receipt)}"
    )


def likelihoods(head: Found) -> str:
    """Which matrix of confusions the likelihoods were weighed by, and what it was made of (464.7(d)); as HTML."""
    version, compared = head.extra.get("confusion"), head.extra.get("compared")
    if not isinstance(version, str) or not isinstance(compared, int):
        return ""
    made = f"measured on {compared:,} compared characters" if compared else "assumed: nothing was measured here yet"
    return f"<p>Likelihoods by the matrix of misreads <b>{escape(version)}</b> ({made}).</p>"


def summary(head: Found) -> str:
    """The count in one sentence."""
    record = f"On record as {head.record}."
    if head.total == 0:
        return f"No read fits. {record}"
    plates = plural(head.plates, "plate")
    if head.count < head.total:
        first = f"The first {head.count:,} of {head.total:,} reads of {plates}: narrow the search for the rest."
        return f"{first} {record}"
    return f"{plural(head.total, 'read')} of {plates}. {record}"
