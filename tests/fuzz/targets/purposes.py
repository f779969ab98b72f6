"""What somebody writes as a purpose (464.5(4), 464.10(b))."""

from __future__ import annotations

import json
import unicodedata

from pydantic import ValidationError

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, text_of
from workbench.policy.purpose import NARRATIVE_LENGTH, is_case_number, problems, unprintable
from workbench.wire.purpose import PurposeDraft

_GOOD = {
    "category": "stolen_or_wanted_vehicle",
    "case_number": "26-01234",
    "narrative": "Silver pickup taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "The owner remembers the plate beginning with 7ABC.",
}
_VAGUE = ("officer safety", "per sergeant")


def run(data: bytes) -> None:
    """A purpose without problems says something, in characters that can be seen."""
    try:
        draft = _draft(data)
    except ValidationError:
        return
    said = (draft.category, draft.case_number, draft.narrative, draft.why_this_plate)
    found = problems(*said, _VAGUE)
    assert set(found) <= {"category", "case_number", "narrative", "why_this_plate"}
    assert all(found.values())
    if found:
        return
    assert is_case_number(draft.case_number.strip())
    for text in (draft.narrative, draft.why_this_plate):
        assert len(text.strip()) in NARRATIVE_LENGTH
        assert not unprintable(text)
        assert unicodedata.is_normalized("NFC", text)


def _draft(data: bytes) -> PurposeDraft:
    """As it is posted, or, where it does not begin as JSON, field after field."""
    if data[:1] == b"{":
        return PurposeDraft.model_validate_json(data)
    fields = text_of(data).split("\x1f")
    return PurposeDraft.model_validate(dict(zip(_GOOD, [*fields, *list(_GOOD.values())[len(fields) :]], strict=False)))


TARGET = Target(
    "purposes",
    run,
    seeds=[
        "\x1f".join(_GOOD.values()).encode(),
        b"stolen_plate\x1f26-1\x1fofficer safety and per sergeant, case 26-1, 459 PC",
        json.dumps(_GOOD).encode(),
        json.dumps({**_GOOD, "narrative": "police business", "realm": "training"}).encode(),
        json.dumps({**_GOOD, "narrative": "Niño perdido en la calle Ñ — véase informe"}, ensure_ascii=False).encode(),
        json.dumps({**_GOOD, "context": {"kernel": "k", "notebook": "n.ipynb", "cell_sha256": "0" * 64}}).encode(),
    ],
    modules=MODULES["purposes"],
    words=[
        b"\\u202e",
        b"\\ud800",
        b"\\u0000",
        b"e\\u0301",
        b"qwerty",
        b"case",
        b"officer safety",
        b"1e400",
        "İ".encode(),
        "ß".encode(),
    ],
    longest=3000,
)
