"""Signed notes, checkpoints, receipts, requests to a witness, and policies of trust (464.5)."""

from __future__ import annotations

from datetime import timedelta

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, split, text_of
from tests.unit.accesslog.logs import BEGINNING, LOG, checkpoint_of, cosigned, leaves, policy_of
from workbench.accesslog.add_checkpoint import AddCheckpoint
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.note import Note, check
from workbench.accesslog.notekeys import SigningKey, VerifierKey
from workbench.accesslog.proof import Receipt
from workbench.accesslog.tlog_policy_file import parse_policy, written_policy
from workbench.errors import BadInput, Unproven

_POLICY = policy_of()
_NOTE = cosigned(checkpoint_of(leaves(5)), BEGINNING + timedelta(hours=1)).encode()


def _note(data: bytes) -> None:
    note = Note.parse(data)
    assert note.encode() == data
    try:
        check(note, LOG.public())
    except Unproven:
        return
    assert note.text == Note.parse(_NOTE).text, "only the text that was signed is believed"


def _checkpoint(data: bytes) -> None:
    text = text_of(data)
    assert Checkpoint.parse(text).text == text


def _receipt(data: bytes) -> None:
    receipt = Receipt.parse(data)
    assert receipt.encode() == data
    try:
        receipt.check(b"no record of this log", _POLICY)
    except BadInput:
        return
    raise AssertionError("a record that is not in the log was proven")


def _request(data: bytes) -> None:
    assert AddCheckpoint.parse(data).encode() == data


def _policy(data: bytes) -> None:
    policy = parse_policy(data)
    assert parse_policy(written_policy(policy)) == policy


def _keys(data: bytes) -> None:
    text = text_of(data)
    try:
        key = VerifierKey.parse(text)
    except BadInput:
        assert SigningKey.parse(text).public().name in text
        return
    name, key_id, rest = text.split("+", 2)
    assert str(key) == f"{name}+{key_id.lower()}+{rest}"  # the id may stand in capitals, as other readers take it


_READERS = (_note, _checkpoint, _receipt, _request, _policy, _keys)


def run(data: bytes) -> None:
    """What is read is written as it was; the first byte chooses the reader."""
    case, rest = split(data)
    try:
        _READERS[case % len(_READERS)](rest)
    except BadInput as error:
        assert error.message


_TREE = checkpoint_of(leaves(5))
TARGET = Target(
    "notes",
    run,
    seeds=[
        b"\0" + _NOTE,
        b"\1" + _TREE.text.encode(),
        b"\2" + Receipt(3, (bytes(32), bytes(range(32))), _NOTE, b"extra").encode(),
        b"\3" + AddCheckpoint(2, (bytes(32),), Note.parse(_NOTE)).encode(),
        b"\4" + written_policy(_POLICY),
        b"\5" + str(LOG.public()).encode(),
        b"\5" + str(LOG.public()).replace(LOG.public().id.hex(), LOG.public().id.hex().upper()).encode(),
    ],
    modules=MODULES["notes"],
    words=[
        "\N{EM DASH} ".encode(),
        b"\n\n",
        b"c2sp.org/tlog-proof@v1",
        b"old ",
        b"index ",
        b"extra ",
        b"quorum ",
        b"group ",
        b"witness ",
        b"log ",
        b"none",
        b"any",
        b"all",
        b"9223372036854775808",
        b"AAAA",
        b"=",
    ],
    longest=4096,
)
