"""Requests and agreements without a widget (464.9, 464.11): the register, and what is typed for the next entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.policy.roles import Operation
from workbench.policy.sharing import TYPES, USES, AgencyType, PermittedUse
from workbench.ui.notice import Notice, notice
from workbench.ui.port_duties import SharingDesk
from workbench.ui.releases.bounds import bounds_of
from workbench.ui.words import listed, plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.docket import State
from workbench.wire.purpose import Me
from workbench.wire.sharing import Agreement, Bounds, Handed, NewAgreement, NewRelease, Release, Sharing

LEAST = 15
"""Characters of a purpose or of terms, as the custodian asks for them."""
STATES = {
    State.WAITING: "waits for approval",
    State.APPROVED: "approved",
    State.REFUSED: "refused",
    State.REFERRED: "referred to Records",
    State.DONE: "closed",
}
_RELEASES = {
    "number": pl.Int64(),
    "agency": pl.String(),
    "person": pl.String(),
    "purpose": pl.String(),
    "use": pl.String(),
    "state": pl.String(),
    "files": pl.Int64(),
    "entered_by": pl.String(),
    "entered_at": pl.Datetime("us", "UTC"),
    "decided_by": pl.String(),
}
_AGREEMENTS = {
    "number": pl.Int64(),
    "agency": pl.String(),
    "begins": pl.Date(),
    "ends": pl.Date(),
    "sources": pl.String(),
    "state": pl.String(),
    "terms": pl.String(),
    "entered_by": pl.String(),
    "decided_by": pl.String(),
}


class ReleasesModel(t.HasTraits):
    """The register as it stands, the forms, and the entry that is chosen."""

    register = t.Instance(Sharing, allow_none=True)
    agency, person, purpose, reference = t.Unicode(), t.Unicode(), t.Unicode(), t.Unicode()
    agency_type = t.Unicode(AgencyType.CALIFORNIA_LAW_ENFORCEMENT.value)
    permitted_use = t.Unicode(PermittedUse.GOVERNMENT.value)
    written_on = t.Instance(date, allow_none=True)
    under = t.Unicode()
    """The number of the agreement that it rests on, as text; empty for none."""
    paid = t.Bool(False)
    plates, place, cameras = t.Unicode(), t.Unicode(), t.Unicode()
    """What is asked for, as typed: plates and cameras with commas between them, a place as three numbers."""
    since, before = t.Instance(datetime, allow_none=True), t.Instance(datetime, allow_none=True)
    """From when until when, by the agency's clock."""
    most, files = t.Int(100), t.Int(1)
    with_agency, terms = t.Unicode(), t.Unicode()
    with_type = t.Unicode(AgencyType.CALIFORNIA_LAW_ENFORCEMENT.value)
    begins, ends = t.Instance(date, allow_none=True), t.Instance(date, allow_none=True)
    sources = t.Tuple()
    chosen, chosen_agreement, why = t.Unicode(), t.Unicode(), t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: SharingDesk, me: Me, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._desk, self._work = desk, Latest()
        self.agrees = Operation.RETAIN.value in me.operations
        """Whether this person enters and ends agreements."""
        today = now().astimezone(ZoneInfo(me.time_zone)).date()
        self.zone = me.time_zone
        self.written_on = self.begins = today
        self.ends = today + timedelta(days=365)

    async def refresh(self, done: str = "") -> None:
        """Ask for the register; ``done`` is told before what stands in it."""
        if (found := await self._ask(self._desk.register)) is None:
            return
        self.register = found
        self.status = f"{done} {self._said(found)}".strip()

    async def enter(self) -> None:
        """Enter the request that is typed."""
        given = {"agency": self.agency, "person": self.person, "where the writing is kept": self.reference}
        if self._lacks(given, {"purpose": self.purpose}, self.written_on) or self.written_on is None:
            return
        if (bounds := self._bounds()) is None:
            return
        said = NewRelease(
            agency=self.agency,
            agency_type=AgencyType(self.agency_type),
            person=self.person,
            purpose=self.purpose,
            written_on=self.written_on,
            reference=self.reference,
            permitted_use=PermittedUse(self.permitted_use),
            agreement=int(self.under) if self.under else None,
            paid=self.paid,
            bounds=bounds,
        )
        if (entered := await self._ask(lambda: self._desk.enter(said))) is not None:
            self.agency = self.person = self.purpose = self.reference = self.under = ""
            self.plates = self.place = self.cameras = ""
            await self.refresh(f"Request {entered.number} {STATES[entered.state]}, under record {entered.record}.")

    async def agree(self) -> None:
        """Enter the agreement that is typed."""
        sources = ", ".join(self.sources)
        given = {"agency": self.with_agency, "a source": sources}
        if self._lacks(given, {"terms": self.terms}, self.begins, self.ends):
            return
        said = NewAgreement.model_validate(
            {
                "agency": self.with_agency,
                "agency_type": self.with_type,
                "begins": self.begins,
                "ends": self.ends,
                "sources": list(self.sources),
                "terms": self.terms,
            }
        )
        if (entered := await self._ask(lambda: self._desk.agree(said))) is not None:
            self.with_agency = self.terms = ""
            await self.refresh(f"Agreement {entered.number} waits for approval, under record {entered.record}.")

    async def close(self) -> None:
        """Give nothing more out under the chosen request."""
        await self._finish(self.release(), self._desk.close, "Request", "closed")

    async def end(self) -> None:
        """End the chosen agreement."""
        await self._finish(self.agreement(), self._desk.end, "Agreement", "ended")

    def release(self) -> Release | None:
        """The chosen request."""
        every = self.register.releases if self.register else []
        return next((each for each in every if str(each.number) == self.chosen), None)

    def agreement(self) -> Agreement | None:
        """The chosen agreement."""
        every = self.register.agreements if self.register else []
        return next((each for each in every if str(each.number) == self.chosen_agreement), None)

    def in_force(self) -> list[tuple[str, str]]:
        """Agreements that a request can rest on today, for choosing."""
        every = self.register.agreements if self.register else []
        standing = [(f"{each.number}: {each.asked.agency}", str(each.number)) for each in every if each.in_force]
        return [("none: on its own approval", ""), *standing]

    def types(self) -> list[tuple[str, str]]:
        """Types of agencies that may be entered."""
        known = self.register.agency_types if self.register else list(AgencyType)
        return [(TYPES[kind], kind.value) for kind in known]

    def releases(self) -> pl.DataFrame:
        """The requests as the table shows them."""
        rows = [
            {
                **each.model_dump(include={"number", "entered_by", "entered_at", "decided_by"}),
                **each.asked.model_dump(include={"agency", "person", "purpose"}),
                "use": each.asked.permitted_use.value,
                "state": STATES[each.state],
                "files": len(each.files),
            }
            for each in (self.register.releases if self.register else [])
        ]
        return pl.DataFrame(rows, schema=_RELEASES)

    def agreements(self) -> pl.DataFrame:
        """The agreements as the table shows them."""
        rows = [
            {
                **each.model_dump(include={"number", "entered_by", "decided_by"}),
                **each.asked.model_dump(include={"agency", "begins", "ends", "terms"}),
                "sources": ", ".join(each.asked.sources),
                "state": _stands(each),
            }
            for each in (self.register.agreements if self.register else [])
        ]
        return pl.DataFrame(rows, schema=_AGREEMENTS)

    def _bounds(self) -> Bounds | None:
        """What is asked for, or None after its trouble was told."""
        try:
            return bounds_of(
                self.plates, self.since, self.before, self.place, self.cameras, self.most, self.files, self.zone
            )
        except ValueError as error:
            how = "An approval lets out exactly this: give it as it stands in writing."
            self.trouble = Notice("error", str(error), how, section="464.11")
            return None

    async def _finish(
        self, entry: Release | Agreement | None, call: Callable[[int, str], None], what: str, done: str
    ) -> None:
        why = self.why.strip()
        if entry is None or self._lacks({}, {"reason": why}):
            return

        def finished() -> bool:
            call(entry.number, why)
            return True

        if await self._ask(finished):
            self.why = ""
            await self.refresh(f"{what} {entry.number} is {done}.")

    def _lacks(self, given: dict[str, str], texts: dict[str, str], *days: date | None) -> bool:
        missing = [f"the {name}" if not name.startswith(("a ", "where")) else name for name in given if not given[name]]
        missing += [f"a {name} of {LEAST} characters at least" for name in texts if len(texts[name].strip()) < LEAST]
        missing += ["each day"] if None in days else []
        self.trouble = Notice("error", f"Still to be given: {listed(missing)}.") if missing else None
        return bool(missing)

    def _said(self, found: Sharing) -> str:
        waits = sum(each.state is State.WAITING for each in (*found.releases, *found.agreements))
        force = sum(each.in_force for each in found.agreements)
        counts = f"{plural(len(found.releases), 'request')}, {plural(force, 'agreement')} in force"
        return f"{counts}, {waits or 'none'} waiting for approval."

    async def _ask(self, call: Callable[[], Any]) -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, "Asking …"
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False


def _stands(each: Agreement) -> str:
    if each.state is State.APPROVED:
        return "in force" if each.in_force else "not in force"
    return f"ended {each.ended_on}" if each.ended_on else STATES[each.state]


def _handed(each: Handed) -> str:
    booked = f", evidence {each.evidence}" if each.evidence else ""
    by = f"by {each.by} under record {each.record}"
    return f"{each.name}, {plural(each.reads, 'read')}{booked}, {by}; SHA-256 {each.sha256}"


def facts(release: Release) -> dict[str, str]:
    """A request in full, by name."""
    asked = release.asked
    files = [_handed(each) for each in release.files]
    bounds = dict(asked.bounds.told()) if asked.bounds else {"Asked for": "not said: nothing is given out under it"}
    decided = f"{release.decided_by or 'nobody yet'}{': ' + release.reason if release.reason else ''}"
    return {
        "Agency": f"{asked.agency} ({TYPES[asked.agency_type]})",
        "Person": asked.person,
        "Purpose": asked.purpose,
        "In writing": f"{asked.reference}, {asked.written_on}",
        "Permitted use": f"18 USC {asked.permitted_use.value}: {USES[asked.permitted_use]}",
        "Agreement": str(asked.agreement) if asked.agreement else "none: on its own approval",
        **bounds,
        "State": STATES[release.state],
        "Decided by": decided,
        "Approval ends": f"{release.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if release.until else "not approved",
        "Given out": "\n".join(files) or "nothing",
    }
