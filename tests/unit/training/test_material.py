"""The training's material: modules, quiz, exercise and the sample policy (464.4.1, 464.12)."""

from __future__ import annotations

import pytest

from workbench.errors import BadInput
from workbench.policy.sections import Section
from workbench.training import quiz
from workbench.training.exercise import EXERCISE
from workbench.training.modules import keys, modules
from workbench.training.sample_policy import SAMPLE_POLICY, SAMPLE_VERSION

SECTIONS = {section.value for section in Section}
RIGHT = quiz.right_answers("otto")


def test_the_modules_cover_the_policy_and_are_short() -> None:
    groups = {".".join(module.section.split(".")[:2]) for module in modules()}
    assert groups == {f"464.{number}" for number in range(2, 12)}
    assert "464.12" in modules()[-1].text
    assert len(keys()) == len(modules()) == 12
    for module in modules():
        assert any(section.startswith(module.section) for section in SECTIONS)
        assert module.title
        assert 60 <= len(module.text.split()) <= 200


def test_the_sample_policy_names_every_section_group() -> None:
    assert SAMPLE_VERSION == "sample-1"
    assert all(f"**464.{number} " in SAMPLE_POLICY for number in range(2, 13))


def test_each_question_names_a_section_and_has_four_different_choices() -> None:
    assert len(quiz.items()) == 8
    for item in quiz.items():
        assert item.section in {module.section for module in modules()}, "read again, but where?"
        assert len(set(item.choices)) == 4


def test_nothing_that_travels_tells_which_choice_is_right() -> None:
    places = set()
    for username in ("ana", "otto", "zoe", "tess"):
        right = quiz.right_answers(username)
        for question in quiz.questions(username):
            assert set(question.model_dump()) == {"key", "text", "section", "choices"}
            choices = [choice.key for choice in question.choices]
            assert choices == sorted(choices)
            places.add(choices.index(right[question.key]))
    assert places == {0, 1, 2, 3}


def test_the_order_is_the_persons_own_and_stays() -> None:
    assert quiz.questions("ana") == quiz.questions("ana")
    assert quiz.questions("ana") != quiz.questions("otto")
    assert set(quiz.right_answers("ana").values()).isdisjoint(quiz.right_answers("otto").values())


def test_all_right_passes() -> None:
    result = quiz.mark("otto", RIGHT)
    assert (result.passed, result.right, result.total, result.read_again) == (True, 8, 8, [])


def test_one_wrong_and_one_open_name_their_sections_to_read_again() -> None:
    question = quiz.questions("otto")[0]
    wrong = next(choice.key for choice in question.choices if choice.key != RIGHT[question.key])
    answers = {**RIGHT, question.key: wrong}
    last = quiz.items()[-1]
    del answers[last.key]
    result = quiz.mark("otto", answers)
    assert (result.passed, result.right, result.read_again) == (False, 6, [question.section, last.section])
    assert not quiz.mark("otto", {}).passed


@pytest.mark.parametrize(
    "answers", [{"none": "x"}, {"friend": ""}, {"friend": quiz.right_answers("ana")["friend"]}], ids=str
)
def test_a_choice_of_no_question_or_of_another_persons_quiz_is_an_error(answers: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        quiz.mark("otto", answers)
    assert refused.value.where == next(iter(answers))


def test_the_hint_fits_the_plate_and_does_not_give_it_away() -> None:
    fixed = [char for char in EXERCISE.hint_pattern if char not in "?*"]
    assert len(fixed) == 4
    assert EXERCISE.plate.startswith("7K")
    assert EXERCISE.plate[3:5] == "C4"
    assert EXERCISE.plate not in EXERCISE.text
    assert EXERCISE.hint_pattern in EXERCISE.text


@pytest.mark.parametrize("typed", ["7KBC482", "7kbc482", " 7KBC-482 "])
def test_the_plate_counts_however_it_is_written(typed: str) -> None:
    assert EXERCISE.found(typed)


@pytest.mark.parametrize("typed", ["", "7K?C4*", "*", "7KBC48", "7KBC4822", "7K\u0412C482", "🚗", "A" * 200])
def test_anything_else_is_not_the_vehicle(typed: str) -> None:
    assert not EXERCISE.found(typed)
