"""The training's material: modules, quiz, exercise and the sample policy (464.4.1, 464.12)."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import BadInput, ConfigError
from workbench.policy.sections import Section
from workbench.training import quiz
from workbench.training.exercise import Exercise
from workbench.training.modules import keys, modules
from workbench.training.sample_policy import SAMPLE_POLICY, SAMPLE_VERSION
from workbench.training.secret import Secret

SECTIONS = {section.value for section in Section}
SECRET = Secret(b"training" * 4)
TASK = Exercise.of(SECRET)


def sheet(username: str, attempt: int = 0) -> quiz.Sheet:
    """Somebody's quiz."""
    return quiz.Sheet(SECRET, username, attempt)


OTTO = sheet("otto")
RIGHT = quiz.right_answers(OTTO)


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
        right = quiz.right_answers(sheet(username))
        for question in quiz.questions(sheet(username)):
            assert set(question.model_dump()) == {"key", "text", "section", "choices"}
            choices = [choice.key for choice in question.choices]
            assert choices == sorted(choices)
            places.add(choices.index(right[question.key]))
    assert places == {0, 1, 2, 3}


def test_the_order_is_the_persons_and_the_attempts_own_and_stays() -> None:
    assert quiz.questions(sheet("ana")) == quiz.questions(sheet("ana"))
    assert quiz.questions(sheet("ana")) != quiz.questions(sheet("otto"))
    assert set(quiz.right_answers(sheet("ana")).values()).isdisjoint(quiz.right_answers(sheet("otto")).values())


def test_questions_come_in_another_order_to_each_person_and_at_each_attempt() -> None:
    given = {item.key for item in quiz.items()}
    people, attempts = (f"person-{n}" for n in range(12)), range(12)
    orders = [[each.key for each in quiz.questions(sheet(name))] for name in people]
    orders += [[each.key for each in quiz.questions(sheet("ana", attempt))] for attempt in attempts]
    assert all(set(order) == given and len(order) == len(given) for order in orders)
    assert len({tuple(order) for order in orders}) >= 22, "of 40,320 orders the same one hardly comes twice"
    assert {order[0] for order in orders} == given, "every question is the first one somewhere"
    again = [each.key for each in quiz.questions(sheet("ana", 3))]
    assert again == orders[15], "opened again within an attempt, it is the same sheet"


def test_all_right_passes() -> None:
    result = quiz.mark(OTTO, RIGHT)
    assert (result.passed, result.right, result.total, result.read_again) == (True, 8, 8, [])


def test_one_wrong_and_one_open_name_their_sections_to_read_again() -> None:
    last = quiz.items()[-1]
    question = next(each for each in quiz.questions(OTTO) if each.key != last.key)
    wrong = next(choice.key for choice in question.choices if choice.key != RIGHT[question.key])
    answers = {**RIGHT, question.key: wrong}
    del answers[last.key]
    result = quiz.mark(OTTO, answers)
    assert (result.passed, result.right, result.read_again) == (False, 6, [question.section, last.section])
    assert not quiz.mark(OTTO, {}).passed


@pytest.mark.parametrize(
    "answers", [{"none": "x"}, {"friend": ""}, {"friend": quiz.right_answers(sheet("ana"))["friend"]}], ids=str
)
def test_a_choice_of_no_question_or_of_another_persons_quiz_is_an_error(answers: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        quiz.mark(OTTO, answers)
    assert refused.value.where == next(iter(answers))


def test_the_hint_fits_the_plate_and_does_not_give_it_away() -> None:
    fixed = [char for char in TASK.hint_pattern if char not in "?*"]
    assert len(fixed) == 4
    assert TASK.plate.startswith("7K")
    assert TASK.plate[3:5] == "C4"
    assert TASK.plate not in TASK.text
    assert TASK.hint_pattern in TASK.text


@pytest.mark.parametrize("typed", [TASK.plate, TASK.plate.lower(), f" {TASK.plate[:4]}-{TASK.plate[4:]} "])
def test_the_plate_counts_however_it_is_written(typed: str) -> None:
    assert TASK.found(typed)


@pytest.mark.parametrize(
    "typed", ["", "7K?C4*", "*", TASK.plate[:6], f"{TASK.plate}2", "7K\u0412C482", "🚗", "A" * 200]
)
def test_anything_else_is_not_the_vehicle(typed: str) -> None:
    assert not TASK.found(typed)


def test_another_installation_has_another_vehicle_and_other_keys(tmp_path: Path) -> None:
    secrets = [Secret.open(tmp_path / str(number)) for number in range(8)]
    assert len({secret.key for secret in secrets}) == 8
    assert len({Exercise.of(secret).plate for secret in secrets}) > 1
    sheets = [set(quiz.right_answers(quiz.Sheet(secret, "otto", 0)).values()) for secret in secrets]
    assert len(set.union(*sheets)) == 8 * len(quiz.items())


def test_the_secret_stays_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "training-secret"
    (tmp_path / "training-secret.new").write_bytes(b"cut off")
    made = Secret.open(path)
    assert Secret.open(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["training-secret"]
    assert repr(made.key) not in repr(made)


@pytest.mark.parametrize("kept", [b"", b"short"])
def test_a_damaged_secret_is_told_and_not_replaced(tmp_path: Path, kept: bytes) -> None:
    path = tmp_path / "training-secret"
    path.write_bytes(kept)
    with pytest.raises(ConfigError, match="damaged"):
        Secret.open(path)
    assert path.read_bytes() == kept
