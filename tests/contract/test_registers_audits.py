"""Audits on both databases (464.6, 464.10(c)): drawn once, two words a row, decided once, sealed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.contract.registers import LATER, NOW
from workbench.store.registers import Registers
from workbench.store.registers.audit_reports import KeptReport
from workbench.wire.audits import Announce, AnnounceForeign, Decide, Outcome, RaiseFinding, Said, State, Verdict

pytestmark = pytest.mark.section("464.6", "464.10(c)")

SOURCE = "The ñ 車 'quoted' lottery's draw"
PERIOD: dict[str, Any] = {
    "quarter": "2026-Q1",
    "interim": False,
    "begin": NOW,
    "until": LATER,
    "size": 40,
    "checkpoint": "log\n40\nroot\n",
}
DRAWN = {"value": "17", "seed": "ab" * 32, "population": 9, "rest": 7, "drawn": 7}
ROWS = {3: ("ana", "random"), 5: ("ben", "refused"), 8: ("eve", "random")}
REPORT = KeptReport(77, b"%PDF \x00\xff", "<p>ñ</p>".encode(), "a" * 64, "b" * 64, "note\n")


def announced(registers: Registers, quarter: str = "2026-Q1") -> int:
    said = Announce(quarter=quarter, source=SOURCE, drawn_at=LATER, allowed=1)
    number = registers.audits.announce(said, {**PERIOD, "quarter": quarter}, "adam", NOW, 40)
    assert number is not None
    return number


def opened(registers: Registers) -> int:
    audit = announced(registers)
    assert registers.audits.draw(audit, DRAWN, ROWS, "adam", 41)
    return audit


def word(by: str, verdict: Verdict = Verdict.IN_ORDER) -> Said:
    return Said(by=by, verdict=verdict, words="", at=LATER, record=50)


def test_an_audit_comes_back_as_it_was_announced_and_drawn(registers: Registers) -> None:
    audit = opened(registers)
    found = registers.audits.get(audit, "eve")
    assert found is not None
    assert (found.source, found.drawn_at, found.begin, found.state) == (SOURCE, LATER, NOW, State.OPEN)
    assert (found.seed, found.population, found.rows, found.reviewed, found.left) == ("ab" * 32, 9, 3, 0, 2)
    assert registers.audits.rows(audit) == ROWS
    second = announced(registers, "2026-Q2")
    assert [each.audit for each in registers.audits.all("adam")] == [second, audit]
    assert registers.audits.get(99, "adam") is None


def test_a_sample_is_drawn_once_however_many_ask_at_once(registers: Registers) -> None:
    audit = announced(registers)
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda _: registers.audits.draw(audit, DRAWN, ROWS, "adam", 41), range(4)))
    assert sorted(done) == [False, False, False, True]


def test_two_persons_speak_of_a_row_and_the_third_is_too_late(registers: Registers) -> None:
    audit = opened(registers)
    assert registers.audits.say(audit, 3, word("eve", Verdict.MISUSE))
    assert registers.audits.say(audit, 3, word("eve"))
    assert registers.audits.say(audit, 3, word("olga", Verdict.UNCLEAR))
    assert not registers.audits.say(audit, 3, word("adam"))
    assert not registers.audits.say(audit, 3, word("eve", Verdict.MISUSE))
    said = registers.audits.said(audit)
    assert [(each.by, each.verdict) for each in said[3]] == [("eve", "in order"), ("olga", "unclear")]
    found = registers.audits.get(audit, "eve")
    assert found is not None
    assert (found.reviewed, found.left) == (1, 1)


def test_a_finding_is_decided_once(registers: Registers) -> None:
    audit = opened(registers)
    raised = RaiseFinding(audit=audit, rows=[5, 3, 5], words="Two rows of one evening.", detector="off-shift burst")
    finding = registers.audit_findings.raised(raised, ["ana", "ben"], "eve", NOW, 60)
    assert (finding.rows, finding.users, finding.outcome) == ([3, 5], ["ana", "ben"], None)
    said = Decide(finding=finding.finding, outcome=Outcome.MISTAKE, words="She was called out that night.")
    decided = registers.audit_findings.decided(said, "adam", "olga", 61)
    assert decided is not None
    assert registers.audit_findings.of(audit) == [decided]
    assert (decided.outcome, decided.approved_by, decided.decided_record) == (Outcome.MISTAKE, "olga", 61)
    assert registers.audit_findings.decided(said, "adam", "olga", 62) is None


def test_a_report_is_sealed_once_and_kept_to_the_byte(registers: Registers) -> None:
    audit = opened(registers)
    assert registers.audit_reports.get(audit) is None
    assert registers.audit_reports.seal(audit, REPORT, "adam", LATER)
    assert not registers.audit_reports.seal(audit, REPORT, "eve", LATER)
    assert registers.audit_reports.get(audit) == REPORT
    found = registers.audits.get(audit, "adam")
    assert found is not None
    assert (found.state, found.sealed_by, found.sealed_at, found.sealed_record) == (State.SEALED, "adam", LATER, 77)
    assert registers.audits.sealed() == {"2026-Q1"}


def test_the_file_of_another_systems_log_stays_with_its_audit_and_is_audited_once(registers: Registers) -> None:
    said = AnnounceForeign(name="ñ.csv", file="x", source=SOURCE, drawn_at=LATER)
    period = {**PERIOD, "quarter": "log ab12", "file_name": "ñ.csv"}
    number = registers.audits.announce(said, period, "adam", NOW, 40, file=b"\x00\xff")
    assert number is not None
    assert registers.audits.file(number) == b"\x00\xff"
    assert registers.audits.announce(said, period, "eve", NOW, 41, file=b"other") is None
    (audit,) = registers.audits.all("adam")
    assert (audit.file_name, audit.of) == ("ñ.csv", "ñ.csv")
    own = announced(registers)
    assert registers.audits.file(own) is None
