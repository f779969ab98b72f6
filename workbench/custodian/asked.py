"""A question in words (464.5(3), 464.10(b)): what a person reads before answering, and again beside the password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from workbench.custodian.stepups import Question
from workbench.policy.decision import Assent
from workbench.store.registers.assents import AssentRow

_PURPOSE = {
    "case_number": "Case",
    "category": "Purpose",
    "narrative": "Narrative",
    "why_this_plate": "Why this plate",
}
_NAMES = {
    "lookalikes": "Look-alikes",
    "limit": "At most",
    "distance": "Characters that may differ",
    "candidates": "Cameras' other readings too",
    "search": "Kind of search",
    "format": "Format of the file",
    "read_as": "Read as",
    "before": "Details from before",
    "records": "Records that lose them for good",
    "held": "Records kept by holds",
    "leaves_sha256": "Digest of these records (SHA-256)",
    "reads_sha256": "Digest of these reads (SHA-256)",
    "why": "What the file is for",
    "finding": "Finding",
    "outcome": "Decided as",
    "words": "Why",
    "narrowed": "Narrowed to",
    "chosen": "Reads that go out",
    "rows": "Records of the log",
    "users": "Whose rows",
    "found": "What was found",
    "release": "Under request",
    "released_to": "Released to",
    "evidence": "Booked into evidence as",
    "username": "Member",
    "operations": "May",
    "begins_at": "From",
}
_ACTS = {
    "log.shred": "shredding of log details",
    "log.export": "copy of the access log",
    "audit.decide": "decision on a finding of an audit",
    "purge.reads": "purge of reads",
    "delegation.grant": "delegation",
    "source.grant": "grant of a source of data",
    "person.readmit": "readmission",
    "device.add": "enrolment of a device",
    "watch.remove": "removal from the watch-list",
    "administration.lexicon": "change of a list of words",
    "administration.cases": "list of cases",
}
"""What is asked, in words, where the action's own name does not tell; none of these is done in a store of reads."""
_DEEDS = {**_ACTS, "export.reads": "taking out of reads as a file"}
_OWN = {"export.reads": "Confirm that you take these reads out as a file"}
_UNASKED = ("lookalikes", "distance", "candidates")
"""Ways to widen a search that are told only where somebody asked for them."""
_VALUES = {
    "search": {"plates": "by a partial plate", "vehicle": "of one vehicle", "canvass": "around scenes"},
    "format": {"xlsx": "spreadsheet (XLSX)", "csv": "table of text (CSV)", "pdf": "paper (PDF)", "map": "map (HTML)"},
}
_STORES = {"live": "the agency's reads", "training": "the training store"}


def question(row: AssentRow, zone: ZoneInfo) -> Question:
    """Who asked, why somebody is asked again, for what exactly it was asked, and for which case."""
    own = row.needs is Assent.OWN
    action = str(row.summary.get("action", ""))
    what = "search" if action.startswith("search.") else action.replace(".", " ").replace("-", " ")
    what = _DEEDS.get(action, what)
    by = f"that {row.asked_by} asks for" if action in _ACTS else f"of {row.asked_by}"
    title = _OWN.get(action, f"Confirm your own {what}") if own else f"Approve the {what} {by}"
    return Question(title, dict(_details(row, zone)))


def broken(row: AssentRow, why: str, zone: ZoneInfo) -> Question:
    """The same where the asker goes on without the second person."""
    details = {**dict(_details(row, zone)), "Why nobody could be asked": why}
    follows = "It is made without a second person's word; administrators are told, and one looks at it within 72 hours"
    return Question("Break the glass: make this search alone", {**details, "What follows": follows})


def _details(row: AssentRow, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    summary = row.summary
    yield "Asked by", f"{row.asked_by}, {_when(row.asked_at, zone)}"
    if summary.get("reason"):
        yield "Why it is asked", f"{summary['reason']} ({summary['section']})"
    if (realm := summary.get("realm")) and summary.get("action") not in _ACTS:
        yield "In", _STORES.get(realm, realm)
    named = _OF_ACT.get(str(summary.get("action")), {})
    asked = {named.get(key, key): value for key, value in (summary.get("elements") or {}).items()}
    purpose = summary.get("purpose") or {}
    if (own := asked.get(_FILED)) and own == purpose.get("case_number"):
        del asked[_FILED]  # it stands with the purpose
    yield from in_words(asked, zone)
    for key, words in _PURPOSE.items():
        if purpose.get(key):
            value = str(purpose[key])
            yield words, value.replace("_", " ").capitalize() if key == "category" else value


_FILED = "case whose file it goes into"
_OF_ACT = {
    "export.reads": {"case_number": _FILED},
    "source.grant": {"source": "Source of data", "granted": "Opened to this member"},
    "device.add": {"name": "Device", "source": "Hands over reads of", "camera": "Camera"},
    "person.readmit": {"reason": "Why"},
    "administration.cases": {
        "name": "File",
        "sha256": "Digest of the file (SHA-256)",
        "cases": "Open cases",
        "closed": "Closed cases",
        "opened": "Cases new to the list, open again or open to more members",
        "opens": "Among them",
    },
    "purge.reads": {
        "before": "Seen and taken in before",
        "reads": "Reads that go for good",
        "held": "Reads kept by holds",
    },
}
"""What a data element is called where the act gives it another sense."""


def in_words(asked: Mapping[str, Any], zone: str | ZoneInfo) -> Iterator[tuple[str, str]]:
    """Data elements of a request, each with its name; moments by the clock of the zone (IANA)."""
    clock, elements = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone), dict(asked)
    if elements.get("read_as") == elements.get("pattern"):
        elements.pop("read_as", None)
    for key, value in elements.items():
        if value is not None and value != "" and not (key in _UNASKED and not value):
            yield _name(key), _value(key, value, clock)


def _value(key: str, value: Any, zone: ZoneInfo) -> str:
    if key == "limit" and isinstance(value, int):
        return f"{value:,} reads"
    return _VALUES.get(key, {}).get(str(value)) or _told(value, zone)


def _name(key: str) -> str:
    return _NAMES.get(key) or key.replace("_", " ").capitalize()


def _told(value: Any, zone: ZoneInfo) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case {"latitude": latitude, "longitude": longitude, "radius_m": int() | float() as metres}:
            return f"within {metres / 1000:g} km of {latitude}, {longitude}"
        case {"start": start, "end": end}:
            return f"{_told(start, zone)} to {_told(end, zone)}"
        case Mapping():
            return ", ".join(f"{_name(str(key)).lower()} {_told(part, zone)}" for key, part in value.items())
        case list() | tuple():
            return ", ".join(_told(part, zone) for part in value)
        case _:
            return _time(str(value), zone)


def _time(text: str, zone: ZoneInfo) -> str:
    """A time with an offset as the agency's clock shows it; anything else as it is."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if time.tzinfo is None else _when(time, zone)


def _when(time: datetime, zone: ZoneInfo) -> str:
    return f"{time.astimezone(zone):%Y-%m-%d %H:%M %Z}"
