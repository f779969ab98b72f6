"""The trainer's list without a widget (464.12): who is how far, of everybody or of one session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.port import School
from workbench.ui.training.trainees import ending, ordered, waiting
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.purpose import Me
from workbench.wire.training import Trainee
from workbench.wire.training_sessions import TrainingFile, TrainingSession

EVERYBODY = ""
"""In the place of a session's number: everybody in training."""


class SignOffModel(t.HasTraits):
    """The trainees, those who wait first; ``of`` is the number of a session, as text, or everybody."""

    trainees: t.List[Trainee] = t.List()
    of = t.Unicode(EVERYBODY)
    sessions: t.List[TrainingSession] = t.List()
    saved = t.Unicode()
    """What became of the file that was asked for last."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: School, me: Me, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._client, self.me, self.now = client, me, now
        self._work, self._files = Latest(), Latest()  # a look that nobody asked for must not lose a file

    async def refresh(self) -> None:
        """Ask for the list again."""
        self.trouble, self.busy = None, True
        self.status = self.status or "Asking …"
        try:
            listed = await self._work.run(self._client.training.trainees)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.trainees = notice(error), []
            self.busy, self.status = False, ""
            return
        self.trainees = ordered(listed, self.now())
        self.busy, self.status = False, self._said()

    async def take(self, call: Callable[[], TrainingFile]) -> TrainingFile | None:
        """A file of the desk's, or None after its trouble was told."""
        self.trouble, self.busy, self.saved = None, True, ""
        try:
            found = await self._files.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
            return None
        finally:
            self.busy = False
        self.saved = f"{found.name} is saved by your browser; its hash is in record {found.result_record}."
        return found

    async def register(self, kind: str) -> TrainingFile | None:
        """The whole register, as ``csv`` or ``xlsx``."""
        return await self.take(lambda: self._client.training.register(kind))

    async def certificate(self, username: str) -> TrainingFile | None:
        """The certificate of somebody whose sign-off holds."""
        number = next((each.certificate for each in self.trainees if each.username == username), None)
        if number is None:
            self.trouble = Notice("error", "Choose somebody in the list whose sign-off holds.")
            return None
        return await self.take(lambda: self._client.training.certificate(number))

    @property
    def shown(self) -> list[Trainee]:
        """Those of the session that is looked at; who is on its roster and has not begun is not among them."""
        chosen = next((each for each in self.sessions if str(each.session) == self.of), None)
        if chosen is None:
            return self.trainees
        roster = {each.username for each in chosen.roster}
        return [each for each in self.trainees if each.username in roster]

    @property
    def not_begun(self) -> list[str]:
        """Who is on the roster of the session that is looked at, and has taken no step yet."""
        chosen = next((each for each in self.sessions if str(each.session) == self.of), None)
        begun = {each.username for each in self.trainees}
        return [each.username for each in chosen.roster if each.username not in begun] if chosen else []

    @t.observe("of", "sessions")
    def _narrowed(self, _change: object) -> None:
        if self.trainees:
            self.status = self._said()

    def _said(self) -> str:
        people = self.shown
        told = f"{plural(len(people), 'person', 'people')}, {sum(map(waiting, people))} ready for sign-off."
        if soon := sum(ending(each, self.now()) for each in people):
            told += f" The training of {soon} ends within 30 days."
        if lapsed := sum(each.lapsed for each in people):
            told += f" {lapsed} lapsed."
        return told
