"""The whole way (464.5, 464.7(d)): sign in, say why, find a plate, see it on the map, find the search in the log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.reach import notebook_well_made, tab_to, well_made
from tests.e2e.visit import WHY, Visit

pytestmark = [pytest.mark.browser, pytest.mark.machine]
RELEASED = re.compile(r"asked in record (\d+), released in record (\d+), .*; (\d+) reads\.")


@pytest.mark.section("464.7(d)")
def test_an_analyst_finds_a_planted_vehicle_by_four_of_its_seven_characters(visit: Visit) -> None:
    visit.sign_in("ana")
    visit.declare()
    expect(visit.page.get_by_role("heading", name="Start", exact=True)).to_be_visible()
    expect(visit.page.get_by_text("Search by a partial plate").locator("visible=true").first).to_be_visible()
    well_made(visit.page)
    visit.picture("start")
    visit.open("ana", "partial_plate")
    visit.declare(case="26-04711")
    box = visit.page.get_by_role("textbox", name="Partial plate")
    tab_to(box)
    visit.page.keyboard.type("7?BR4*")
    visit.page.keyboard.press("Enter")
    vehicle = visit.page.get_by_role("table", name="Vehicles found").get_by_role("row").filter(has_text="7LBR461")
    expect(vehicle).to_be_visible()
    expect(visit.page.locator(".alpr-record")).to_have_text(RELEASED)
    the_map = visit.page.frame_locator("iframe").first
    expect(the_map.locator(".badge.camera").first).to_be_visible()
    well_made(visit.page)
    visit.picture("found")
    tab_to(visit.page.get_by_role("table", name="Vehicles found").locator("tbody tr").first, 200)
    visit.page.keyboard.press("ArrowDown")  # the first key chooses the row that has the focus
    while not vehicle.evaluate("(each) => each === document.activeElement"):
        visit.page.keyboard.press("ArrowDown")
    order = visit.page.get_by_role("table", name="Reads in the order of time").get_by_role("row")
    expect(order.nth(1)).to_be_visible()
    expect(the_map.locator(".badge.stop").first).to_be_visible()
    told = " ".join(the_map.locator(".holder[aria-label]").evaluate_all("all => all.map(each => each.ariaLabel)"))
    assert len(set(re.findall(r"(\d+): \d{4}-", told))) == order.count() - 1, "each of its reads stands on the map"
    visit.picture("followed")
    visit.page.get_by_role("slider", name="Reads along time: from").press("End")
    expect(visit.page.get_by_text(re.compile(r"^[\d,]+ of [\d,]+ reads? in this time$"))).to_be_visible()
    visit.picture("narrowed")
    visit.page.get_by_role("button", name="Reads along time: show all of it").press("Enter")
    expect(visit.page.get_by_text("in this time")).to_be_hidden()
    expect(order).to_have_count(visit.page.locator(".alpr-timeline .marks button").count() + 1)
    visit.page.get_by_role("button", name="Saved searches …").press("Enter")
    name = visit.page.get_by_role("textbox", name="Name for this search")
    name.fill("Main Street")
    name.press("Enter")
    expect(visit.page.get_by_role("status").filter(has_text="“Main Street” is saved")).to_be_visible()
    box.fill("")
    visit.page.get_by_role("button", name="Open in the form").press("Enter")
    expect(box).to_have_value("7?BR4*")
    expect(visit.page.get_by_role("alert")).to_contain_text("Does this search belong to case 26-04711")
    well_made(visit.page)
    visit.picture("saved")
    visit.page.get_by_role("button", name="It belongs to this case").press("Enter")
    expect(visit.page.get_by_role("alert")).to_have_count(0)
    tab_to(order.nth(1), 200)
    visit.page.keyboard.press("i")
    expect(visit.page.get_by_text("There is no image with this read")).to_be_visible()
    well_made(visit.page)
    visit.picture("looked-at")
    visit.open("ana", "cookbook")
    visit.declare(case="26-04711")
    cookbook = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-inner"
    expect(visit.page.frame_locator(f"{cookbook} iframe").locator("path.leaflet-interactive").first).to_be_attached()
    notebook_well_made(visit.page, cookbook)
    visit.picture("cookbook")


@pytest.mark.section("464.5")
@pytest.mark.section("464.6")
def test_the_administrator_finds_the_search_and_its_count_in_the_log(visit: Visit) -> None:
    visit.sign_in("ana", "partial_plate")
    visit.declare(case="26-0815")
    box = visit.page.get_by_role("textbox", name="Partial plate")
    box.fill("7?BR4?1")
    box.press("Enter")
    expect(visit.page.get_by_role("table").filter(has_text="7LBR461").first).to_be_visible()
    expect(visit.page.locator(".alpr-record")).to_have_text(RELEASED)
    told = RELEASED.search(visit.page.locator(".alpr-record").inner_text())
    assert told
    intent, result, seen = told.groups()
    proof = visit.page.locator("details.alpr-receipt pre").text_content() or ""
    assert proof.startswith("c2sp.org/tlog-proof@v1\n")
    assert f"\nindex {result}\n" in proof
    visit.context.clear_cookies()
    visit.sign_in("adam", "access_log")
    visit.declare(case="A-2026-11")
    log = visit.page.get_by_role("table", name="Records, newest first").get_by_role("row")
    asked, released = (
        log.filter(has=visit.page.get_by_role("rowheader", name=at, exact=True)) for at in (intent, result)
    )
    expect(asked).to_contain_text("7?BR4?1")
    expect(asked).to_contain_text("26-0815")
    expect(released).to_contain_text("ana")
    expect(released.get_by_role("cell", name=seen, exact=True)).to_be_visible()
    well_made(visit.page)
    visit.picture("log")
    visit.page.get_by_label("Plate asked or seen").fill("7LBR461")
    visit.page.get_by_label("Plate asked or seen").press("Enter")
    expect(log.filter(has_text="Signed in")).to_have_count(0)
    expect(asked).to_contain_text("7?BR4?1")
    expect(released).to_contain_text("ana")
    visit.picture("log-of-a-plate")


@pytest.mark.section("464.10(b)")
def test_a_purpose_that_says_nothing_is_told_what_is_missing(visit: Visit) -> None:
    visit.sign_in("ana")
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Declare your purpose")).to_be_visible(timeout=60_000)
    dialog.get_by_label("Purpose", exact=True).select_option("criminal_investigation")
    dialog.get_by_label("Case number").fill("26-01234")
    dialog.get_by_label("What is being investigated").fill("investigation investigation")
    dialog.get_by_label("Why this plate or vehicle").fill(WHY)
    dialog.get_by_role("button", name="Declare purpose").click()
    expect(dialog.get_by_text("Say in plain words what happened").first).to_be_visible()
    expect(dialog.get_by_label("Why this plate or vehicle")).to_have_value(WHY)
    visit.picture("rejected")


@pytest.mark.section("464.4.1")
def test_somebody_untrained_gets_the_training_store_only(visit: Visit) -> None:
    visit.sign_in("otto")
    visit.declare()
    expect(visit.page.locator(".alpr-Badge.alpr-mod-training").first).to_be_visible()
    expect(visit.page.get_by_text("not complete and signed off").first).to_be_visible()
    visit.picture("untrained")
