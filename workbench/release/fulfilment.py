"""Fulfilling an approved request (464.9, 464.11): what its approval lets out now, to whom, and what went out before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from workbench.policy.decision import Decision, refuse
from workbench.policy.releases import Allowance, decide_allowance, decide_asked, decide_reads
from workbench.policy.sections import Section
from workbench.policy.sharing import decide_agency, decide_under
from workbench.release.bounds import beyond, outside
from workbench.release.sharing import FULFILLED, terms_of, today_of, until_of
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.store.registers.docket import Entry
from workbench.wire.docket import Kind, State
from workbench.wire.export import Asked
from workbench.wire.sharing import Bounds, Requested


@dataclass(frozen=True, slots=True)
class Grant:
    """An approved request with what it lets out still."""

    asked: Requested
    bounds: Bounds
    allowance: Allowance

    def weigh(self, reads: pl.DataFrame) -> Decision:
        """Whether exactly these reads may go out under it."""
        return decide_reads(self.allowance, len(reads), outside(self.bounds, reads))


def decide_fulfilment(
    registers: Registers, number: int, now: datetime, sources: Collection[str], settings: Settings, query: Asked
) -> tuple[Grant | None, Decision]:
    """What was approved under this number, and whether this search of these sources may be made for it now."""
    entry = registers.docket.get(Kind.RELEASE, number)
    if entry is None or entry.state is not State.APPROVED:
        return None, refuse(
            Section.RELEASE,
            f"No approved request {number} waits to be fulfilled.",
            "Have it approved first: another administrator finds it on the page of decisions.",
        )
    asked = Requested.model_validate(entry.body)
    if asked.bounds is None:
        told = f"Request {number} does not say which reads are asked for."
        return None, refuse(Section.RELEASE, told, "Have it entered and approved anew, with plates, time and number.")
    grant = Grant(asked, asked.bounds, _left(entry, asked.bounds, settings))
    decisions = [
        decide_agency(asked.agency_type, settings.sharing.agency_types, paid=asked.paid),
        decide_allowance(grant.allowance, now),
        decide_asked(beyond(asked.bounds, query)),
    ]
    if asked.agreement is not None:
        terms = terms_of(registers.docket.get(Kind.AGREEMENT, asked.agreement))
        decisions.append(decide_under(terms, asked.agency, today_of(now, settings), sources))
    return grant, next((each for each in decisions if not each.allowed), decisions[0])


def _left(entry: Entry, bounds: Bounds, settings: Settings) -> Allowance:
    given = [act for act in entry.acts if act.what == FULFILLED]
    reads = sum(int(act.body["reads"]) for act in given)
    until = until_of(entry, settings) or entry.entered_at
    return Allowance(until, bounds.files - len(given), bounds.reads - reads)
