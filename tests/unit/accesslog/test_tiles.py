"""The log as static files (464.5): what lies where, growth in place, and stops in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.accesslog.logs import BEGINNING, LOG, checkpoint_of, cosigned, key_of, leaves, tree
from workbench.accesslog.merkle import leaf_hash
from workbench.accesslog.note import Note
from workbench.accesslog.tile_paths import number_path, packed
from workbench.accesslog.tiles import Source, export, published
from workbench.errors import BadInput, NotFound

RECORDS = leaves(1100)


def source(records: Sequence[bytes], witnessed: Sequence[bytes] = ()) -> Source:
    _, nodes = tree(records)
    return Source(lambda a, b: records[a:b], nodes.__getitem__, lambda a, b: witnessed[a:b])


WHOLE = source(RECORDS)


def exported(folder: Path, size: int) -> list[str]:
    return export(folder, WHOLE, cosigned(checkpoint_of(RECORDS[:size]), BEGINNING))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("number", "path"), [(0, "000"), (7, "007"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")]
)
def test_a_number_is_spread_over_folders(number: int, path: str) -> None:
    assert number_path(number) == path


def test_the_files_are_those_that_the_size_asks_for(tmp_path: Path) -> None:
    exported(tmp_path, 600)
    assert set(files(tmp_path)) == {
        "checkpoint",
        *("tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"),
        *("tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"),
    }


def test_a_tree_of_exactly_one_tile_has_one_hash_above_it(tmp_path: Path) -> None:
    exported(tmp_path, 256)
    assert set(files(tmp_path)) == {"checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"}


def test_an_empty_log_is_a_checkpoint(tmp_path: Path) -> None:
    exported(tmp_path, 0)
    assert set(files(tmp_path)) == {"checkpoint"}


def test_tiles_hold_hashes_and_bundles_hold_records(tmp_path: Path) -> None:
    exported(tmp_path, 300)
    hashes = (tmp_path / "tile/0/001.p/44").read_bytes()
    assert hashes == b"".join(map(leaf_hash, RECORDS[256:300]))
    bundle = (tmp_path / "tile/entries/001.p/44").read_bytes()
    length = int.from_bytes(bundle[:2], "big")
    assert bundle[2 : 2 + length] == RECORDS[256]
    assert bundle == packed(RECORDS[256:300])
    assert (tmp_path / "tile/1/000.p/1").read_bytes() == checkpoint_of(RECORDS[:256]).root


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 1100), min_size=1, max_size=6))
def test_growth_in_steps_ends_where_one_step_does_but_for_older_partial_tiles(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    stepped, direct = tmp_path_factory.mktemp("stepped"), tmp_path_factory.mktemp("direct")
    for size in sorted(sizes):
        exported(stepped, size)
    exported(direct, max(sizes))
    assert files(direct).items() <= files(stepped).items()
    more = set(files(stepped)) - set(files(direct))
    assert all(".p/" in path for path in more)
    assert not any((stepped / path.split(".p/")[0]).exists() for path in more), "a whole tile replaces its partial ones"


def test_only_what_is_new_is_written(tmp_path: Path) -> None:
    exported(tmp_path, 600)
    assert exported(tmp_path, 601) == ["tile/0/002.p/89", "tile/entries/002.p/89", "checkpoint"]
    assert exported(tmp_path, 601) == ["checkpoint"]


def test_partial_tiles_of_earlier_checkpoints_stay_until_the_whole_one_is_there(tmp_path: Path) -> None:
    exported(tmp_path, 600)
    exported(tmp_path, 700)
    assert {"tile/0/002.p/88", "tile/0/002.p/188"} <= set(files(tmp_path))
    exported(tmp_path, 768)
    assert not [path for path in files(tmp_path) if path.startswith("tile/0/002.p")]


def test_cosigned_checkpoints_are_kept_in_bundles_with_one_partial_at_a_time(tmp_path: Path) -> None:
    notes = [
        cosigned(checkpoint_of(RECORDS[:2]), BEGINNING + timedelta(minutes=minute)).encode() for minute in range(300)
    ]
    note = cosigned(checkpoint_of(RECORDS[:2]), BEGINNING)
    for count in (1, 2, 200, 300, 300):
        export(tmp_path, source(RECORDS[:2], notes), note, witnessed=count)
    kept = {path: data for path, data in files(tmp_path).items() if path.startswith("witnessed")}
    assert kept == {"witnessed/000": packed(notes[:256]), "witnessed/001.p/44": packed(notes[256:])}


def test_a_checkpoint_of_other_records_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not that of these records"):
        export(tmp_path, WHOLE, cosigned(checkpoint_of(leaves(5, step=timedelta(seconds=1))), BEGINNING))
    assert not files(tmp_path)


def test_a_longer_a_different_or_a_foreign_log_is_not_overwritten(tmp_path: Path) -> None:
    exported(tmp_path, 600)
    before = files(tmp_path)
    other = leaves(600, step=timedelta(seconds=1))
    stranger = key_of("elsewhere.example.org")
    attempts = [
        (WHOLE, checkpoint_of(RECORDS[:599]).signed(LOG)),
        (source(other), checkpoint_of(other).signed(LOG)),
        (WHOLE, checkpoint_of(RECORDS[:700], stranger.name).signed(stranger)),
    ]
    for what, note in attempts:
        with pytest.raises(BadInput, match="can't be exported there"):
            export(tmp_path, what, note)
    assert files(tmp_path) == before
    (tmp_path / "checkpoint").write_bytes(b"nonsense")
    with pytest.raises(BadInput, match="can't be read"):
        exported(tmp_path, 700)


def test_a_record_that_does_not_fit_is_refused_before_the_checkpoint_is_there(tmp_path: Path) -> None:
    large = [*RECORDS[:3], bytes(65_536)]
    with pytest.raises(ValueError, match="65,536 bytes"):
        export(tmp_path, source(large), checkpoint_of(large).signed(LOG))
    with pytest.raises(NotFound):
        published(tmp_path)


EXPORTER = """
import sys
from pathlib import Path
from tests.unit.accesslog.test_tiles import exported
for size in range(1, 1100, 7):
    exported(Path(sys.argv[1]), size)
    print(size, flush=True)
"""


@pytest.mark.parametrize("stops", [1, 12, 60])
def test_an_export_that_was_killed_is_whole_up_to_its_checkpoint_and_goes_on(tmp_path: Path, stops: int) -> None:
    running = subprocess.Popen([sys.executable, "-c", EXPORTER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert running.stdout
    for _ in range(stops):
        assert running.stdout.readline()
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    note: Note = published(tmp_path)
    size = int(note.text.split("\n")[1])
    assert note.text == checkpoint_of(RECORDS[:size]).text
    assert packed(RECORDS[:size]) == entries_of(tmp_path, size)
    exported(tmp_path, 1100)
    assert packed(RECORDS) == entries_of(tmp_path, 1100)


def entries_of(folder: Path, size: int) -> bytes:
    """What the bundles of that size hold; of a whole one that came later, the beginning."""
    held = b""
    for number in range(-(-size // 256)):
        width = min(256, size - number * 256)
        path = folder / f"tile/entries/{number:03d}"
        if width < 256 and (narrow := path.with_name(f"{path.name}.p") / str(width)).exists():
            path = narrow
        held += path.read_bytes()
    return held[: len(packed(RECORDS[:size]))]
