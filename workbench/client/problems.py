"""Errors that travelled (RFC 9457), back in the class that was raised (464.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pydantic

from workbench.errors import (
    AssentRequired,
    BadInput,
    FormatError,
    NotFound,
    PatternError,
    PurposeRejected,
    Refused,
    SignInRequired,
    Unavailable,
    WorkbenchError,
)
from workbench.wire.base import Message, Problem

M = TypeVar("M", bound=Message)

_BY_STATUS: dict[int, type[WorkbenchError]] = {
    401: SignInRequired,
    403: Refused,
    404: NotFound,
    422: BadInput,
}


def to_error(problem: Problem) -> WorkbenchError:
    """The error that the custodian raised: same class, same words, same fields."""
    kind = _class_of(problem)
    words: dict[str, str] = {"how": problem.how, "section": problem.section}
    if issubclass(kind, PurposeRejected):
        return kind(problem.fields)
    if issubclass(kind, PatternError):
        return kind(problem.title, position=problem.position, **words)
    if issubclass(kind, FormatError):
        return kind(problem.title, line=_line(problem.where), **words)
    if issubclass(kind, BadInput):
        return kind(problem.title, where=problem.where, **words)
    if issubclass(kind, AssentRequired):
        return kind(problem.title, assent=problem.assent, page=problem.page, **words)
    return kind(problem.title, **words)


def from_answer(status: int, body: bytes) -> WorkbenchError:
    """The error behind an answer that isn't a success, also when not the custodian itself gave it."""
    try:
        return to_error(Problem.model_validate_json(body))
    except pydantic.ValidationError:
        return Unavailable(
            f"The data service answered with status {status} and no explanation; nothing was released.",
            how="Try again; if it lasts, tell the operator the time of this message.",
        )


def build(message: type[M], fields: Mapping[str, Any]) -> M:
    """``message`` from these fields; raises ``BadInput`` that names each field that can't be sent."""
    try:
        return message.model_validate(dict(fields))
    except pydantic.ValidationError as error:
        faults = {_name(fault["loc"]): _words(fault) for fault in error.errors()}
        told = "; ".join(f"{name}: {words}" for name, words in faults.items())
        raise BadInput(told, where=", ".join(faults), how="Correct what is named and ask again.") from None


def _name(place: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in place) or "the request"


def _words(fault: Mapping[str, Any]) -> str:
    match fault["type"]:
        case "timezone_aware":
            return "give the time with its offset, e.g. 2026-11-23T08:00:00-08:00"
        case "extra_forbidden":
            return "there is no such field"
        case "string_too_long":
            return f"give at most {fault['ctx']['max_length']:,} characters"
        case _:
            message = str(fault["msg"]).removeprefix("Value error, ")
            return message[:1].lower() + message[1:]


def _class_of(problem: Problem) -> type[WorkbenchError]:
    for kind in _tree(WorkbenchError):
        if kind.kind == problem.kind and kind is not WorkbenchError:
            return kind
    if problem.status >= 500:
        return Unavailable
    return _BY_STATUS.get(problem.status, WorkbenchError)


def _tree(root: type[WorkbenchError]) -> Iterator[type[WorkbenchError]]:
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)


def _line(where: str) -> int:
    _, _, number = where.partition("line ")
    return int(number) if number.isdecimal() else 0
