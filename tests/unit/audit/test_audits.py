"""An audit from its announcement to its sealed report (464.6, 464.10(c)): each act on record, two persons a row."""

from __future__ import annotations

import base64
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.policy.people import NOW, Station, person
from tests.unit.audit.quarter import ADAM, AFTER, ALWAYS, EVE, OLGA, House, announced, house, opened, reviewed
from workbench.accesslog.note import Note, check
from workbench.accesslog.record import Kind
from workbench.audit.finding import decide, raise_finding, standing
from workbench.audit.leading import audits, drawn
from workbench.audit.log_export import export_log
from workbench.audit.log_reading import read_log
from workbench.audit.queue import queue
from workbench.audit.report.seal import sealed_report
from workbench.audit.reviewing import rows_of, say
from workbench.audit.row import Ground
from workbench.errors import AssentRequired, BadInput, NotFound, Refused, Unavailable
from workbench.policy.roles import Role
from workbench.store.registers.audit_tables import AuditTableRow
from workbench.wire.audits import (
    Announce,
    AskQueue,
    AskReport,
    AskRows,
    Audit,
    Decide,
    Draw,
    Finding,
    Outcome,
    RaiseFinding,
    Review,
    SealedReport,
    State,
    Verdict,
)
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.6", "464.10(c)")
WORDS = "The plate is that of her neighbour, and the case does not name him."


@pytest.fixture
def made(station: Station) -> Iterator[House]:
    with house(station) as made:
        yield made


def decided(made: House, finding: Finding, outcome: Outcome = Outcome.MISUSE, by: str = "eve") -> Finding:
    said = Decide(finding=finding.finding, outcome=outcome, words=WORDS)
    with pytest.raises(AssentRequired):
        decide(made.desk(), said)
    made.approved(by)
    return decide(made.desk(), said)


def found(made: House, audit: Audit, *rows: int) -> Finding:
    return raise_finding(made.desk(EVE), RaiseFinding(audit=audit.audit, rows=list(rows), words=WORDS))


def test_a_quarter_waits_for_its_audit_and_is_overdue_after_its_days(made: House) -> None:
    listed = audits(made.desk())
    assert [(due.quarter, due.overdue) for due in listed.due] == [("2026-Q2", False)]
    assert str(listed.due[0].by) == "2026-07-31"
    made.later(days=23)
    assert [due.overdue for due in audits(made.desk()).due] == [True]


def test_the_public_value_is_named_before_it_is_known_and_used_once_it_is(made: House) -> None:
    with pytest.raises(BadInput, match="must not be known yet"):
        announced(made, drawn_at=AFTER)
    audit = announced(made)
    assert (audit.state, audit.interim, audit.quarter) == (State.ANNOUNCED, False, "2026-Q2")
    with pytest.raises(BadInput, match="not out yet"):
        drawn(made.desk(), Draw(audit=audit.audit, value="1234"))
    made.later(days=5)
    with pytest.raises(BadInput, match="no letter and no digit"):
        drawn(made.desk(), Draw(audit=audit.audit, value="-- -- --"))
    assert drawn(made.desk(), Draw(audit=audit.audit, value="1234")).state is State.OPEN
    with pytest.raises(BadInput, match=r"is open.*not drawn again"):
        drawn(made.desk(), Draw(audit=audit.audit, value="5678"))
    with pytest.raises(BadInput, match="Audit 1 is of 2026-Q2"):
        announced(made, drawn_at=AFTER + timedelta(days=20))
    assert [record.kind for record in made.station.records()[-4:]][-1] is Kind.REFUSAL


def test_two_who_announce_a_quarter_at_once_make_one_audit_of_it(made: House) -> None:
    said = Announce(quarter="2026-Q2", source="The state lottery's next draw.", drawn_at=AFTER + timedelta(days=4))
    begin, end = AFTER - timedelta(days=100), AFTER - timedelta(days=10)
    period = {"quarter": "2026-Q2", "interim": False, "begin": begin, "until": end, "size": 9, "checkpoint": "log"}
    audits_ = made.station.registers.audits
    assert audits_.announce(said, period, "adam", AFTER, 40) == 1
    assert audits_.announce(said, period, "eve", AFTER, 41) is None
    assert audits_.announce(said, {**period, "interim": True}, "eve", AFTER, 42) is not None
    assert audits_.announce(said, {**period, "interim": True}, "eve", AFTER, 43) is not None
    assert [each.record for each in audits_.all("adam") if not each.interim] == [40]


def test_nothing_is_drawn_from_a_log_that_is_not_the_announced_one(made: House) -> None:
    audit = announced(made)
    made.later(days=5)
    with made.station.registers.audits._database.writing() as session:
        row = session.get(AuditTableRow, audit.audit)
        assert row is not None
        row.checkpoint = row.checkpoint.replace(str(audit.size), str(audit.size - 1))
    with pytest.raises(Unavailable, match="not the one that was announced"):
        drawn(made.desk(), Draw(audit=audit.audit, value="1234"))
    assert made.station.records()[-1].body["outcome"] == "failed"


def test_a_quarter_that_is_not_over_is_audited_up_to_now_and_still_waits_for_its_own(made: House) -> None:
    audit = announced(made, quarter="2026-Q3")
    assert (audit.interim, audit.until, audit.size) == (True, AFTER, audit.record)
    with pytest.raises(BadInput, match="has not begun"):
        announced(made, quarter="2026-Q4")
    with pytest.raises(BadInput, match="no quarter"):
        announced(made, quarter="soon")


@pytest.mark.parametrize("who", [OLGA, person(Role.ANALYST, name="ana", standing=ALWAYS)])
def test_only_an_administrator_announces(made: House, who: object) -> None:
    desk = made.desk(who)  # type: ignore[arg-type]
    said = Draw(audit=announced(made).audit, value="1234")
    with pytest.raises(Refused):
        drawn(desk, said)
    assert made.station.records()[-1].kind is Kind.REFUSAL


def test_a_row_shows_what_was_asked_seen_and_why(made: House) -> None:
    audit = opened(made)
    page = rows_of(made.desk(OLGA), AskRows(audit=audit.audit))
    assert audit.rows == len(page.rows) == audit.left
    assert Counter(row.stratum for row in page.rows)["refused"] == 1
    row = next(row for row in page.rows if row.entry.action == "search.plates" and row.seen is not None)
    assert row.seen == 2
    assert "plates like 7ABC???" in row.entry.asked
    assert row.entry.case_number == "2026-00417"
    assert row.entry.narrative
    assert "read_ids" not in row.entry.body
    last = made.station.records()[-1]
    assert (last.action, last.kind, last.body["count"]) == ("audit.rows", Kind.RESULT, audit.rows)


def test_nobody_sees_anothers_word_before_two_have_spoken(made: House) -> None:
    audit = opened(made)
    index = rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows[0].index
    say(made.desk(EVE), Review(audit=audit.audit, index=index, verdict=Verdict.UNCLEAR, words=WORDS))
    seen = rows_of(made.desk(OLGA), AskRows(audit=audit.audit)).rows[0]
    assert (seen.said, seen.mine, seen.words) == ([], None, 1)
    mine = rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows[0].mine
    assert mine is not None
    assert mine.verdict is Verdict.UNCLEAR
    say(made.desk(EVE), Review(audit=audit.audit, index=index, verdict=Verdict.IN_ORDER))
    say(made.desk(OLGA), Review(audit=audit.audit, index=index, verdict=Verdict.IN_ORDER))
    both = rows_of(made.desk(OLGA), AskRows(audit=audit.audit)).rows[0]
    assert [(each.by, each.verdict) for each in both.said] == [("eve", "in order"), ("olga", "in order")]


def test_the_log_and_its_export_tell_a_second_reviewer_nothing_of_the_first_word(made: House) -> None:
    audit = opened(made)
    first, second = (row.index for row in rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows[:2])
    with pytest.raises(BadInput, match="needs a word on why"):
        say(made.desk(EVE), Review(audit=audit.audit, index=first, verdict=Verdict.MISUSE))
    say(made.desk(EVE), Review(audit=audit.audit, index=first, verdict=Verdict.MISUSE, words=WORDS))
    say(made.desk(EVE), Review(audit=audit.audit, index=second, verdict=Verdict.IN_ORDER))
    station, why, zone = made.station, made.purpose(OLGA), made.desk().zone
    query = LogQuery(action="audit.review")
    page = read_log(station.gate, station.reader, OLGA, why, query, zone)
    assert [each.asked for each in page.entries] == [
        f"say what record {index} is, in audit {audit.audit}" for index in (second, first, first)
    ]
    with pytest.raises(AssentRequired) as asked:
        export_log(station.gate, station.reader, OLGA, why, query, zone)
    station.registers.assents.answer(asked.value.assent, "olga", True, "", station.clock, record=0)
    taken = export_log(station.gate, station.reader, OLGA, why, query, zone)
    assert taken.count == 3
    for shown in (page.model_dump_json(), taken.csv):
        assert not [word for word in (WORDS, "misuse", "in order", "needs a word", "digest") if word in shown]
    for text in ("misuse", "neighbour", "in order", "verdict", "digest", "needs a word"):
        sought = LogQuery(action="audit.review", text=text)
        assert read_log(station.gate, station.reader, OLGA, why, sought, zone).total == 0
    assert station.reader.page(query)[0][1].body["elements"]["words"] == WORDS


def test_two_persons_speak_of_a_row_and_not_the_one_whose_it_is(made: House) -> None:
    audit = opened(made)
    row = rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows[0]
    own = person(Role.AUDITOR, name=row.entry.user, standing=ALWAYS)
    said = Review(audit=audit.audit, index=row.index, verdict=Verdict.IN_ORDER)
    with pytest.raises(Refused, match="of his or her own"):
        say(made.desk(own), said)
    for who in (EVE, OLGA):
        say(made.desk(who), said)
    for who in (ADAM, EVE):
        with pytest.raises(Refused, match="eve and olga have said"):
            say(made.desk(who), said)
    other = rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows[1].index
    with pytest.raises(BadInput, match="needs a word on why"):
        say(made.desk(EVE), Review(audit=audit.audit, index=other, verdict=Verdict.MISUSE, words="hm"))
    with pytest.raises(NotFound):
        say(made.desk(EVE), Review(audit=audit.audit, index=99_999, verdict=Verdict.IN_ORDER))


def test_who_may_not_read_the_log_learns_of_no_record_whether_it_is_audited(made: House) -> None:
    audit = opened(made)
    drawn_one = rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows[0].index
    ana = person(Role.OFFICER, name="ana", standing=ALWAYS)
    told = set()
    for index in (drawn_one, 99_999):
        before = len(made.station.records())
        with pytest.raises(Refused) as refused:
            say(made.desk(ana), Review(audit=audit.audit, index=index, verdict=Verdict.IN_ORDER))
        told.add((refused.value.message, refused.value.section))
        assert [each.kind for each in made.station.records()[before:]] == [Kind.REFUSAL]
    assert len(told) == 1
    for finding in (found(made, audit, drawn_one).finding, 99_999):
        with pytest.raises(Refused):
            decide(made.desk(OLGA), Decide(finding=finding, outcome=Outcome.IN_ORDER, words=WORDS))


def test_what_is_not_there_is_told_to_those_who_may_ask_and_is_on_record(made: House) -> None:
    audit = opened(made)
    for act, ask in {
        "audit.review": lambda: say(made.desk(EVE), Review(audit=audit.audit, index=99_999, verdict=Verdict.IN_ORDER)),
        "audit.decide": lambda: decide(made.desk(EVE), Decide(finding=99_999, outcome=Outcome.IN_ORDER, words=WORDS)),
    }.items():
        with pytest.raises(NotFound, match=r"There is no|has no row"):
            ask()
        last = made.station.records()[-1]
        assert (last.kind, last.action, last.user) == (Kind.REFUSAL, act, "eve")


def test_what_one_doubts_waits_for_a_finding_a_decision_and_another_persons_approval(made: House) -> None:
    audit = opened(made)
    bad = rows_of(made.desk(), AskRows(audit=audit.audit)).rows[3]
    reviewed(made, audit, bad=bad.index, doubted_by="olga")
    stood = standing(made.desk(), AskRows(audit=audit.audit))
    assert (stood.open_rows, stood.waits) == ([bad.index], ["1 rows that are not in order wait for a finding"])
    (pair,) = stood.pairs
    assert (pair.first, pair.second, pair.rows - pair.same, pair.kappa) == ("eve", "olga", 1, 0.0)
    finding = found(made, audit, bad.index)
    assert finding.users == [bad.entry.user]
    with pytest.raises(BadInput, match="findings wait for a decision"):
        sealed_report(made.desk(), AskReport(audit=audit.audit))
    done = decided(made, finding)
    assert (done.outcome, done.decided_by, done.approved_by) == (Outcome.MISUSE, "adam", "eve")
    with pytest.raises(AssentRequired):
        decide(made.desk(), Decide(finding=finding.finding, outcome=Outcome.IN_ORDER, words=WORDS))


def test_an_approval_decides_one_finding_once_as_it_was_approved_and_in_its_time(made: House) -> None:
    audit = opened(made)
    rows = [row.index for row in rows_of(made.desk(), AskRows(audit=audit.audit)).rows[2:4]]
    first, second = (found(made, audit, row) for row in rows)
    said = Decide(finding=first.finding, outcome=Outcome.MISUSE, words=WORDS)

    def asked(said: Decide) -> None:
        with pytest.raises(AssentRequired):
            decide(made.desk(), said)

    asked(said)
    made.approved("eve")
    asked(said.model_copy(update={"outcome": Outcome.IN_ORDER}))
    asked(said.model_copy(update={"finding": second.finding}))
    made.later(minutes=16)
    asked(said)
    made.approved("eve")
    assert decide(made.desk(), said).approved_by == "eve"
    asked(said)


def test_nobody_decides_or_approves_about_rows_of_his_or_her_own(made: House) -> None:
    audit = opened(made)
    look = next(record.index for record in made.station.records() if record.user == "adam")
    finding = found(made, audit, look)
    with pytest.raises(Refused, match="rows of his or her own"):
        decide(made.desk(ADAM), Decide(finding=finding.finding, outcome=Outcome.IN_ORDER, words=WORDS))
    said = Decide(finding=finding.finding, outcome=Outcome.IN_ORDER, words=WORDS)
    with pytest.raises(AssentRequired):
        decide(made.desk(EVE), said)
    made.approved("adam")
    with pytest.raises(Refused, match="adam approved a decision about rows"):
        decide(made.desk(EVE), said)


def test_the_estimate_is_the_exact_bound_on_the_random_rows_alone(made: House) -> None:
    audit = opened(made)
    rows = rows_of(made.desk(), AskRows(audit=audit.audit)).rows
    random = next(row for row in rows if row.stratum == "random")
    refused = next(row for row in rows if row.stratum == "refused")
    decided(made, found(made, audit, refused.index))
    assert standing(made.desk(), AskRows(audit=audit.audit)).misuse == 0
    decided(made, found(made, audit, random.index))
    stood = standing(made.desk(), AskRows(audit=audit.audit))
    assert (audit.drawn, audit.rest) == (23, 24)
    assert (stood.misuse, stood.least, stood.most) == (1, 1, 2)


def test_a_sealed_report_is_kept_as_it_was_and_its_digests_stand_in_the_log(made: House) -> None:
    audit = opened(made)
    reviewed(made, audit)
    sealed = sealed_report(made.desk(), AskReport(audit=audit.audit))
    pdf = base64.b64decode(sealed.pdf)
    digests = (hashlib.sha256(pdf).hexdigest(), hashlib.sha256(sealed.html.encode()).hexdigest())
    assert digests == (sealed.pdf_sha256, sealed.html_sha256)
    record = made.station.reader.get(sealed.result_record)
    assert (record.body["pdf_sha256"], record.body["html_sha256"]) == digests
    note = Note.parse(sealed.note.encode())
    check(note, made.notary.key)
    assert note.text.split("\n")[1:4] == [str(sealed.record), *digests]
    again = sealed_report(made.desk(OLGA), AskReport(audit=audit.audit))
    assert (again.pdf, again.html, again.record) == (sealed.pdf, sealed.html, sealed.record)
    assert audits(made.desk()).due == []
    with pytest.raises(BadInput, match="sealed, and nothing of it is changed"):
        found(made, audit, 1)


def test_of_two_who_seal_at_once_both_get_the_one_report_that_is_kept(made: House) -> None:
    audit = opened(made)
    reviewed(made, audit)
    first: list[SealedReport] = []

    def meanwhile() -> Ground:
        if not first:
            first.append(sealed_report(made.desk(EVE), AskReport(audit=audit.audit)))
        return made.ground

    second = sealed_report(replace(made.desk(), ground=meanwhile), AskReport(audit=audit.audit))
    assert (second.record, second.pdf_sha256, second.pdf) == (first[0].record, first[0].pdf_sha256, first[0].pdf)
    *_, failed, asked, told = made.station.records()
    assert (failed.body["outcome"], failed.user) == ("failed", "adam")
    assert (asked.kind, told.kind, told.index) == (Kind.INTENT, Kind.RESULT, second.result_record)
    assert told.body["pdf_sha256"] == first[0].pdf_sha256


def test_the_reports_figures_are_the_logs(made: House) -> None:
    audit = opened(made)
    reviewed(made, audit)
    sealed = sealed_report(made.desk(), AskReport(audit=audit.audit))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(sealed.pdf))).pages)
    asked = [r for r in made.station.records() if r.index < audit.size and r.time >= audit.begin]
    requests = [r for r in asked if r.kind in (Kind.INTENT, Kind.REFUSAL)]
    results = [r for r in asked if r.kind is Kind.RESULT]
    told = {
        "Requests": len(requests),
        "admitted": sum(r.kind is Kind.INTENT for r in requests),
        "refused": sum(r.kind is Kind.REFUSAL for r in requests),
        "Answers that went out": len(results),
        "Reads and records in them": sum(r.body["count"] for r in results),
        "Files taken out": sum(r.action == "export.reads" for r in results),
        "Persons": len({r.user for r in requests}),
        "refused under 464.4.1": 1,
    }
    for name, number in told.items():
        assert f"<tr><td>{name}</td><td>{number:,}</td></tr>" in sealed.html
        assert f"{name}\n{number:,}" in text
    assert told["Requests"] == 26
    assert audit.seed in sealed.html
    assert audit.value in text


def test_the_queue_holds_what_detectors_say_of_a_window_with_the_rows(made: House) -> None:
    for _ in range(3):
        made.later(days=1)
        made.searched("ana", "8XYZ123")
    made.ground = Ground(watched=lambda plate: "household of ana" if plate == "8XYZ123" else "")
    now = made.station.clock
    seen = queue(made.desk(OLGA), AskQueue(start=now - timedelta(days=1), end=now + timedelta(hours=1)))
    watched = next(flag for flag in seen.flags if flag.detector == "watch-list")
    assert watched.user == "ana"
    assert [entry.index for entry in watched.entries] == watched.rows
    assert len(watched.rows) == 3
    assert "closed or foreign case" in seen.idle
    assert made.station.records()[-1].body["count"] == len(seen.flags)
    assert not queue(made.desk(OLGA), AskQueue(start=NOW, end=NOW + timedelta(days=1))).flags
    with pytest.raises(BadInput, match="can't look at this window"):
        queue(made.desk(OLGA), AskQueue(start=NOW, end=NOW + timedelta(days=101)))
