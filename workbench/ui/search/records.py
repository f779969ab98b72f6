"""Under each answer: the records that it came under, and the sources in it (464.5, 464.7(f))."""

from __future__ import annotations

from workbench.ui.words import escape, listed, local, plural, utc
from workbench.wire.search import Found


def recorded(head: Found, zone: str) -> str:
    """The records and sources of an answer, as HTML."""
    left_out = (
        f" Left out, because you hold no grant for it: <b>{escape(listed(head.sources_left_out))}</b>."
        if head.sources_left_out
        else " None was left out."
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in head.notes)
    store = "the training store (synthetic)" if head.realm.value == "training" else "the agency's store"
    sources = escape(listed(head.sources_searched) or "none")
    return (
        f'<p class="record">Access log: asked in record {head.record}, '
        f"released in record {head.result_record}, {utc(head.time)}; {plural(head.count, 'read')}.</p>"
        f"<p>Searched {store}, sources: <b>{sources}</b>.{left_out} "
        f"Times in the tables are {escape(zone)}; it was {local(head.time, zone)}.</p>{notes}"
    )


def summary(head: Found) -> str:
    """The count in one sentence."""
    if head.total == 0:
        return "No read fits."
    plates = plural(head.plates, "plate")
    if head.count < head.total:
        return f"The first {head.count:,} of {head.total:,} reads of {plates}: narrow the search for the rest."
    return f"{plural(head.total, 'read')} of {plates}."
