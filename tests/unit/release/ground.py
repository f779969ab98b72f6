"""Stamps, reads and a seal for the tests of files that are taken out; other programs' readers open the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import polars as pl
from pypdf import PdfReader

from tests.policy.people import NOW, purpose
from tests.unit.store.reads_ground import read, table
from tests.unit.ui.fakes import LEAFLET
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.merkle import leaf_hash
from workbench.accesslog.note import Note, sign
from workbench.accesslog.notekeys import SigningKey
from workbench.accesslog.proof import Receipt
from workbench.mapping.assets import Assets
from workbench.policy.caller import Realm
from workbench.release.making import Wanted
from workbench.release.stamp import Stamp
from workbench.wire.export import Format

LOG = SigningKey.generate("test-police/alpr-access-log")
SEEN = [
    read("r-1", "7ABC123", NOW - timedelta(hours=1), camera="EC-04", latitude=32.79, longitude=-115.56, confidence=0.9),
    read("r-2", "7ABC128", NOW, resolved_plate="7ABC123", make="Ford", colour="grey", vehicle_year=2019),
]
QUERY = {"pattern": "7ABC*", "limit": 500}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
"""A red dot, as PNG."""


def stamp(**changes: Any) -> Stamp:
    """Of an export by Ana, record 41."""
    made = Stamp(
        agency="Test Police Department",
        person="ana",
        organisation="Test Police Department",
        purpose=purpose(),
        case_number="2026-00417",
        why="For the case file: where the pick-up was seen.",
        query=(("Pattern", "7ABC*"), ("At most", "500 reads")),
        time=NOW,
        record=41,
        count=2,
        total=2,
        sources=("department",),
        left_out=("federal", "state"),
        policy_version="2026-01",
        zone="America/Los_Angeles",
        realm=Realm.LIVE,
    )
    return replace(made, **changes)


class Keeper:
    """A log of 50 records, of which record 41 says ``leaf``; as the custodian's own, it proves and signs."""

    def __init__(self, key: SigningKey = LOG, leaf: bytes = b'{"kind":"intent"}') -> None:
        self._key = key
        self._leaves = [leaf if place == 41 else b"%d" % place for place in range(50)]

    @property
    def key(self) -> str:
        return str(self._key.public())

    def proof(self, record: int) -> bytes:
        path, root = _path([leaf_hash(leaf) for leaf in self._leaves], record)
        head = Checkpoint(self._key.name, len(self._leaves), root).signed(self._key)
        return Receipt(record, tuple(path), head.encode(), self._leaves[record]).encode()

    def signed(self, text: str) -> bytes:
        return Note(text, (sign(text, self._key),)).encode()


def _path(hashes: list[bytes], place: int) -> tuple[list[bytes], bytes]:
    """The path from a leaf to the root, and the root, straight from RFC 6962, section 2.1."""
    from hashlib import sha256

    if len(hashes) == 1:
        return [], hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = hashes[:half], hashes[half:]
    inner, other = (left, right) if place < half else (right, left)
    path, own = _path(inner, place % half if place < half else place - half)
    beside = _path(other, 0)[1]
    both = own + beside if place < half else beside + own
    return [*path, beside], sha256(b"\x01" + both).digest()


def made(
    chosen: Format,
    reads: pl.DataFrame | None = None,
    of: Stamp | None = None,
    images: Mapping[str, bytes] | None = None,
    paper: str = "Letter",
    query: Mapping[str, Any] = QUERY,
) -> bytes:
    """A file; of a map the libraries are a line each."""
    frame = table(SEEN) if reads is None else reads
    with libraries() as small:
        return Wanted(chosen, paper, query, Keeper(), images or {}, lambda: small).made(of or stamp(), frame)


@contextmanager
def libraries() -> Iterator[Assets]:
    """What a map is drawn with, a line each in place of the real ones, with addresses as these have them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in LEAFLET.values():
            text = (
                'a{background:url("a.png")}' if file.endswith(".css") else "x = 'https://leafletjs.com'; // </script>"
            )
            (folder / file).write_text(text, "utf-8")
        (folder / "a.png").write_bytes(b"png")
        yield Assets(LEAFLET, "1", folder)


def csv_rows(file: bytes) -> list[dict[str, str]]:
    """As the standard library reads it."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def sheets(file: bytes) -> dict[str, list[list[Any]]]:
    """The cells of a workbook by its sheets, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def pages(file: bytes) -> list[str]:
    """The text of each page, as pypdf reads it."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]


def utc(text: str) -> datetime:
    """A time in a file."""
    return datetime.fromisoformat(text).astimezone(UTC)
