"""Another system's log is audited as our own is (464.6): drawn, reviewed by two, decided with four eyes, sealed."""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.audit.quarter import ADAM, EVE, OLGA, SOURCE, House, house, reviewed
from tests.unit.audit.test_report import text_of
from workbench.accesslog.record import Kind
from workbench.audit.announcing_foreign import announce_foreign
from workbench.audit.figures import Figures
from workbench.audit.finding import decide, raise_finding, standing
from workbench.audit.foreign.log import MOST
from workbench.audit.leading import audits, drawn
from workbench.audit.report.elsewhere import use
from workbench.audit.report.seal import sealed_report
from workbench.audit.reviewing import rows_of, say
from workbench.audit.row import Ground
from workbench.errors import AssentRequired, BadInput, NotFound, Refused
from workbench.store.registers.audit_tables import AuditFileRow
from workbench.wire.audits import (
    AnnounceForeign,
    AskReport,
    AskRows,
    Audit,
    Decide,
    Draw,
    Outcome,
    RaiseFinding,
    Review,
    State,
    Verdict,
)
from workbench.wire.packed import packed

pytestmark = pytest.mark.section("464.6", "464.10(c)")
HEAD = "id,user,searchDate,plate,case number,reason,results"
NAME, VALUE = "flock-2026-06.csv", "04 17 23 42 46 / 11"
WATCHED = "8XYZ123"
WORDS = "The plate is that of her neighbour."


def csv(rows: int = 300, plate: str = "7ABC{:03d}") -> bytes:
    """A file of so many searches; one by a pattern that means a watched plate."""
    lines = [
        f"{n},{('jdoe', 'olga', '***')[n % 3]},06/{1 + n % 28:02}/2026 05:{n % 60:02}:00 PM UTC,{plate.format(n)},"
        f"26-{n},burglary of a garage {n},{n % 5}"
        for n in range(1, rows)
    ]
    last = f"{rows},jdoe,06/30/2026 05:00:00 PM UTC,8XYZ12?,26-9,burglary again,0"
    return "\r\n".join([HEAD, *lines, last]).encode()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    with Station(tmp_path) as station, house(station, 3) as built:
        watched = {station.registers.watch_list.short(WATCHED): "household, otto"}
        built.ground = Ground(watched=lambda keyed: watched.get(keyed, ""), keyed=station.registers.watch_list.short)
        yield built


def handed_in(made: House, raw: bytes, **more: object) -> Audit:
    drawn_at = made.station.clock + timedelta(days=1)
    said = {"name": NAME, "file": packed(raw), "source": SOURCE, "drawn_at": drawn_at, **more}
    return announce_foreign(made.desk(), AnnounceForeign.model_validate(said))


def opened(made: House, raw: bytes) -> Audit:
    audit = handed_in(made, raw)
    made.later(days=2)
    return drawn(made.desk(), Draw(audit=audit.audit, value=VALUE))


def test_a_file_is_audited_from_its_announcement_to_its_sealed_report(made: House) -> None:
    raw = csv()
    audit = opened(made, raw)
    assert (audit.of, audit.size, audit.state) == (NAME, 300, State.OPEN)
    rows = rows_of(made.desk(OLGA), AskRows(audit=audit.audit)).rows
    assert len(rows) == audit.rows
    last = rows[-1]
    assert (last.index, last.stratum, last.entry.asked) == (300, "watched", "search for 8XYZ12?")
    first = next(row for row in rows if row.entry.user == "jdoe")
    assert first.entry.narrative == f"burglary of a garage {first.index}"
    assert first.seen == first.index % 5
    bad = first.index
    reviewed(made, audit, bad=bad)
    made.desk(EVE)
    for row in rows_of(made.desk(EVE), AskRows(audit=audit.audit)).rows:
        if row.entry.user == "olga":  # she may not review what a person of her name did there
            say(made.desk(), Review(audit=audit.audit, index=row.index, verdict=Verdict.IN_ORDER))
    finding = raise_finding(made.desk(OLGA), RaiseFinding(audit=audit.audit, rows=[bad], words=WORDS))
    assert finding.users == ["jdoe"]
    said = Decide(finding=finding.finding, outcome=Outcome.MISUSE, words=WORDS)
    with pytest.raises(AssentRequired):
        decide(made.desk(), said)
    made.approved("olga")
    assert decide(made.desk(), said).approved_by == "olga"
    stood = standing(made.desk(), AskRows(audit=audit.audit))
    assert (stood.waits, sum(pair.rows for pair in stood.pairs)) == ([], audit.rows)
    sealed = sealed_report(made.desk(), AskReport(audit=audit.audit))
    paper = text_of(b64decode(sealed.pdf))
    for words in (NAME, hashlib.sha256(raw).hexdigest(), audit.seed, "Searches in the file"):
        assert words in sealed.html
        assert words in paper.replace("\n", "") or words in paper
    assert "recompute_sample" not in sealed.html
    assert made.station.records()[-1].body["pdf_sha256"] == sealed.pdf_sha256
    assert sealed_report(made.desk(), AskReport(audit=audit.audit)).html == sealed.html


def test_an_outsider_who_has_the_file_draws_the_same_rows(made: House) -> None:
    raw = csv()
    audit = opened(made, raw)
    value = "".join(sign for sign in VALUE.lower() if sign.isalnum())
    seed = hashlib.sha256(f"{hashlib.sha256(raw).hexdigest()}\n{value}".encode()).digest()
    order = sorted(range(1, 301), key=lambda row: hashlib.sha256(seed + row.to_bytes(8, "big")).digest())
    rows = rows_of(made.desk(), AskRows(audit=audit.audit)).rows
    assert sorted(order[: audit.drawn]) == [row.index for row in rows if row.stratum == "random"]


def test_the_second_reviewer_speaks_without_the_first_ones_word(made: House) -> None:
    audit = opened(made, csv())
    index = next(r.index for r in rows_of(made.desk(), AskRows(audit=audit.audit)).rows if r.entry.user == "jdoe")
    say(made.desk(EVE), Review(audit=audit.audit, index=index, verdict=Verdict.MISUSE, words=WORDS))
    (row,) = (r for r in rows_of(made.desk(OLGA), AskRows(audit=audit.audit)).rows if r.index == index)
    assert (row.words, row.said, row.mine) == (1, [], None)


def test_nobody_reviews_rows_under_his_or_her_own_name(made: House) -> None:
    audit = opened(made, csv())
    index = next(r.index for r in rows_of(made.desk(), AskRows(audit=audit.audit)).rows if r.entry.user == "olga")
    with pytest.raises(Refused):
        say(made.desk(OLGA), Review(audit=audit.audit, index=index, verdict=Verdict.IN_ORDER))


def test_the_same_file_is_not_drawn_twice_whatever_it_is_called(made: House) -> None:
    first = opened(made, csv())
    with pytest.raises(BadInput, match="This very file has an audit"):
        handed_in(made, csv(), name="another name.csv")
    second = handed_in(made, csv(299))
    assert {each.audit for each in audits(made.desk()).audits} == {first.audit, second.audit}
    assert not {first.quarter, second.quarter} & {each.quarter for each in audits(made.desk()).due}


def test_a_file_that_was_changed_after_its_announcement_is_not_drawn(made: House) -> None:
    audit = handed_in(made, csv())
    made.later(days=2)
    with made.station.registers.audits._database.writing() as session:
        session.get(AuditFileRow, audit.audit).packed = zlib.compress(csv(plate="1AAA{:03d}"))
    with pytest.raises(Exception, match="not the one that was announced"):
        drawn(made.desk(), Draw(audit=audit.audit, value=VALUE))
    assert made.station.records()[-1].body["outcome"] == "failed"


def test_neither_the_file_nor_a_row_of_it_is_in_the_access_log(made: House) -> None:
    raw = csv()
    handed_in(made, raw)
    record = next(each for each in made.station.records()[::-1] if each.kind is Kind.INTENT)
    assert record.body["elements"]["sha256"] == hashlib.sha256(raw).hexdigest()
    assert "file" not in record.body["elements"]
    assert "7ABC001" not in str([each.body for each in made.station.records() if each.action == "audit.announce"])


@pytest.mark.parametrize(
    ("file", "match"),
    [
        ("no base64!", "did not come whole"),
        ("größer", "did not come whole"),
        (b64encode(b"no zlib").decode(), "did not come whole"),
        (packed(csv())[:-40], "did not come whole"),
        (packed(b"\0" * (MOST + 1)), "more than 64 MB"),
        (packed(b"one,two\r\n1,2\r\n"), "begin with the names of its columns"),
        (packed(HEAD.encode()), "no row in this file"),
        (packed(HEAD.encode() + b"\r\n1,ana,yesterday,,,x,1"), "time can't be read"),
    ],
)
def test_what_is_no_log_is_refused_on_record_and_makes_no_audit(made: House, file: str, match: str) -> None:
    with pytest.raises(BadInput, match=match):
        handed_in(made, b"", file=file)
    assert made.station.records()[-1].kind is Kind.REFUSAL
    assert not audits(made.desk()).audits


def test_a_value_that_may_be_known_and_a_person_who_does_not_lead_announce_nothing(made: House) -> None:
    with pytest.raises(BadInput, match="must not be known yet"):
        handed_in(made, csv(), drawn_at=made.station.clock)
    said = AnnounceForeign(
        name=NAME, file=packed(csv()), source=SOURCE, drawn_at=made.station.clock + timedelta(days=1)
    )
    with pytest.raises(Refused):
        announce_foreign(made.desk(OLGA), said)
    assert not audits(made.desk()).audits


def test_a_row_that_the_file_has_not_is_nobodys_finding(made: House) -> None:
    audit = opened(made, csv())
    with pytest.raises(BadInput, match="not that long"):
        raise_finding(made.desk(ADAM), RaiseFinding(audit=audit.audit, rows=[301], words=WORDS))
    with pytest.raises(NotFound):
        say(made.desk(EVE), Review(audit=audit.audit, index=301, verdict=Verdict.IN_ORDER))


def test_a_chart_of_offences_stands_where_the_file_tells_any() -> None:
    told, silent = Figures(categories=Counter(burglary=2, none=1)), Figures(categories=Counter(none=3))
    assert [len(use(figures).charts[1].bars) for figures in (told, silent)] == [2, 0]
