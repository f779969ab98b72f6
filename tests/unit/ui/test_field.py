"""A line of text (464.7(g)): what is recorded is the whole of what was typed."""

from __future__ import annotations

from workbench.ui.field import LONGEST, Field


def test_enter_carries_what_stands_in_the_field_whatever_came_before() -> None:
    told: list[str] = []
    field = Field("CLETS reference", lambda: told.append(field.value))
    field._heard(None, {"value": "CLET"}, None)
    field._heard(None, {"value": "CLETS 26-118", "enter": True}, None)
    assert told == ["CLETS 26-118"]


def test_nonsense_from_the_browser_does_nothing_and_no_text_is_endless() -> None:
    field = Field("Note", value="before")
    for said in ("text", {}, {"value": 7, "enter": True}, None):
        field._heard(None, said, None)
    assert field.value == "before"
    field._heard(None, {"value": "x" * (LONGEST + 1), "enter": True}, None)
    assert len(field.value) == LONGEST
