"""What is restored is what was backed up: proven, put on record, all of it or nothing (464.9, 464.10)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.policy.people import analyst
from tests.unit.backup.ground import (
    GONE,
    HELD,
    LATER,
    LONG,
    NARRATIVE,
    NEW,
    ORGANISATION,
    SECRETS,
    House,
    content,
    lines,
)
from tests.unit.store.bytes_search import encodings, seen
from tests.unit.store.reads_ground import SEALING
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.backup.names import Kind
from workbench.custodian.bootstrap import Custodian
from workbench.custodian.restoring import restore
from workbench.errors import BadInput
from workbench.settings import Settings
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.9", "464.10")

Made = dict[Kind, Path]


def actions(data: Path) -> list[str]:
    """What stands in the log of a data folder, oldest first."""
    with closing(LogReader.open(f"sqlite:///{data}/custodian/log.sqlite", Keyring(data / "custodian/log-keys"))) as log:
        return [record.action for record in log.page(LogQuery(limit=1000))[0][::-1]]


def test_everything_stands_again_and_the_restore_is_on_record(house: House, made: Made, tmp_path: Path) -> None:
    into = tmp_path / "new"
    done = restore(house.wanted(made), into)
    assert (done.figures.reads, done.figures.images, done.purged, done.lost) == (3, 1, 0, 0)
    assert actions(into)[-2:] == ["backup.create", "backup.restored"]
    assert actions(into)[:-1] == actions(house.data)[: len(actions(into)) - 1]
    settings = Settings.load(into / "config" / "workbench.toml")
    assert (settings.paths.data, settings.log.url) == (into, f"sqlite:///{into}/custodian/log.sqlite")
    assert NARRATIVE.encode() in (into / "custodian" / "registers.sqlite").read_bytes()
    for plate in (GONE, NEW):
        assert seen(into / "custodian" / "reads" / "live", SEALING, encodings(plate))
    assert not list(tmp_path.glob(".*.restoring"))
    open_to_others = [path for path in into.rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_the_backup_alone_shows_no_plate_and_no_narrative(house: House, made: Made, tmp_path: Path) -> None:
    forms = [*encodings(GONE).values(), *encodings(NEW).values(), NARRATIVE.encode()]
    for name, data in content(made[Kind.BACKUP], house.identity):
        assert not [form for form in forms if form in data], name


def test_a_purge_of_later_is_done_again_and_the_plate_is_in_no_file(house: House, made: Made, tmp_path: Path) -> None:
    house.purge()
    later = tmp_path / "later"
    later.mkdir()
    escrow = house.archived(later)[Kind.ESCROW]
    into = tmp_path / "new"
    done = restore(house.wanted({**made, Kind.ESCROW: escrow}, behind="the disk was lost"), into)
    assert done.purged == 1
    assert not seen(into / "custodian" / "reads", SEALING, encodings(GONE))
    assert not seen(into / "custodian" / "images", SEALING, encodings(GONE))
    for plate in (HELD, NEW):
        assert seen(into / "custodian" / "reads", SEALING, encodings(plate))
    assert actions(into)[-3:] == ["backup.restored", "purge.again", "purge.again"]


def test_what_was_shredded_later_is_shredded_again(house: House, made: Made, tmp_path: Path) -> None:
    with house.at_work() as (station, _):
        station.journal.shred([(0, 2)])
    later = tmp_path / "later"
    later.mkdir()
    escrow = house.archived(later)[Kind.ESCROW]
    into = tmp_path / "new"
    restore(house.wanted({**made, Kind.ESCROW: escrow}), into)
    with closing(sqlite3.connect(into / "custodian" / "log.sqlite")) as log:
        assert log.execute("SELECT min(seq) FROM access_detail").fetchone() == (2,)


def test_reads_that_only_the_file_system_encrypts_are_sealed_for_the_escrow(house: House, tmp_path: Path) -> None:
    text = house.config.read_text()
    house.config.write_text(text.replace('encryption = "key"', 'encryption = "filesystem"'))
    folder = tmp_path / "out"
    folder.mkdir()
    names = [name for name, _ in content(house.archived(folder)[Kind.BACKUP], house.identity)]
    stored = [name for name in names if "/files/" in name or "/original/" in name]
    assert len(stored) > 2
    assert all(name.endswith(".age") for name in stored)


def test_no_place_that_holds_something_is_restored_into(house: House, made: Made, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine").touch()
    with pytest.raises(BadInput, match="not empty"):
        restore(house.wanted(made), tmp_path / "new")


def test_analysts_work_on_with_what_was_restored(house: House, made: Made, tmp_path: Path) -> None:
    restored = House(tmp_path)
    restore(house.wanted(made), restored.data)
    with restored.at_work() as (station, desk):
        assert desk.take(lines("8AFTER1", LATER), analyst(standing=LONG)).accepted == 1
        assert station.records()[-1].action == "collection.take"


def test_the_custodian_starts_over_what_was_restored_with_its_own_secrets(
    house: House, made: Made, tmp_path: Path
) -> None:
    into = tmp_path / "new"
    restore(house.wanted(made), into)
    custodian = into / "custodian"
    (custodian / "hub-secret").write_text("c" * 64)
    with Custodian(Settings.load(into / "config" / "workbench.toml"), "http://127.0.0.1:1/") as services:
        size = services.gate.records()
        assert services.gate.event("custodian.start", "custodian", ORGANISATION, {}).index == size
        assert services.registers.policies.current().version == "2026-01"
    for secret in SECRETS:
        assert (custodian / secret).read_bytes() == (house.data / "custodian" / secret).read_bytes()
