"""The log and a witness in a process of its own (464.5, 464.10): cosigned, alarmed, stopped, and caught rolled back."""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.contract.test_witness_process import ROOT, WORKBENCH
from tests.policy.people import TRAINED, analyst, purpose, search
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notary import Notary, export_log
from workbench.accesslog.notekeys import SigningKey
from workbench.accesslog.reader import LogReader
from workbench.accesslog.tlog_policy_file import parse_policy
from workbench.accesslog.verify import verify
from workbench.accesslog.witness_watch import Limits, Standing
from workbench.custodian.witnesses import Witnesses
from workbench.errors import LogUnavailable
from workbench.gate import Gate
from workbench.policy.caller import Caller
from workbench.store.registers import Registers
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.5", "464.10")


class Log(NamedTuple):
    """A log whose gate listens to its witnesses."""

    gate: Gate
    watch: Witnesses
    notary: Notary
    reader: LogReader
    url: str
    keys: Keyring


@contextmanager
def opened(folder: Path, policy: bytes) -> Iterator[Log]:
    with ExitStack() as opening:
        url, keys = f"sqlite:///{folder}/log.sqlite", Keyring.open(folder / "log-keys")
        journal = Journal.open(url, keys)
        opening.callback(journal.close)
        registers = Registers.open(f"sqlite:///{folder}/registers.sqlite")
        opening.callback(registers.close)
        notary = Notary(lambda: journal.end, url, keys)
        opening.callback(notary.close)
        reader = LogReader.open(url, keys)
        opening.callback(reader.close)
        http = opening.enter_context(httpx.Client(trust_env=False, timeout=10))
        watch = Witnesses(notary, parse_policy(policy), Limits(), http)
        gate = Gate(journal, registers.assents, policy_version=lambda: "2026-01", witnesses=watch)
        watch.record = lambda action, body: gate.event(action, "custodian", "Test", body)
        yield Log(gate, watch, notary, reader, url, keys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the log is kept; its keys stand already, as after a first start."""
    Keyring.open(tmp_path / "log-keys")
    return tmp_path


@pytest.fixture
def policy(folder: Path) -> Iterator[bytes]:
    """The trust policy of the log, whose one witness runs."""
    with witness(folder) as told:
        yield told


@contextmanager
def witness(folder: Path) -> Iterator[bytes]:
    log = Keyring(folder / "log-keys").signing.public()
    if not (folder / "w1").exists():
        subprocess.run(
            [*WORKBENCH, "key", "w1.example.org/w", folder / "w1"], cwd=ROOT, check=True, capture_output=True
        )
    key = SigningKey.parse((folder / "w1").read_text().strip()).public()
    command = ["--key", "w1", "--state", "seen", "--log", str(log), "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*WORKBENCH, "run", *command], cwd=folder, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        address = process.stdout.readline().split()[-1]
        yield f"log {log}\nwitness w1 {key} {address}\nquorum w1\n".encode()
    finally:
        process.kill()
        process.communicate()


def ask(log: Log) -> None:
    declared = purpose(declared_at=datetime.now(UTC), last_used_at=datetime.now(UTC))
    log.gate.admit(analyst_now(), declared, search())


def analyst_now() -> Caller:
    """An analyst whose training holds today."""
    until = datetime.now(UTC) + timedelta(days=30)
    return analyst(standing=replace(TRAINED, trained_until=until))


def test_a_checkpoint_is_cosigned_and_the_export_verifies_under_the_quorum(folder: Path, policy: bytes) -> None:
    with opened(folder, policy) as log:
        seen: list[bytes] = []
        for _ in range(3):
            ask(log)
            log.watch.round()
            kept = log.notary.last_witnessed()
            assert kept
            seen.append(kept.encode())
        assert log.watch.told(datetime.now(UTC))[0] is Standing.SEEN
        export_log(log.url, log.keys, folder / "export")
        verdict = verify(folder / "export", policy, seen)
        assert verdict.good, verdict.lines()
        assert verdict.size == 3


def test_silence_is_an_alarm_first_and_then_the_end_of_reads(folder: Path) -> None:
    with witness(folder) as policy, opened(folder, policy) as log:
        ask(log)
        log.watch.round()
        now = datetime.now(UTC)
    with opened(folder, policy) as log:
        log.watch.round()
        assert [row.action for row in log.reader.page(LogQuery(kind="event"))[0]] == ["log.witness-silent"]
        assert log.watch.told(now + timedelta(minutes=16))[0] is Standing.ALARM
        log.watch.demand(now + timedelta(hours=23))
        log.gate.now = lambda: now + timedelta(hours=25)
        before = log.gate.records()
        with pytest.raises(LogUnavailable, match="No witness has seen"):
            ask(log)
        assert log.gate.records() == before


def test_a_log_that_was_never_seen_counts_from_its_beginning(folder: Path) -> None:
    with witness(folder) as policy:
        pass
    with opened(folder, policy) as log:
        log.watch.demand(datetime.now(UTC))
        assert log.watch.told(datetime.now(UTC) + timedelta(hours=1)) == (Standing.ALARM, None)


def test_a_log_that_is_rolled_back_is_caught_by_its_witness(
    folder: Path, policy: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(folder, policy) as log:
        ask(log)
    shutil.copytree(folder, folder.with_name("before"), ignore=shutil.ignore_patterns("seen*"))
    with opened(folder, policy) as log:
        for _ in range(5):
            ask(log)
        log.watch.round()
    for name in ("log.sqlite", "log.sqlite-wal", "log.sqlite-shm", "log-keys"):
        put_back(folder.with_name("before") / name, folder / name)
    with opened(folder, policy) as log, caplog.at_level(logging.CRITICAL):
        ask(log)
        log.watch.round()
        assert "contradicts the access log" in caplog.text
        told = log.reader.page(LogQuery(action="log.witness-conflict"))[0]
        assert [record.body["witness"] for record in told] == ["w1"]


def put_back(old: Path, path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
        shutil.copytree(old, path)
        return
    path.unlink(missing_ok=True)
    if old.exists():
        shutil.copy(old, path)
