"""More small clients: a log book, a training desk and a receiver of batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.unit.ui.fakes import NOW, FakeSearcher, me
from workbench.wire.ingest import BatchOffer, BatchReceipt, Rejected
from workbench.wire.log import LogEntry, LogExport, LogPage
from workbench.wire.misuse import ExplainedMisuse, MisuseResult, MisuseRow
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.training import (
    Choice,
    ExerciseResult,
    Module,
    Progress,
    Question,
    QuizResult,
    Trainee,
)
from workbench.wire.training_sessions import OnRoster, PlantedStory, Sandbox, TrainingFile, TrainingSession

HOSTILE = "<script>alert(1)</script> \u202e7ABC123"


def entry(index: int, **changes: Any) -> LogEntry:
    """One record of a search."""
    known: dict[str, Any] = {
        "index": index,
        "time": NOW - timedelta(minutes=5000 - index),
        "kind": "intent",
        "user": "analyst",
        "action": "search.plates",
        "realm": "live",
        "case_number": "26-04117",
        "category": "stolen_or_wanted_vehicle",
        "narrative": "Silver saloon taken from the car park behind Main Street on Friday night.",
        "why_this_plate": "The owner remembers four of its characters.",
        "asked": "plates like 7AB?1*, from 2026-10-25 18:40 until 2026-11-24 16:40, at most 500 reads",
        "outcome": "admitted",
        "section": "",
        "count": None,
        "intent": None,
        "body": {"elements": {"pattern": "7AB?1*"}},
    }
    return LogEntry(**{**known, **changes})


def entries(count: int) -> list[LogEntry]:
    """A mixture of records, newest first."""
    made = []
    for index in range(count - 1, -1, -1):
        if index % 7 == 3:
            why = "Your ALPR training is not complete."
            made.append(entry(index, kind="refusal", user="officer", outcome=f"refused: {why}", section="464.4.1"))
        elif index % 2:
            made.append(entry(index, kind="result", outcome="released", count=index % 30, intent=index - 1))
        else:
            made.append(entry(index, narrative=HOSTILE if index == 4 else entry(0).narrative))
    return made


@dataclass
class FakeLog:
    """A log of made-up records; it filters by user only and remembers what was asked."""

    who: Me = field(default_factory=lambda: me(username="admin", roles=["administrator"]))
    records: list[LogEntry] = field(default_factory=lambda: entries(450))
    fails: list[Exception] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    purpose: PurposeDeclared | None = None

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return self.purpose

    def log(self, **filters: Any) -> LogPage:
        self.calls.append(filters)
        if self.fails:
            raise self.fails.pop(0)
        fitting = [each for each in self.records if filters.get("user") in ("", None, each.user)]
        before = filters.get("before")
        older = [each for each in fitting if before is None or each.index < before]
        users = {each.user for each in fitting}
        return LogPage(
            entries=older[: filters["limit"]],
            total=len(fitting),
            record=1000 + len(self.calls),
            counts_by_user={name: sum(each.user == name for each in fitting) for name in users},
            counts_by_kind={},
            receipt=f"c2sp.org/tlog-proof@v1\nindex {1000 + len(self.calls)}\n",
        )

    def log_export(self, **filters: Any) -> LogExport:
        self.calls.append(filters)
        if self.fails:
            raise self.fails.pop(0)
        return LogExport(record=2001, result_record=2002, count=len(self.records), sha256="ab" * 32, csv="a,b")


def progress(**changes: Any) -> Progress:
    """A trainee at the beginning."""
    known: dict[str, Any] = {
        "username": "newcomer",
        "modules": [
            Module(
                key=f"m{n}",
                section=section,
                title=title,
                text=f"{title}. Look only for a case of the department, and say why this plate belongs to it.\n\n"
                "Nobody's plate is looked up out of curiosity, for a friend, or to find somebody who does not want "
                "to be found.",
                completed=False,
            )
            for n, (section, title) in enumerate(
                [("464.3", "What the reads are for"), ("464.5", "Every look is recorded"), ("464.7", "Verify first")]
            )
        ],
        "quiz": [
            Question(
                key=f"q{n}",
                text=f"May you look up a neighbour's plate because he asks you to? ({n})",
                section="464.7.1(c)",
                choices=[
                    Choice(key="a", text="Yes, with his consent"),
                    Choice(key="b", text="No, never for a personal purpose"),
                ],
            )
            for n in range(2)
        ],
        "quiz_passed": False,
        "exercise": "A witness saw a silver saloon; its plate began with 7AB and had a 1 in fifth place. Find it.",
        "exercise_done": False,
        "misuse": [
            MisuseRow(
                key=f"r{n}",
                number=n,
                time="Mon 10:00",
                person="okafor",
                address="desk 3",
                asked="plates like 7ABC123",
                case=f"26-{n}",
                reason="Ongoing <i>investigation</i>.",
                outcome="3 reads",
            )
            for n in range(4)
        ],
        "policy_version": "2026-01",
        "policy_text": "The purpose of this policy is ...\n" * 60,
        "acknowledged": False,
        "ready_for_sign_off": False,
        "signed_off_by": "",
        "trained_until": None,
        "left": ["3 modules", "the policy", "the quiz", "the exercise"],
    }
    return Progress(**{**known, **changes})


@dataclass
class FakeDesk:
    """A training desk that believes everything but wrong answers."""

    state: Progress = field(default_factory=progress)
    people: list[Trainee] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    held: list[TrainingSession] = field(default_factory=list)
    newest: int = 7

    def _change(self, **changes: Any) -> Progress:
        if self.fails:
            raise self.fails.pop(0)
        self.state = self.state.model_copy(update=changes)
        return self.state

    def progress(self) -> Progress:
        return self.state

    def done(self, key: str, /) -> Progress:
        modules = [
            each.model_copy(update={"completed": True}) if each.key == key else each for each in self.state.modules
        ]
        return self._change(modules=modules)

    def quiz(self, answers: Mapping[str, str]) -> QuizResult:
        right = sum(given == "b" for given in answers.values())
        self._change(quiz_passed=right == len(self.state.quiz))
        again = [] if self.state.quiz_passed else ["464.7.1(c)"]
        return QuizResult(passed=self.state.quiz_passed, right=right, total=len(self.state.quiz), read_again=again)

    def exercise(self, plate: str) -> ExerciseResult:
        right = plate == "7ABC123"
        self._change(exercise_done=right)
        return ExerciseResult(right=right, words="Well found." if right else "That is another vehicle.")

    def misuse(self, rows: Sequence[str]) -> MisuseResult:
        found = len({"r1", "r3"} & set(rows))
        self._change(misuse_done=found == 2)
        told = {"found": found, "of": 2, "wrong": len(set(rows) - {"r1", "r3"}), "explained": []}
        if found < 2:
            return MisuseResult(passed=False, read_again=["464.5.2"], **told)
        why = [ExplainedMisuse(rows=[1, 3], section="464.5.2", words="A <b>shared</b> login.")]
        return MisuseResult(passed=True, read_again=[], **{**told, "explained": why})

    def acknowledge(self, version: str) -> Progress:
        return self._change(acknowledged=version == self.state.policy_version)

    def trainees(self) -> list[Trainee]:
        if self.fails:
            raise self.fails.pop(0)
        return self.people

    def news(self) -> int:
        if self.fails:
            raise self.fails.pop(0)
        return self.newest

    def sessions(self) -> list[TrainingSession]:
        return self.held

    def open_session(
        self, title: str, starts_at: datetime, agenda: str, roster: Sequence[str] = (), place: str = ""
    ) -> TrainingSession:
        if self.fails:
            raise self.fails.pop(0)
        made = session_of(len(self.held) + 1, *roster, title=title, starts_at=starts_at, agenda=agenda, place=place)
        self.held = [made, *self.held]
        return made

    def change_roster(self, session: int, add: Sequence[str] = (), remove: Sequence[str] = ()) -> TrainingSession:
        before = next(each for each in self.held if each.session == session)
        names = [each.username for each in before.roster if each.username not in remove] + list(add)
        return self._put(before.model_copy(update={"roster": [OnRoster(username=n, attended=None) for n in names]}))

    def close_session(self, session: int, attended: Sequence[str], note: str = "") -> TrainingSession:
        before = next(each for each in self.held if each.session == session)
        roster = [OnRoster(username=each.username, attended=each.username in attended) for each in before.roster]
        told = {"roster": roster, "closed_by": "trainer", "closed_at": NOW, "closed_record": 99, "note": note}
        return self._put(before.model_copy(update=told))

    def certificate(self, number: int) -> TrainingFile:
        if self.fails:
            raise self.fails.pop(0)
        return file_of(f"certificate-{number}.pdf", "application/pdf")

    def register(self, format: str = "csv") -> TrainingFile:  # noqa: A002
        return file_of(f"training-register-70.{format}", "text/csv;charset=utf-8")

    def sandbox(self) -> Sandbox:
        if self.fails:
            raise self.fails.pop(0)
        story = PlantedStory(
            title="One <b>plate</b>", told="Two places.", pattern="8FJ*", answer=["8FJC205"], start=NOW, end=NOW,
            latitude=32.8, longitude=-115.5, metres=3000,
        )  # fmt: skip
        return Sandbox(stories=[story], exercise="7KXC411", corner="Main and 4th", record=80, result_record=81)

    def _put(self, session: TrainingSession) -> TrainingSession:
        self.held = [session if each.session == session.session else each for each in self.held]
        return session


def trainee(username: str, **changes: Any) -> Trainee:
    """Somebody who has just begun."""
    known: dict[str, Any] = {
        "username": username,
        "modules_done": 1,
        "modules_total": 9,
        "quiz_passed": False,
        "exercise_done": False,
        "acknowledged": False,
        "ready": False,
        "signed_off_by": "",
        "trained_until": None,
        "page": f"/services/edge/sign-off/{username}",
    }
    return Trainee(**{**known, **changes})


def file_of(name: str, media_type: str) -> TrainingFile:
    """A small file."""
    head = {"name": name, "media_type": media_type, "sha256": "ab" * 32, "record": 70, "result_record": 71}
    return TrainingFile.model_validate({**head, "content": b"d29yZHM="})


def session_of(number: int, *roster: str, **changes: Any) -> TrainingSession:
    """A session that was opened and not held yet."""
    known: dict[str, Any] = {
        "session": number,
        "title": "New officers",
        "starts_at": NOW + timedelta(days=2),
        "place": "Briefing room",
        "agenda": "1. Modules\n2. Exercises",
        "opened_by": "trainer",
        "record": 40 + number,
        "roster": [OnRoster(username=name, attended=None) for name in roster],
    }
    return TrainingSession(**{**known, **changes})


READY = {"modules_done": 9, "quiz_passed": True, "exercise_done": True, "acknowledged": True, "ready": True}


@dataclass
class FakeSchool(FakeSearcher):
    """A client seen from the training notebooks."""

    training: FakeDesk = field(
        default_factory=lambda: FakeDesk(people=[trainee("cadet"), trainee("newcomer", **READY)])
    )


@dataclass
class FakeReceiver:
    """Takes batches and remembers their bytes."""

    who: Me = field(default_factory=me)
    fails: list[Exception] = field(default_factory=list)
    taken: list[tuple[bytes, BatchOffer]] = field(default_factory=list)

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return None

    def ingest(self, path: Path, offer: BatchOffer) -> BatchReceipt:
        if self.fails:
            raise self.fails.pop(0)
        self.taken.append((path.read_bytes(), offer))
        return BatchReceipt(
            batch_id="b-1",
            sha256="0" * 64,
            name=offer.name,
            format="csv",
            accepted=10,
            duplicate=2,
            rejected=1,
            problems=[Rejected(line=4, reason="<b>no time zone</b>")],
            repeated=False,
            record=77,
            received=NOW,
        )
