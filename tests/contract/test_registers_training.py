"""The training register (464.4.1, 464.12), on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.registers import LATER, NOW
from workbench.policy.caller import Standing
from workbench.store.registers import Registers, SignOff, Step

UNTIL = NOW + timedelta(days=365)

pytestmark = pytest.mark.section("464.4.1")


def test_a_person_nobody_knows_has_no_standing(registers: Registers) -> None:
    assert registers.training.standing("ana") == Standing()
    assert registers.training.steps("ana") == {}
    assert registers.training.last_sign_off("ana") is None
    assert registers.training.usernames() == []


def test_the_last_sign_off_and_acknowledgement_count(registers: Registers) -> None:
    registers.training.acknowledge("ana", "1", 1, NOW)
    registers.training.sign_off("ana", "tess", UNTIL, 2, now=NOW)
    registers.training.sign_off("ana", "tom", UNTIL + timedelta(days=1), 3, now=LATER)
    registers.training.acknowledge("ana", "2", 4, LATER)
    assert registers.training.standing("ana") == Standing(UNTIL + timedelta(days=1), "tom", LATER, "2", 3)
    assert registers.training.last_sign_off("ana") == SignOff("tom", LATER, UNTIL + timedelta(days=1), 3)


def test_a_step_taken_again_is_renewed_and_others_stay(registers: Registers) -> None:
    registers.training.mark("ana", "quiz", 1, NOW)
    registers.training.mark("ana", "module:x", 2, NOW)
    registers.training.mark("ana", "quiz", 3, LATER)
    registers.training.mark("otto", "quiz", 4, LATER)
    assert registers.training.steps("ana") == {
        "quiz": Step("quiz", "", LATER, 3),
        "module:x": Step("module:x", "", NOW, 2),
    }


def test_everybody_who_has_begun_is_listed_once(registers: Registers) -> None:
    registers.training.mark("otto", "quiz", 1, NOW)
    registers.training.mark("ana", "quiz", 2, NOW)
    registers.training.sign_off("ana", "tess", UNTIL, 3)
    registers.training.sign_off("zoe", "tess", UNTIL, 4)
    assert registers.training.usernames() == ["ana", "otto", "zoe"]


@pytest.mark.section("464.12")
def test_the_register_itself_takes_no_sign_off_of_ones_own(registers: Registers) -> None:
    with pytest.raises(ValueError, match="own"):
        registers.training.sign_off("tess", "Tess", UNTIL, 1)
    assert registers.training.standing("tess") == Standing()
