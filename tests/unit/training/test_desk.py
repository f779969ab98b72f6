"""The training desk: every step is on record, the sign-off is a trainer's, and it runs out (464.4.1, 464.12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.training.conftest import OTHER, OTTO, PLANTED, TESS, School, caller
from workbench.errors import BadInput, LogUnavailable, Refused, TrainingRequired
from workbench.policy.caller import Caller
from workbench.policy.roles import Role
from workbench.policy.standing import decide_standing
from workbench.training.desk import ATTEMPTS
from workbench.training.modules import modules
from workbench.wire.training import Acknowledgement, ExerciseAnswer, ModuleDone, QuizAnswers

pytestmark = pytest.mark.section("464.12")


def test_a_newcomer_sees_everything_that_is_left(school: School) -> None:
    seen = school.desk.progress(OTTO)
    assert not any(module.completed for module in seen.modules)
    assert (seen.quiz_passed, seen.exercise_done, seen.acknowledged, seen.ready_for_sign_off) == (False,) * 4
    assert (seen.policy_version, seen.policy_text) == ("1", "The policy.")
    assert len(seen.left) == 5


def test_each_step_is_recorded_and_the_register_names_the_record(school: School) -> None:
    key = modules()[0].key
    seen = school.desk.done(OTTO, ModuleDone(key=key))
    record = school.last()
    assert (record.user, record.action, record.body["module"]) == ("otto", "training.module", key)
    assert school.registers.training.steps("otto")[f"module:{key}"].record == record.index
    assert [module.key for module in seen.modules if module.completed] == [key]


def test_a_module_that_is_none_changes_nothing(school: School) -> None:
    with pytest.raises(BadInput, match="no module"):
        school.desk.done(OTTO, ModuleDone(key="../quiz"))
    assert school.registers.training.steps("otto") == {}


def test_a_failed_quiz_is_on_record_and_passes_nothing(school: School) -> None:
    result = school.desk.quiz(OTTO, QuizAnswers(answers={}))
    assert not result.passed
    assert school.last().body["right"] == 0
    assert not school.desk.progress(OTTO).quiz_passed
    assert school.desk.quiz(OTTO, QuizAnswers(answers=school.answers(OTTO))).passed
    assert school.desk.progress(OTTO).quiz_passed


def test_an_attempt_at_the_quiz_is_a_sheet_of_its_own(school: School) -> None:
    before, right = school.desk.progress(OTTO).quiz, school.answers(OTTO)
    school.desk.quiz(OTTO, QuizAnswers(answers={}))
    after = school.desk.progress(OTTO).quiz
    assert {question.text for question in after} == {question.text for question in before}
    assert [question.text for question in after] != [question.text for question in before], "in another order"
    by_key = [sorted(sheet, key=lambda each: each.key) for sheet in (before, after)]
    for old, new in zip(*by_key, strict=True):
        assert {choice.text for choice in new.choices} == {choice.text for choice in old.choices}
        assert {choice.key for choice in new.choices}.isdisjoint(choice.key for choice in old.choices)
    orders = [[[choice.text for choice in each.choices] for each in sheet] for sheet in by_key]
    assert orders[0] != orders[1]
    with pytest.raises(BadInput):
        school.desk.quiz(OTTO, QuizAnswers(answers=right))
    assert not school.desk.progress(OTTO).quiz_passed


def test_the_quiz_is_marked_three_times_a_day_and_the_fourth_is_refused_on_record(school: School) -> None:
    for _ in range(ATTEMPTS):
        school.desk.quiz(OTTO, QuizAnswers(answers={}))
    school.desk.quiz(TESS, QuizAnswers(answers={}))
    with pytest.raises(TrainingRequired, match="3 times within a day"):
        school.desk.quiz(OTTO, QuizAnswers(answers=school.answers(OTTO)))
    assert (school.last().action, school.last().body["outcome"]) == ("training.quiz", "refused")
    assert not school.desk.progress(OTTO).quiz_passed


@pytest.mark.parametrize("searched", [False, True], ids=["without a search", "after a search"])
@pytest.mark.parametrize("right", [True, False], ids=["the plate", "another plate"])
def test_the_exercise_is_the_right_plate_after_a_search_of_ones_own(
    school: School, searched: bool, right: bool
) -> None:
    plate = school.desk.task.plate if right else "7KXC411"
    school.search(TESS, PLANTED)
    if searched:
        school.search(OTTO, OTHER, PLANTED)
    result = school.desk.exercise(OTTO, ExerciseAnswer(plate=plate))
    assert result.right is (searched and right)
    assert school.desk.progress(OTTO).exercise_done is result.right
    assert plate not in str(school.last().body)
    assert school.desk.task.plate not in result.words


def test_only_an_answer_that_showed_the_vehicle_counts(school: School) -> None:
    plate = school.desk.task.plate
    school.search(OTTO)
    school.search(OTTO, OTHER)
    school.search(OTTO, OTHER, pattern=PLANTED)
    school.search(OTTO, PLANTED, action="training.exercise")
    school.gate.fail(school.admitted(OTTO), PLANTED)
    school.admitted(OTTO, pattern=PLANTED)
    assert not school.desk.exercise(OTTO, ExerciseAnswer(plate=plate)).right
    school.search(OTTO, PLANTED)
    assert school.desk.exercise(OTTO, ExerciseAnswer(plate=plate)).right


@pytest.mark.section("464.4.1")
def test_who_begins_anew_searches_anew(school: School) -> None:
    school.complete(OTTO)
    school.desk.sign_off(TESS, "otto")
    school.ahead.append(timedelta(days=365))
    assert not school.desk.exercise(OTTO, ExerciseAnswer(plate=school.desk.task.plate)).right
    school.search(OTTO, PLANTED)
    assert school.desk.exercise(OTTO, ExerciseAnswer(plate=school.desk.task.plate)).right


def test_only_the_policy_in_force_is_acknowledged(school: School) -> None:
    with pytest.raises(BadInput, match="version 1, not 0"):
        school.desk.acknowledge(OTTO, Acknowledgement(version="0"))
    assert school.desk.acknowledge(OTTO, Acknowledgement(version="1")).acknowledged
    assert school.registers.training.standing("otto").acknowledged == "1"


@pytest.mark.parametrize("who", [caller("vic", Role.VENDOR), caller("eve")], ids=["a vendor", "no role"])
@pytest.mark.section("464.4")
def test_who_may_not_learn_is_refused_on_record(school: School, who: Caller) -> None:
    for act in (
        lambda: school.desk.progress(who),
        lambda: school.desk.done(who, ModuleDone(key=modules()[0].key)),
        lambda: school.desk.quiz(who, QuizAnswers(answers={})),
        lambda: school.desk.exercise(who, ExerciseAnswer(plate=school.desk.task.plate)),
        lambda: school.desk.acknowledge(who, Acknowledgement(version="1")),
    ):
        before = school.count()
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.section == "464.4"
        assert school.count() == before + 1
    assert school.registers.training.usernames() == []


def test_the_whole_way_to_a_sign_off(school: School) -> None:
    school.complete(OTTO)
    seen = school.desk.progress(OTTO)
    assert seen.ready_for_sign_off
    assert seen.left == ["A trainer signs you off (464.12)."]
    assert not decide_standing(school.known(OTTO).standing, school.gate.now(), "1").allowed
    (row,) = school.desk.trainees(TESS)
    assert (row.username, row.ready, row.page) == ("otto", True, "/services/edge/sign-off/otto")
    signed = school.desk.sign_off(TESS, "otto")
    assert (signed.signed_off_by, signed.ready, signed.modules_done) == ("tess", False, 12)
    record = school.last()
    assert (record.user, record.action, record.body["trainee"]) == ("tess", "training.sign-off", "otto")
    standing = school.known(OTTO).standing
    assert standing.record == record.index
    assert decide_standing(standing, school.gate.now(), "1").allowed
    assert school.desk.progress(OTTO).left == []


@pytest.mark.parametrize(
    "trainer",
    [
        caller("tess", Role.TRAINER),
        caller("otto", Role.TRAINER, page=True),
        caller("adam", Role.ADMINISTRATOR, page=True),
    ],
    ids=["from a kernel", "of one's own", "without the role"],
)
def test_a_sign_off_that_is_no_trainers_is_refused_on_record(school: School, trainer: Caller) -> None:
    school.complete(OTTO)
    with pytest.raises(Refused) as refused:
        school.desk.sign_off(trainer, "otto")
    assert refused.value.section == "464.12"
    assert school.last().body["outcome"] == "refused"
    assert school.registers.training.last_sign_off("otto") is None


@pytest.mark.parametrize("username", ["otto", "nobody", ""])
def test_unfinished_training_is_not_signed_off(school: School, username: str) -> None:
    school.desk.acknowledge(OTTO, Acknowledgement(version="1"))
    with pytest.raises(Refused, match="not complete"):
        school.desk.sign_off(TESS, username)
    assert school.registers.training.last_sign_off(username) is None


def test_only_a_trainer_sees_the_list_and_the_look_is_on_record(school: School) -> None:
    assert school.desk.trainees(TESS) == []
    assert (school.last().action, school.last().body["count"]) == ("training.trainees", 0)
    with pytest.raises(Refused) as refused:
        school.desk.trainees(OTTO)
    assert refused.value.section == "464.4"


@pytest.mark.section("464.4.1")
def test_a_lapsed_training_begins_anew(school: School) -> None:
    school.complete(OTTO)
    school.desk.sign_off(TESS, "otto")
    school.ahead.append(timedelta(days=365))
    seen = school.desk.progress(OTTO)
    assert not decide_standing(school.known(OTTO).standing, school.gate.now(), "1").allowed
    assert not any(module.completed for module in seen.modules)
    assert (seen.quiz_passed, seen.exercise_done, seen.acknowledged) == (False, False, True)
    with pytest.raises(Refused, match="not complete"):
        school.desk.sign_off(TESS, "otto")
    school.complete(OTTO)
    school.desk.sign_off(TESS, "otto")
    assert decide_standing(school.known(OTTO).standing, school.gate.now(), "1").allowed


@pytest.mark.section("464.4.1")
def test_a_new_policy_is_acknowledged_before_the_next_search(school: School) -> None:
    school.complete(OTTO)
    school.desk.sign_off(TESS, "otto")
    school.registers.policies.install("2", "The new policy.", "adam", 0, school.gate.now())
    assert not decide_standing(school.known(OTTO).standing, school.gate.now(), "2").allowed
    seen = school.desk.progress(OTTO)
    assert seen.left == ["Acknowledge version 2 of the policy (464.4.1)."]
    school.desk.acknowledge(OTTO, Acknowledgement(version="2"))
    assert decide_standing(school.known(OTTO).standing, school.gate.now(), "2").allowed


@pytest.mark.section("464.5")
def test_without_a_log_nothing_changes(school: School) -> None:
    school.complete(OTTO)
    before = school.registers.training.steps("otto")
    school.gate._journal.close()
    with pytest.raises(LogUnavailable):
        school.desk.done(OTTO, ModuleDone(key=modules()[0].key))
    with pytest.raises(LogUnavailable):
        school.desk.sign_off(TESS, "otto")
    assert school.registers.training.steps("otto") == before
    assert school.registers.training.last_sign_off("otto") is None


def test_a_name_in_a_page_address_is_quoted(school: School) -> None:
    school.desk.acknowledge(replace(OTTO, username="o/t?to"), Acknowledgement(version="1"))
    (row,) = school.desk.trainees(TESS)
    assert row.page == "/services/edge/sign-off/o%2Ft%3Fto"


@pytest.mark.section("464.4.1")
def test_a_training_is_renewed_before_it_ends_and_opens_the_system_meanwhile(school: School) -> None:
    school.complete(OTTO)
    school.desk.sign_off(TESS, "otto")
    first = school.desk.progress(OTTO)
    school.ahead.append(timedelta(days=340))
    seen = school.desk.progress(OTTO)
    assert (first.renewing, seen.renewing, seen.lapsed) == (False, True, False)
    assert decide_standing(school.known(OTTO).standing, school.gate.now(), "1").allowed
    assert not any(module.completed for module in seen.modules)
    school.complete(OTTO)
    (row,) = school.desk.trainees(TESS)
    assert (row.ready, row.renewing, row.certificate) == (True, True, first.certificate)
    signed = school.desk.sign_off(TESS, "otto")
    assert (signed.renewing, signed.certificate) == (False, school.last().index)
    assert school.desk.progress(OTTO).trained_until == signed.trained_until


def test_the_trainer_sees_how_the_latest_attempts_went_and_when(school: School) -> None:
    school.desk.quiz(OTTO, QuizAnswers(answers={}))
    school.desk.exercise(OTTO, ExerciseAnswer(plate="7KXC411"))
    (row,) = school.desk.trainees(TESS)
    assert row.quiz_tried.startswith("0 of ")
    assert row.exercise_tried == "no search yet"
    assert row.last_step is not None
    assert not row.quiz_passed
    school.complete(OTTO)
    (row,) = school.desk.trainees(TESS)
    assert (row.quiz_passed, row.exercise_tried, row.acknowledged_version) == (True, "found", "1")


@pytest.mark.section("464.4.1")
def test_a_lapsed_training_is_told_apart_from_none(school: School) -> None:
    school.complete(OTTO)
    school.desk.sign_off(TESS, "otto")
    school.ahead.append(timedelta(days=365))
    (row,) = school.desk.trainees(TESS)
    assert (row.lapsed, row.certificate, row.ready) == (True, None, False)
