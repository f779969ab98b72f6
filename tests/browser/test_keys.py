"""464.7(g): keys, toggles and what is typed, in a real browser: a held key speaks once, Enter sends the whole text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.stage import Stage, staged
from workbench.ui.review.card import ReviewCard
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.table.guard import KeyGuard

pytestmark = [pytest.mark.browser, pytest.mark.section("464.7(g)")]

COLUMNS = [Column("name", "Name", lambda row: Cell.plain(row["name"]))]
READ = {"plate": "7ABC123", "place": "1 of 2", "facts": [], "readings": [], "outcome": "", "earlier": ""}


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def table(chromium: Browser, tmp_path: Path, heard: list[str]) -> Iterator[Stage]:
    made = DataTable(COLUMNS, "Things", "name", letters="3", action="to open it")
    made.show(pl.DataFrame({"name": ["a", "b", "c"]}))
    made.on_key(lambda key, row: heard.append(f"{key} on {row}"))
    with staged(chromium, made, tmp_path) as stage:
        yield stage


@pytest.fixture
def card(chromium: Browser, tmp_path: Path, heard: list[str]) -> Iterator[Stage]:
    made = ReviewCard(lambda deed, _place: heard.append(deed), item=READ, strip=[], at=0)
    with staged(chromium, made, tmp_path) as stage:
        yield stage


def hold(stage: Stage, key: str) -> None:
    """Press a key, and again and again while it is held, as a keyboard does."""
    for _ in range(4):
        stage.page.keyboard.down(key)
    stage.page.keyboard.up(key)


def test_a_key_held_on_a_row_speaks_of_one_row_once(table: Stage, heard: list[str]) -> None:
    table.page.locator("tr[data-id=b]").click()
    with table.hearing("key"):
        hold(table, "3")
    with table.hearing("key"):
        table.page.keyboard.press("3")
    assert heard == ["3 on b", "3 on b"]


def test_enter_held_on_a_row_opens_it_once(table: Stage, heard: list[str]) -> None:
    table.page.locator("tr[data-id=b]").click()
    hold(table, "Enter")
    with table.hearing("key"):
        table.page.keyboard.press("3")
    assert table.widget.opened == 1  # type: ignore[attr-defined]


def test_a_toggle_button_says_whether_it_is_on(chromium: Browser, tmp_path: Path) -> None:
    with staged(chromium, KeyGuard(), tmp_path) as stage:
        stage.page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
            "<button class='widget-toggle-button'>Reads</button>")""")
        toggle = stage.page.get_by_role("button", name="Reads")
        expect(toggle).to_have_attribute("aria-pressed", "false")
        toggle.evaluate("(each) => each.classList.add('mod-active')")
        expect(toggle).to_have_attribute("aria-pressed", "true")


def test_a_key_pressed_in_what_is_told_under_a_row_moves_on_from_that_row(table: Stage) -> None:
    table.widget.chosen = "b"  # type: ignore[attr-defined]
    table.widget.tell({"What": "told"}, {"Folded": "more"})  # type: ignore[attr-defined]
    table.sync()
    table.page.locator("summary").focus()
    table.page.keyboard.press("ArrowDown")
    expect(table.page.locator("tr[data-id=c]")).to_be_focused()


def test_a_key_held_on_the_card_says_one_word_while_moves_may_be_held(card: Stage, heard: list[str]) -> None:
    card.page.locator(".alpr-review").focus()
    with card.hearing("do", times=5):
        hold(card, "a")
        hold(card, "j")
    assert heard == ["accept", "next", "next", "next", "next"]


def test_enter_sends_the_whole_plate_although_the_kernel_was_told_only_half_of_it(
    card: Stage, heard: list[str]
) -> None:
    card.widget.set_trait("correcting", True)
    card.sync()
    card.page.evaluate("window.saved = async () => window.state")  # what is typed waits while the kernel is busy
    card.page.get_by_label("The plate in the image").fill("8XYZ999")
    with card.hearing("do"):
        card.page.keyboard.press("Enter")
    assert (heard, card.widget.typed) == (["send"], "8XYZ999")  # type: ignore[attr-defined]
