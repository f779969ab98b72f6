"""One hit in full, as HTML (464.7(g)): both plates, the read, the entry and its list, and everything said of it."""

from __future__ import annotations

from datetime import datetime

from workbench.policy.hits import Matched, counting, is_verified
from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
from workbench.ui.hits.words import Pieces, age, compared, difference, is_stale, name
from workbench.ui.words import exact, local, plural
from workbench.wire.hits import Hit, HitPage, Verification

_NONE = (
    '<p class="alpr-hit-none">Choose a hit in the queue: its read, its entry and what was said of it stand here.</p>'
)
_MATCHES = {Matched.EXACT: "the very plate", Matched.LOOKALIKE: "a look-alike, or a camera that is not sure"}


def top(hit: Hit | None) -> str:
    """How the hit stands, and both plates; everything that came from data or people is escaped."""
    if hit is None:
        return _NONE
    ours, theirs = compared(hit.plate, hit.listed_plate)
    strip = f'<p class="strip {"told" if is_verified(hit.status) else "warn"}"><b>{escape(hit.mark)}</b></p>'
    differs = difference(hit)
    plates = (
        f'<div class="alpr-plates">{_plate("Plate as the camera read it", ours, hit.state)}'
        f"{_plate('Plate on the list', theirs, hit.listed_state)}</div>"
        f'<p class="alpr-differs">{escape(differs)}</p>'
    )
    return f"<h3>Hit {hit.hit}</h3>{strip if hit.mark else _CONFIRMED}{plates}"


def sides(hit: Hit | None, stale_hours: int, now: datetime, zone: str) -> str:
    """The read beside the entry."""
    if hit is None:
        return ""
    both = _table("The read", _read(hit, zone)), _table("The entry", _entry(hit, stale_hours, now, zone))
    return f'<div class="alpr-sides">{"".join(both)}</div>'


_CONFIRMED = '<p class="strip good"><b>Correct: the look-up bears it out.</b> Who looked it up, and when, is below.</p>'


def history(hit: Hit | None, zone: str) -> str:
    """What was said of the hit, the newest first, as HTML; what counts is marked."""
    if hit is None:
        return ""
    if not hit.verifications:
        return "<h3>History</h3><p>Nobody has said anything of this hit yet.</p>"
    counts = counting([said.result for said in hit.verifications])
    rows = "".join(_said(said, zone, place == counts) for place, said in reversed(list(enumerate(hit.verifications))))
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("When", "Who", "What", "CLETS reference", "Note", "Record")
    )
    count = plural(len(hit.verifications), "entry", "entries")
    return (
        f'<h3>History</h3><table class="alpr-said"><caption>{count}, newest first; nothing is overwritten.</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def recorded(head: HitPage | None) -> str:
    """Under which records these hits were shown, and of which sources, as HTML."""
    if head is None:
        return ""
    left = f" Left out, because you hold no grant for it: <b>{escape(', '.join(head.sources_left_out))}</b>."
    return (
        f'<p class="record">Access log: asked in record {head.record}, released in record {head.result_record}; '
        f"{plural(len(head.hits), 'hit')}.</p><p>Sources: <b>{escape(', '.join(head.sources_searched))}</b>."
        f"{left if head.sources_left_out else ' None was left out.'}</p>{receipt_details(head.receipt)}"
    )


def _plate(label: str, pieces: Pieces, state: str | None) -> str:
    shown = "".join(f"<mark>{escape(text)}</mark>" if kind else escape(text) for text, kind in pieces)
    return (
        f'<div class="alpr-plate"><span class="label">{label}</span><span class="mono">{shown}</span>'
        f'<span class="state">{escape(state) if state else "state unknown"}</span></div>'
    )


def _read(hit: Hit, zone: str) -> dict[str, str]:
    sure = "not told" if hit.confidence is None else f"{hit.confidence:.0%}"
    return {
        "Time": escape(_second(hit.time, zone)),
        "Camera": escape(hit.camera),
        "Place": f"{hit.latitude:.4f}, {hit.longitude:.4f}",
        "Source": escape(hit.source),
        "Confidence": sure,
        "Match": _MATCHES[hit.matched],
        "Batch": f"record {hit.batch_record}",
    }


def _entry(hit: Hit, stale_hours: int, now: datetime, zone: str) -> dict[str, str]:
    replaced = "" if hit.version_in_force else ", no longer in force"
    stands = f"version {hit.version}, {age(hit.version_installed, now)} old{replaced}"
    stale = ' <b class="bad">stale</b>' if is_stale(hit, stale_hours, now) else ""
    expired = ' <b class="bad">expired</b>' if hit.expires <= now else ""
    return {
        "List": f"{escape(hit.hotlist)} ({escape(hit.hotlist_source)})",
        "Version": f"{stands}{stale}",
        "Reason": escape(hit.reason),
        "Case": escape(hit.case_number),
        "Entered": escape(local(hit.entered, zone)),
        "Expires": f"{escape(local(hit.expires, zone))}{expired}",
        "Note": escape(hit.listed_note) or "-",
    }


def _second(time: datetime, zone: str) -> str:
    return exact(time, zone).partition(" (")[0]


def _table(title: str, rows: dict[str, str]) -> str:
    told = "".join(f'<tr><th scope="row">{label}</th><td>{value}</td></tr>' for label, value in rows.items())
    return f'<table class="facts"><caption>{title}</caption>{told}</table>'


def _said(said: Verification, zone: str, counts: bool) -> str:  # noqa: FBT001 - one row of a table
    looked = f"<br>answered {escape(local(said.looked_up, zone))}" if said.looked_up else ""
    cells = (
        escape(_second(said.at, zone)),
        escape(said.by),
        f"{escape(name(said.result))}{' <b>(counts)</b>' if counts else ''}",
        f"{escape(said.reference)}{looked}" or "-",
        escape(said.note) or "-",
        str(said.record),
    )
    return f"<tr{' class=counts' if counts else ''}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
