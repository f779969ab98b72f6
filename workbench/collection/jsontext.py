"""JSON from outside: one object, a list of objects, or one object on each line, each entry with its number.

A document that was cut off is refused as a whole: half of it is no batch. One broken line among others is an
entry that can't be taken, and is listed as such.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from workbench.collection import text
from workbench.errors import FormatError
from workbench.wire.ingest import Rejected

Numbered = tuple[int, dict[str, Any]] | Rejected

VALUES = 6_000_000
"""Values of one document at most: small ones take twenty times as much memory as text. A read has about 100."""


def entries(stream: BinaryIO) -> Iterator[Numbered]:
    """Each object with its place: the line in JSON lines, the element's number in a list, 1 for a lone object."""
    raw = stream.read(text.DOCUMENT_LIMIT + 1)
    if len(raw) > text.DOCUMENT_LIMIT:
        first = raw.find(b"\n", 0, text.LINE_LIMIT)
        if first < 0 or not isinstance(_or_none(text.decode(raw[:first], 1, 0)), dict):
            raise FormatError(
                "The JSON document is larger than 64 MiB.",
                how="Hand it over in parts, or as JSON lines: one object on each line.",
            )
        stream.seek(0)
        return _each_line(stream)
    values = raw.count(b",") + raw.count(b"{") + raw.count(b"[")
    whole = text.decode(raw, 0, 0)
    del raw
    if values > VALUES:
        raise FormatError(
            f"The JSON document has more than {VALUES:,} values.",
            how="Hand it over in parts; a read has about a hundred.",
        )
    try:
        return _elements(loads(whole))
    except ValueError as error:
        if _is_lines(whole):
            stream.seek(0)
            return _each_line(stream)
        raise _broken(whole, error) from None


def loads(given: str) -> Any:
    """JSON without NaN; nesting that is too deep and numbers that are too long are ``ValueError`` as well."""
    try:
        return json.loads(given, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _or_none(given: str) -> Any:
    try:
        return loads(given)
    except ValueError:
        return None


def _is_lines(whole: str) -> bool:
    first, newline, rest = whole.lstrip().partition("\n")
    return bool(newline and rest.strip()) and isinstance(_or_none(first), dict)


def _elements(found: Any) -> Iterator[Numbered]:
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        yield (number, item) if isinstance(item, dict) else Rejected(line=number, reason="this is no JSON object")


def _each_line(stream: BinaryIO) -> Iterator[Numbered]:
    held: Rejected | None = None
    for number, line in text.lines(stream):
        if not line.strip():
            continue
        if held:
            yield held
            held = None
        try:
            found = loads(line)
        except ValueError:
            held = Rejected(line=number, reason="this line is no JSON object")
            continue
        yield (number, found) if isinstance(found, dict) else Rejected(line=number, reason="this is no JSON object")
    if held:
        raise FormatError(
            f"The file ends in the middle of line {held.line}: it was cut off.",
            line=held.line,
            how="Hand over the whole file; nothing of it was taken.",
        )


def _broken(whole: str, error: ValueError) -> FormatError:
    if not isinstance(error, json.JSONDecodeError):
        return FormatError(f"The JSON can't be read: {error}.", how="Nothing was taken; export it again.")
    if error.pos >= len(whole.rstrip()) or error.msg.startswith("Unterminated string"):
        return FormatError(
            f"The JSON document ends too early, on line {error.lineno}: it was cut off.",
            line=error.lineno,
            how="Hand over the whole file; nothing of it was taken.",
        )
    return FormatError(
        f"The JSON is broken on line {error.lineno}, character {error.colno}: {error.msg}.",
        line=error.lineno,
        how="Nothing was taken; export it again.",
    )
