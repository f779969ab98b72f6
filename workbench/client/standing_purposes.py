"""Going on with a purpose that stands (464.5(4)); a person decides that, never a default."""

from __future__ import annotations

from urllib.parse import quote

from workbench.client import context
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.standing_purposes import GoOn, StandingPurposes


class StandingPurposeCalls(Calls):
    """One's own open purposes, and taking one of them up here."""

    def standing_purposes(self) -> list[PurposeDeclared]:
        """Your purposes that are open now, the one declared last first; none of them counts here by itself."""
        return self._transport.ask("GET", "/v1/purposes", StandingPurposes).purposes

    def go_on(self, purpose_id: str, prompt: str = "") -> PurposeDeclared:
        """Say that a purpose declared before holds for what you do here too; that is on record.

        ``prompt`` is the wording you were shown (``me().go_on_prompt``). Raises ``Refused`` once it has ended,
        and ``BadInput`` at any other wording.
        """
        said = build(GoOn, {"prompt": prompt, "context": context.current()})
        path = f"/v1/purposes/{quote(purpose_id, safe='')}/continue"
        stands = self._transport.ask("POST", path, PurposeDeclared, said)
        self._purposes.set(stands)
        return stands
