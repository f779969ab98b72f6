"""From the first sign-in to the first live search (464.4.1, 464.12), in a browser, with everybody in his part."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.contract.desk import PURPOSE, with_client
from tests.e2e.people import hired, renewing, seconded
from tests.e2e.visit import Visit
from tests.house import House
from workbench.training.exercise import Exercise
from workbench.training.misuse import KINDS, Extract
from workbench.training.modules import modules
from workbench.training.quiz import items
from workbench.training.secret import Secret

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.timeout(900)]

CHOSEN = "Date-Palm-7-Wagon"
GRANTS = "/services/edge/administration"
LIVE = """
from workbench.client import Client
from workbench.errors import WorkbenchError

why = {"category": "criminal_investigation", "case_number": "26-04711", "realm": "live",
       "narrative": "Homicide on Adams Avenue; a dark sedan left northwards at once.",
       "why_this_plate": "A witness remembers these characters of the plate of the sedan."}
try:
    Client.from_environment().declare(why)
except WorkbenchError as error:
    print(type(error).__name__, error.section, error)
"""


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    """The button of that name that can be seen."""
    return page.get_by_role("button", name=name).locator("visible=true")


def seen(page: Page, words: str | re.Pattern[str]) -> Locator:
    """The first place where these words can be seen."""
    return page.get_by_text(words).locator("visible=true").first


def fits(page: Page) -> None:
    """Nothing of a panel is wider than the room that it has, on either of the screens that we look at."""
    for width, height in ((1280, 720), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        sideways = "panels => panels.filter(each => each.scrollWidth > each.clientWidth + 1).length"
        assert page.locator(".alpr").evaluate_all(sideways) == 0, (width, height)


@pytest.fixture
def trainer(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The trainer's own window."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    visiting = Visit(context, house, tmp_path_factory.mktemp("trainer"))
    yield visiting
    context.close()
    assert visiting.outside == []
    assert visiting.errors == []


@pytest.mark.section("464.4.1")
@pytest.mark.section("464.12")
@pytest.mark.section("464.5.2")
def test_an_untrained_officer_learns_is_signed_off_and_then_finds_live_reads(visit: Visit, trainer: Visit) -> None:
    with hired(visit.house, "nadia", "officer") as (house, name):
        visit.house = house
        holds_a_session(trainer, name)
        first_sign_in(visit, name)
        learns(visit, trainer, name)
        signed_off(trainer, name)
        closes_the_session(trainer, name)
        granted(trainer, name)
        searches_live(visit, name)
    in_the_log(trainer, name)


@pytest.mark.section("464.12")
def test_a_sign_off_that_ends_soon_is_renewed_while_it_still_opens_the_agencys_reads(
    visit: Visit, trainer: Visit
) -> None:
    with renewing(visit.house, "rita", 10) as (house, name):
        visit.house, page = house, visit.page
        visit.sign_in(name)
        visit.declare(case="T-1")
        expect(page.get_by_role("link", name="take its steps again in the training notebook")).to_be_visible()
        visit.picture("renewal-reminder")
        visit.open(name, "training")
        visit.declare(case="T-1")
        expect(seen(page, f"Module 1 of {len(modules())}, 0 read.")).to_be_visible()
        visit.picture("renewal-steps")
        assert studied_anew(house, name) == "live", "the old sign-off holds meanwhile"
        signs_off_anew(trainer, name)
        page.get_by_role("button", name=re.compile("6 Sign-off")).click()
        button(page, "Look again").click()
        expect(seen(page, "Signed off by tess")).to_be_visible()
        visit.picture("renewed")


STUDY_ANEW = """
progress = client.training.progress()
for module in progress.modules:
    client.training.done(module.key)
client.training.acknowledge(progress.policy_version)
answers = {q.key: c.key for q in progress.quiz for c in q.choices if c.text in given["right"]}
client.training.quiz(answers)
live = attempt(client.declare, {**given["purpose"], "realm": "live"})
attempt(client.declare, {**given["purpose"], "realm": "training"})
attempt(client.search, given["pattern"], start=now - timedelta(days=29), end=now, circle=tuple(given["circle"]))
client.training.exercise(given["plate"])
client.training.misuse(given["misuse"])
tell(realm=live.realm, ready=client.training.progress().ready_for_sign_off)
"""


def studied_anew(house: House, name: str) -> str:
    """Every step once more, in the learner's own session; the realm of a purpose that was declared meanwhile."""
    secret = Secret.open(house.data / "custodian" / "training-secret")
    task = Exercise.of(secret)
    told = with_client(
        house,
        name,
        STUDY_ANEW,
        purpose=PURPOSE,
        pattern=task.hint_pattern,
        plate=task.plate,
        circle=[task.latitude, task.longitude, task.radius_m],
        right=[item.choices[0] for item in items()],
        misuse=sorted(Extract.of(secret, name, 0).kinds),
    )
    assert told.get("ready"), told
    return str(told["realm"])


def signs_off_anew(trainer: Visit, name: str) -> None:
    """The trainer is told that it is a renewal, and signs it off as the first time."""
    page = trainer.page
    trainer.sign_in("tess", "training_sign_off")
    trainer.declare(case="T-1")
    row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))
    expect(row).to_contain_text("ready to be renewed")
    trainer.picture("renewal-ready")
    page.goto(f"{trainer.house.url}/services/edge/sign-off/{name}")
    page.get_by_role("button", name=f"Sign {name} off").click()
    proves(page, trainer, "tess")
    expect(page.get_by_text("Recorded: granted")).to_be_visible()


@pytest.mark.section("464.4.1")
def test_an_untrained_officers_code_is_refused_live_reads_with_the_section(visit: Visit) -> None:
    visit.sign_in("otto")
    visit.declare()
    page = visit.page
    shows_the_code(page)
    button(page, re.compile("Insert a cell below")).first.click()
    cell = page.locator(".jp-Notebook:visible .jp-CodeCell .cm-content:visible").last
    cell.click()
    page.keyboard.insert_text(LIVE)
    page.keyboard.press("Shift+Enter")
    told = page.locator(".jp-OutputArea-output:visible").filter(has_text="TrainingRequired 464.4.1")
    expect(told).to_be_visible()
    expect(told).to_contain_text("training notebook")
    visit.picture("refused")


def shows_the_code(page: Page) -> None:
    """The notebooks look like applications until somebody asks for their code, in the palette of commands."""
    page.keyboard.press("Control+Shift+C")
    page.get_by_role("textbox", name="SEARCH", exact=True).fill("Code of This Notebook")
    expect(page.get_by_role("menuitem", name="Show or Hide the Code of This Notebook")).to_be_visible()
    page.keyboard.press("Enter")


def first_sign_in(visit: Visit, name: str) -> None:
    """The password that the administrator gave opens nothing until another one is chosen."""
    page, given = visit.page, visit.house.passwords[name]
    page.goto(visit.house.url)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=False).first.fill(given)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("has to be changed before you can sign in")).to_be_visible()
    for new, again, problem in (
        (CHOSEN, "x", "differ"),
        (given, given, "differs from the present one"),
    ):
        change_password(page, given, new, again)
        expect(seen(page, problem)).to_be_visible()
    visit.picture("password-problem")
    change_password(page, given, CHOSEN, CHOSEN)
    page.wait_for_url(re.compile("/hub/login"))
    page.get_by_label("Password", exact=False).first.fill(CHOSEN)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(f"/user/{name}/lab"), timeout=120_000)
    visit.declare(case="T-1")
    expect(page.get_by_text("Training-only")).to_be_visible()
    expect(seen(page, "464.4.1")).to_be_visible()
    visit.picture("start")
    fits(page)


def change_password(page: Page, old: str, new: str, again: str) -> None:
    page.get_by_label("Present password").fill(old)
    page.get_by_label("New password:").fill(new)
    page.get_by_label("New password, once more").fill(again)
    page.get_by_role("button", name="Change password").click()


def holds_a_session(trainer: Visit, name: str) -> None:
    """Tess opens a session with the newcomer on its roster, and follows it live from then on."""
    page = trainer.page
    trainer.sign_in("tess", "training_sign_off")
    trainer.declare(case="T-1")
    page.get_by_role("tab", name="Sessions").click()
    page.get_by_label("Title").fill("New officers, winter")
    page.get_by_label("Day and hour").fill("2099-12-01T09:00")
    page.get_by_label("Where").fill("Briefing room")
    page.get_by_label("Roster: user names").fill("nobody-here")
    button(page, "Open session").click()
    expect(seen(page, "No account named nobody-here is on record.")).to_be_visible()
    page.get_by_label("Roster: user names").fill(name)
    button(page, "Open session").click()
    expect(seen(page, "“New officers, winter” is open, under record")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="New officers, winter").first).to_be_visible()
    trainer.picture("session-open")
    fits(page)
    page.get_by_role("tab", name="Sandbox").click()
    button(page, "Show what is planted").click()
    expect(page.get_by_role("heading", name="One plate, two places")).to_be_visible()
    trainer.picture("sandbox")
    page.get_by_role("tab", name="Progress").click()
    page.get_by_label("Who").select_option(label="New officers, winter (2099-12-01)")
    page.get_by_label("Live: follow by itself").check()
    expect(seen(page, "On the roster, nothing done yet:")).to_be_visible()


def learns(visit: Visit, trainer: Visit, name: str) -> None:
    """All six steps of the training notebook; the trainer sees them without a click."""
    visit.open(name, "training")
    visit.declare(case="T-1")
    expect(seen(visit.page, "You are on the roster.")).to_be_visible()
    reads_everything(visit)
    row = trainer.page.get_by_role("row").filter(has=trainer.page.get_by_text(name, exact=True))
    expect(row).to_contain_text(f"{len(modules())} of {len(modules())}")
    expect(row).to_contain_text("version")
    passes_the_quiz(visit)
    finds_the_vehicle(visit)
    finds_the_misuse(visit, name)
    expect(seen(visit.page, "waiting for your trainer's sign-off")).to_be_visible()
    visit.picture("ready")
    fits(visit.page)


def reads_everything(visit: Visit) -> None:
    """Modules by the keyboard alone: the button keeps it from one to the next; then the policy."""
    page = visit.page
    read = button(page, "I have read this")
    expect(read).to_be_visible()
    visit.picture("modules")
    fits(page)
    read.focus()
    for number, module in enumerate(modules(), 1):
        expect(page.get_by_role("heading", name=module.title)).to_be_visible()
        page.keyboard.press("Enter")
        expect(seen(page, f"Noted: {number} of {len(modules())} modules read.")).to_be_visible()
    onwards = button(page, "Go on to step 2: Policy")
    expect(onwards).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Policy text")).to_be_visible()
    expect(page.get_by_role("group", name="Step 2: Policy")).to_be_focused()
    visit.picture("policy")
    fits(page)
    button(page, re.compile("I received and read version")).click()
    button(page, "Go on to step 3: Quiz").click()


def passes_the_quiz(visit: Visit) -> None:
    """Once handed in with a gap, once wrong, once right."""
    page = visit.page
    questions = page.locator(".widget-radio")
    send = button(page, "Hand in")
    send.click()
    expect(page.get_by_text("Answer every question first").locator("visible=true")).to_be_visible()
    for item in items():
        question = questions.filter(has_text=item.text)
        question.get_by_role("radio").nth(_place(question, item.choices[1])).check()
    send.click()
    expect(seen(page, f"0 of {len(items())} right: not passed yet")).to_be_visible()
    visit.picture("quiz-wrong")
    fits(page)
    expect(page.get_by_text("Not right yet: see section")).to_have_count(len(items()))
    button(page, "Read that module again").first.click()
    expect(seen(page, re.compile(r"Policy section 464\.[0-9.]+\."))).to_be_visible()
    page.get_by_role("button", name=re.compile("3 Quiz")).click()
    expect(page.get_by_role("group", name="Step 3: Quiz")).to_be_focused()
    for item in items():
        question = questions.filter(has_text=item.text)
        question.get_by_role("radio").nth(_place(question, item.choices[0])).check()
    send.click()
    expect(seen(page, f"{len(items())} of {len(items())} right: passed.")).to_be_visible()
    visit.picture("quiz-passed")
    button(page, "Go on to step 4: Exercise").click()


def _place(question: Locator, choice: str) -> int:
    return [words.strip() for words in question.locator(".widget-radio-box label").all_inner_texts()].index(choice)


def finds_the_vehicle(visit: Visit) -> None:
    """By a partial pattern near the corner; an answer before the search does not count."""
    page = visit.page
    task = Exercise.of(Secret.open(visit.house.data / "custodian" / "training-secret"))
    box = page.get_by_role("textbox", name="Partial plate")
    expect(box).to_be_visible()
    visit.picture("exercise")
    answer = page.get_by_role("textbox", name="The plate that you found")
    answer.fill(task.plate)
    answer.press("Enter")
    expect(seen(page, "shows no search of yours")).to_be_visible()
    box.fill(task.hint_pattern)
    page.get_by_label("Only in an area").check()
    page.get_by_label("Latitude").fill(str(task.latitude))
    page.get_by_label("Longitude").fill(str(task.longitude))
    page.get_by_label("Radius").fill(str(task.radius_m / 1000))
    button(page, "Search").click()
    expect(page.get_by_role("table").filter(has_text=task.plate).first).to_be_visible()
    visit.picture("exercise-found")
    fits(page)
    answer.fill("7KXC411")
    answer.press("Enter")
    expect(seen(page, "That is not the vehicle.")).to_be_visible()
    answer.fill(task.plate)
    button(page, "Check").click()
    button(page, "Go on to step 5: Misuse").click()


def finds_the_misuse(visit: Visit, name: str) -> None:
    """By the keyboard: each row of misuse is marked with Enter; one mark alone is not enough."""
    page = visit.page
    secret = Secret.open(visit.house.data / "custodian" / "training-secret")
    table = page.get_by_role("table").filter(has_text="What was asked").locator("visible=true")
    expect(table).to_be_visible()
    for attempt in (0, 1):
        extract = Extract.of(secret, name, attempt)
        rows = [row for row in extract.rows if row.key in extract.kinds][: 99 if attempt else 1]
        for count, row in enumerate(rows, 1):
            table.locator(f"tr[data-id='{row.key}']").click()
            page.keyboard.press("Enter")
            expect(seen(page, f"{count} row{'s' if count > 1 else ''} marked.")).to_be_visible()
        visit.picture(f"misuse-{attempt}")
        fits(page)
        button(page, "Hand in what is marked").click()
        told = f"You found {KINDS} of {KINDS} kinds" if attempt else f"You found 1 of {KINDS} kinds"
        expect(seen(page, told)).to_be_visible()
    visit.picture("misuse-explained")
    button(page, "Go on to step 6: Sign-off").click()


def granted(trainer: Visit, name: str) -> None:
    """Adam grants the department's reads, once another administrator approved it."""
    page = trainer.page
    trainer.context.clear_cookies()
    trainer.sign_in_at("adam", GRANTS)
    asks_to_grant(trainer, name)
    expect(page.get_by_text("Have a second administrator approve it")).to_be_visible()
    trainer.picture("grant-waits")
    seconded(trainer.house, name)
    asks_to_grant(trainer, name)
    expect(page.get_by_text(f"department granted to {name}")).to_be_visible()


def asks_to_grant(trainer: Visit, name: str) -> None:
    page = trainer.page
    page.goto(f"{trainer.house.url}{GRANTS}")
    grant = page.locator("form").filter(has=page.get_by_label("User name"))
    grant.get_by_label("User name").fill(name)
    grant.get_by_label("Source").select_option("department")
    grant.get_by_role("button", name="Grant").click()
    proves(page, trainer, "adam")


def signed_off(trainer: Visit, name: str) -> None:
    """Tess sees by herself who is ready, and signs off on the edge's page."""
    page = trainer.page
    row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))
    expect(row).to_contain_text("ready")
    trainer.picture("trainees")
    fits(page)
    with trainer.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile(rf"Sign off {name}(?!\d)")).click()
    form = opened.value
    expect(form.get_by_text("found the vehicle")).to_be_visible()
    form.screenshot(path=trainer.pictures / "sign-off.png")
    form.get_by_role("button", name=f"Sign {name} off").click()
    proves(form, trainer, "tess")
    expect(form.get_by_text("Recorded: granted")).to_be_visible()
    form.screenshot(path=trainer.pictures / "signed-off.png")
    form.close()
    expect(row).to_contain_text("signed off by tess")
    trainer.picture("trainees-after")
    row.click()
    with page.expect_download() as saved:
        button(page, re.compile("certificate")).click()
    assert saved.value.suggested_filename.startswith("alpr-training-certificate-")
    saved.value.save_as(trainer.pictures / "certificate.pdf")
    assert (trainer.pictures / "certificate.pdf").read_bytes().startswith(b"%PDF")


def closes_the_session(trainer: Visit, name: str) -> None:
    """Who attended stands in the register, which leaves as a file."""
    page = trainer.page
    page.get_by_role("tab", name="Sessions").click()
    page.get_by_label(name, exact=True).check()
    trainer.picture("session-attendance")
    button(page, "Close with this attendance").click()
    expect(seen(page, "1 of 1 attended, under record")).to_be_visible()
    trainer.picture("session-closed")
    page.get_by_role("tab", name="Progress").click()
    with page.expect_download() as saved:
        button(page, "Save the register (CSV)").click()
    saved.value.save_as(trainer.pictures / "register.csv")
    kept = (trainer.pictures / "register.csv").read_text("utf-8-sig")
    assert f'"{name}","session: attended","New officers, winter","tess"' in kept


def proves(page: Page, visit: Visit, name: str) -> None:
    """What widens somebody's access is confirmed with the password."""
    expect(page.get_by_role("heading", name="Your password is needed")).to_be_visible()
    password = page.get_by_label(f"Password of {name}")
    expect(password).to_be_focused()
    password.fill(visit.house.passwords[name])
    password.press("Enter")


def searches_live(visit: Visit, name: str) -> None:
    """The same person, the same window: the sign-off is seen, and a live purpose opens the agency's reads."""
    page = visit.page
    button(page, "Look again").click()
    expect(seen(page, "Signed off by tess")).to_be_visible()
    expect(seen(page, "6 of 6 steps done")).to_be_visible()
    expect(seen(page, "You may search these sources: department.")).to_be_visible()
    with page.expect_download() as saved:
        button(page, "Save my certificate (PDF)").click()
    assert saved.value.suggested_filename.endswith(".pdf")
    visit.picture("signed-off")
    visit.open(name, "partial_plate")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("This opens the agency.s reads"))).to_be_visible(timeout=60_000)
    visit.declare(case="26-04711")
    box = page.get_by_role("textbox", name="Partial plate")
    box.fill("7?BR4*")
    box.press("Enter")
    expect(page.get_by_role("table").filter(has_text="7LBR461").first).to_be_visible()
    expect(seen(page, re.compile(r"[Rr]ecord \d+"))).to_be_visible()
    visit.picture("live")


def in_the_log(visit: Visit, name: str) -> None:
    """The administrator finds every step under the name of whoever took it."""
    visit.context.clear_cookies()
    visit.sign_in("adam", "access_log")
    visit.declare(case="A-2026-12")
    page = visit.page
    page.get_by_label("User", exact=False).first.fill(name)
    page.get_by_label("User", exact=False).first.press("Enter")
    for action in (
        "Training module",
        "Training quiz",
        "Policy acknowledged",
        "Training exercise",
        "Exercise on misuse",
        "Plate search",
    ):
        expect(page.get_by_role("row").filter(has_text=name).filter(has_text=action).first).to_be_visible()
    visit.picture("log")
