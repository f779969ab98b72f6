"""What a message takes is what its schema says (464.5): no value is taken for one of another kind."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, date, datetime
from typing import Annotated, Any

import pytest
from pydantic import Field, StringConstraints, ValidationError

import workbench.wire
from workbench.wire.base import Message, Time

pytestmark = pytest.mark.section("464.5")


class Part(Message):
    """Values of each kind."""

    count: int = 0
    share: float = 0.0
    sure: bool = False
    day: date | None = None
    at: Time | None = None
    by_number: dict[int, float] = Field(default_factory=dict)
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3)] = "said"


class Whole(Message):
    """A message within a message."""

    part: Part = Part()
    parts: tuple[Part, ...] = ()
    either: int | str | None = None


@pytest.mark.parametrize(
    "said",
    [
        {"count": False},
        {"count": "5"},
        {"count": 1.5},
        {"count": 2**53},
        {"count": -(2**53)},
        {"share": True},
        {"share": "0.5"},
        {"sure": 1},
        {"sure": 0.0},
        {"sure": "true"},
        {"day": 0},
        {"day": "20000"},
        {"day": "-1"},
        {"at": 1767225600},
        {"at": "1767225600"},
        {"by_number": {"1": True}},
    ],
    ids=str,
)
def test_a_value_of_another_kind_is_refused_also_within_another_message(said: dict[str, Any]) -> None:
    for message, given in ((Part, said), (Whole, {"part": said}), (Whole, {"parts": [said]})):
        with pytest.raises(ValidationError):
            message.model_validate(given)


def test_what_json_writes_is_read() -> None:
    part = {"count": 2.0, "share": 1, "sure": True, "day": "2026-03-02", "by_number": {"4": 0.5}}
    read = Whole.model_validate({"part": {**part, "at": "2026-03-02T17:30:00Z"}, "either": "5"})
    at = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    assert read.part == Part(count=2, share=1.0, sure=True, day=date(2026, 3, 2), at=at, by_number={4: 0.5})
    assert read.either == "5"
    assert Whole.model_validate_json(read.model_dump_json()) == read
    assert Whole.model_validate(read) == read


def test_the_schema_tells_the_same_as_before() -> None:
    told = Part.model_json_schema()["properties"]
    assert {name: told[name]["type"] for name in ("count", "share", "sure")} == {
        "count": "integer",
        "share": "number",
        "sure": "boolean",
    }
    assert {"format": "date", "type": "string"} in told["day"]["anyOf"]


def test_spaces_around_a_text_count_for_nothing_and_that_is_told_in_other_words_than_what_the_schema_tells() -> None:
    for message, given in ((Part, {"words": " no \t"}), (Whole, {"parts": [{"words": " no \t"}]})):
        with pytest.raises(ValidationError, match="Value error, must have 3 characters or more besides the spaces"):
            message.model_validate(given)
    with pytest.raises(ValidationError, match="String should have at least 3 characters"):
        Part.model_validate({"words": "no"})
    assert Part.model_validate({"words": " yes "}).words == "yes"
    assert Part.model_json_schema()["properties"]["words"]["minLength"] == 3


def test_every_message_can_be_built() -> None:
    for module in pkgutil.iter_modules(workbench.wire.__path__):
        importlib.import_module(f"{workbench.wire.__name__}.{module.name}")
    waiting = [Message]
    built = set()
    while waiting:
        for message in waiting.pop().__subclasses__():
            waiting.append(message)
            if message.__module__.startswith(workbench.wire.__name__):
                message.model_rebuild()
                built.add((message.__name__, message.__pydantic_complete__))
    assert len(built) > 200
    assert {complete for _, complete in built} == {True}
