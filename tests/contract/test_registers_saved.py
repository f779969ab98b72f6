"""Saved searches on both databases (464.5, 464.7(d))."""

from __future__ import annotations

import pytest

from tests.contract.registers import LATER, NOW
from workbench.store.registers import Registers
from workbench.wire.saved import SavedForm
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.5", "464.7(d)")

AREA = Circle(latitude=32.79, longitude=-115.56, radius_m=5000)
FORM = SavedForm(pattern="7AB?1*", lookalikes=True, distance=1, candidates=True, minutes=43140, area=AREA)


def test_a_form_comes_back_as_it_was_kept_to_its_own_person_alone(registers: Registers) -> None:
    kept = registers.saved.keep("ana", "ñ 車 'quoted'", FORM, NOW, 7)
    assert registers.saved.of("ana") == [kept]
    assert (kept.form, kept.kept_at, kept.record) == (FORM, NOW, 7)
    assert registers.saved.of("ben") == []


def test_a_name_holds_what_was_kept_last_and_they_come_in_order(registers: Registers) -> None:
    registers.saved.keep("ana", "b", FORM, NOW, 7)
    registers.saved.keep("ana", "A", FORM, NOW, 8)
    registers.saved.keep("ana", "b", SavedForm(pattern="8XYZ*"), LATER, 9)
    assert [(each.name, each.form.pattern, each.record) for each in registers.saved.of("ana")] == [
        ("A", "7AB?1*", 8),
        ("b", "8XYZ*", 9),
    ]


def test_what_is_deleted_is_gone_once_and_for_its_person_alone(registers: Registers) -> None:
    registers.saved.keep("ana", "a", FORM, NOW, 7)
    assert not registers.saved.forget("ben", "a")
    assert registers.saved.forget("ana", "a")
    assert not registers.saved.forget("ana", "a")
    assert registers.saved.of("ana") == []
