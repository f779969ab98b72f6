from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.errors import (
    AssentRequired,
    BadInput,
    LogUnavailable,
    PatternError,
    PurposeRequired,
    Refused,
    SignInRequired,
    TrainingRequired,
)
from workbench.prose.shown import escape, visible
from workbench.ui.notice import notice
from workbench.ui.words import exact, listed, local, plural

NOON = datetime(2026, 7, 1, 19, 0, 5, tzinfo=UTC)


def test_tags_and_entities_are_shown_as_they_were_typed() -> None:
    assert escape("<img src=x onerror='a()'>&lt;") == "&lt;img src=x onerror=&#x27;a()&#x27;&gt;&amp;lt;"


@pytest.mark.parametrize("char", ["\u202e", "\u200b", "\x1b", "\u2028"])
def test_invisible_and_direction_changing_characters_are_spelled_out(char: str) -> None:
    assert visible(f"7A{char}B") == f"7A[U+{ord(char):04X}]B"


def test_a_very_long_text_is_cut_and_says_so() -> None:
    assert visible("x" * 5000, 10) == "x" * 10 + "…"


def test_times_are_told_in_the_agencys_zone_with_its_name() -> None:
    assert local(NOON, "America/Los_Angeles") == "2026-07-01 12:00 PDT"
    assert exact(NOON, "America/Los_Angeles") == "2026-07-01 12:00:05 PDT (2026-07-01 19:00:05 UTC)"
    assert local(None, "UTC") == "-"


def test_counts_and_lists_read_as_sentences() -> None:
    assert [plural(1, "read"), plural(1234, "read"), plural(2, "person", "people")] == [
        "1 read",
        "1,234 reads",
        "2 people",
    ]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (Refused("No.", how="Ask.", section="464.4"), "error", "Refused: No."),
        (BadInput("Too long.", where="pattern"), "error", "Too long. (pattern)"),
        (PatternError("% is no character.", position=2), "error", "% is no character. (character 3)"),
        (LogUnavailable("The log can't be written."), "error", "The log can't be written."),
        (
            RuntimeError("secret path /srv/x"),
            "error",
            "Something in this panel failed (RuntimeError). Nothing was lost.",
        ),
    ],
)
def test_each_error_is_told_in_plain_words(error: Exception, kind: str, says: str) -> None:
    told = notice(error)
    assert (told.kind, told.title) == (kind, says)


def test_each_error_says_how_to_go_on_even_when_the_custodian_did_not() -> None:
    for error in (SignInRequired("Who?"), PurposeRequired("Why?"), LogUnavailable("Down."), RuntimeError()):
        assert notice(error).how


def test_missing_training_leads_to_the_training_notebook() -> None:
    assert notice(TrainingRequired("Not trained.")).notebook == "training.ipynb"


def test_a_question_leads_to_the_signed_in_page_and_back() -> None:
    told = notice(AssentRequired("Sure?", assent="a1", page="/services/edge/assents/a1"))
    assert (told.kind, told.page, told.retry) == ("ask", "/services/edge/assents/a1", True)


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil", "/a b"])
def test_a_page_outside_this_site_is_never_linked(page: str) -> None:
    assert notice(AssentRequired("Sure?", assent="a1", page=page)).page == ""
