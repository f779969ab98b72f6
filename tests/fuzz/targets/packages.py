"""Packages of evidence as somebody else hands them over to be verified (464.5, 464.9)."""

from __future__ import annotations

import atexit
import hashlib
import io
import shutil
import tempfile
import zipfile
from pathlib import Path

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, split
from tests.unit.accesslog.logs import key_of
from tests.unit.release.ground import PICTURE, QUERY, SEEN, Keeper, stamp
from tests.unit.store.reads_ground import table
from workbench.accesslog.note import Note, sign
from workbench.release.making import Wanted
from workbench.release.verify import verify
from workbench.release.verify.check import FORMAT
from workbench.wire.export import Format

_OURS, _THEIRS = key_of("test-police/alpr-access-log"), key_of("somebody/else")
_POLICY = f"log {_OURS.public()}\nquorum none\n".encode()
_MADE = Wanted(Format.EVIDENCE, "A4", QUERY, Keeper(_OURS), {"r-2": PICTURE}).made(stamp(), table(SEEN))
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


def _held() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_MADE)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_FILES = _held()
_PROOF = "receipts/record-41.tlog-proof"


def run(data: bytes) -> None:
    """A verdict for any bytes; good under our policy only for what we signed. Forgers sign with keys of their own."""
    case, rest = split(data)
    made = (_as_it_comes, _other_manifest, _other_statement, _other_proof)[case % 4](rest)
    path = _FOLDER / "package.zip"
    path.write_bytes(made)
    policy = _POLICY if case < 128 else None
    verdict = verify(path, policy)
    assert all(verdict.lines())
    if verdict.good and policy is not None:
        with zipfile.ZipFile(path) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == _FILES


def _as_it_comes(data: bytes) -> bytes:
    return data


def _packed(**changes: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**_FILES, **changes}.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def _signed(text: str, **changes: bytes) -> bytes:
    note = Note(text, (sign(text, _THEIRS),)).encode()
    return _packed(**changes, **{"manifest.note": note, "log-key.txt": f"{_THEIRS.public()}\n".encode()})


def _other_manifest(data: bytes) -> bytes:
    said = f"{FORMAT}\n41\n{hashlib.sha256(data).hexdigest()}\n"
    return _signed(said, **{"manifest.json": data})


def _other_statement(data: bytes) -> bytes:
    text = data.decode("utf-8", "replace").replace("\r", "")
    text = "".join(each for each in text if each >= " " or each == "\n").rstrip("\n") + "\n"
    return _signed(text)


def _other_proof(data: bytes) -> bytes:
    return _packed(**{_PROOF: data, "checkpoint": data.partition(b"\n\n")[2]})


TARGET = Target(
    "packages",
    run,
    seeds=[
        b"\0" + _MADE,
        b"\x81" + _FILES["manifest.json"],
        b"\x82" + f"{FORMAT}\n41\n{hashlib.sha256(_FILES['manifest.json']).hexdigest()}\n".encode(),
        b"\x82" + f"{FORMAT}\n{'4' * 5000}\n{'0' * 64}\n".encode(),
        b"\x03" + _FILES[_PROOF],
    ],
    modules=MODULES["packages"],
    words=[b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"index ", b"extra ", b"\n\n", b"../", b"{}"],
    longest=len(_MADE) + 512,
)
