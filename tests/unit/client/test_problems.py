"""An error raised by the custodian arrives as the same error."""

from __future__ import annotations

import pytest

from workbench.client.problems import build, from_answer, to_error
from workbench.errors import (
    AssentRequired,
    BadInput,
    FormatError,
    HubUnavailable,
    LogUnavailable,
    NotFound,
    PatternError,
    PurposeRejected,
    PurposeRequired,
    Refused,
    SignInRequired,
    StoreUnavailable,
    TrainingRequired,
    Unavailable,
    WorkbenchError,
)
from workbench.wire.base import Problem
from workbench.wire.log import LogQuery
from workbench.wire.problems import to_problem
from workbench.wire.search import PlateSearch

EVERY = [
    BadInput("Wrong.", where="limit", how="Correct it.", section="464.5"),
    PatternError("Too wide.", position=3, how="Add a character.", section="464.7(d)"),
    PatternError("Empty."),
    PurposeRejected({"narrative": "Says nothing."}),
    FormatError("No such column.", line=12, how="Name it."),
    FormatError("Not JSON."),
    Refused("No.", section="464.9"),
    PurposeRequired("Declare first."),
    TrainingRequired("Train first.", section="464.4.1"),
    AssentRequired("Confirm.", assent="a-1", page="/services/edge/assents/a-1", how="There."),
    NotFound("None."),
    SignInRequired("Nobody."),
    Unavailable("Gone."),
    LogUnavailable("No log."),
    StoreUnavailable("No store."),
    HubUnavailable("No Hub."),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_as_itself(error: WorkbenchError) -> None:
    back = to_error(Problem.model_validate_json(to_problem(error).model_dump_json()))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert {**vars(back), "diagnostic": ""} == {**vars(error), "diagnostic": ""}


def test_a_diagnostic_stays_behind() -> None:
    assert "secret" not in to_problem(NotFound("None.", diagnostic="secret")).model_dump_json()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, SignInRequired),
        (403, Refused),
        (404, NotFound),
        (422, BadInput),
        (418, WorkbenchError),
        (500, Unavailable),
    ],
)
def test_a_kind_of_a_newer_custodian_is_told_by_its_status(status: int, kind: type[WorkbenchError]) -> None:
    error = to_error(Problem(kind="not-yet-thought-of", title="So.", status=status))
    assert type(error) is kind
    assert error.message == "So."


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"detail": "Not Found"}'])
def test_an_answer_that_explains_nothing_is_unavailable(body: bytes) -> None:
    error = from_answer(502, body)
    assert isinstance(error, Unavailable)
    assert "502" in str(error)


def test_a_request_that_can_not_be_sent_names_the_fields() -> None:
    with pytest.raises(BadInput) as caught:
        build(LogQuery, {"usr": "ana", "limit": 0, "start": "2026-01-01T00:00:00"})
    assert caught.value.where == "start, limit, usr"
    assert "offset" in str(caught.value)
    assert "no such field" in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "x" * 201}, "text: give at most 200 characters."),
        ({"start": "1900-01-01T00:00:00+00:00"}, "start: must be a time from 1990 to 2099."),
    ],
)
def test_what_can_not_be_sent_is_told_in_words(fields: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        build(LogQuery, fields)
    assert caught.value.message == words


def test_what_was_typed_is_not_repeated() -> None:
    with pytest.raises(BadInput) as caught:
        build(PlateSearch, {"purpose_id": "p", "pattern": "7ABC123" * 200})
    assert "7ABC123" not in str(caught.value)


def test_half_a_character_can_not_be_sent() -> None:
    with pytest.raises(BadInput, match="pattern"):
        build(PlateSearch, {"purpose_id": "p", "pattern": "\ud83d"})


def test_more_than_is_taken_at_once_is_told_so_whoever_refused_it() -> None:
    error = from_answer(413, b"Content Too Large")
    assert isinstance(error, BadInput)
    assert error.how == "Send it in parts."


def test_what_cannot_be_sent_is_told_in_whole_sentences() -> None:
    with pytest.raises(BadInput) as caught:
        build(PlateSearch, {"purpose_id": "p", "pattern": "7" * 2000})
    assert str(caught.value) == "pattern: give at most 1,000 characters. Correct what is named and ask again."
