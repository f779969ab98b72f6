"""Whether code may run now (464.5(4)): a purpose is declared, and the custodian said so within a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from workbench.client import session
from workbench.client.client import Client
from workbench.client.holder import PROCESS, PurposeHolder
from workbench.client.prepared import draft_of, stated
from workbench.client.problems import build
from workbench.errors import BadInput, NotFound, PurposeRequired, WorkbenchError
from workbench.wire.purpose import Me, PurposeDeclared, PurposeDraft

BELIEVED_FOR = 60.0
"""Seconds that the custodian's last word on a purpose is taken for true; there is no timer, only the next request."""


class PurposeGate:
    """Asks the custodian at most once a minute, when somebody wants to run something; thread-safe.

    ``why`` is the reason of the last refusal where there is more to say than that no purpose is declared.
    ``unattended``: the purpose came from the environment, and no person has declared one here since.
    ``standing`` are the person's purposes of other notebooks, as heard last: to be offered, never taken unasked.
    """

    def __init__(
        self,
        client: Callable[[], Client] = session.client,
        holder: PurposeHolder = PROCESS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.holder = holder
        self.why: WorkbenchError | None = None
        self.me: Me | None = None
        self.standing: list[PurposeDeclared] = []
        self.unattended = False
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._heard: tuple[str, float] | None = None
        self._prepared = stated()
        holder.subscribe(self._note)

    def open(self) -> bool:
        """Whether the custodian said within the last minute that the purpose stands; asks nobody."""
        purpose, heard = self.holder.current, self._heard
        if purpose is None or heard is None or heard[0] != purpose.purpose_id:
            return False
        return self._clock() - heard[1] < BELIEVED_FOR

    def check(self, *, anew: bool = False) -> WorkbenchError | None:
        """None when code may run, else the error to show; may wait for the custodian.

        ``anew`` asks although the last word is younger than a minute.
        """
        with self._lock:
            if self.open() and not anew:
                return None
            purpose = self.holder.current
            if purpose is None and self._prepared:
                return self._declare_prepared()
            if purpose is None:
                return self.why or undeclared()
            return self._still_stands(purpose)

    def declare(self, draft: Mapping[str, Any]) -> PurposeDeclared:
        """Declare what the person stated; raises what the custodian answers."""
        declared = self._client().declare(build(PurposeDraft, draft))
        self.why, self.unattended = None, False
        return declared

    def look(self) -> list[PurposeDeclared]:
        """What could be gone on with here, as the custodian says now; the one declared last first."""
        own = self.holder.current
        found = self._client().standing_purposes()
        self.standing = [purpose for purpose in found if own is None or purpose.purpose_id != own.purpose_id]
        return self.standing

    def go_on(self, purpose_id: str, prompt: str) -> PurposeDeclared:
        """Go on with a purpose of another notebook, as the person confirmed it; raises what the custodian answers."""
        stands = self._client().go_on(purpose_id, prompt)
        self.why, self.unattended = None, False
        return stands

    def end(self) -> None:
        """End the purpose."""
        self._client().end()
        self.why = None

    def who(self, *, anew: bool = False) -> Me:
        """Who the person is, as heard last or, with ``anew``, now."""
        if self.me is None or anew:
            self.me = self._client().me()
        return self.me

    def _still_stands(self, purpose: PurposeDeclared) -> WorkbenchError | None:
        try:
            fresh = self._client().purpose(purpose.purpose_id)
        except NotFound as error:
            self.why = ended(error)
            self.holder.replace(purpose.purpose_id, None)
            return self.why
        except WorkbenchError as error:
            return error
        self._note(fresh)
        self.holder.replace(purpose.purpose_id, fresh)
        return None

    def _declare_prepared(self) -> WorkbenchError | None:
        try:
            draft = draft_of(self._prepared)
        except BadInput as error:
            self._prepared, self.why = "", error
            return error
        try:
            self.declare(draft.model_dump())
        except WorkbenchError as error:
            if error.status < 500:  # the custodian's answer would be the same again
                self._prepared, self.why = "", error
            return error
        self._prepared, self.unattended = "", True
        return None

    def _note(self, purpose: PurposeDeclared | None) -> None:
        if purpose is None:
            self.standing = []  # what was heard before may name the one that just ended
        self._heard = (purpose.purpose_id, self._clock()) if purpose is not None else None


def undeclared() -> PurposeRequired:
    """What is said before the first purpose."""
    return PurposeRequired("Nothing runs before a purpose is declared.", section="464.5(4)")


def ended(error: WorkbenchError) -> PurposeRequired:
    """What is said once a purpose has ended: idle too long, end of the shift, or ended elsewhere."""
    return PurposeRequired(
        "The purpose has ended (thirty idle minutes, the end of the shift, or you ended it).",
        section="464.5(4)",
        diagnostic=str(error),
    )
