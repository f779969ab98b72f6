"""Bodies as webhooks post them: ``multipart/form-data`` around one JSON or XML part, with pictures beside it."""

from __future__ import annotations

import re
from typing import BinaryIO

from workbench.collection import text
from workbench.errors import FormatError

_DISPOSITION = re.compile(rb'^content-disposition:[^\r\n]*\bname="?([^";\r\n]*)', re.IGNORECASE | re.MULTILINE)
_FIELDS = (b"json", b"event", b"anpr.xml", b"anpr", b"xml", b"data")


def unwrap(stream: BinaryIO) -> BinaryIO:
    """The one part that holds text, or the stream itself, rewound, when it is no multipart body."""
    start = text.head(stream)
    if not (start.startswith(b"--") and b"form-data" in start[:4096].lower()):
        return stream
    raw = stream.read(text.DOCUMENT_LIMIT + 1)
    if len(raw) > text.DOCUMENT_LIMIT:
        raise FormatError("The form is larger than 64 MiB.", how="Hand over one event a request.")
    boundary = raw.partition(b"\n")[0].rstrip()
    parts = [_split(part) for part in raw.split(boundary)[1:] if not part.startswith(b"--")]
    if not raw.rstrip().endswith(boundary + b"--"):
        raise FormatError("The form ends too early: it was cut off.", how="Send the event again.")
    for name in _FIELDS:
        for head, body in parts:
            found = _DISPOSITION.search(head)
            if found and found[1].lower() == name:
                return text.over(body)
    raise FormatError("The form has no field 'json', 'event' or 'anpr.xml'.", how="Post the event in one of these.")


def _split(part: bytes) -> tuple[bytes, bytes]:
    head, _, body = part.replace(b"\r\n", b"\n", 20).lstrip(b"\n").partition(b"\n\n")
    return head + b"\n", body.rstrip(b"\r\n")
