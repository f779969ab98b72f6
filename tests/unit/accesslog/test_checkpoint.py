"""Checkpoints and what witnesses add to them (464.5)."""

from __future__ import annotations

import pytest

from tests.unit.accesslog.logs import BEGINNING, LOG, ORIGIN, WITNESSES, checkpoint_of, cosigned, key_of, leaves
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosign, cosigned_at
from workbench.accesslog.note import Note, Signature, check
from workbench.accesslog.notekeys import KeyType
from workbench.errors import FormatError, Unproven

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
NOON = int(BEGINNING.timestamp())


def test_the_specifications_example_is_read_and_written() -> None:
    text = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
    checkpoint = Checkpoint.parse(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == text


def test_extension_lines_are_kept_and_signed_with_the_rest() -> None:
    checkpoint = Checkpoint.parse(f"{ORIGIN}\n0\n{ROOT}\nmore\nand more\n")
    assert checkpoint.extensions == ("more", "and more")
    note = checkpoint.signed(LOG)
    check(note, LOG.public())
    with pytest.raises(Unproven):
        check(Note(note.text.replace("more", "less"), note.signatures), LOG.public())


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n01\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n9223372036854775808\n{ROOT}\n",
        f"{ORIGIN}\n\u0661\n{ROOT}\n",
        f"{ORIGIN}\n \n{ROOT}\n",
        f"{ORIGIN}\n1\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n1\n{ROOT.replace('2I=', '2J=')}\n",
        f"{ORIGIN}\n1\n\n",
        f"{ORIGIN}\n1\n",
        f"\n1\n{ROOT}\n",
        f"{ORIGIN}\n1\n{ROOT}\n\n",
        f"{ORIGIN}\n1\n{ROOT}",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        Checkpoint.parse(text)


def test_a_key_signs_for_its_own_log_only() -> None:
    with pytest.raises(ValueError, match="does not sign for"):
        checkpoint_of(leaves(3)).signed(key_of("another.example.org"))


def test_a_cosignature_says_when_and_holds_for_its_witness_alone() -> None:
    note = cosigned(checkpoint_of(leaves(5)), BEGINNING, ["north"])
    assert cosigned_at(note, WITNESSES["north"].public()) == NOON
    assert cosigned_at(note, WITNESSES["south"].public()) is None
    assert cosigned_at(note, LOG.public()) is None
    check(note, LOG.public())


def test_the_witnesss_time_is_signed_too() -> None:
    note = cosigned(checkpoint_of(leaves(5)), BEGINNING, ["north"])
    log, witness = note.signatures
    later = Signature(witness.name, witness.key_id, (NOON + 1).to_bytes(8, "big") + witness.value[8:])
    with pytest.raises(Unproven, match="false"):
        cosigned_at(Note(note.text, (log, later)), WITNESSES["north"].public())


def test_a_cosignature_is_for_one_tree() -> None:
    one, other = checkpoint_of(leaves(5)), checkpoint_of(leaves(6))
    moved = other.signed(LOG).with_signatures([cosign(one.text, WITNESSES["north"], NOON)])
    with pytest.raises(Unproven, match="false"):
        cosigned_at(moved, WITNESSES["north"].public())


@pytest.mark.parametrize("value", [b"", bytes(8), bytes(71), bytes(73), b"\xff" * 72])
def test_a_cosignature_of_another_length_is_false(value: bytes) -> None:
    key = WITNESSES["north"].public()
    note = Note("x\n", (Signature(key.name, key.id, value),))
    with pytest.raises(Unproven):
        cosigned_at(note, key)


def test_each_kind_of_key_signs_its_own_kind_of_thing() -> None:
    with pytest.raises(ValueError, match="no witness's"):
        cosign("x\n", LOG, NOON)
    witness = key_of(ORIGIN, KeyType.COSIGNATURE)
    with pytest.raises(ValueError, match="signs no plain note"):
        checkpoint_of(leaves(1)).signed(witness)
