"""A sealed package of evidence (464.5, 464.9): reads, query, proof of the record, and a signed list of all of it.

Whoever gets it checks it without us: ``workbench evidence verify`` reads it by itself, and every part follows a
published format (ZIP, JSON, RFC 4180, Apache Parquet, C2SP's signed-note and tlog-proof).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Protocol

import polars as pl

from workbench.release.csvfile import csv_of
from workbench.release.stamp import Stamp

FORMAT = "alpr-evidence-package/1"
_FIRST, _LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""What an archive's dates can be."""


class Seal(Protocol):
    """Who vouches for a package: the keeper of the access log."""

    @property
    def key(self) -> str:
        """The public key, as C2SP's signed-note has it; its name is the log's."""
        ...

    def proof(self, record: int) -> bytes:
        """That the record stands in the log (C2SP tlog-proof), under a checkpoint of now."""
        ...

    def signed(self, text: str) -> bytes:
        """The text as a signed note."""
        ...


def package_of(
    stamp: Stamp, reads: pl.DataFrame, images: Mapping[str, bytes], query: Mapping[str, Any], seal: Seal
) -> bytes:
    """The package, a ZIP archive. ``images`` are by the read's id; ``query`` is the message as it was asked."""
    proof, parquet = seal.proof(stamp.record), io.BytesIO()
    reads.write_parquet(parquet)
    files = {
        "README.txt": _words(stamp).encode(),
        "about.json": _json(dict(stamp.lines()) | {"Notices": stamp.notices}),
        "query.json": _json(query),
        "reads.csv": csv_of(stamp, reads),
        "reads.parquet": parquet.getvalue(),
        f"receipts/record-{stamp.record}.tlog-proof": proof,
        "checkpoint": proof.partition(b"\n\n")[2],
        "log-key.txt": f"{seal.key}\n".encode(),
        **{f"images/{place:05}{_ending(data)}": data for place, data in enumerate(_ordered(reads, images), 1)},
    }
    listed = {name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in files.items()}
    made = {"format": FORMAT, "record": stamp.record, "time": stamp.utc, "files": listed}
    manifest = _json(made | {"images": _named(reads, images)})
    statement = f"{FORMAT}\n{stamp.record}\n{hashlib.sha256(manifest).hexdigest()}\n"
    return _zipped(stamp, {"manifest.json": manifest, "manifest.note": seal.signed(statement), **files})


def _ordered(reads: pl.DataFrame, images: Mapping[str, bytes]) -> list[bytes]:
    return [images[name] for name in reads["read_id"] if name in images]


def _named(reads: pl.DataFrame, images: Mapping[str, bytes]) -> dict[str, str]:
    """Which read each image is of."""
    names = [name for name in reads["read_id"] if name in images]
    return {f"images/{place:05}{_ending(images[name])}": name for place, name in enumerate(names, 1)}


def _ending(data: bytes) -> str:
    if data.startswith(b"RIFF"):
        return ".webp"
    return ".png" if data.startswith(b"\x89PNG") else ".jpg"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=True).encode() + b"\n"


def _zipped(stamp: Stamp, files: Mapping[str, bytes]) -> bytes:
    made, time = io.BytesIO(), stamp.time.astimezone(UTC)
    dated = (time.year, time.month, time.day, time.hour, time.minute, time.second)
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, min(max(dated, _FIRST), _LAST))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100600 << 16
            archive.writestr(entry, data, compresslevel=6)
    return made.getvalue()


def _words(stamp: Stamp) -> str:
    said = "\n".join(f"{name}: {value}" for name, value in stamp.lines())
    notices = "\n".join(stamp.notices)
    return f"""\
EVIDENCE PACKAGE of licence-plate reads

{notices}

{said}

What is in it
  reads.csv, reads.parquet   the reads, the same twice: for people and spreadsheets, and for programs. Times are UTC.
  images/                    their crops, where a photograph is kept; manifest.json says which read each is of
  query.json                 the question as it was asked
  about.json                 the lines above
  receipts/                  proof that the record stands in the access log (C2SP tlog-proof)
  checkpoint, log-key.txt    the state of the log that the proof leads to, and the key that signed it
  manifest.json              every file with its size and SHA-256
  manifest.note              the manifest's SHA-256 under the log's signature (C2SP signed-note)

How it is checked, on any machine and without a network
  workbench evidence verify FILE --policy POLICY
where POLICY names the key of the agency's access log; ask the agency for it by another way than this package.
By hand: sha256sum of each file is the one in manifest.json, that of manifest.json is the third line of manifest.note.
The agency finds the person, the reason and the reads under the record of its access log that is named above.
"""
