"""What a checkpoint needs to be believed (464.5)."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.accesslog.logs import BEGINNING, LOG, WITNESSES, checkpoint_of, cosigned, key_of, leaves, policy_of
from workbench.accesslog.notekeys import KeyType, VerifierKey
from workbench.accesslog.tlog_policy import Policy
from workbench.accesslog.tlog_policy_file import parse_policy, written_policy
from workbench.errors import FormatError, Unproven

CHECKPOINT = checkpoint_of(leaves(7))
NORTH, SOUTH, EAST = (WITNESSES[name].public() for name in ("north", "south", "east"))
LOG_LINE = f"log {LOG.public()}\n"
THREE = f"{LOG_LINE}witness n {NORTH}\nwitness s {SOUTH} https://south.example.org/w/\nwitness e {EAST}\n"


def test_the_log_and_enough_witnesses_are_believed() -> None:
    accepted = policy_of().accept(cosigned(CHECKPOINT, BEGINNING, ["north", "east"]).encode())
    assert accepted.checkpoint == CHECKPOINT
    assert accepted.times == dict.fromkeys(["north", "east"], int(BEGINNING.timestamp()))


@pytest.mark.parametrize("by", [[], ["north"]])
def test_fewer_witnesses_are_not(by: list[str]) -> None:
    with pytest.raises(Unproven, match="Too few witnesses"):
        policy_of().accept(cosigned(CHECKPOINT, BEGINNING, by).encode())


def test_witnesses_do_not_stand_in_for_the_log() -> None:
    stranger = key_of("log.example.org/plates-2")
    theirs = checkpoint_of(leaves(7), stranger.name)
    with pytest.raises(Unproven, match="not one that the policy trusts"):
        policy_of().accept(cosigned(theirs, BEGINNING, list(WITNESSES), stranger).encode())
    note = cosigned(CHECKPOINT, BEGINNING, list(WITNESSES))
    unsigned = type(note)(note.text, note.signatures[1:])
    with pytest.raises(Unproven, match="did not sign"):
        policy_of().accept(unsigned.encode())


def test_a_log_whose_key_was_replaced_is_believed_under_either() -> None:
    new = type(LOG)(LOG.name, LOG.type, bytes(32))
    policy = policy_of(logs=[LOG, new])
    for key in (LOG, new):
        policy.accept(cosigned(CHECKPOINT, BEGINNING, key=key).encode())


def test_a_policy_may_ask_for_no_witness() -> None:
    assert policy_of("none").accept(CHECKPOINT.signed(LOG).encode()).times == {}


def test_the_file_names_groups_of_groups() -> None:
    policy = parse_policy(f"# trust\n\n{THREE}\tgroup  near any n s\ngroup both all near e\nquorum both\n".encode())
    assert policy.witnesses["s"].url == "https://south.example.org/w/"
    decisions = {
        cosigners: policy.witnessed(cosigners.split())
        for cosigners in ("", "n", "e", "n s", "n e", "s e", "n s e", "stranger e")
    }
    assert decisions == {
        "": False,
        "n": False,
        "e": False,
        "n s": False,
        "n e": True,
        "s e": True,
        "n s e": True,
        "stranger e": False,
    }


def test_a_file_is_written_as_it_is_read() -> None:
    for policy in (policy_of(), policy_of("none"), policy_of("north"), policy_of("all", 3)):
        assert parse_policy(written_policy(policy)) == policy


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (THREE, "no quorum"),
        (f"{THREE}quorum n\nquorum n\n", "two quorum lines"),
        (f"{THREE}quorum x\n", "not defined above"),
        (f"{THREE}group g any x\nquorum g\n", "not defined above"),
        (f"{THREE}quorum g\ngroup g any n\n", "not defined above"),
        (f"{THREE}group g any none\nquorum g\n", "not defined above"),
        (f"{THREE}group g 0 n\nquorum g\n", "can't be asked for"),
        (f"{THREE}group g 02 n s\nquorum g\n", "can't be asked for"),
        (f"{THREE}group g 2 n\nquorum g\n", "can't be asked for"),
        (f"{THREE}group g any\nquorum g\n", "neither log"),
        (f"{THREE}group g any n n\nquorum g\n", "twice"),
        (f"{THREE}group g any n\ngroup h any n\nquorum g\n", "twice"),
        (f"{THREE}group n any s\nquorum n\n", "taken"),
        (f"{THREE}group none any s\nquorum none\n", "taken"),
        (f"{THREE}witness x {NORTH}\nquorum n\n", "stands there twice"),
        (f"{LOG_LINE}{LOG_LINE}quorum none\n", "stands there twice"),
        (f"log {NORTH}\nquorum none\n", "type"),
        (f"witness n {LOG.public()}\nquorum n\n", "type"),
        (f"witness n {VerifierKey('x', KeyType.COSIGNATURE_ML_DSA, bytes(1312))}\nquorum n\n", "type"),
        (f"log {LOG.public()} one two\nquorum none\n", "neither log"),
        ("log abc\nquorum none\n", "can't be read"),
        ("quorum none\r\n", "control character"),
        ("tree none\n", "neither log"),
    ],
)
def test_a_file_that_can_not_be_used_says_why(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        parse_policy(text.encode())


def test_names_that_are_no_utf_8_pass_through() -> None:
    policy = parse_policy(b"witness \xe2\x84 " + str(NORTH).encode() + b"\nquorum \xe2\x84\n")
    assert policy.quorum in policy.witnesses
    assert written_policy(policy).endswith(b"quorum \xe2\x84\n")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_nothing_foreign_leaks_from_a_file_of_bytes(data: bytes) -> None:
    with contextlib.suppress(FormatError):
        assert isinstance(parse_policy(data), Policy)
