"""A script in a person's own page at Lab: it has the person's cookies, and the edge's pages within reach."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, Page

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of

ASK = """
purpose = call("POST", "/purposes", WHY)["body"]["purpose_id"]
search(purpose, ARGUMENTS[0], window=json.loads(ARGUMENTS[1]))
"""
AGAIN = "search(ARGUMENTS[0], ARGUMENTS[1], window=json.loads(ARGUMENTS[2]))"
FORGE = """
async ([edge, assent]) => {
  const page = await (await fetch(`${edge}/assents/${assent}`)).text();
  const key = page.match(/name="form_key" value="([^"]+)"/);
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: `${edge}/assents` });
  const said = { assent, granted: "yes", note: "", form_key: key ? key[1] : "" };
  for (const [name, value] of Object.entries(said)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  setTimeout(() => form.submit(), 0);
}
"""
"""As good as it gets: the form is sent as a person's would be, by a navigation of the whole page."""


def in_lab(browser: Browser, ground: Ground, who: str) -> Page:
    """This person's own page, signed in; what is evaluated in it is what an output of a kernel could run."""
    house = ground.house
    house.environment(who)
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{house.url}/hub/login?next=%2Fhub%2Fhome")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(house.passwords[who])
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/hub/home")
    page.goto(f"{house.url}/user/{who}/lab", wait_until="domcontentloaded")
    return page


def attack(
    browser: Browser, ground: Ground, who: str, pattern: str, window: dict[str, str] | None
) -> tuple[str, str, int]:
    """Ana's kernel asks, a script in somebody's page says yes: the assent, the last page's heading, and the reads."""
    declared, asked = ground.attack("ana", ASK, pattern, json.dumps(window))
    assent = asked.body["assent"]
    heading = answers(browser, ground, who, assent)
    (again,) = ground.attack("ana", AGAIN, declared.body["purpose_id"], pattern, json.dumps(window))
    return assent, heading, again.reads


def answers(browser: Browser, ground: Ground, who: str, assent: str) -> str:
    """Have a script in this person's page say yes to a question; the heading of what comes back."""
    page = in_lab(browser, ground, who)
    with edge_of(ground):
        with page.expect_navigation(url=lambda url: "/user/" not in url):
            page.evaluate(FORGE, [EDGE, assent])
        page.wait_for_load_state("domcontentloaded")
        heading = page.get_by_role("heading", level=1).inner_text()
    page.context.close()
    return heading


def stopped(browser: Browser, strong: Ground, who: str, pattern: str, window: dict[str, str] | None) -> None:
    """The script's yes ends before the field for the password; nothing is answered and nothing found."""
    before = strong.size()
    assent, heading, reads = attack(browser, strong, who, pattern, window)
    assert (heading, reads) == ("Your password is needed", 0)
    assert strong.refused("ana", "464.7(d)", since=before)
    assert not [record for record in strong.records(action="assent.grant") if record.index >= before]
    with strong.registers() as registers:
        row = registers.assents.get(assent)
        assert row
        assert row.answered_by is None


def believed(browser: Browser, weak: Control, who: str, pattern: str, window: dict[str, str] | None) -> None:
    """Where whoever is signed in is believed, the script's yes counts."""
    assert not attack(browser, weak, who, pattern, window)[2]
    with weak.taken("step-up"):
        _, heading, reads = attack(browser, weak, who, pattern, window)
        assert heading == "Recorded: granted"
        assert reads
