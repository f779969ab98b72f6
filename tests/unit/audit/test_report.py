"""A report holds whatever people wrote, as they wrote it, on paper too (464.6)."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from workbench.audit.figures import figures
from workbench.audit.report.content import Matter, Report, estimate, percent, report
from workbench.audit.report.page import page_of
from workbench.audit.report.pdf import pdf_of
from workbench.wire.audits import Audit, Finding, Outcome, Standing, State

pytestmark = pytest.mark.section("464.6", "464.10(c)")
BEGIN, UNTIL = datetime(2026, 4, 1, 7, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> & \"ñ\" '車' 🚗 \u202e"


def audit(**more: object) -> Audit:
    known = {
        "audit": 1, "quarter": "2026-Q2", "interim": False, "begin": BEGIN, "until": UNTIL, "size": 9,
        "checkpoint": "log\n9\nroot\n", "source": HOSTILE, "drawn_at": UNTIL, "allowed": 1, "announced_by": "adam",
        "announced_at": UNTIL, "record": 9, "state": State.OPEN, "value": HOSTILE, "seed": "ab" * 32,
        "drawn_by": "adam", "drawn_record": 10, "population": 2_400, "rest": 2_400, "drawn": 270, "rows": 270,
    }  # fmt: skip
    return Audit.model_validate({**known, **more})


def made(words: str, *, findings: int = 1, **more: object) -> Report:
    found = [
        Finding(finding=number, audit=1, rows=[*range(40)], users=["ana", words[:60] or "x"], detector="watch-list",
                words=words, raised_by="eve", raised_at=UNTIL, record=20, outcome=Outcome.MISUSE, decision=words,
                decided_by="adam", decided_record=21, approved_by="olga")
        for number in range(1, findings + 1)
    ]  # fmt: skip
    standing = Standing(audit=audit(**more), findings=found, pairs=[], open_rows=[], misuse=0, least=0, most=24,
                        waits=[], record=30)  # fmt: skip
    return report(
        Matter(agency=HOSTILE, zone="America/Los_Angeles", audit=standing.audit, standing=standing,
               figures=figures([], BEGIN, UNTIL, "America/Los_Angeles"), strata=Counter(random=270), said=[],
               flags=Counter({"watch-list": 1}), idle=(), record=31, sealed_at=UNTIL, sealed_by="adam")
    )  # fmt: skip


def text(made: Report) -> str:
    return text_of(pdf_of(made))


def text_of(pdf: bytes) -> str:
    """The words on paper."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_hostile_words_are_words_on_the_page_and_on_paper() -> None:
    told = made(HOSTILE)
    page = page_of(told)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "[U+8ECA]" in text(told)
    assert pdf_of(told) == pdf_of(told)


def test_the_longest_words_and_many_findings_fit_on_paper() -> None:
    told = made("A word, " * 250, findings=30)
    pages = PdfReader(io.BytesIO(pdf_of(told))).pages
    assert len(pages) > 20
    assert text(told).count("word,") >= 30 * 250 * 2


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_no_words_bring_it_down(words: str) -> None:
    told = made(words)
    assert pdf_of(told).startswith(b"%PDF")
    assert page_of(told).encode("utf-8", "replace")


def test_the_estimate_is_a_bound_and_is_rounded_up() -> None:
    standing = Standing(audit=audit(), findings=[], pairs=[], open_rows=[], misuse=0, least=0, most=24, waits=[],
                        record=1)  # fmt: skip
    assert estimate(standing) == (
        "Of 270 rows drawn at random, none is misuse: with 95 % confidence, at most 24 of 2,400 (1.0 %) of the rows "
        "from which they were drawn are misuse."
    )
    assert percent(1, 3000) == "0.1 %"
    assert percent(0, 0) == "-"


def test_weeks_without_a_request_stand_in_the_figures_too() -> None:
    told = figures([], BEGIN, UNTIL, "America/Los_Angeles")
    assert len(told.weeks) == 14
    assert set(told.weeks.values()) == {0}
    assert {day.weekday() for day in told.weeks} == {0}
