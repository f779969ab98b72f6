from __future__ import annotations

import ipywidgets as w
import pytest

from tests.unit.ui.desks import FakeDesk, FakeSchool, progress
from tests.unit.ui.fakes import NOW, me
from workbench.errors import HubUnavailable
from workbench.ui.training.model import TrainingModel, standing
from workbench.ui.training.pages import way
from workbench.ui.training.view import TrainingPanel
from workbench.wire.training_sessions import OwnSession


@pytest.fixture
def school() -> FakeSchool:
    return FakeSchool()


@pytest.fixture
def panel(school: FakeSchool) -> TrainingPanel:
    return TrainingPanel(TrainingModel(school, me()), w.VBox)


async def test_modules_are_read_one_by_one(panel: TrainingPanel) -> None:
    model = panel.model
    for place in range(3):
        assert model.place == place
        await model.read_module()
    assert model.finished("modules")
    assert panel.tabs.options[0] == ("✓ 1 Modules", "modules")
    assert panel.tabs.value == "modules"
    assert panel.shown.main.description == "Go on to step 2: Policy"
    panel.shown.main.click()
    assert model.step == panel.tabs.value == "policy"
    assert "1 of 6 steps done. Next: <b>Policy</b>" in panel.way.value


async def test_a_module_that_was_left_out_is_come_back_to(panel: TrainingPanel) -> None:
    panel.model.turn(1)
    await panel.model.read_module()
    await panel.model.read_module()
    assert panel.model.place == 0
    panel.model.turn(2)
    assert panel.shown.main.description == "Go on to the next unread module"
    panel.shown.main.click()
    assert panel.model.place == 0


def test_one_step_is_shown_at_a_time(panel: TrainingPanel) -> None:
    for key in panel.steps:
        panel.tabs.value = key
        assert [step.key for step in panel.steps.values() if step.layout.display != "none"] == [key]


async def test_the_policy_is_acknowledged_by_version(panel: TrainingPanel) -> None:
    await panel.model.acknowledge()
    assert panel.model.finished("policy")
    assert panel.status.text == "Policy version 2026-01 is acknowledged."


async def test_a_quiz_with_an_open_question_is_not_handed_in(school: FakeSchool, panel: TrainingPanel) -> None:
    panel.model.answers = {"q0": "b"}
    await panel.model.hand_in()
    assert panel.model.trouble is not None
    assert panel.model.trouble.title == "Answer every question first; open: 2."
    assert not school.training.state.quiz_passed


async def test_wrong_answers_name_the_section_to_read_again(panel: TrainingPanel) -> None:
    panel.model.step = "quiz"
    panel.model.answers = {"q0": "b", "q1": "a"}
    await panel.model.hand_in()
    first = panel.shown.questions[0]
    assert "Not right yet: see section 464.7.1(c)" in first.children[1].children[0].value
    assert panel.status.text == "1 of 2 right: not passed yet. The others are marked above."
    panel.model.answers["q1"] = "b"
    await panel.model.hand_in()
    assert panel.model.finished("quiz")
    assert panel.status.text == "2 of 2 right: passed."
    assert "Right" in first.children[1].children[0].value


async def test_the_module_of_a_wrong_answer_opens(school: FakeSchool) -> None:
    asked = [each.model_copy(update={"section": "464.5"}) for each in progress().quiz]
    panel = TrainingPanel(TrainingModel(FakeSchool(training=FakeDesk(state=progress(quiz=asked))), me()), w.VBox)
    panel.model.step = "quiz"
    panel.shown.questions[0].children[1].children[1].click()
    assert panel.model.step == "modules"
    assert "Every look is recorded" in panel.shown.head.value


async def test_what_was_answered_stays_when_the_step_is_opened_again(panel: TrainingPanel) -> None:
    panel.model.step = "quiz"
    panel.shown.questions[0].choices.value = "b"
    panel.model.step = "policy"
    panel.model.step = "quiz"
    assert panel.shown.questions[0].choices.value == "b"
    assert panel.model.unanswered() == [2]


async def test_what_was_answered_stays_under_the_keys_of_the_next_attempt(panel: TrainingPanel) -> None:
    panel.model.step = "quiz"
    box = panel.shown.questions[0].choices
    box.value = "b"
    anew = {"a": "x", "b": "y"}
    panel.model.progress = progress(
        quiz=[
            each.model_copy(
                update={
                    "choices": [
                        choice.model_copy(update={"key": anew[choice.key]}) for choice in reversed(each.choices)
                    ]
                }
            )
            for each in panel.model.progress.quiz
        ]
    )
    assert (box.value, box.label) == ("y", "No, never for a personal purpose")
    assert (panel.model.answers, panel.model.unanswered()) == ({"q0": "y"}, [2])
    assert panel.shown.questions[1].choices.value is None


async def test_what_was_answered_goes_with_its_question_to_the_place_of_the_next_attempt(panel: TrainingPanel) -> None:
    panel.model.step = "quiz"
    first, second = panel.shown.questions
    first.choices.value = "b"
    words = [each.text for each in panel.model.progress.quiz]
    panel.model.progress = progress(quiz=panel.model.progress.quiz[::-1])
    assert [box.choices.description for box in (first, second)] == [f"1. {words[1]}", f"2. {words[0]}"]
    assert (first.choices.value, second.choices.value) == (None, "b")
    assert panel.model.unanswered() == [1]


async def test_after_the_sign_off_a_missing_source_is_told(school: FakeSchool) -> None:
    school = FakeSchool(training=FakeDesk(state=progress(signed_off_by="trainer", acknowledged=True, left=[])))
    for sources, told in (([], "No source of data is granted to you yet"), (["state"], "these sources: state")):
        panel = TrainingPanel(TrainingModel(school, me(sources=sources)), w.VBox)
        panel.model.step = "sign-off"
        assert told in panel.shown.head.value


async def test_a_source_that_was_granted_meanwhile_is_seen_at_the_next_look(school: FakeSchool) -> None:
    panel = TrainingPanel(TrainingModel(school, me(sources=[])), w.VBox)
    school.who = me(sources=["federal"])
    school.training.state = progress(signed_off_by="trainer", acknowledged=True, left=[])
    panel.model.step = "sign-off"
    await panel.model.refresh()
    assert "these sources: federal" in panel.shown.head.value


async def test_the_exercise_is_checked_by_the_custodian(panel: TrainingPanel) -> None:
    panel.model.step = "exercise"
    await panel.model.answer("")
    assert panel.model.trouble is not None
    await panel.model.answer("8XYZ940")
    assert "another vehicle" in panel.status.text
    await panel.model.answer("7ABC123")
    assert panel.model.finished("exercise")


def test_what_is_left_is_told_in_one_sentence() -> None:
    assert standing(progress()) == "4 things left before your trainer can sign you off."
    assert "waiting for your trainer" in standing(progress(ready_for_sign_off=True, left=[]))
    ends = {"signed_off_by": "trainer", "renewing": True, "trained_until": NOW, "left": ["the quiz"]}
    assert standing(progress(**ends)).endswith("sign you off. Your training ends on 2026-11-24.")
    assert "acknowledge it" in standing(progress(signed_off_by="trainer", acknowledged=False))
    assert (
        standing(progress(signed_off_by="trainer", acknowledged=True))
        == "Signed off by trainer: your training is valid."
    )


def test_the_first_open_step_is_shown_first() -> None:
    done = [each.model_copy(update={"completed": True}) for each in progress().modules]
    school = FakeSchool(training=FakeDesk(state=progress(modules=done)))
    assert TrainingModel(school, me()).step == "policy"


@pytest.mark.section("464.4.1")
def test_whoever_is_signed_off_is_asked_for_a_new_policy_and_for_nothing_else() -> None:
    anew = TrainingModel(
        FakeSchool(training=FakeDesk(state=progress(signed_off_by="trainer", acknowledged=False))), me()
    )
    assert (anew.step, "Next: <b>Policy</b>" in way(anew)) == ("policy", True)
    held = TrainingModel(
        FakeSchool(training=FakeDesk(state=progress(signed_off_by="trainer", acknowledged=True))), me()
    )
    assert (held.step, "nothing is due" in way(held)) == ("sign-off", True)
    ends = progress(signed_off_by="trainer", acknowledged=True, renewing=True)
    assert TrainingModel(FakeSchool(training=FakeDesk(state=ends)), me()).step == "modules"


async def test_a_desk_that_cannot_be_reached_is_told(school: FakeSchool, panel: TrainingPanel) -> None:
    school.training.fails = [HubUnavailable("The Hub can't be reached.")]
    await panel.model.acknowledge()
    assert panel.model.trouble is not None
    assert not panel.model.busy


@pytest.mark.parametrize("ended", ["renewing", "lapsed"])
def test_a_sign_off_that_ends_or_lapsed_does_not_count_as_done(ended: str) -> None:
    state = progress(signed_off_by="trainer", trained_until=NOW, **{ended: True})
    model = TrainingModel(FakeSchool(training=FakeDesk(state=state)), me())
    assert not model.finished("sign-off")
    assert model.step == "modules"


def test_a_trainee_sees_the_sessions_that_he_or_she_is_on_the_roster_of() -> None:
    asked = {"title": "New <b>officers</b>", "agenda": "", "place": "Room 2", "trainer": "tess"}
    own = [
        OwnSession(starts_at=NOW, attended=None, **asked),
        OwnSession(starts_at=NOW, attended=True, **{**asked, "title": "Last year's"}),
    ]
    panel = TrainingPanel(TrainingModel(FakeSchool(training=FakeDesk(state=progress(sessions=own))), me()), w.VBox)
    told = panel.sessions.value
    assert "New &lt;b&gt;officers&lt;/b&gt;" in told
    assert "2026-11-24 10:30 PST, Room 2, with tess. You are on the roster." in told
    assert "You attended." in told


async def test_a_certificate_is_offered_while_a_sign_off_holds() -> None:
    for number, shown in ((None, "none"), (31, "")):
        state = progress(signed_off_by="trainer", certificate=number, left=[])
        panel = TrainingPanel(TrainingModel(FakeSchool(training=FakeDesk(state=state)), me()), w.VBox)
        panel.model.step = "sign-off"
        assert panel.shown._save.layout.display == shown
        file = await panel.model.certificate()
        assert (file is None) is (number is None)


async def test_rows_are_marked_by_enter_or_the_button_and_judged_together(panel: TrainingPanel) -> None:
    panel.model.step = "misuse"
    await panel.model.report()
    assert panel.model.trouble is not None
    listed = panel.shown.list
    for key in ("r0", "r1", "r0", "r1", "r1"):
        listed.chosen = key
        listed.opened += 1
    assert panel.model.suspected == ["r1"]
    assert listed.chosen == "r1"
    assert [row["cells"][0]["pieces"] for row in listed.rows] == [[["", "bad"]], [["● marked", "bad"]]] + [
        [["", "bad"]]
    ] * 2
    await panel.model.report()
    assert panel.status.text == (
        "You found 1 of 2 kinds of misuse, with 0 false alarms: not passed yet. The next attempt has another extract."
    )
    assert "Read again: 464.5.2" in panel.shown.head.value
    listed.chosen = "r3"
    panel.shown._one.click()
    await panel.model.report()
    assert panel.model.finished("misuse")
    assert "Row 1, 3: A &lt;b&gt;shared&lt;/b&gt; login. (464.5.2)" in panel.shown.head.value


async def test_marks_of_an_extract_that_is_gone_are_gone_too(panel: TrainingPanel) -> None:
    panel.model.suspect("r1")
    panel.model.progress = progress(misuse=[])
    assert panel.model.suspected == []
