"""The commands of backup and restore, as an operator types them (464.9, 464.10); docs/backup.md names no other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hub_config.accounts import Accounts
from tests.unit.backup.ground import GONE, NARRATIVE, House, founded
from tests.unit.backup.test_restoring import actions
from tests.unit.cli.conftest import Run, workbench
from workbench.backup.names import Kind
from workbench.backup.places import moment_folder
from workbench.custodian.restoring import restore

__all__ = ["workbench"]
pytestmark = pytest.mark.section("464.9", "464.10")
DOCS = Path(__file__).parents[3] / "docs" / "backup.md"


def test_the_commands_of_the_manual_make_prove_and_restore_a_backup(
    workbench: Run, house: House, tmp_path: Path
) -> None:
    told = DOCS.read_text()
    told = told[: told.index("## Into a PostgreSQL")]
    typed = [line.strip() for line in told.splitlines() if re.match(r" {4}(sudo )?workbench ", line)]
    assert [line.split("workbench ")[1].split(" --")[0].split()[:2] for line in typed] == [
        ["backup", "create"],
        ["backup", "verify"],
        ["backup", "verify"],
        ["backup", "drill"],
        ["restore", "BACKUP"],
    ]
    folder = tmp_path / "out"
    folder.mkdir()
    stand = {"FOLDER": folder, "CONFIG": house.config, "IDENTITY": house.identity}
    stand |= {"ESCROW_IDENTITY": house.escrow_identity, "DATA": tmp_path / "new"}
    for line in typed:
        for kind in ("backup", "escrow"):
            stand |= {kind.upper(): next(folder.glob(f"*.{kind}.tar.age"), kind)}
        words = [str(stand.get(word, word)) for word in shlex.split(line.removeprefix("sudo "))[1:]]
        done = workbench(*words)
        assert (done.code, done.told) == (0, ""), (line, done)
        assert GONE not in done.out
        assert NARRATIVE not in done.out
    assert actions(house.data)[-3:] == ["backup.create", "backup.created", "backup.drill"]
    assert actions(tmp_path / "new")[-2:] == ["backup.create", "backup.restored"]
    assert not moment_folder(house.settings).exists()


def test_no_backup_is_made_in_clear(workbench: Run, house: House, tmp_path: Path) -> None:
    text = house.config.read_text()
    house.config.write_text(re.sub(r"(?m)^escrow_recipients = .*$", "escrow_recipients = []", text))
    done = workbench("backup", "create", str(tmp_path), "--config", str(house.config))
    assert done.code == 2
    assert "nobody is named" in done.told
    assert actions(house.data)[-1] == "backup.create", "it was not even begun: this is the first one's"
    assert not list(tmp_path.glob("*.age*"))


def test_one_recipient_for_both_is_refused(workbench: Run, house: House, tmp_path: Path) -> None:
    text = house.config.read_text()
    own = re.search(r"(?m)^recipients = (.*)$", text)
    assert own
    house.config.write_text(re.sub(r"(?m)^escrow_recipients = .*$", f"escrow_recipients = {own[1]}", text))
    done = workbench("backup", "create", str(tmp_path), "--config", str(house.config))
    assert done.code == 2
    assert "who could read everything alone" in done.told


def test_a_backup_that_can_not_be_written_is_on_record_and_leaves_nothing(
    workbench: Run, house: House, tmp_path: Path
) -> None:
    done = workbench("backup", "create", str(tmp_path / "nowhere"), "--config", str(house.config))
    assert done.code == 2
    assert "No such file" in done.told
    assert actions(house.data)[-2:] == ["backup.create", "backup.created"]
    assert not moment_folder(house.settings).exists()


def test_a_drill_that_fails_is_on_record_too(workbench: Run, house: House) -> None:
    made = {kind: next(house.folder.glob(f"*.{kind}.tar.age")) for kind in ("backup", "escrow")}
    whole = made["backup"].read_bytes()
    made["backup"].write_bytes(whole[:-1])
    words = ["--config", str(house.config), "--identity", str(house.identity)]
    words += ["--escrow-identity", str(house.escrow_identity)]
    done = workbench("backup", "drill", str(made["backup"]), str(made["escrow"]), *words)
    assert done.code == 2
    assert "does not open" in done.told
    assert actions(house.data)[-1] == "backup.drill"
    assert not (house.data / "custodian" / "backup" / "drill").exists()


def test_a_drill_tells_that_the_running_log_is_another_one(workbench: Run, house: House, tmp_path: Path) -> None:
    other = founded(tmp_path / "other")
    made = other.archived()
    words = ["--config", str(house.config), "--identity", str(other.identity)]
    words += ["--escrow-identity", str(other.escrow_identity)]
    done = workbench("backup", "drill", *map(str, made.values()), *words)
    assert done.code == 2
    assert "does not go on from the one in the backup" in done.told
    assert actions(house.data)[-1] == "backup.drill"


def test_accounts_that_were_copied_elsewhere_go_into_it_and_a_copy_cut_off_does_not(
    workbench: Run, house: House, tmp_path: Path
) -> None:
    accounts = house.data / "hub" / "accounts.sqlite"
    copied = Accounts.open(accounts).copied()
    accounts.unlink()
    copy = tmp_path / "accounts.copied"
    command = ("backup", "create", str(tmp_path), "--config", str(house.config), "--accounts", str(copy))
    copy.touch(0o644)
    assert "Others can read this file" in workbench(*command).told
    copy.chmod(0o600)
    none = Accounts.open(tmp_path / "none.sqlite").copied()
    for damaged in (b"", copied[: len(copied) // 2], b"SELECT", none):
        copy.write_bytes(damaged)
        done = workbench(*command)
        assert (done.code, list(tmp_path.glob("*.age"))) == (2, [])
        assert "--accounts: These are not the Hub's accounts." in done.told
    copy.write_bytes(copied)
    assert workbench(*command).code == 0
    made = {kind: next(tmp_path.glob(f"*.{kind.value}.tar.age")) for kind in Kind}
    restore(house.wanted(made), tmp_path / "new")
    assert Accounts.open(tmp_path / "new" / "hub" / "accounts.sqlite").copied() == copied
