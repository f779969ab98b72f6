"""The independent check (464.5, 464.10), case by case: what each fault looks like, and what is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from tests.unit.accesslog.logs import (
    BEGINNING,
    LOG,
    ORIGIN,
    checkpoint_of,
    cosigned,
    key_of,
    leaf,
    leaves,
    policy_of,
    time_of,
    tree,
)
from tests.unit.accesslog.worlds import laid
from workbench.accesslog.merkle import inclusion
from workbench.accesslog.note import Note, Signature
from workbench.accesslog.proof import Receipt
from workbench.accesslog.tlog_policy import Policy
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.accesslog.verify import Fault, Unusable, Verdict, verify

pytestmark = pytest.mark.section("464.5")
RECORDS = leaves(600)
MINUTE = timedelta(minutes=1)


def seen(count: int, later: timedelta = timedelta(seconds=5)) -> Note:
    """The checkpoint of the first records, cosigned shortly after the last of them."""
    return cosigned(checkpoint_of(RECORDS[:count]), time_of(RECORDS[max(0, count - 1)]) + later)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An honest export of 600 records with its past checkpoints."""
    laid(tmp_path, RECORDS, seen(600), [seen(count) for count in range(100, 601, 100)])
    return tmp_path


def verdict(folder: Path, *since: Note, policy: Policy | None = None, slack: int = 300) -> Verdict:
    return verify(folder, written_policy(policy or policy_of()), [note.encode() for note in since], slack=slack)


def faults(folder: Path, *since: Note, policy: Policy | None = None, slack: int = 300) -> set[Fault]:
    return {each.fault for each in verdict(folder, *since, policy=policy, slack=slack).findings}


def lay(folder: Path, records: Sequence[bytes], note: Note | None = None) -> Path:
    last = time_of(records[-1]) if records else BEGINNING
    laid(folder, records, note or cosigned(checkpoint_of(records), last))
    return folder


def test_an_honest_export_is_verified_and_says_what_was_seen(export: Path) -> None:
    found = verdict(export, seen(17), seen(256), seen(600))
    assert found.good
    assert (found.origin, found.size, found.earlier) == (ORIGIN, 600, 9)
    assert "\n".join(found.lines()).startswith(f"Verified: {ORIGIN} holds 600 records.")
    assert "cosigned by north at 2026-03-02 11:19:45 UTC" in "\n".join(found.lines())


def test_the_check_runs_none_of_the_writers_code() -> None:
    asked = "import sys, workbench.accesslog.verify; print(*(m for m in sys.modules if m.startswith('workbench')))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if not name.startswith("workbench.accesslog.verify")}
    assert loaded == {"workbench", "workbench.accesslog"}


def test_an_empty_log_is_verified(tmp_path: Path) -> None:
    assert not faults(lay(tmp_path, []), cosigned(checkpoint_of([]), BEGINNING))


def test_a_receipt_serves_as_an_earlier_checkpoint(export: Path, tmp_path: Path) -> None:
    _, nodes = tree(RECORDS[:40])
    receipt = Receipt(7, tuple(inclusion(nodes.__getitem__, 7, 40)), seen(40).encode()).encode()
    policy = written_policy(policy_of())
    assert verify(export, policy, [receipt]).good
    changed = lay(tmp_path / "changed", [*RECORDS[:7], leaf(time_of(RECORDS[7]), n="x"), *RECORDS[8:]])
    assert Fault.REWRITTEN in {each.fault for each in verify(changed, policy, [receipt]).findings}


@pytest.mark.parametrize("path", ["tile/0/001", "tile/1/000.p/2", "tile/0/002.p/88", "tile/entries/001", "checkpoint"])
def test_a_file_that_is_gone_is_missed(export: Path, path: str) -> None:
    (export / path).unlink()
    assert faults(export) == {Fault.MISSING}


@pytest.mark.parametrize("path", ["tile/0/001", "tile/1/000.p/2", "tile/0/002.p/88", "tile/entries/001"])
def test_a_single_bit_is_noticed(export: Path, path: str) -> None:
    data = bytearray((export / path).read_bytes())
    data[len(data) // 2] ^= 1
    (export / path).write_bytes(data)
    assert Fault.ALTERED in faults(export)


@pytest.mark.parametrize("path", ["tile/0/001", "tile/0/002.p/88", "tile/entries/001", "tile/entries/002.p/88"])
@pytest.mark.parametrize("more", [b"", b"\x00", b"\x00\x01x", bytes(32)])
def test_a_file_of_another_length_is_noticed(export: Path, path: str, more: bytes) -> None:
    data = (export / path).read_bytes()
    (export / path).write_bytes(data + more if more else data[:-1])
    assert Fault.ALTERED in faults(export)


def test_a_whole_tile_stands_in_for_the_partial_one_that_it_replaced(tmp_path: Path) -> None:
    lay(tmp_path, RECORDS[:300])
    lay(tmp_path, RECORDS)
    (tmp_path / "checkpoint").write_bytes(seen(300).encode())
    for name in ("tile/0", "tile/entries"):
        rmtree(tmp_path / name / "001.p")
    assert not faults(tmp_path), "somebody read the checkpoint while the next export swept"


def test_a_longer_log_cannot_be_shown_shorter(export: Path) -> None:
    (export / "checkpoint").write_bytes(seen(500).encode())
    assert Fault.ROLLBACK in faults(export)
    assert Fault.ROLLBACK in faults(export, seen(501))


def test_a_log_that_gave_out_shorter_checkpoints_after_longer_ones_is_noticed(tmp_path: Path) -> None:
    laid(tmp_path, RECORDS, seen(600), [seen(200), seen(100)])
    assert faults(tmp_path) == {Fault.ROLLBACK}


def test_a_past_checkpoint_of_other_records_is_noticed(tmp_path: Path) -> None:
    other = cosigned(checkpoint_of(leaves(100, step=timedelta(seconds=19))), BEGINNING + 33 * MINUTE)
    laid(tmp_path, RECORDS, seen(600), [seen(50), other])
    assert faults(tmp_path) == {Fault.REWRITTEN}


def test_a_past_checkpoint_that_the_log_did_not_sign_is_noticed(tmp_path: Path) -> None:
    laid(tmp_path, RECORDS, seen(600), [Note(seen(100).text, seen(100).signatures[1:])])
    assert faults(tmp_path) == {Fault.SIGNATURE}


def test_the_logs_signature_and_the_quorum_are_both_needed(tmp_path: Path) -> None:
    whole = seen(600)
    false = Signature(LOG.name, LOG.public().id, bytes(64))
    for signatures, fault in (
        (whole.signatures[1:], Fault.SIGNATURE),
        (whole.signatures[:2], Fault.WITNESSES),
        (seen(599).signatures, Fault.SIGNATURE),
        ((*whole.signatures, false), Fault.SIGNATURE),
    ):
        laid(tmp_path, RECORDS, Note(whole.text, signatures))
        assert fault in faults(tmp_path)


def test_a_log_under_another_name_or_key_is_not_the_one_that_is_trusted(tmp_path: Path) -> None:
    stranger = key_of("elsewhere.example.org")
    lay(tmp_path, RECORDS, cosigned(checkpoint_of(RECORDS, stranger.name), BEGINNING, key=stranger))
    assert faults(tmp_path, seen(5)) >= {Fault.SIGNATURE, Fault.REWRITTEN}
    imposter = type(LOG)(ORIGIN, LOG.type, bytes(32))
    lay(tmp_path, RECORDS, cosigned(checkpoint_of(RECORDS), time_of(RECORDS[-1]), key=imposter))
    assert faults(tmp_path) == {Fault.SIGNATURE}


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"[]",
        b"{",
        b'{"n":1}',
        b'{"time":"2026-03-02"}',
        b'{"time":"2026-99-02T11:19:40.00+00:00"}',
        b'{"time": "2026-03-02T11:19:40.00+00:00"}',
        b'{"time":"2026-03-02T11:19:40.00+00:00","time":"2026-03-02T11:19:40.00+00:00"}',
        b'{"n":NaN,"time":"2026-03-02T11:19:40.00+00:00"}',
        b'{"n":' + b"9" * 5000 + b',"time":"2026-03-02T11:19:40.00+00:00"}',
        b"[" * 5000,
    ],
)
def test_an_entry_that_is_no_record_is_noticed(tmp_path: Path, record: bytes) -> None:
    records = [*RECORDS[:10], record]
    laid(tmp_path, records, cosigned(checkpoint_of(records), time_of(RECORDS[9])))
    assert faults(tmp_path) == {Fault.RECORD}


def test_times_that_go_back_are_noticed(tmp_path: Path) -> None:
    records = [*RECORDS[:10], leaf(time_of(RECORDS[9]) - timedelta(milliseconds=10))]
    assert faults(lay(tmp_path, records)) == {Fault.TIME}


def test_a_record_after_a_quiet_night_cannot_be_dated_into_it(tmp_path: Path) -> None:
    yesterday = seen(10, timedelta(hours=9))
    for hours, expected in ((8.5, {Fault.TIME}), (8.95, set()), (9.5, set())):
        record = leaf(time_of(RECORDS[9]) + timedelta(hours=hours))
        lay(tmp_path, [*RECORDS[:10], record])
        assert faults(tmp_path, yesterday) == expected
    assert faults(tmp_path, yesterday, slack=0) == set()


def test_a_record_cannot_be_of_a_time_after_witnesses_saw_it(tmp_path: Path) -> None:
    records = [*RECORDS[:9], leaf(time_of(RECORDS[9]) + timedelta(hours=1))]
    lay(tmp_path, records, cosigned(checkpoint_of(records), time_of(RECORDS[9])))
    assert faults(tmp_path) == {Fault.TIME}
    assert not faults(tmp_path, slack=4000)


def test_one_witness_whose_clock_is_wrong_raises_no_alarm(tmp_path: Path) -> None:
    right = cosigned(checkpoint_of(RECORDS), time_of(RECORDS[-1]))
    wrong = cosigned(checkpoint_of(RECORDS), BEGINNING - timedelta(days=3), ["east"])
    laid(tmp_path, RECORDS, right.with_signatures(wrong.signatures[1:]), [right.with_signatures(wrong.signatures[1:])])
    assert not faults(tmp_path)


def test_without_a_quorum_the_witnesses_times_bind_nobody(tmp_path: Path) -> None:
    lay(tmp_path, RECORDS, cosigned(checkpoint_of(RECORDS), BEGINNING - timedelta(days=3)))
    assert Fault.TIME in faults(tmp_path)
    assert not faults(tmp_path, policy=policy_of("none"))


@pytest.mark.parametrize(
    ("policy", "since", "why"),
    [
        (b"", [], "names no quorum"),
        (b"log abc\nquorum none\n", [], "line 1"),
        (written_policy(policy_of()), [b"nonsense"], "checkpoint 1 can't be used"),
        (written_policy(policy_of(logs=[key_of("x.example.org")])), [seen(5).encode()], "no log of the policy"),
    ],
)
def test_what_was_brought_along_and_can_not_be_used_is_no_verdict(
    export: Path, policy: bytes, since: list[bytes], why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        verify(export, policy, since)


def test_a_folder_that_is_not_there_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no folder"):
        verify(tmp_path / "none", written_policy(policy_of()))


def test_what_an_attacker_wrote_does_not_command_the_terminal(tmp_path: Path) -> None:
    odd = key_of("log\x9b31m\u202e.example.org")
    policy = policy_of("none", logs=[odd])
    laid(tmp_path, RECORDS[:1], checkpoint_of(RECORDS[:1], odd.name).signed(odd))
    assert verdict(tmp_path, policy=policy).lines()[0] == "Verified: log?31m?.example.org holds 1 records."


def test_many_faults_of_one_kind_do_not_hide_another(tmp_path: Path) -> None:
    records = [leaf(BEGINNING - number * MINUTE) for number in range(100)]
    assert faults(lay(tmp_path, records), seen(100)) == {Fault.TIME, Fault.REWRITTEN}
