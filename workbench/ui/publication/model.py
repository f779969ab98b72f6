"""Reports to the public without a widget (464.8): choose a quarter, look at its draft, propose it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.port_duties import Publishing
from workbench.ui.work import Latest, Superseded
from workbench.wire.docket import State
from workbench.wire.publication import Draft, ProposedPolicy, Publications

STATES = {State.WAITING: "waits for approval", State.APPROVED: "published", State.REFUSED: "refused"}
POLICY_STATES = {**STATES, State.APPROVED: "approved"}
LEAST = 200
"""Characters of a policy, as the custodian asks for them."""
_POLICIES = {
    "number": pl.Int64(),
    "version": pl.String(),
    "state": pl.String(),
    "entered_by": pl.String(),
    "entered_at": pl.Datetime("us", "UTC"),
    "decided_by": pl.String(),
    "reason": pl.String(),
}
_SCHEMA = {
    "number": pl.Int64(),
    "quarter": pl.String(),
    "state": pl.String(),
    "entered_by": pl.String(),
    "entered_at": pl.Datetime("us", "UTC"),
    "decided_by": pl.String(),
    "reason": pl.String(),
    "sha256": pl.String(),
}


class PublicationModel(t.HasTraits):
    """The quarter that is chosen, its draft, and what was proposed so far."""

    register = t.Instance(Publications, allow_none=True)
    quarter = t.Unicode()
    drafted = t.Instance(Draft, allow_none=True)
    version, text = t.Unicode(), t.Unicode()
    """Of a policy that is to be proposed."""
    chosen_policy = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: Publishing) -> None:
        super().__init__()
        self._desk, self._work = desk, Latest()
        self.observe(self._forget, "quarter")

    async def refresh(self, done: str = "") -> None:
        """Ask what was proposed, and which quarters have no report."""
        if (found := await self._ask(self._desk.register)) is None:
            return
        self.register = found
        if self.quarter not in found.open:
            self.quarter = found.open[0] if found.open else ""
        self.status = done

    async def draft(self) -> None:
        """The report of the chosen quarter as the log gives it; on record."""
        if not self.quarter:
            self.trouble = Notice("error", "Each quarter that has ended has its report.")
            return
        quarter = self.quarter
        made = await self._ask(lambda: self._desk.draft(quarter), "Counting the quarter's records …")
        if made is not None:
            self.drafted = made
            self.status = f"Drafted from the log, under record {made.record}."

    async def propose(self) -> None:
        """Propose the draft as it is shown."""
        if (made := self.drafted) is None:
            return
        entered = await self._ask(lambda: self._desk.propose(made), "Counting once more …")
        if entered is not None:
            self.drafted = None
            await self.refresh(f"The report of {entered.quarter} waits for approval, under record {entered.record}.")

    async def propose_policy(self) -> None:
        """Propose the version of the policy that is typed."""
        version, text = self.version.strip(), self.text.strip()
        if not version or len(text) < LEAST:
            words = f"Still to be given: a version, and its text of {LEAST} characters at least."
            self.trouble = Notice("error", words, section="464.8")
            return
        entered = await self._ask(lambda: self._desk.propose_policy(version, text))
        if entered is not None:
            self.version = self.text = ""
            done = f"Version {entered.version} waits for approval, under record {entered.record}."
            await self.refresh(f"{done} Once it is approved, everybody acknowledges it before the next query.")

    def policies(self) -> pl.DataFrame:
        """Versions of the policy that were proposed, as the table shows them."""
        rows = [
            {
                **each.model_dump(include=set(_POLICIES) - {"state"}),
                "state": POLICY_STATES.get(each.state, each.state.value),
            }
            for each in (self.register.policies if self.register else [])
        ]
        return pl.DataFrame(rows, schema=_POLICIES)

    def policy(self) -> ProposedPolicy | None:
        """The version that is chosen in the table."""
        every = self.register.policies if self.register else []
        return next((each for each in every if str(each.number) == self.chosen_policy), None)

    def table(self) -> pl.DataFrame:
        """What was proposed, as the table shows it."""
        rows = [
            {**each.model_dump(include=set(_SCHEMA) - {"state"}), "state": STATES.get(each.state, each.state.value)}
            for each in (self.register.publications if self.register else [])
        ]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def _forget(self, _change: object = None) -> None:
        self.drafted, self.trouble = None, None

    async def _ask(self, call: Callable[[], Any], words: str = "Asking …") -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, words
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False
