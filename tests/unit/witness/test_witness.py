"""What a witness cosigns and what not (464.5), and that it remembers before it speaks."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.accesslog.logs import BEGINNING, LOG, ORIGIN, WITNESSES, checkpoint_of, key_of, leaves, tree
from workbench.accesslog.add_checkpoint import AddCheckpoint
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosigned_at
from workbench.accesslog.merkle import EMPTY_ROOT, consistency
from workbench.accesslog.note import Note, signatures
from workbench.errors import FormatError
from workbench.witness import memory
from workbench.witness.memory import Memory
from workbench.witness.witness import Answer, Witness

pytestmark = pytest.mark.section("464.5")
RECORDS = leaves(50)
OTHERS = [*RECORDS[:20], *(record.replace(b'"ana"', b'"eve"') for record in RECORDS[20:])]
NORTH = WITNESSES["north"]
NOON = BEGINNING.timestamp()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the witness remembers."""
    return tmp_path / "witness.sqlite"


@pytest.fixture
def witness(file: Path) -> Witness:
    """A witness of one log that has seen nothing."""
    return Witness(NORTH, [LOG.public()], Memory(file), lambda: NOON)


def asking(old: int, new: int, records: Sequence[bytes] = RECORDS) -> AddCheckpoint:
    _, nodes = tree(records[:new])
    proof = consistency(nodes.__getitem__, min(old, new), new)
    return AddCheckpoint(old, tuple(proof), checkpoint_of(records[:new]).signed(LOG))


def ask(witness: Witness, old: int, new: int, records: Sequence[bytes] = RECORDS) -> Answer:
    return witness.add_checkpoint(asking(old, new, records).encode())


def test_what_it_cosigns_holds_and_bears_its_time(witness: Witness) -> None:
    answer = ask(witness, 0, 7)
    assert answer.status == HTTPStatus.OK
    note = Note(asking(0, 7).note.text, signatures(answer.body))
    assert cosigned_at(note, NORTH.public()) == int(NOON)


def test_honest_growth_is_cosigned_step_by_step(witness: Witness) -> None:
    sizes = [0, 0, 1, 1, 2, 3, 17, 32, 33, 50, 50]
    for old, new in zip([0, *sizes], sizes, strict=False):
        assert ask(witness, old, new).status == HTTPStatus.OK, (old, new)


def test_a_rollback_is_answered_with_the_size_that_it_saw(witness: Witness) -> None:
    ask(witness, 0, 30)
    for old, new in ((0, 20), (0, 40), (20, 25), (20, 40), (29, 50)):
        assert ask(witness, old, new) == (HTTPStatus.CONFLICT, "30\n", "text/x.tlog.size")
    assert ask(witness, 30, 31).status == HTTPStatus.OK


def test_a_fork_is_not_cosigned_and_kept_as_evidence(witness: Witness, file: Path) -> None:
    ask(witness, 0, 30)
    longer, same = ask(witness, 30, 40, OTHERS), ask(witness, 30, 30, OTHERS)
    assert (longer.status, same.status) == (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT)
    kept = [note for _, _, note in Memory(file).evidence()]
    assert kept == [asking(30, size, OTHERS).note.encode() for size in (40, 30)]
    assert ask(witness, 30, 40).status == HTTPStatus.OK, "the true log goes on"


def test_evidence_does_not_fill_the_disk(witness: Witness, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_EVIDENCE", 3)
    ask(witness, 0, 30)
    for size in (*range(31, 40), 31, 31):
        assert ask(witness, 30, size, OTHERS).status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(Memory(file).evidence()) == 3


def test_a_log_begins_with_an_empty_tree_only(witness: Witness) -> None:
    odd = Checkpoint(ORIGIN, 0, bytes(32)).signed(LOG)
    assert witness.add_checkpoint(AddCheckpoint(0, (), odd).encode()).status == HTTPStatus.CONFLICT
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT).signed(LOG)
    assert witness.add_checkpoint(AddCheckpoint(0, (), empty).encode()).status == HTTPStatus.OK


def test_a_proof_where_none_is_needed_or_none_where_one_is_is_refused(witness: Witness) -> None:
    first = AddCheckpoint(0, (bytes(32),), asking(0, 7).note)
    assert witness.add_checkpoint(first.encode()).status == HTTPStatus.UNPROCESSABLE_ENTITY
    ask(witness, 0, 7)
    second = AddCheckpoint(7, (), asking(7, 9).note)
    assert witness.add_checkpoint(second.encode()).status == HTTPStatus.UNPROCESSABLE_ENTITY


def test_an_old_size_beyond_the_new_one_is_no_request(witness: Witness) -> None:
    assert ask(witness, 8, 7).status == HTTPStatus.BAD_REQUEST


def test_a_log_that_it_does_not_know_is_not_found(witness: Witness) -> None:
    stranger = key_of("elsewhere.example.org")
    note = checkpoint_of(RECORDS, stranger.name).signed(stranger)
    assert witness.add_checkpoint(AddCheckpoint(0, (), note).encode()).status == HTTPStatus.NOT_FOUND


def test_only_the_logs_key_speaks_for_the_log(witness: Witness) -> None:
    imposter = type(LOG)(ORIGIN, LOG.type, bytes(32))
    note = checkpoint_of(RECORDS).signed(imposter)
    assert witness.add_checkpoint(AddCheckpoint(0, (), note).encode()).status == HTTPStatus.FORBIDDEN


def test_two_logs_do_not_mix(file: Path) -> None:
    other = key_of("other.example.org")
    witness = Witness(NORTH, [LOG.public(), other.public()], Memory(file), lambda: NOON)
    ask(witness, 0, 30)
    note = checkpoint_of(RECORDS[:5], other.name).signed(other)
    assert witness.add_checkpoint(AddCheckpoint(0, (), note).encode()).status == HTTPStatus.OK
    assert len(Memory(file).notes()) == 2


def test_it_remembers_across_restarts_and_shows_what_it_cosigned(witness: Witness, file: Path) -> None:
    answer = ask(witness, 0, 30)
    again = Witness(NORTH, [LOG.public()], Memory(file), lambda: NOON)
    assert ask(again, 0, 20).status == HTTPStatus.CONFLICT
    assert Memory(file).notes() == [asking(0, 30).note.with_signatures(signatures(answer.body)).encode()]


def test_what_can_not_be_remembered_is_not_cosigned(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Memory(file)
    witness = Witness(NORTH, [LOG.public()], kept, lambda: NOON)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(memory.Turn, "advance", full)
    with pytest.raises(OSError, match="no space"):
        ask(witness, 0, 7)
    monkeypatch.undo()
    assert ask(witness, 0, 5).status == HTTPStatus.OK


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0",
        b"old 00\n\n" + asking(0, 7).note.encode(),
        b"new 0\n\n" + asking(0, 7).note.encode(),
        b"old 0\nAAAA\n\n" + asking(0, 7).note.encode(),
        b"old 0\n" + b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + b"\n" + asking(0, 7).note.encode(),
        b"old 0\n\nnot a note\n",
        b"old \xff\n\n" + asking(0, 7).note.encode(),
        b"old 0\n\n" + b"x" * 1_100_000,
    ],
)
def test_what_is_no_request_is_refused(witness: Witness, body: bytes) -> None:
    assert witness.add_checkpoint(body).status == HTTPStatus.BAD_REQUEST


@settings(deadline=None)
@given(st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_a_request_is_read_as_it_was_written(old: int, proof: list[bytes]) -> None:
    request = AddCheckpoint(old, tuple(proof), asking(0, 7).note)
    assert AddCheckpoint.parse(request.encode()) == request


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_nothing_foreign_leaks_from_bytes(body: bytes) -> None:
    with pytest.raises(FormatError):
        AddCheckpoint.parse(b"old 3\n" + body)
