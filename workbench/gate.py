"""Decide, record, admit (464.5): the only way to a read, and the only caller of ``journal.append``.

receipt = gate.admit(caller, purpose, request)     # decides, appends, flushes; a refusal is recorded too
reads = store.find(pattern, receipt)               # every method of the store demands the receipt
gate.release(receipt, result)                      # a second durable record before a byte goes out
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from workbench.accesslog.asked_page import Asked
from workbench.accesslog.given import cut
from workbench.accesslog.journal import Journal, utcnow
from workbench.accesslog.keyring import Span
from workbench.accesslog.mentions import Mention
from workbench.accesslog.purges import Begun
from workbench.accesslog.record import SCHEMA, SHOWN_KEYED, Kind, Record, digest
from workbench.errors import AssentRequired, BadInput, PurposeRequired, Refused, TrainingRequired, WorkbenchError
from workbench.policy.access import ON_PURPOSE, decide_access
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Assent, Decision
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.store.receipt import Receipt, demand, issue

_Told = TypeVar("_Told", bound=WorkbenchError)
Rule = Callable[[Caller, Purpose | None, datetime], Decision]
"""One more question to the policy, asked after role, purpose and training."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for. ``elements`` are the data elements that the record keeps (464.5(3))."""

    action: str
    operation: Operation
    elements: Mapping[str, Any]
    realm: Realm = Realm.LIVE
    rules: Sequence[Rule] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    """Kernel, notebook, cell hash, client address: kept, but no part of what an assent is bound to."""

    def digest(self, caller: Caller, purpose: Purpose | None) -> str:
        """What an assent is bound to: this person, this purpose, this exact request."""
        return digest(
            {
                "user": caller.username,
                "purpose": purpose.purpose_id if purpose else None,
                "action": self.action,
                "realm": self.realm.value,
                "elements": dict(self.elements),
            }
        )


class Assents(Protocol):
    """Where confirmations and approvals are kept."""

    def granted(self, digest: str, needs: Assent, now: datetime) -> bool:
        """Whether this exact request was assented to and the assent still holds."""
        ...

    def spend(self, digest: str, needs: Assent, now: datetime) -> str | None:
        """Use it up, once: whose it was, or None when none holds (any more)."""
        ...

    def ask(
        self, *, digest: str, needs: Assent, username: str, summary: Mapping[str, Any], now: datetime
    ) -> tuple[str, str]:
        """Put the question on the signed-in page; return its id and the page's path."""
        ...


class Witnesses(Protocol):
    """Who sees the log from outside."""

    def demand(self, now: datetime) -> None:
        """``LogUnavailable`` when nobody has seen it for so long that nothing may be released."""
        ...


class Gate:
    """The only way in. ``policy_version`` goes into each record and refusal.

    ``keyed`` writes the plates that an answer showed for the audit's rules: they know watched plates by it alone.
    """

    def __init__(
        self,
        journal: Journal,
        assents: Assents,
        *,
        policy_version: Callable[[], str],
        witnesses: Witnesses | None = None,
        keyed: Callable[[str], str] | None = None,
        now: Callable[[], datetime] = utcnow,
    ) -> None:
        self._keyed = keyed
        self._journal = journal
        self._assents = assents
        self._policy_version = policy_version
        self._witnesses = witnesses
        self.now = now

    def admit(self, caller: Caller, purpose: Purpose | None, request: Request) -> Receipt:
        """Decide, append, flush. Returns the receipt, or raises ``Refused`` after recording the refusal.

        An approval is used up here, whatever comes of what it admits: it opens one act, however many ask at once.

        Raises ``LogUnavailable`` when the record can't be made durable, or no witness has seen the log for too long;
        then nothing may be read.
        """
        if self._witnesses is not None:
            self._witnesses.demand(self.now())
        assented, approved_by = self._spent(caller, purpose, request)
        relied = {"needs": max(assented).value} if assented else {}
        record = self._append(Kind.INTENT, caller, purpose, request, {"outcome": "admitted", **relied})
        named = (record.index, record.time, request.action, request.realm, caller, purpose, request)
        return issue(*named, assented, approved_by)

    def _spent(self, caller: Caller, purpose: Purpose | None, request: Request) -> tuple[frozenset[Assent], str]:
        """The assents that it took, each used up where it opens one act; and which second person approved."""
        while True:
            assented, approved_by = self.demand(caller, purpose, request), ""
            for needs in filter(lambda each: _once(each, request), assented):
                by = self._assents.spend(request.digest(caller, purpose), needs, self.now())
                if by is None:  # somebody used it meanwhile: it is refused, and asked anew
                    break
                approved_by = by if needs is Assent.SECOND_PERSON else approved_by
            else:
                return assented, approved_by

    def demand(self, caller: Caller, purpose: Purpose | None, request: Request) -> frozenset[Assent]:
        """Refuse, on record, what ``admit`` would refuse; returns the assents that it took, and opens nothing."""
        now, assented = self.now(), set[Assent]()
        decision = decide_access(caller, purpose, request.operation, request.realm, now, self._policy_version())
        for rule in request.rules:
            if not decision.allowed:
                break
            answer = rule(caller, purpose, now)
            if answer.allowed:
                continue
            if answer.needs and self._assents.granted(request.digest(caller, purpose), answer.needs, now):
                assented.add(answer.needs)
                continue
            decision = answer
        if not decision.allowed:
            raise self.refuse(caller, purpose, request, decision)
        return frozenset(assented)

    def refuse(self, caller: Caller, purpose: Purpose | None, request: Request, decision: Decision) -> Refused:
        """Record a refusal durably and return the error to raise."""
        outcome: dict[str, Any] = {
            "outcome": "refused",
            "section": decision.section.value,
            "reason": decision.reason,
        }
        if decision.needs:
            outcome["needs"] = decision.needs.value
        record = self._append(Kind.REFUSAL, caller, purpose, request, outcome)
        how = f"{decision.how} This refusal is {record.name} of the access log.".strip()
        section = decision.section.value
        if decision.needs is not None:
            assent, page = self._assents.ask(
                digest=request.digest(caller, purpose),
                needs=decision.needs,
                username=caller.username,
                summary=_summary(caller, purpose, request, decision),
                now=self.now(),
            )
            return AssentRequired(decision.reason, assent=assent, page=page, how=how, section=section)
        if decision.section is Section.RECORD_OF_ACCESS and request.operation in ON_PURPOSE:
            return PurposeRequired(decision.reason, how=how, section=section)
        if decision.section in (Section.TRAINING_FIRST, Section.TRAINED_ONLY):
            return TrainingRequired(decision.reason, how=how, section=section)
        return Refused(decision.reason, how=how, section=section)

    def unusable(self, caller: Caller, purpose: Purpose | None, request: Request, error: _Told) -> _Told:
        """Record an attempt that can't be used (a pattern that is none, say) durably; return the error to raise."""
        outcome = {
            "outcome": "refused",
            "section": error.section or Section.RECORD_OF_ACCESS.value,
            "reason": cut(error.message),
            "where": cut(error.where if isinstance(error, BadInput) else ""),
        }
        record = self._append(Kind.REFUSAL, caller, purpose, request, outcome)
        error.how = f"{error.how} This refusal is {record.name} of the access log.".strip()
        return error

    def release(self, receipt: Receipt, result: Mapping[str, Any], shown: Collection[str] = ()) -> Record:
        """Record what is about to go out, durably; the caller sends bytes only after this returns.

        ``shown`` are the plates in it, each once: so it is found again who saw a plate (464.6).
        """
        demand(receipt)
        body = {"intent": receipt.index, "outcome": "released", **result}
        if self._keyed is not None and shown and receipt.request.operation in ON_PURPOSE:
            body[SHOWN_KEYED] = "".join(sorted(map(self._keyed, set(shown))))
        return self._append(Kind.RESULT, receipt.caller, receipt.purpose, receipt.request, body, Mention(shown))

    def shred(self, receipt: Receipt, spans: Sequence[Span]) -> None:
        """Take the details of these records away for good, as the receipt's request was admitted to (464.10)."""
        if demand(receipt).request.operation is not Operation.RETAIN or Assent.SECOND_PERSON not in receipt.assented:
            raise TypeError(f"{receipt.name} is no leave of two persons to shred anything")
        self._journal.shred(spans)

    def keep_purge(self, receipt: Receipt, before: datetime, held: Collection[str], *, void: bool = False) -> None:
        """Have it kept beside the log's keys that these reads are purged under the receipt, before any is (464.9).

        ``void`` takes that back, once it is known that none went. ``LogUnavailable`` when it can't be written.
        """
        if demand(receipt).request.operation is not Operation.RETAIN or Assent.SECOND_PERSON not in receipt.assented:
            raise TypeError(f"{receipt.name} is no leave of two persons to purge anything")
        self._journal.keep_purge(Begun(receipt.index, receipt.realm, before, frozenset(held), void))

    def fail(self, receipt: Receipt, reason: str, done: Mapping[str, Any] | None = None) -> Record:
        """Record that an admitted request ended without a release (an error, a cancel); ``done`` is what it did."""
        body = {"intent": receipt.index, "outcome": "failed", "reason": reason, **(done or {})}
        return self._append(Kind.RESULT, receipt.caller, receipt.purpose, receipt.request, body)

    def event(self, action: str, user: str, organisation: str, body: Mapping[str, Any]) -> Record:
        """Record something that happened and that isn't a request for reads: a sign-in, a start, a batch."""
        fields = {**body, "schema": SCHEMA, "user": user, "organisation": organisation, "action": action}
        return self._journal.append(Kind.EVENT, user, action, fields)

    def waiting(self) -> int:
        """How many records wait to be written."""
        return self._journal.waiting()

    def records(self) -> int:
        """How many records the access log holds."""
        return self._journal.size()

    def _append(
        self,
        kind: Kind,
        caller: Caller,
        purpose: Purpose | None,
        request: Request,
        outcome: Mapping[str, Any],
        mention: Mention | None = None,
    ) -> Record:
        body: dict[str, Any] = {
            "schema": SCHEMA,
            "user": caller.username,
            "organisation": caller.organisation,
            "roles": sorted(role.value for role in caller.roles),
            "action": request.action,
            "realm": request.realm.value,
            "elements": dict(request.elements),
            "purpose": purpose.stated() if purpose else None,
            "policy_version": self._policy_version(),
            "training_record": caller.standing.record,
            "client": {"address": caller.address, **request.context},
            "digest": request.digest(caller, purpose),
            **outcome,
        }
        about = mention or Mention(asked=_asked(request.elements))
        return self._journal.append(kind, caller.username, request.action, body, about)


def _once(needs: Assent, request: Request) -> bool:
    """One's own word on a search holds for its minutes; a second person's, and one for a file, opens one act."""
    return needs is Assent.SECOND_PERSON or request.operation is not Operation.QUERY


def _asked(elements: Mapping[str, Any]) -> Asked | None:
    """The plates that a request is about, whoever makes it: a pattern, or one plate."""
    pattern = elements.get("pattern") or elements.get("plate")
    if not isinstance(pattern, str):
        return None
    lookalikes, distance = elements.get("lookalikes"), elements.get("distance")
    return Asked(pattern, lookalikes is True, distance if isinstance(distance, int) else 0)


def _summary(caller: Caller, purpose: Purpose | None, request: Request, decision: Decision) -> dict[str, Any]:
    return {
        "user": caller.username,
        "action": request.action,
        "realm": request.realm.value,
        "elements": dict(request.elements),
        "purpose": purpose.stated() if purpose else None,
        "reason": decision.reason,
        "section": decision.section.value,
    }
