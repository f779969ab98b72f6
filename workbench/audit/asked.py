"""What a record's request asked for, in one line of plain words (464.5(3), 464.6).

Records hold UTC; ``zone`` is the agency's, an IANA name, and every moment in a line is told in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from workbench.accesslog.record import Record
from workbench.policy.purpose import CATEGORY_LABELS

Elements = Mapping[str, Any]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def asked(record: Record, zone: str) -> str:
    """One line for an administrator; a record that holds less than expected still gets its line."""
    elements = _mapping(_local(record.body.get("elements"), zone))
    if (describe := _ACTIONS.get(record.action)) is not None:
        return describe(elements)
    detail = _mapping(_local(record.body.get("detail"), zone))
    if record.action.startswith("hub."):
        return _sign_in(record, detail)
    rest = {key: _local(value, zone) for key, value in record.body.items() if key not in _IN_EVERY_RECORD}
    return _otherwise(record.action, elements or detail or rest)


def _local(value: Any, zone: str) -> Any:
    """The value with each moment in it as people read it, e.g. ``2026-11-23 19:28 PST``."""
    if isinstance(value, Mapping):
        return {key: _local(each, zone) for key, each in value.items()}
    if isinstance(value, list):
        return [_local(each, zone) for each in value]
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return value
    try:
        return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %Z")
    except (ValueError, OverflowError):  # it only looks like one
        return value


def _plates(elements: Elements) -> str:
    words = [f"plates like {elements.get('pattern', '?')}"]
    if elements.get("lookalikes"):
        words.append("look-alikes too")
    if distance := elements.get("distance"):
        words.append(f"up to {distance} {'character' if distance == 1 else 'characters'} wrong")
    words += _where_and_when(elements)
    if elements.get("limit") is not None:
        words.append(f"at most {elements['limit']} reads")
    return ", ".join(words)


def _kept(elements: Elements) -> str:
    return f"keep the search “{elements.get('name', '?')}”: {_plates(elements)}"


def _canvass(elements: Elements) -> str:
    scenes = elements.get("scenes")
    told = [" ".join(_where_and_when(_mapping(scene))) or "?" for scene in scenes] if isinstance(scenes, list) else []
    words = [f"everybody {' and '.join(told) or '?'}"]
    if elements.get("seen_at_least", 1) != 1:
        words.append(f"seen at {elements['seen_at_least']} scenes or more")
    words += _where_and_when(elements)
    if residents := _mapping(elements.get("residents")):
        words.append(f"with how often they are there on the {residents.get('days', '?')} days before")
    return ", ".join([*words, f"at most {elements.get('limit', '?')} reads"])


def _movements(what: str) -> Callable[[Elements], str]:
    def told(elements: Elements) -> str:
        words = [f"{what} {elements.get('plate', '?')}"]
        reach = (("seconds", "s"), ("metres", "m"))
        if near := [f"{elements[name]:g} {unit}" for name, unit in reach if _is_number(elements.get(name))]:
            words.append(f"within {' and '.join(near)}")
        if elements.get("least") is not None:
            words.append(f"on {elements['least']} outings or more")
        return ", ".join([*words, *_where_and_when(elements)])

    return told


def _export(elements: Elements) -> str:
    """A file, and of what search."""
    searched = _SEARCHES.get(str(elements.get("search")), _plates)(elements)
    file = str(elements.get("format", "?")).upper()
    return f"take out as {file} for case {elements.get('case_number', '?')}: {searched}"


def _where_and_when(elements: Elements) -> list[str]:
    words = []
    if window := _mapping(elements.get("window")):
        words.append(f"from {window.get('start', '?')} until {window.get('end', '?')}")
    if area := _mapping(elements.get("area")):
        radius, latitude, longitude = (area.get(name, "?") for name in ("radius_m", "latitude", "longitude"))
        corners = area.get("vertices")
        polygon = f"within the polygon {_corners(corners)}" if isinstance(corners, list) else ""
        words.append(polygon or f"within {_distance(radius)} of {latitude}, {longitude}")
    for name, values in _mapping(elements.get("vehicle")).items():
        words.append(f"{str(name).replace('_', ' ')} {_listed(values).replace(', ', ' or ')}")
    if sources := elements.get("sources"):
        words.append(f"sources {_listed(sources)}")
    return words


def _distance(metres: Any) -> str:
    if not isinstance(metres, (int, float)):
        return f"{metres} m"
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def _purpose(elements: Elements) -> str:
    labels = {category.value: label for category, (label, _) in CATEGORY_LABELS.items()}
    category = str(elements.get("category", ""))
    return f"declare a purpose: {labels.get(category, category)}, case {elements.get('case_number', '?')}"


def _batch(elements: Elements) -> str:
    order = f" {elements['court_order']}" if elements.get("court_order") else ""
    provenance = str(elements.get("provenance", "?")).replace("_", " ") + order
    return f"hand in the batch {elements.get('name', '?')}: source {elements.get('source', '?')}, {provenance}"


def _review(elements: Elements) -> str:
    corrected = f" to {elements['resolved']}" if elements.get("resolved") else ""
    state = f" {elements['state']}" if elements.get("state") else ""
    return f"review the read of {elements.get('plate', '?')}: {elements.get('outcome', '?')}{corrected}{state}"


def _images(elements: Elements) -> str:
    of = elements.get("read_ids")
    count = len(of) if isinstance(of, list) else "?"
    return f"look at the {elements.get('kind', '?')} of {count} read{'' if count == 1 else 's'}"


def _queue(elements: Elements) -> str:
    told = [f"{name.replace('_', ' ')} {_value(elements[name])}" for name in _QUEUE if elements.get(name) is not None]
    return ", ".join(["look at reads that wait for a review", *told, *_where_and_when(elements)])


def _purge(deed: str) -> Callable[[Elements], str]:
    def told(elements: Elements) -> str:
        counted = [f"{elements[name]} {words}" for name, words in _PURGED.items() if name in elements]
        return ", ".join([f"{deed} reads from before {elements.get('before', '?')}", *counted])

    return told


def _session(elements: Elements) -> str:
    count = len(_names(elements, "roster"))
    return f"“{elements.get('title', '?')}”, {elements.get('starts_at', '?')}, {count} on the roster"


def _roster(elements: Elements) -> str:
    more, fewer = _names(elements, "add"), _names(elements, "remove")
    told = [f"{word} {', '.join(names)}" for word, names in (("add", more), ("take off", fewer)) if names]
    return f"change the roster of training session {elements.get('session', '?')}: {'; '.join(told) or 'nothing'}"


def _attendance(elements: Elements) -> str:
    came = _names(elements, "attended")
    return f"close training session {elements.get('session', '?')}: attended by {', '.join(came) or 'nobody'}"


def _names(elements: Elements, key: str) -> list[str]:
    given = elements.get(key)
    return [str(name) for name in given] if isinstance(given, list) else []


def _log(elements: Elements) -> str:
    filters = [f"{name.replace('_', ' ')} {_value(value)}" for name, value in elements.items()]
    return f"read the access log: {', '.join(filters) or 'all of it'}"


def _word(elements: Elements) -> str:
    return f"say what record {elements.get('index', '?')} is, in audit {elements.get('audit', '?')}"


def _sign_in(record: Record, detail: Elements) -> str:
    event = record.action.removeprefix("hub.")
    words = _SIGN_INS.get(event, event.replace("-", " "))
    client = _mapping(record.body.get("client"))
    told = [f"{name.replace('_', ' ')} {_value(value)}" for name, value in detail.items()]
    place = [f"from {client['address']}"] if client.get("address") else []
    return ", ".join([words, *place, *told])


def _otherwise(action: str, elements: Elements) -> str:
    words = action.replace(".", " ").replace("-", " ").replace("_", " ")
    told = ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in elements.items())
    return f"{words}: {told}" if told else words


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value}”" if len(value) <= 80 else f"“{value[:79]}…”"
    if isinstance(value, (list, tuple)):
        return _listed(value) if len(value) <= 8 else f"{len(value)} entries"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{name} {_value(part)}" for name, part in value.items())
        return f"({inside})" if len(value) <= 4 else f"{len(value)} entries"
    return str(value)


def _listed(values: Any) -> str:
    return ", ".join(str(value) for value in values) if isinstance(values, (list, tuple)) else str(values)


def _corners(corners: list[Any]) -> str:
    told = [" ".join(map(str, corner)) if isinstance(corner, list) else "?" for corner in corners]
    return ", ".join(told if len(told) <= 8 else [*told[:7], f"and {len(told) - 7} corners more"])


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _mapping(value: Any) -> Elements:
    return value if isinstance(value, Mapping) else {}


_EVERYWHERE = """
schema kind time user organisation roles action realm elements purpose policy_version training_record client
digest outcome section reason needs intent
"""
_IN_EVERY_RECORD = frozenset(_EVERYWHERE.split())

_PURGED = {"reads": "reads go", "held": "kept by holds"}
_QUEUE = ("batch_id", "camera", "source", "below", "order")

_SIGN_INS = {
    "signin": "signed in",
    "signout": "signed out",
    "signin-failed": "failed to sign in",
    "locked": "the account was locked",
    "password-changed": "changed the password",
    "password-compromised": "said that others may know the password",
    "code-enrolled": "set up one-time codes",
    "recovery-code": "used a recovery code",
    "step-up": "typed the password again",
    "step-up-failed": "typed a wrong password",
    "account-add": "account made",
}

_SEARCHES: dict[str, Callable[[Elements], str]] = {"canvass": _canvass, "vehicle": _movements("reads of")}
"""Of what reads are taken out, besides a partial plate."""

_ACTIONS: dict[str, Callable[[Elements], str]] = {
    "search.plates": _plates,
    "search.canvass": _canvass,
    "search.vehicle": _movements("reads of"),
    "search.convoy": _movements("company of"),
    "search.places": _movements("places of"),
    "search.gaps": _movements("gaps of"),
    "search.base-rates": lambda elements: ", ".join(["base rates", *_where_and_when(elements)]),
    "reviews.queue": _queue,
    "reviews.say": _review,
    "reviews.undo": lambda elements: f"take back the review {elements.get('review', '?')}",
    "images.look": _images,
    "export.reads": _export,
    "saved.keep": _kept,
    "saved.forget": lambda elements: f"delete the saved search “{elements.get('name', '?')}”",
    "person.suspend": lambda elements: f"suspend {elements.get('username', '?')}: {elements.get('reason', '?')}",
    "person.readmit": lambda elements: (
        f"readmit {elements.get('username', '?')}: {elements.get('reason') or 'no reason'}"
    ),
    "delegation.grant": lambda elements: (
        f"delegate {_listed(elements.get('operations', '?'))} to {elements.get('username', '?')} "
        f"from {elements.get('begins_at', '?')} until {elements.get('until', '?')}: {elements.get('reason', '?')}"
    ),
    "watch.add": lambda elements: (
        f"watch a plate: {elements.get('kind', '?')}, about {elements.get('about') or 'nobody named'}"
    ),
    "administration.cases": lambda elements: (
        f"import open cases “{elements.get('name', '?')}”: {elements.get('cases', '?')}"
    ),
    "training.session-open": lambda elements: f"hold a training session: {_session(elements)}",
    "training.roster": _roster,
    "training.session-close": _attendance,
    "assent.break-glass": lambda elements: (
        f"search without the second person whom it takes: {elements.get('why', '?')}"
    ),
    "purpose.declare": _purpose,
    "purpose.continue": lambda elements: f"go on with the purpose of case {elements.get('case_number', '?')}",
    "purpose.end": lambda _: "end the purpose",
    "collection.take": _batch,
    "purge.preview": _purge("look at a purge of"),
    "purge.reads": _purge("purge"),
    "log.read": _log,
    "audit.announce": lambda elements: (
        f"audit {elements.get('quarter') or elements.get('name', '?')}, drawn by: {elements.get('source', '?')}"
    ),
    "audit.draw": lambda elements: f"draw the sample of audit {elements.get('audit', '?')}",
    "audit.rows": lambda elements: f"rows of audit {elements.get('audit', '?')}",
    "audit.review": _word,
}
