"""A package of evidence: checked without us, by a check that shares no code, and whatever was done to it is found."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.unit.release.ground import LOG, PICTURE, SEEN, Keeper, made, stamp
from tests.unit.store.reads_ground import table
from workbench.accesslog.notekeys import SigningKey
from workbench.cli import app
from workbench.policy.caller import Realm
from workbench.release.making import Wanted
from workbench.release.stamp import LEAD, SYNTHETIC
from workbench.release.verify import verify
from workbench.wire.export import Format

pytestmark = pytest.mark.section("464.5", "464.9")

POLICY = f"log {LOG.public()}\nquorum none\n".encode()
Files = dict[str, bytes]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a crop, as it was made."""
    path = tmp_path / "reads-record-41.zip"
    path.write_bytes(made(Format.EVIDENCE, images={"r-2": PICTURE}))
    return path


def files(package: Path) -> Files:
    """What is in it."""
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(package: Path, change: Callable[[Files], None]) -> Path:
    """The same package after somebody had it."""
    held = files(package)
    change(held)
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return package


def test_it_is_verified_with_the_agencys_key_and_without(package: Path) -> None:
    trusted, bare = verify(package, POLICY), verify(package)
    assert trusted.good, trusted.findings
    assert (trusted.record, trusted.files, trusted.trusted) == (41, 11, True)
    assert bare.good
    assert not bare.trusted
    assert "came with the package" in " ".join(bare.lines())


def test_it_holds_the_reads_twice_the_crop_and_the_words(package: Path) -> None:
    held = files(package)
    assert pl.read_parquet(io.BytesIO(held["reads.parquet"])).equals(table(SEEN))
    assert b"7ABC128" in held["reads.csv"]
    assert held["images/00001.png"] == PICTURE
    assert json.loads(held["manifest.json"])["images"] == {"images/00001.png": "r-2"}
    assert LEAD in held["README.txt"].decode()
    assert json.loads(held["query.json"]) == {"pattern": "7ABC*", "limit": 500}
    synthetic = Wanted(Format.EVIDENCE, "A4", {}, Keeper()).made(stamp(realm=Realm.TRAINING), table(SEEN))
    with zipfile.ZipFile(io.BytesIO(synthetic)) as archive:
        assert SYNTHETIC in archive.read("README.txt").decode()


def _change(name: str) -> Callable[[Files], None]:
    def change(held: Files) -> None:
        held[name] = held[name][:-2] + bytes([held[name][-2] ^ 1]) + held[name][-1:]

    return change


@pytest.mark.parametrize(
    "name",
    ["README.txt", "about.json", "query.json", "reads.csv", "reads.parquet", "images/00001.png", "manifest.json",
     "manifest.note", "checkpoint", "log-key.txt", "receipts/record-41.tlog-proof"],
)  # fmt: skip
def test_one_bit_changed_in_any_file_is_found(package: Path, name: str) -> None:
    assert not verify(rewritten(package, _change(name)), POLICY).good


@pytest.mark.parametrize("name", ["reads.csv", "manifest.note", "manifest.json", "checkpoint", "log-key.txt"])
def test_a_missing_file_is_found(package: Path, name: str) -> None:
    verdict = verify(rewritten(package, lambda held: held.pop(name) and None), POLICY)
    assert name in " ".join(verdict.lines())
    assert not verdict.good


def test_a_file_that_was_put_in_is_found(package: Path) -> None:
    verdict = verify(rewritten(package, lambda held: held.update({"more.csv": b"7XXX999"})), POLICY)
    assert verdict.findings == ("more.csv is in no list",)


def test_a_package_that_somebody_else_signed_is_no_package_of_the_agencys(tmp_path: Path) -> None:
    other = SigningKey.generate(LOG.name)
    path = tmp_path / "forged.zip"
    path.write_bytes(Wanted(Format.EVIDENCE, "A4", {}, Keeper(other)).made(stamp(), table(SEEN)))
    assert "no key that is trusted signed it" in " ".join(verify(path, POLICY).findings)
    assert verify(path).good  # of one piece, by a key that came with it, and says so


def test_a_record_that_is_not_in_the_log_is_found(package: Path) -> None:
    class Lying(Keeper):
        def proof(self, record: int) -> bytes:
            return super().proof(40)

    path = package.with_name("lying.zip")
    path.write_bytes(Wanted(Format.EVIDENCE, "A4", {}, Lying()).made(stamp(), table(SEEN)))
    assert "record 41 does not stand in the log" in " ".join(verify(path, POLICY).findings)


def test_a_checkpoint_of_another_log_is_found(package: Path) -> None:
    class Borrowed(Keeper):
        def proof(self, record: int) -> bytes:
            return Keeper(SigningKey.generate("another/log")).proof(record)

    package.write_bytes(Wanted(Format.EVIDENCE, "A4", {}, Borrowed()).made(stamp(), table(SEEN)))
    assert "not signed by the key" in " ".join(verify(package, POLICY).findings)


@pytest.mark.parametrize(
    "hidden", [lambda data: b"#!/bin/sh\n" + data, lambda data: data + b"more", lambda data: data[:-200], lambda _: b""]
)
def test_what_is_hidden_around_the_archive_is_found(package: Path, hidden: Callable[[bytes], bytes]) -> None:
    package.write_bytes(hidden(package.read_bytes()))
    assert not verify(package, POLICY).good


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "images/../../x", "a\\b", "images/x/y", ".hidden"])
def test_a_name_that_leads_elsewhere_is_found(package: Path, name: str) -> None:
    assert "no package has" in " ".join(
        verify(rewritten(package, lambda held: held.update({name: b"x"})), POLICY).findings
    )


def test_a_file_that_is_there_twice_is_found(package: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(package, "a") as archive:
        archive.writestr("reads.csv", "7XXX999")
    assert "twice" in " ".join(verify(package, POLICY).findings)


def test_the_command_says_it_and_ends_with_its_code(package: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    policy.write_bytes(POLICY)
    good = CliRunner().invoke(app, ["evidence", "verify", str(package), "--policy", str(policy)])
    assert (good.exit_code, good.output.splitlines()[0]) == (
        0,
        "Verified: 11 files, made under record 41 of the access log.",
    )
    alone = CliRunner().invoke(app, ["evidence", "verify", str(package)])
    assert (alone.exit_code, "anybody can sign" in alone.output) == (0, True)
    bad = CliRunner().invoke(app, ["evidence", "verify", str(rewritten(package, _change("reads.csv")))])
    assert (bad.exit_code, "reads.csv was changed" in bad.output) == (1, True)
