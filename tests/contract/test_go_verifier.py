"""A client that we did not write reads the exported files alone, and comes to our verdict (464.5, 464.10)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from tests.unit.accesslog.logs import LOG, checkpoint_of, key_of, policy_of
from tests.unit.accesslog.tampers import KINDS, tampered
from tests.unit.accesslog.worlds import World, chance, of, world
from workbench.accesslog.tiles import Source, export
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.accesslog.verify import Fault, verify

pytestmark = pytest.mark.section("464.5")
PROGRAM = Path(__file__).parent / "go" / "verify_export.go"
BY_OUR_OWN_RULES = {Fault.TIME, Fault.RECORD, Fault.WITNESSES}
"""A hash tree knows nothing of times, of what a record is, nor this client of witnesses."""

Go = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Go:
    """Runs the program, which is built from Debian's packages alone."""
    folder = tmp_path_factory.mktemp("go")
    settings = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    program = folder / "verify_export"
    subprocess.run(["go", "build", "-o", program, PROGRAM], env=os.environ | settings, check=True, timeout=240)

    def run(export: Path, *earlier: Path, key: object = LOG.public()) -> subprocess.CompletedProcess[str]:
        words = [program, export, str(key), *earlier]
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)

    return run


def grown(folder: Path, honest: World) -> None:
    """The export as the log lays it down, in one step for each checkpoint."""
    _, nodes = of(honest.records)
    source = Source(lambda a, b: honest.records[a:b], nodes.__getitem__)
    for seen in honest.seen:
        export(folder, source, seen.note)


def kept(folder: Path, notes: list[bytes]) -> list[Path]:
    files = [folder / f"kept-{number}" for number in range(len(notes))]
    for file, note in zip(files, notes, strict=True):
        file.write_bytes(note)
    return files


@pytest.mark.parametrize("number", range(12))
def test_it_verifies_honest_growth(go: Go, tmp_path: Path, number: int) -> None:
    honest = world(chance(f"go {number}"))
    grown(tmp_path / "export", honest)
    earlier = kept(tmp_path, [seen.note.encode() for seen in honest.seen])
    done = go(tmp_path / "export", *earlier)
    assert (done.returncode, done.stdout) == (
        0,
        f"verified: {len(honest.records)} records, {len(earlier)} earlier checkpoints\n",
    )


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("kind", KINDS)
def test_it_finds_the_tampers_that_we_find(go: Go, tmp_path: Path, kind: str, number: int) -> None:
    made = tampered(kind, chance(f"go {kind} {number}"), tmp_path / "export")
    rmtree(tmp_path / "export" / "witnessed", ignore_errors=True)  # no part of tlog-tiles: this client reads none of it
    notes = [seen.note.encode() for seen in made.kept]
    ours = {finding.fault for finding in verify(tmp_path / "export", written_policy(policy_of()), notes).findings}
    assert ours
    done = go(tmp_path / "export", *kept(tmp_path, notes))
    assert done.returncode == (1 if ours - BY_OUR_OWN_RULES else 0), (ours, done.stdout)


def test_it_believes_the_logs_key_only(go: Go, tmp_path: Path) -> None:
    grown(tmp_path / "export", world(chance("go key")))
    done = go(tmp_path / "export", key=key_of("someone.example.org").public())
    assert done.returncode == 1
    assert "NOT VERIFIED" in done.stdout


def test_a_kept_checkpoint_that_can_not_be_used_is_no_verdict(go: Go, tmp_path: Path) -> None:
    grown(tmp_path / "export", world(chance("go kept")))
    stranger = key_of("someone.example.org")
    foreign = checkpoint_of([b"x"], stranger.name).signed(stranger).encode()
    assert go(tmp_path / "export", *kept(tmp_path, [foreign])).returncode == 2
