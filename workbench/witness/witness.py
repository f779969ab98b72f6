"""The witness's one decision (464.5): whether a checkpoint continues what it saw before; C2SP's tlog-witness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import NamedTuple

from workbench.accesslog.add_checkpoint import SIZE_TYPE, AddCheckpoint
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosign
from workbench.accesslog.merkle_proofs import check_consistency
from workbench.accesslog.note import Note, check
from workbench.accesslog.notekeys import SigningKey, VerifierKey
from workbench.errors import FormatError, Unproven
from workbench.witness.memory import Head, Memory, Turn


class Answer(NamedTuple):
    """A status of HTTP and what is said with it."""

    status: HTTPStatus
    body: str
    type: str = "text/plain; charset=utf-8"


class Witness:
    """Cosigns for the logs whose keys it was given; ``now`` is in seconds since 1970, UTC."""

    def __init__(self, key: SigningKey, logs: Sequence[VerifierKey], memory: Memory, now: Callable[[], float]) -> None:
        self._key = key
        self._logs = logs
        self._memory = memory
        self._now = now

    def add_checkpoint(self, body: bytes) -> Answer:
        """The cosignature, on record before it is given; else why not."""
        try:
            asked = AddCheckpoint.parse(body)
            checkpoint = Checkpoint.parse(asked.note.text)
        except FormatError as problem:
            return _refusal(HTTPStatus.BAD_REQUEST, problem.message)
        keys = [log for log in self._logs if log.name == checkpoint.origin]
        if not keys:
            return _refusal(HTTPStatus.NOT_FOUND, "This log is not one that this witness knows.")
        if not any(_signed(asked.note, key) for key in keys):
            return _refusal(HTTPStatus.FORBIDDEN, "The log's key did not sign this checkpoint.")
        if asked.old > checkpoint.size:
            return _refusal(HTTPStatus.BAD_REQUEST, "The old size is larger than the checkpoint's.")
        with self._memory.turn(checkpoint.origin) as turn:
            return self._judged(turn, asked, checkpoint)

    def _judged(self, turn: Turn, asked: AddCheckpoint, new: Checkpoint) -> Answer:
        last = turn.head()
        if asked.old != last.size:
            return Answer(HTTPStatus.CONFLICT, f"{last.size}\n", SIZE_TYPE)
        if new.size == last.size and new.root != last.root:
            self._keep(turn, asked.note, f"another tree of {new.size} records was cosigned")
            return Answer(HTTPStatus.CONFLICT, f"{last.size}\n", SIZE_TYPE)
        try:
            check_consistency(last.size, new.size, asked.proof, last.root, new.root)
        except Unproven as problem:
            self._keep(turn, asked.note, f"not shown to continue the {last.size} records that were cosigned")
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, problem.message)
        signature = cosign(asked.note.text, self._key, int(self._now()))
        turn.advance(Head(new.size, new.root), self._plain(asked.note).with_signatures([signature]).encode())
        return Answer(HTTPStatus.OK, signature.line)

    def _keep(self, turn: Turn, note: Note, why: str) -> None:
        turn.keep(int(self._now()), why, self._plain(note).encode())

    def _plain(self, note: Note) -> Note:
        """The note with the signatures of logs alone: nobody else's were looked at."""
        return Note(note.text, tuple(each for each in note.signatures if any(each.by(log) for log in self._logs)))


def _signed(note: Note, key: VerifierKey) -> bool:
    try:
        check(note, key)
    except Unproven:
        return False
    return True


def _refusal(status: HTTPStatus, why: str) -> Answer:
    return Answer(status, why + "\n")
