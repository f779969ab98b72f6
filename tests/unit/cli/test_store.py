"""``workbench store``: the reads at rest are looked through and sealed anew, on record, while nobody else is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.store.purge_ground import PLATE, filled
from tests.unit.store.reads_ground import batch, receipt_of
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.cli import main
from workbench.policy.caller import Realm
from workbench.settings import Settings, sample
from workbench.store.at_rest import sealing_of
from workbench.store.reads import ReadStore
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.9", "464.10")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], config: Path) -> Run:
    """Run a command of the group as its entry point does; its exit code, what it said and what it complained."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["workbench", "store", *words, "--config", str(config)])
        before = os.umask(0o022)
        with pytest.raises(SystemExit) as ended:
            main()
        assert os.umask(before) == 0o022, "the command's own mask outlived it"
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An agency's stores, with some reads in each."""
    (tmp_path / "custodian").mkdir()
    path = tmp_path / "config.toml"
    path.write_text(sample({"paths.data": tmp_path, "isolation.enforced": False}))
    with Station(tmp_path) as station:
        for realm in Realm:
            with closing(store_of(path, realm)) as store:
                receipt = receipt_of(station, realm)
                filled(store, receipt)
                store.append(batch(8, 500, months=0), receipt)
    return path


def keys_of(config: Path) -> Keyring:
    return Keyring.open(Path(Settings.load(config).log.keys))


def store_of(config: Path, realm: Realm = Realm.LIVE) -> ReadStore:
    settings = Settings.load(config)
    return ReadStore.open(settings.paths.custodian / "reads" / realm, realm, sealing_of(settings))


def files(config: Path, realm: Realm = Realm.LIVE) -> list[Path]:
    """The store's files, the largest first."""
    folder = Settings.load(config).paths.custodian / "reads" / realm / "files"
    return sorted(folder.iterdir(), key=lambda path: -path.stat().st_size)


def actions(config: Path) -> list[str]:
    with closing(LogReader.open(Settings.load(config).log.url, keys_of(config))) as reader:
        return [record.action for record in reader.page(LogQuery(limit=100))[0][::-1]]


def test_stores_in_order_are_good_and_the_look_is_on_record(run: Run, config: Path) -> None:
    code, said, complained = run("check")
    assert (code, complained) == (0, "")
    assert [line.split(":")[0] for line in said.splitlines()] == list(Realm)
    assert all(line.endswith("reads: good") for line in said.splitlines())
    assert actions(config) == ["store.check", "store.checked"]


def test_a_damaged_file_is_told_and_repaired_and_no_plate_is_said(run: Run, config: Path) -> None:
    whole = files(config)[0].read_bytes()
    files(config)[0].write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    code, said, _ = run("check")
    assert code == 1
    assert "1 faults" in said
    assert "0 of them lost" in said
    code, after, _ = run("check", "--repair")
    assert code == 0
    assert "after the repair" in after
    assert "1 files stand in the quarantine" in after
    assert run("check")[0] == 0
    assert PLATE not in said + after
    assert actions(config)[2:4] == ["store.repair", "store.repaired"]


def test_lost_reads_are_named_and_given_up_only_when_that_is_said(run: Run, config: Path) -> None:
    files(config)[0].unlink()
    for words in (["check"], ["check", "--repair"]):
        code, said, _ = run(*words)
        assert code == 1
        assert "lost: " in said
        assert "reads of 2026-03; hand these batches in again" in said
    code, said, _ = run("check", "--repair", "--give-up-lost")
    assert code == 0
    assert "store.give-up" in actions(config)
    with closing(store_of(config)):
        pass
    assert run("check")[0] == 0
    assert run("check", "--give-up-lost")[0] == 2


def test_nothing_is_done_while_a_custodian_runs(run: Run, config: Path) -> None:
    before = [path.read_bytes() for path in files(config)]
    with closing(Journal.open(Settings.load(config).log.url, keys_of(config))):
        for words in (["check"], ["check", "--repair"], ["rewrite", "--new-key"]):
            code, said, complained = run(*words)
            assert (code, said) == (2, "")
            assert "Another process writes this access log" in complained
    assert [path.read_bytes() for path in files(config)] == before


def test_what_can_not_be_told_ends_with_2(run: Run, config: Path) -> None:
    (files(config)[0].parents[1] / "catalogue.sqlite").unlink()
    code, _, complained = run("check")
    assert code == 2
    assert "catalogue is missing" in complained


def test_another_user_is_refused(run: Run, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    code, _, complained = run("check")
    assert code == 2
    assert "sudo -u" in complained


def test_the_key_is_changed_for_both_stores_and_the_old_one_is_gone(run: Run, config: Path) -> None:
    key = Path(Settings.load(config).store.key_file)
    old, before = key.read_bytes(), sum(len(files(config, realm)) for realm in Realm)
    code, said, _ = run("rewrite", "--new-key")
    assert (code, said) == (0, f"{before} files written anew, 0 left as they were\n")
    assert key.read_bytes() != old
    assert [path.name for path in key.parent.iterdir() if path.is_file() and path.read_bytes() == old] == []
    assert run("check")[0] == 0
    assert run("rewrite") == (0, f"0 files written anew, {before} left as they were\n", "")
    assert actions(config)[:2] == ["store.rewrite", "store.rewritten"]
