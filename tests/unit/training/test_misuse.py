"""The exercise on misuse: an extract of one's own, judged by what was found in it (464.6, 464.12)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.training.conftest import OTTO, SECRET, TESS, School
from workbench.errors import BadInput, TrainingRequired
from workbench.training.desk import ATTEMPTS
from workbench.training.misuse import FALSE_ALARMS, KINDS, Extract, mark
from workbench.training.secret import Secret
from workbench.wire.misuse import MisuseMarks

pytestmark = pytest.mark.section("464.12", "464.6")


@given(st.text(max_size=12), st.integers(0, 40))
def test_every_extract_has_its_kinds_of_misuse_among_more_rows_that_are_in_order(name: str, attempt: int) -> None:
    extract = Extract.of(SECRET, name, attempt)
    assert len(set(extract.kinds.values())) == KINDS
    assert len(extract.kinds) < len(extract.rows) / 2
    assert [row.number for row in extract.rows] == list(range(1, len(extract.rows) + 1))
    assert len({row.key for row in extract.rows}) == len(extract.rows)
    assert not any(sign in str(row) for row in extract.rows for sign in "{}")
    assert Extract.of(SECRET, name, attempt) == extract


def test_nobody_has_the_extract_of_another_person_attempt_or_installation() -> None:
    extracts = [
        Extract.of(SECRET, "otto", 0),
        Extract.of(SECRET, "otto", 1),
        Extract.of(SECRET, "ned", 0),
        Extract.of(Secret(b"another " * 4), "otto", 0),
    ]
    keys = [row.key for extract in extracts for row in extract.rows]
    assert len(set(keys)) == len(keys)
    assert len({extract.rows for extract in extracts}) == 4


def test_a_person_of_the_extract_sits_in_two_places_only_where_a_login_was_shared() -> None:
    for attempt in range(30):
        extract = Extract.of(SECRET, "otto", attempt)
        honest = {(row.person, row.address) for row in extract.rows if row.key not in extract.kinds}
        assert len({person for person, _ in honest}) == len(honest)


def test_one_row_of_each_kind_is_enough_and_explained_only_then() -> None:
    extract = Extract.of(SECRET, "otto", 0)
    one = {kind: key for key, kind in extract.kinds.items()}
    result = mark(extract, one.values())
    assert (result.passed, result.found, result.of, result.wrong) == (True, KINDS, KINDS, 0)
    assert sorted(number for each in result.explained for number in each.rows) == sorted(
        row.number for row in extract.rows if row.key in extract.kinds
    )
    missed = mark(extract, list(one.values())[1:])
    assert (missed.passed, missed.found, missed.explained) == (False, KINDS - 1, [])
    assert len(missed.read_again) == 1


@pytest.mark.parametrize("wrong", [FALSE_ALARMS, FALSE_ALARMS + 1])
def test_whoever_marks_everything_has_found_nothing(wrong: int) -> None:
    extract = Extract.of(SECRET, "otto", 0)
    fine = [row.key for row in extract.rows if row.key not in extract.kinds]
    result = mark(extract, [*extract.kinds, *fine[:wrong]])
    assert result.passed is (wrong <= FALSE_ALARMS)
    assert result.wrong == wrong
    assert not mark(extract, [row.key for row in extract.rows]).passed
    assert not mark(extract, []).passed


def test_each_attempt_is_on_record_has_an_extract_of_its_own_and_three_fit_into_a_day(school: School) -> None:
    before = school.desk.progress(OTTO).misuse
    kinds = school.extract(OTTO).kinds
    result = school.desk.misuse(OTTO, MisuseMarks(rows=[before[0].key]))
    assert not result.passed
    assert (school.last().action, school.last().body["of"]) == ("training.misuse", KINDS)
    assert school.desk.trainees(TESS)[0].misuse_tried.endswith("false")
    after = school.desk.progress(OTTO).misuse
    assert {row.key for row in after}.isdisjoint(row.key for row in before)
    with pytest.raises(BadInput, match="not of your extract"):
        school.desk.misuse(OTTO, MisuseMarks(rows=list(kinds)))
    assert not school.desk.progress(OTTO).misuse_done
    for _ in range(ATTEMPTS - 1):
        school.desk.misuse(OTTO, MisuseMarks(rows=[]))
    with pytest.raises(TrainingRequired, match="exercise on misuse was handed in 3 times"):
        school.desk.misuse(OTTO, MisuseMarks(rows=list(school.extract(OTTO).kinds)))
    assert school.desk.misuse(TESS, MisuseMarks(rows=list(school.extract(TESS).kinds))).passed
    assert school.desk.progress(TESS).misuse_done


def test_nothing_that_travels_tells_which_rows_are_misuse(school: School) -> None:
    extract = school.extract(OTTO)
    shown = school.desk.progress(OTTO).misuse
    assert shown == list(extract.rows)
    for fields in (set(row.model_dump()) for row in shown):
        assert fields == {"key", "number", "time", "person", "address", "asked", "case", "reason", "outcome"}
