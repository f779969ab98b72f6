"""Checkpoints, receipts and exports of a real log (464.5), checked with the code that shares none with the writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.unit.accesslog.conftest import Opened
from workbench.accesslog import recent
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosign
from workbench.accesslog.database import parse, writing
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notary import Notary, export_log
from workbench.accesslog.notekeys import KeyType, SigningKey
from workbench.accesslog.proof import Receipt
from workbench.accesslog.record import Kind
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.accesslog.verify import verify
from workbench.errors import LogUnavailable, NotFound, Unproven

pytestmark = pytest.mark.section("464.5")

PLANTED = ("7ABC123", "seen near the scene")


@pytest.fixture
def journal(url: str, opened: Opened) -> Journal:
    return opened(url)


@pytest.fixture
def notary(url: str, keys: Keyring, journal: Journal) -> Iterator[Notary]:
    with closing(Notary(lambda: journal.end, url, keys)) as notary:
        yield notary


@pytest.fixture
def policy(notary: Notary) -> Policy:
    return Policy((Party(notary.key),), {})


def grow(journal: Journal, records: int) -> None:
    for number in range(records):
        said = {"elements": {"pattern": PLANTED[0]}, "purpose": {"narrative": PLANTED[1]}, "n": number}
        journal.append(Kind.INTENT, "ana", "search.plates", said)


@pytest.mark.parametrize("size", [1, 2, 7, 300])
def test_each_record_has_a_receipt_that_proves_it(journal: Journal, notary: Notary, policy: Policy, size: int) -> None:
    grow(journal, size)
    for index in {0, size // 2, size - 1}:
        receipt = Receipt.parse(notary.receipt(index))
        assert receipt.index == index
        assert receipt.extra
        assert receipt.check(receipt.extra, policy).checkpoint.size == size
        with pytest.raises(Unproven):
            receipt.check(receipt.extra + b" ", policy)
        assert not [word for word in PLANTED if word.encode() in receipt.extra]


@pytest.mark.parametrize("kept", [1, 8, 64, 4096])
def test_a_receipt_made_from_memory_is_the_one_that_the_database_gives(
    journal: Journal, notary: Notary, url: str, keys: Keyring, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(recent, "LEAVES", kept)
    monkeypatch.setattr(recent, "NODES", 2 * kept)
    with closing(Notary(lambda: journal.end, url, keys, journal.recent)) as quick:
        for size in range(1, 131):
            grow(journal, 1)
            assert quick.receipt(size - 1) == notary.receipt(size - 1)
        for index in range(130):
            assert quick.receipt(index) == notary.receipt(index)
        with pytest.raises(NotFound):
            quick.receipt(130)
    assert len(journal.recent._leaves) <= kept
    assert len(journal.recent._nodes) <= 2 * kept


def test_a_receipt_of_what_was_just_written_asks_the_database_nothing(
    journal: Journal, url: str, keys: Keyring
) -> None:
    with closing(Notary(lambda: journal.end, url, keys, journal.recent)) as quick:
        grow(journal, 100)
        quick._reading.dispose()
        quick._reading = create_engine("sqlite:////nowhere/at/all")
        assert Receipt.parse(quick.receipt(99)).index == 99
        with pytest.raises(LogUnavailable):
            Notary.receipt(quick, 200)


def test_a_receipt_is_under_the_checkpoint_that_witnesses_cosigned_once_that_has_the_record(
    journal: Journal, notary: Notary, url: str, keys: Keyring
) -> None:
    witness = SigningKey.generate("w", KeyType.COSIGNATURE)
    trusting = Policy((Party(notary.key),), {"w": Party(witness.public())}, quorum="w")
    grow(journal, 2)
    with pytest.raises(Unproven, match="Too few witnesses"):
        _proven(notary, 1, trusting)
    note = notary.checkpoint()
    notary.keep_checkpoint(note.with_signatures([cosign(note.text, witness, 1_800_000_000)]), witnessed=True)
    grow(journal, 1)
    assert _proven(notary, 1, trusting) == 2
    with pytest.raises(Unproven, match="Too few witnesses"):
        _proven(notary, 2, trusting)
    with closing(Notary(lambda: journal.end, url, keys)) as again:
        assert _proven(again, 1, trusting) == 2


def _proven(notary: Notary, index: int, policy: Policy) -> int:
    """The size of the log under whose checkpoint this record's receipt holds."""
    receipt = Receipt.parse(notary.receipt(index))
    assert receipt.extra
    return receipt.check(receipt.extra, policy).checkpoint.size


def test_there_is_no_receipt_for_a_record_that_is_not_there(journal: Journal, notary: Notary) -> None:
    grow(journal, 3)
    with pytest.raises(NotFound):
        notary.receipt(3)


def test_an_export_verifies_and_goes_on_where_it_was(
    url: str, keys: Keyring, journal: Journal, notary: Notary, policy: Policy, tmp_path: Path
) -> None:
    kept: list[bytes] = []
    for more in (5, 260, 40):
        grow(journal, more)
        note = notary.checkpoint()
        notary.keep_checkpoint(note, witnessed=False)
        export_log(url, keys, tmp_path / "export")
        kept.append(note.encode())
        verdict = verify(tmp_path / "export", written_policy(policy), kept)
        assert verdict.good, verdict.lines()
        assert verdict.size == journal.size()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "export").rglob("*") if path.is_file())
    assert not [word for word in PLANTED if word.encode() in everything]


def test_a_log_that_was_rewritten_does_not_go_on(
    url: str, keys: Keyring, opened: Opened, journal: Journal, notary: Notary
) -> None:
    grow(journal, 20)
    notary.keep_checkpoint(notary.checkpoint(), witnessed=False)
    journal.close()
    past_our_code(url, "DELETE FROM access_record WHERE seq = 19", "DELETE FROM access_detail WHERE seq = 19")
    with pytest.raises(LogUnavailable, match="not whole"):
        opened(url)
    past_our_code(url, "DELETE FROM access_node WHERE level = 0 AND place = 19")
    with pytest.raises(LogUnavailable, match="not whole"):
        opened(url)


def test_a_leaf_that_was_changed_is_found_at_the_start(url: str, opened: Opened, journal: Journal) -> None:
    grow(journal, 5)
    journal.close()
    past_our_code(url, "UPDATE access_record SET leaf = replace(leaf, 'ana', 'ben') WHERE seq = 3")
    with pytest.raises(LogUnavailable, match="records were changed"):
        opened(url)


def test_a_log_from_before_the_tree_is_told_so_and_left_as_it_is(url: str, opened: Opened) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()
    engine = writing(parse(url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE access_record (seq BIGINT PRIMARY KEY, body TEXT)"))
    engine.dispose()
    with pytest.raises(LogUnavailable, match="stood in no tree"):
        opened(url)


def test_a_checkpoint_is_signed_once_for_each_size(journal: Journal, notary: Notary) -> None:
    grow(journal, 2)
    assert notary.checkpoint() is notary.checkpoint()
    grow(journal, 1)
    assert Checkpoint.parse(notary.checkpoint().text).size == 3


def past_our_code(url: str, *statements: str) -> None:
    """What somebody does who owns the database."""
    engine = writing(parse(url))
    guards = ("access_record_kept", "access_record_unchanged")
    with engine.begin() as connection:
        for guard in guards:
            on = " ON access_record" if engine.dialect.name != "sqlite" else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS {guard}{on}"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
