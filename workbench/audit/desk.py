"""What the duties of an audit work with (464.6), and what each of their acts has in common: asked, on record, named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.accesslog.notary import Notary
from workbench.accesslog.reader import LogReader
from workbench.audit.row import Ground
from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request, Rule
from workbench.policy.audits import decide_lead
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.audits import Audit, AuditAct, State

LEAD: Rule = lambda caller, _purpose, _now: decide_lead(caller)  # noqa: E731 - one expression
SECTION = "464.6"


@dataclass(frozen=True, slots=True)
class AuditDesk:
    """One person at work on audits, and on which purpose."""

    gate: Gate
    reader: LogReader
    notary: Notary
    registers: Registers
    settings: Settings
    caller: Caller
    purpose: Purpose | None
    ground: Callable[[], Ground]
    """What the agency hands in for the detectors, read when it is needed."""

    @property
    def zone(self) -> str:
        """The agency's."""
        return self.settings.agency.time_zone

    def request(self, action: str, said: AuditAct, *rules: Rule, about: Mapping[str, Any] | None = None) -> Request:
        """What is asked, as the gate decides and records it, and what it is ``about``."""
        elements = {**said.model_dump(mode="json", exclude={"purpose_id", "context", "file"}), **(about or {})}
        return Request(action, Operation.READ_LOG, elements, rules=rules, context=said.context.model_dump())

    def demand(self, request: Request) -> None:
        """Refuse, on record, who may not ask at all."""
        self.gate.demand(self.caller, self.purpose, request)

    def unusable(self, request: Request, message: str, where: str, how: str) -> BadInput:
        """The error for what can't be done as it is asked, on record."""
        wrong = BadInput(message, where=where, how=how, section=SECTION)
        return self.gate.unusable(self.caller, self.purpose, request, wrong)

    def missing(self, request: Request, message: str, how: str) -> NotFound:
        """The error for what there is not, on record; only for who may ask for it."""
        return self.gate.unusable(self.caller, self.purpose, request, NotFound(message, how=how, section=SECTION))

    def audit(self, number: int) -> Audit:
        """The audit of this number; ``NotFound`` when there is none."""
        if (found := self.registers.audits.get(number, self.caller.username)) is None:
            raise NotFound(f"There is no audit {number}.", how="Choose one of those that are listed.", section=SECTION)
        return found

    def standing(self, number: int, request: Request, *states: State) -> Audit:
        """The same, in one of these states; ``BadInput``, on record, when it has come further or not so far."""
        found = self.audit(number)
        if found.state not in states:
            raise self.unusable(
                request,
                f"Audit {number} is {found.state.value}.",
                "audit",
                {
                    State.ANNOUNCED: "Its sample has to be drawn first.",
                    State.OPEN: "Its sample stands and is not drawn again.",
                    State.SEALED: "Its report is sealed, and nothing of it is changed.",
                }[found.state],
            )
        return found
