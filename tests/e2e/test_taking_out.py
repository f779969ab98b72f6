"""Reads taken out in the browser (464.9, 464.11): asked, confirmed with the password, put down, saved, on record."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.reach import press, step_to, tab_to, well_made
from tests.e2e.test_edge import typed
from tests.e2e.test_screens import SLOW, find, search_page
from tests.e2e.visit import Visit
from tests.unit.release.ground import pages

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.5", "464.9", "464.11")]


def test_a_pdf_is_confirmed_made_saved_and_lies_in_the_home_for_its_owner_alone(visit: Visit, tmp_path: Path) -> None:
    box = search_page(visit, "26-04712")
    page = visit.page
    expect(page.get_by_role("button", name="Take out …")).to_be_hidden()
    step_to(find(box), page.get_by_role("table", name="Vehicles found"))
    press(page.get_by_role("button", name="Take out …"))
    only = page.get_by_role("radio", name=re.compile(r"^Only \d+ reads: vehicle 7LBR461$"))
    press(only, "Space")
    expect(only).to_be_checked()
    expect(page.get_by_text(re.compile(r"The file holds \d+ of the \d+ reads of this answer"))).to_be_visible()
    tab_to(page.get_by_label("Format"))
    page.keyboard.type("Paper")
    expect(page.get_by_label("Paper", exact=True)).to_be_visible()
    press(page.get_by_role("button", name="Take out", exact=True))
    expect(page.get_by_role("alert").filter(has_text="Write what the file is for")).to_be_visible()
    tab_to(page.get_by_label("What the file is for"), key="Shift+Tab")
    page.keyboard.type("For the case file: where the dark sedan was seen.")
    press(page.get_by_role("button", name="Take out", exact=True))
    link = page.get_by_role("link", name="Open the page (new tab)")
    expect(link).to_be_visible(timeout=SLOW)
    visit.picture("asked")
    with visit.context.expect_page() as opened:
        press(link)
    signed = opened.value
    expect(signed.get_by_role("heading", name="Confirm that you take these reads out as a file")).to_be_visible()
    expect(signed.get_by_text("For the case file: where the dark sedan was seen.")).to_be_visible()
    expect(signed.get_by_text("vehicle 7LBR461", exact=True)).to_be_visible()
    signed.screenshot(path=visit.pictures / "confirm.png")
    press(signed.get_by_role("button", name="Yes"))
    typed(signed, visit.house.passwords["ana"])
    expect(signed.get_by_role("heading", name="Recorded: granted")).to_be_visible()
    signed.close()
    press(page.get_by_role("button", name="Take it out again"))
    save = page.get_by_role("button", name=re.compile(r"^Save reads-record-\d+\.pdf on this computer$"))
    expect(save).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(re.compile("Access log: asked in record"))).to_have_count(2)  # of the search, of the file
    well_made(page)
    save.scroll_into_view_if_needed()
    visit.picture("taken")
    with page.expect_download() as saving:
        press(save)
    saving.value.save_as(tmp_path / "saved.pdf")
    saved = (tmp_path / "saved.pdf").read_bytes()
    [told] = page.locator(".alpr-taken code").filter(has_text=re.compile("^[0-9a-f]{64}$")).all_inner_texts()
    assert hashlib.sha256(saved).hexdigest() == told
    assert "Access log record" in pages(saved)[0]
    assert "vehicle 7LBR461" in pages(saved)[0]
    [kept] = (visit.house.data / "homes" / "ana" / "taken-out").glob("*.pdf")
    assert kept.read_bytes() == saved
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.unlink()
    page.set_viewport_size({"width": 1920, "height": 1080})
    save.scroll_into_view_if_needed()
    visit.picture("wide")
