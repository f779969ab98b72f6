"""Bytes to text within bounds: UTF-8 or a clear error, lines of at most 1 MiB, documents of at most 64 MiB.

Another encoding is reported with its place and never guessed: a guessed encoding changes plates silently.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from workbench.errors import FormatError

LINE_LIMIT = 1 << 20
"""Bytes of one line."""
DOCUMENT_LIMIT = 64 << 20
"""Bytes of one JSON document."""
HEAD = 64 << 10
"""Bytes that are looked at to recognise a format."""

BOM = b"\xef\xbb\xbf"
_PACKED = {b"PK\x03\x04": "a ZIP archive or a spreadsheet", b"\x1f\x8b": "a gzip archive"}


def lines(stream: BinaryIO, first: int = 1) -> Iterator[tuple[int, str]]:
    """Number and text of each line, without its end; a byte order mark is dropped."""
    number = first
    offset = stream.tell()
    while raw := stream.readline(LINE_LIMIT + 1):
        if len(raw) > LINE_LIMIT:
            raise FormatError(
                f"Line {number} is longer than 1 MiB.",
                line=number,
                how="This is no list with one read a line; was the file damaged, or its line ends lost?",
            )
        text = decode(raw, number, offset).rstrip("\r\n")
        if "\r" in text and number == first and not raw.endswith(b"\n"):
            raise FormatError(
                "The lines end in carriage returns alone, as old Macintosh programs write them.",
                line=number,
                how="Save it with line ends of Windows or Unix; nothing was taken.",
            )
        offset += len(raw)
        yield number, text
        number += 1


def document(stream: BinaryIO, limit: int = DOCUMENT_LIMIT) -> str:
    """The whole of a stream as text."""
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise FormatError(
            f"The document is larger than {limit >> 20} MiB.",
            how="Hand it over in parts, or as JSON lines: one object on each line.",
        )
    return decode(raw, 0, 0)


def decode(raw: bytes, line: int, offset: int) -> str:
    """Text of UTF-8 bytes; ``offset`` is where they stand in the file."""
    if offset == 0 and raw.startswith(BOM):
        raw = raw[len(BOM) :]
        offset = len(BOM)
    if offset == 0 and (packed := next((kind for mark, kind in _PACKED.items() if raw.startswith(mark)), "")):
        raise FormatError(f"The file is {packed}.", line=line, how="Unpack or export it, and hand over the text in it.")
    if offset <= len(BOM) and raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FormatError("The file is UTF-16, not UTF-8.", line=line, how="Save it as UTF-8 and hand it over again.")
    if (at := raw.find(b"\0")) >= 0:
        raise FormatError(
            f"There is a NUL byte at byte {offset + at + 1}{_on(line)}: this is not text, or the file was damaged.",
            line=line,
            how="Export it again as UTF-8 text.",
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_utf8(raw, error.start, line, offset) from None


def block(raw: bytes, first: int, offset: int) -> str:
    """Text of many lines at once; an error still names the line that it is on."""
    try:
        return decode(raw, 0, offset)
    except FormatError:
        start = 0
        for number, line in enumerate(raw.split(b"\n"), first):
            decode(line, number, offset + start)
            start += len(line) + 1
        raise


def not_utf8(raw: bytes, at: int, line: int, offset: int) -> FormatError:
    """The error for the byte at ``raw[at]``, with what its encoding looks like."""
    looks = "Windows-1252" if any(0x80 <= byte <= 0x9F for byte in raw) else "Latin-1 (ISO 8859-1)"
    return FormatError(
        f"The file is not UTF-8: byte {offset + at + 1}{_on(line)} is 0x{raw[at]:02X}. It looks like {looks}.",
        line=line,
        how="Save or export it as UTF-8 and hand it over again; the encoding is not guessed, nothing was taken.",
    )


def head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream that is then rewound, without a byte order mark."""
    found = stream.read(HEAD)
    stream.seek(0)
    return found.removeprefix(BOM)


def over(raw: bytes) -> BinaryIO:
    """A stream over bytes."""
    return io.BytesIO(raw)


def _on(line: int) -> str:
    return f" on line {line}" if line else ""
