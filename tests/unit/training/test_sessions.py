"""Training sessions: opened by a trainer, seen by who is on the roster, closed with who attended (464.12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.training.conftest import OTTO, TESS, School, caller
from workbench.errors import BadInput, NotFound, Refused
from workbench.policy.roles import Role
from workbench.wire.training import Acknowledgement
from workbench.wire.training_sessions import ChangeRoster, CloseSession, OpenSession, TrainingSession

pytestmark = pytest.mark.section("464.12")


def opened(school: School, *roster: str) -> TrainingSession:
    said = OpenSession(
        title="New officers",
        starts_at=school.gate.now() + timedelta(days=3),
        agenda="Modules, policy, quiz, exercises.",
        place="Briefing room",
        roster=list(roster),
    )
    return school.desk.sessions.open(TESS, said)


def test_a_session_is_on_record_before_it_stands_and_names_its_record(school: School) -> None:
    session = opened(school, "otto", "ned", "otto")
    record = school.last()
    assert (record.user, record.action, record.index) == ("tess", "training.session-open", session.record)
    assert record.body["elements"]["roster"] == ["ned", "otto"]
    assert [each.username for each in session.roster] == ["ned", "otto"]
    assert school.desk.sessions.all(TESS) == [session]
    assert school.last().body["count"] == 1


def test_who_is_on_the_roster_sees_it_in_the_training_and_nobody_else_does(school: School) -> None:
    opened(school, "otto")
    (own,) = school.desk.progress(OTTO).sessions
    assert (own.title, own.trainer, own.place, own.attended) == ("New officers", "tess", "Briefing room", None)
    assert school.desk.progress(caller("ned", Role.OFFICER)).sessions == []


def test_the_roster_changes_until_the_session_is_closed(school: School) -> None:
    number = opened(school, "otto").session
    change = ChangeRoster(session=number, add=["ned", "zoe"], remove=["otto"])
    assert [each.username for each in school.desk.sessions.change(TESS, change).roster] == ["ned", "zoe"]
    assert school.desk.progress(OTTO).sessions == []
    closed = school.desk.sessions.close(TESS, CloseSession(session=number, attended=["ned"], note="Zoe was ill."))
    assert {each.username: each.attended for each in closed.roster} == {"ned": True, "zoe": False}
    assert (closed.closed_by, closed.note, closed.closed_record) == ("tess", "Zoe was ill.", school.last().index)
    for late in (
        lambda: school.desk.sessions.change(TESS, change),
        lambda: school.desk.sessions.close(TESS, CloseSession(session=number, attended=[])),
    ):
        with pytest.raises(NotFound):
            late()
    assert school.desk.sessions.all(TESS) == [closed]


def test_nobody_attends_who_was_not_on_the_roster_and_the_attempt_is_on_record(school: School) -> None:
    number = opened(school, "otto").session
    with pytest.raises(BadInput, match="ned, zoe"):
        school.desk.sessions.close(TESS, CloseSession(session=number, attended=["zoe", "otto", "ned"]))
    assert school.last().body["outcome"] == "refused"
    assert school.desk.sessions.all(TESS)[0].closed_at is None


@pytest.mark.section("464.4")
def test_only_a_trainer_keeps_sessions_and_each_attempt_is_on_record(school: School) -> None:
    number = opened(school, "otto").session
    for role in (Role.OFFICER, Role.ADMINISTRATOR, Role.VENDOR):
        who = caller("eve", role)
        for act in (
            lambda who=who: school.desk.sessions.all(who),
            lambda who=who: school.desk.sessions.news(who),
            lambda who=who: school.desk.sessions.change(who, ChangeRoster(session=number, remove=["otto"])),
            lambda who=who: school.desk.sessions.close(who, CloseSession(session=number, attended=["otto"])),
        ):
            before = school.count()
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.section == "464.4"
            assert school.count() == before + 1
    assert [each.username for each in school.desk.sessions.all(TESS)[0].roster] == ["otto"]


def test_news_is_a_number_that_changes_with_each_step_and_leaves_no_record(school: School) -> None:
    first = school.desk.sessions.news(TESS).record
    school.desk.acknowledge(OTTO, Acknowledgement(version="1"))
    second, count = school.desk.sessions.news(TESS).record, school.count()
    opened(school, "otto")
    third = school.desk.sessions.news(TESS).record
    assert first < second < third
    assert school.count() == count + 1
    assert school.desk.sessions.news(TESS).record == third
