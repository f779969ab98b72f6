"""Administration in a browser (464.3, 464.3.1): one asks, another approves, and what was kept stands on the screen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import hired, second_administrator
from tests.e2e.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.timeout(600)]

PAGE = "/services/edge/administration"
WHY = "Keeps the hotlists while adam is away."


@pytest.mark.section("464.3")
@pytest.mark.section("464.3.1")
@pytest.mark.section("464.7.1(b)")
def test_an_administrator_delegates_with_another_suspends_and_keeps_the_lists(visit: Visit) -> None:
    with hired(visit.house, "dora", "officer") as (house, name), second_administrator(house, "eve") as both:
        visit.house = both
        visit.sign_in("adam")
        delegates(visit, name)
        suspends(visit, name)
        keeps_the_lists(visit, name)
        wants_the_plate_off(visit, name)
        looks_at_the_configuration(visit)
        approves(visit, name)
        delegates_again(visit, name)
        readmits(visit, name)
        takes_the_plate_off(visit, name)


def seen(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The first place where these words can be seen."""
    return page.get_by_text(words).locator("visible=true").first


def button(page: Page, name: str) -> Locator:
    """The button of that name that can be seen."""
    return page.get_by_role("button", name=name, exact=True).locator("visible=true")


def proves(page: Page, visit: Visit, name: str) -> None:
    """What widens access is confirmed with the password."""
    expect(page.get_by_role("heading", name="Your password is needed")).to_be_visible()
    password = page.get_by_label(f"Password of {name}")
    password.fill(visit.house.passwords[name])
    password.press("Enter")


def delegates(visit: Visit, name: str) -> None:
    """The form is refused until a second administrator has approved it; nothing that widens access is offered."""
    page = visit.page
    page.goto(f"{visit.house.url}{PAGE}")
    expect(page.get_by_role("checkbox", name="hotlist")).to_be_visible()
    for never in ("administer", "approve", "train"):
        expect(page.get_by_role("checkbox", name=never)).to_have_count(0)
    page.screenshot(path=visit.pictures / "page.png", full_page=True)
    sends(visit, name)
    expect(page.get_by_text("A delegation widens what a member may do.")).to_be_visible()


def sends(visit: Visit, name: str) -> None:
    page = visit.page
    today = datetime.now(UTC).date()
    form = page.locator("form").filter(has=page.get_by_label("Until the end of"))
    form.get_by_label("Member").fill(name)
    form.get_by_role("checkbox", name="hotlist").check()
    form.get_by_label("From").fill((today - timedelta(days=2)).isoformat())
    form.get_by_label("Until the end of").fill((today + timedelta(days=30)).isoformat())
    form.get_by_label("Why").fill(WHY)
    form.get_by_role("button", name="Delegate").click()
    proves(page, visit, "adam")


def approves(visit: Visit, name: str) -> None:
    """Eve finds all four under her questions, and says yes to each with her own password."""
    page = visit.page
    visit.context.clear_cookies()
    visit.sign_in_at("eve", "/services/edge/assents")
    asked = page.get_by_role("article").filter(has_text=WHY)
    expect(asked.get_by_role("heading", name="Approve the delegation that adam asks for")).to_be_visible()
    expect(asked).to_contain_text(name)
    page.screenshot(path=visit.pictures / "asked.png", full_page=True)
    for title in (
        "Approve the delegation",
        "Approve the readmission",
        "Approve the list of cases",
        "Approve the removal from the watch-list",
    ):
        page.goto(f"{visit.house.url}/services/edge/assents")
        heading = page.get_by_role("heading", name=f"{title} that adam asks for")
        page.get_by_role("article").filter(has=heading).get_by_role("button", name="Approve").click()
        proves(page, visit, "eve")
        expect(page.get_by_text("Recorded: granted")).to_be_visible()


def delegates_again(visit: Visit, name: str) -> None:
    """The same form counts now, and stands on page and panel."""
    page = visit.page
    visit.context.clear_cookies()
    visit.sign_in_at("adam", PAGE)
    sends(visit, name)
    expect(page.get_by_text(f"hotlist delegated to {name} until")).to_be_visible()
    page.screenshot(path=visit.pictures / "delegated.png", full_page=True)


def keeps_the_lists(visit: Visit, name: str) -> None:
    """People at a glance; a camera, a watched plate, open cases and a phrase that says nothing."""
    page = visit.page
    visit.house.end_kernels("adam")
    visit.open("adam", "administration")
    visit.declare(case="A-2026-7")
    row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True)).first
    expect(row).to_contain_text("suspended")
    visit.picture("people")
    page.get_by_role("tab", name="Cameras").click()
    page.get_by_label("Name, as its reads bear it").fill("EC-77 Main at 4th")
    page.get_by_label("Latitude (WGS 84)").fill("32.7921")
    page.get_by_label("Longitude (WGS 84)").fill("-115.5510")
    button(page, "Register or change").click()
    expect(seen(page, "Camera EC-77 Main at 4th is registered.")).to_be_visible()
    visit.picture("cameras")
    page.get_by_role("tab", name="Watch-list").click()
    page.get_by_label("Plate", exact=True).fill("7WAT123")
    page.get_by_label("Member it concerns").fill(name)
    button(page, "Watch").click()
    expect(seen(page, re.compile("Watched as entry [0-9a-f]{12}"))).to_be_visible()
    visit.picture("watch")
    assert "7WAT123" not in page.content()
    puts_the_cases_in_force(page)
    expect(page.get_by_role("alert").filter(has_text="Purposes could name cases")).to_be_visible()
    visit.picture("cases-wait")
    page.get_by_role("tab", name="Words").click()
    page.get_by_label(re.compile("Phrases that say nothing")).fill("as discussed with the sergeant")
    button(page, "Put these phrases in force").click()
    expect(seen(page, "Version 1 of vague phrases is in force.")).to_be_visible()
    visit.picture("words")


def puts_the_cases_in_force(page: Page) -> None:
    page.get_by_role("tab", name="Open cases").click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name=re.compile(r"Choose the list \(CSV\)")).locator("visible=true").click()
    chosen.value.set_files(a_list("26-01234\n26-04711\n"))
    expect(page.get_by_role("button", name=re.compile(r"Choose the list \(CSV\) \(1\)"))).to_be_visible()
    button(page, "Put it in force instead of what stands").click()


def a_list(text: str) -> Any:
    """A file as the browser is handed one."""
    return {"name": "open.csv", "mimeType": "text/csv", "buffer": text.encode()}


def looks_at_the_configuration(visit: Visit) -> None:
    """Each key with its meaning; nothing to change."""
    page = visit.page
    page.get_by_role("tab", name="Configuration").click()
    button(page, "Look at the configuration").click()
    expect(page.get_by_role("row").filter(has_text="training.valid_days")).to_be_visible()
    page.get_by_label("Only keys with these words").fill("464.12")
    expect(page.get_by_role("row").filter(has_text="hub.port")).to_have_count(0)
    visit.picture("configuration")


def wants_the_plate_off(visit: Visit, name: str) -> None:
    """One administrator alone takes nothing out of the audits' sight."""
    page = visit.page
    page.get_by_role("tab", name="Watch-list").click()
    watched(page, name).click()
    asks_to_take_it_off(page)
    expect(page.get_by_role("alert").filter(has_text="Audits would no longer look for this.")).to_be_visible()
    visit.picture("watch-waits")


def watched(page: Page, name: str) -> Locator:
    """The row of the plate that concerns this member."""
    table = page.get_by_role("table", name="Watched plates, as keyed hashes").locator("visible=true")
    return table.get_by_role("row").filter(has_text=name)


def asks_to_take_it_off(page: Page) -> None:
    why = page.get_by_label("Why it comes off the list").locator("visible=true")
    why.fill("The member sold this car in spring.")
    why.press("Tab")
    button(page, "Take it off: two administrators").click()


def takes_the_plate_off(visit: Visit, name: str) -> None:
    """Approved by another, the same request is done; the delegation stands beside the member again."""
    page = visit.page
    visit.house.end_kernels("adam")
    visit.open("adam", "administration")
    visit.declare(case="A-2026-7")
    row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True)).first
    expect(row).to_contain_text("hotlist")
    page.get_by_role("tab", name="Watch-list").click()
    watched(page, name).click()
    asks_to_take_it_off(page)
    expect(watched(page, name)).to_have_count(0)
    visit.picture("watch-off")
    puts_the_cases_in_force(page)
    expect(seen(page, "2 open cases of open.csv in force")).to_be_visible()
    visit.picture("cases")


def suspends(visit: Visit, name: str) -> None:
    """At once and without a password; not back again with one administrator's."""
    page = visit.page
    page.goto(f"{visit.house.url}{PAGE}")
    out = page.locator("form").filter(has=page.get_by_role("button", name="Suspend"))
    out.get_by_label("Member").select_option(name)
    out.get_by_label("Why").fill("Reported for private use.")
    out.get_by_role("button", name="Suspend").click()
    expect(page.get_by_text(f"{name} is suspended")).to_be_visible()
    asks_to_readmit(visit, name)
    expect(page.get_by_text("What was granted before opens to a readmitted member again.")).to_be_visible()
    visit.picture("readmission-waits")


def asks_to_readmit(visit: Visit, name: str) -> None:
    page = visit.page
    page.goto(f"{visit.house.url}{PAGE}")
    back = page.locator("form").filter(has=page.get_by_role("button", name="Readmit"))
    back.get_by_label("Suspended").select_option(name)
    back.get_by_role("button", name="Readmit").click()
    proves(page, visit, "adam")


def readmits(visit: Visit, name: str) -> None:
    """Once another approved it."""
    asks_to_readmit(visit, name)
    expect(visit.page.get_by_text(f"{name} is readmitted.")).to_be_visible()
