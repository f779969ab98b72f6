"""Bodies as webhooks and cameras post them: a multipart form around one JSON or XML part, with pictures beside it."""

from __future__ import annotations

import re
from typing import BinaryIO

from workbench.collection import text
from workbench.errors import FormatError

PARTS = 64
"""Parts of one form at most; a camera sends an event and a few pictures."""
_BOUNDARY = re.compile(rb"\s{0,8}--([!-~]{1,70})\r?\n[a-z]+-[a-z]+:", re.IGNORECASE)
_NAME = re.compile(rb'^content-disposition:[^\r\n]*\bname="?([^";\r\n]*)', re.IGNORECASE | re.MULTILINE)
_TEXTUAL = re.compile(rb"^content-type:\s*(application|text)/(json|xml)\b", re.IGNORECASE | re.MULTILINE)
_FIELDS = (b"json", b"event", b"anpr.xml", b"anpr", b"xml", b"data")


def is_form(start: bytes) -> bool:
    """Whether a body that starts like this is a form: a boundary, then the headers of its first part."""
    return _BOUNDARY.match(start) is not None


def unwrap(stream: BinaryIO) -> BinaryIO:
    """The one part that holds text, or the stream itself, rewound, when it is no form."""
    found = _BOUNDARY.match(text.head(stream))
    if found is None:
        return stream
    raw = stream.read(text.DOCUMENT_LIMIT + 1)
    if len(raw) > text.DOCUMENT_LIMIT:
        raise FormatError("The form is larger than 64 MiB.", how="Hand over one event a request.")
    return text.over(_event(_parts(raw, b"--" + found[1])))


def _parts(raw: bytes, boundary: bytes) -> list[tuple[bytes, bytes]]:
    """Head and body of each part. A boundary counts at the beginning of a line only: pictures hold any bytes."""
    cut = (b"\n" + raw.lstrip()).split(b"\n" + boundary, PARTS + 2)[1:]
    if len(cut) > PARTS + 1:
        raise FormatError(f"The form has more than {PARTS} parts.", how="Hand over one event a request.")
    if not cut[-1].startswith(b"--") or cut[-1].strip() != b"--":
        raise FormatError("The form ends too early: it was cut off.", how="Send the event again.")
    return [_split(part) for part in cut[:-1]]


def _event(parts: list[tuple[bytes, bytes]]) -> bytes:
    """The body of the field that events come in, else of the first part that says that it is JSON or XML."""
    named = {found[1].lower(): body for head, body in reversed(parts) if (found := _NAME.search(head))}
    for name in _FIELDS:
        if name in named:
            return named[name]
    for head, body in parts:
        if _TEXTUAL.search(head):
            return body
    raise FormatError(
        "The form has no field 'json', 'event' or 'anpr.xml', and no part of it is JSON or XML.",
        how="Post the event in one of these.",
    )


def _split(part: bytes) -> tuple[bytes, bytes]:
    head, _, body = part.lstrip(b"\r\n").partition(b"\r\n\r\n" if part.startswith(b"\r") else b"\n\n")
    return head, body.rstrip(b"\r\n")
