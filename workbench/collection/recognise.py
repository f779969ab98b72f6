"""Which format a batch speaks: told from its content, held against the name that it was offered under (464.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from workbench.collection import envelope, text
from workbench.collection.formats import axis, genetec, hikvision, own_csv, platerecognizer, platerecognizer_csv, rekor
from workbench.collection.frames import Chunk, gather
from workbench.collection.reading import Adapter, Ground
from workbench.errors import BadInput, FormatError
from workbench.wire.ingest import FORMATS as TITLES


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, and how it is read."""

    name: str
    read: Adapter
    quick: Callable[[BinaryIO, Ground], Iterator[Chunk]] | None = None

    @property
    def title(self) -> str:
        """How people call it."""
        return TITLES[self.name]

    def chunks(self, stream: BinaryIO, ground: Ground) -> Iterator[Chunk]:
        """The whole of a stream, from its start, in tables of bounded size."""
        stream.seek(0)
        return self.quick(stream, ground) if self.quick else gather(self.read(stream, ground))


FORMATS = {
    spoken.name: spoken
    for spoken in (
        Format("rekor", rekor.read),
        Format("platerecognizer", platerecognizer.read),
        Format("platerecognizer-csv", platerecognizer_csv.read),
        Format("axis", axis.read),
        Format("hikvision", hikvision.read),
        Format("genetec-csv", genetec.read),
        Format("csv", own_csv.read, own_csv.chunks),
    )
}
"""Every format that is taken in."""

_MARKS = (
    (b"EventNotificationAlert", "hikvision"),
    (b'"best_plate_number"', "rekor"),
    (b'"data_type"', "rekor"),
    (b'"plateUTF8"', "axis"),
    (b'"plateASCII"', "axis"),
    (b'"results"', "platerecognizer"),
)
_PIECE = 1 << 20


def choose(stream: BinaryIO, named: str | None) -> Format:
    """The format of a stream, which is rewound.

    Raises ``BadInput`` for a name that is not known, ``FormatError`` when the content speaks another format than
    the named one, or none that is known.
    """
    if named is None:
        return FORMATS[recognise(stream)]
    offered = known(named)
    try:
        found = recognise(stream)
    except FormatError:
        stream.seek(0)
        return offered
    if found != named:
        raise FormatError(
            f"The batch was offered as {offered.title}, but it looks like {FORMATS[found].title}.",
            how=f"Offer it as '{found}', or leave the format out.",
        )
    return offered


def known(name: str) -> Format:
    """The format of that name. Raises ``BadInput`` when there is none."""
    if name in FORMATS:
        return FORMATS[name]
    raise BadInput(
        f"'{name[:40]}' is no format that is taken in.",
        where="format",
        how=f"Name one of {', '.join(FORMATS)}, or none: it is then recognised from the content.",
    )


def recognise(stream: BinaryIO) -> str:
    """The name of the format that a stream speaks; the stream is rewound."""
    start = text.head(stream)
    begin = start.lstrip()[:1]
    if not begin and len(start) < text.HEAD:
        raise FormatError("The file is empty.", how="Hand over a file with reads in it.")
    if begin == b"<":
        return "hikvision"
    if begin in (b"{", b"[") or envelope.is_form(start):
        return _marked(stream)
    found = _table(text.decode(start[: text.LINE_LIMIT].partition(b"\n")[0], 1, 0) if b"\n" in start else _line(start))
    if found is None:
        raise _unknown()
    return found


def _marked(stream: BinaryIO) -> str:
    """The first mark of a format, in pieces: pictures may stand before it."""
    tail = b""
    for _ in range(text.DOCUMENT_LIMIT // _PIECE + 1):
        piece = stream.read(_PIECE)
        if not piece:
            break
        for mark, name in _MARKS:
            if mark in tail + piece:
                stream.seek(0)
                return name
        tail = piece[-64:]
    stream.seek(0)
    text.decode(text.head(stream)[:4096].rpartition(b"\n")[0], 0, 0)
    raise _unknown()


def _line(start: bytes) -> str:
    """A head without a line end: a short file, or a line so long that only its beginning is looked at."""
    if len(start) < text.HEAD:
        return text.decode(start, 1, 0)
    return start[:4096].decode("utf-8", "ignore")


def _table(first: str) -> str | None:
    if genetec.delimiter(first):
        return "genetec-csv"
    cells = _cells(first, ",")
    if {"timestamp", "plate"} <= cells and cells & {"score", "vehicle"}:
        return "platerecognizer-csv"
    ours = cells & {*own_csv.REQUIRED, *own_csv.OPTIONAL}
    if ours & set(own_csv.REQUIRED) or len(ours) >= 2:
        return "csv"
    return "csv" if any(set(own_csv.REQUIRED) <= _cells(first, sign) for sign in ";\t|") else None


def _cells(first: str, sign: str) -> set[str]:
    return {cell.strip().strip('"').casefold() for cell in first.split(sign)}


def _unknown() -> FormatError:
    return FormatError(
        "The format is not recognised.",
        how=f"Hand over one of: {'; '.join(spoken.title for spoken in FORMATS.values())} (docs/formats.md).",
    )
