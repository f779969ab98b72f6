"""Started without root (464.10(a)): it runs, every page says that people are not kept apart, no real read gets in."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.contract.desk import PARTIAL, PLANTED, ask, declare, search
from tests.e2e.visit import Visit
from tests.house import ROOT, House, opened

pytestmark = [pytest.mark.browser, pytest.mark.section("464.10(a)")]
EDGE = "/services/edge/"
HUB_SAYS = "People are not isolated from each other on this machine."
OTHERS_SAY = "Isolation is not enforced"
NEEDED = ("bin", "hub_config", "workbench", "notebooks", "extensions", "requirements", "pyproject.toml", "README.md")
LEFT_OUT = shutil.ignore_patterns(".build", "__pycache__", "node_modules", ".*_cache")


@pytest.fixture(scope="module")
def somebody() -> Iterator[str]:
    """An OS user without any rights; whoever runs the tests, where that isn't root."""
    if os.geteuid() != 0:
        yield pwd.getpwuid(os.geteuid()).pw_name
        return
    name = f"visitor-{os.getpid()}"
    subprocess.run(["useradd", "--no-create-home", "--user-group", name], check=True, capture_output=True)
    yield name
    subprocess.run(["userdel", "--force", name], check=True, capture_output=True)


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A clone that others can read and nobody but its owner can write to."""
    with tempfile.TemporaryDirectory(prefix="alpr-clone-") as folder:
        for name in NEEDED:
            source, copy = ROOT / name, Path(folder) / name
            shutil.copytree(source, copy, ignore=LEFT_OUT) if source.is_dir() else shutil.copy(source, copy)
        subprocess.run(["chmod", "-R", "go=rX", folder], check=True)
        yield Path(folder)


@pytest.fixture(scope="module")
def house(house: House, clone: Path, somebody: str) -> Iterator[House]:
    """The product as somebody without root starts it, once root has built the environment for the other tests."""
    with opened(checkout=clone, user=somebody) as running:
        yield running


def says(visit: Visit, address: str, words: str, page: Page | None = None) -> None:
    """The page at an address says so in plain sight."""
    shown = page or visit.page
    shown.goto(f"{visit.house.url}{address}")
    expect(shown.get_by_text(words).first).to_be_visible()


def test_every_page_of_the_hub_says_it(visit: Visit) -> None:
    says(visit, "/hub/login", HUB_SAYS)
    says(visit, "/hub/new-password", HUB_SAYS)
    visit.sign_in_at("ana", "/hub/home")
    for page in ("home", "new-password", "nowhere"):
        says(visit, f"/hub/{page}", HUB_SAYS)
    visit.page.goto(f"{visit.house.url}/hub/home")
    expect(visit.page.get_by_role("alert").filter(has_text=HUB_SAYS)).to_contain_text("Do not load real reads")
    visit.picture("home")


def test_lab_and_each_notebook_say_it(visit: Visit) -> None:
    visit.sign_in("ana")
    banner = visit.page.get_by_role("note", name="Rules of use")
    expect(banner).to_contain_text(OTHERS_SAY)
    other = visit.context.new_page()
    for page in ("tree", "notebooks/notebooks/partial_plate.ipynb"):
        says(visit, f"/user/ana/{page}", OTHERS_SAY, other)
    other.close()
    visit.open("ana", "partial_plate")
    expect(banner).to_contain_text("never a real plate")
    visit.declare()
    expect(visit.page.locator(".alpr-head").get_by_text(OTHERS_SAY)).to_be_visible()
    box = visit.page.get_by_role("textbox", name="Partial plate")
    box.fill(PARTIAL)
    box.press("Enter")
    expect(visit.page.get_by_role("table").filter(has_text=PLANTED).first).to_be_visible()
    visit.picture("notebook")


def test_every_page_of_the_edge_says_it(visit: Visit) -> None:
    says(visit, f"{EDGE}public", OTHERS_SAY)
    visit.sign_in_at("adam", EDGE)
    for page in ("", "assents", "administration", "sign-off/nobody"):
        says(visit, f"{EDGE}{page}", OTHERS_SAY)
    visit.picture("edge")


def test_reads_that_were_not_generated_are_refused_and_nothing_of_them_is_kept(house: House) -> None:
    line = b"time,plate,latitude,longitude\n2026-01-01T00:00:00Z,9XYZ987,32.79,-115.56\n"
    offer = {"name": "real.csv", "source": "department", "provenance": "public_road", "camera": "EC-04"}
    for name in ("ana", "adam"):
        sent = ("POST", "/v1/ingest/batches", {"X-ALPR-Offer": json.dumps(offer)}, line)
        (answer,) = ask(house, name, [sent])
        assert answer.status == 403, answer.text
        assert answer.json["kind"] == "refused"
        assert "only the generated agency is served here" in answer.text
        assert "Run bin/up as root" in answer.text
    found = search(house, "ana", declare(house, "ana"), "9XYZ987")
    assert found["count"] == 0


def test_an_agency_of_ones_own_is_refused_with_the_reason(house: House) -> None:
    other = house.data / "own"
    refused = house.bin_up("--no-demo", "--data", str(other))
    assert refused.returncode == 1
    assert "Without isolation only the generated demonstration is served" in refused.stderr
    assert "464.10(a)" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (other / "config").exists()


def test_it_says_so_on_the_screen_and_keeps_everything_its_own_users(house: House, somebody: str) -> None:
    again = house.bin_up()
    assert again.returncode == 0
    assert "People are NOT isolated from each other" in again.stdout
    uid = pwd.getpwnam(somebody).pw_uid
    assert {path.lstat().st_uid for path in house.data.rglob("*")} == {uid}
    open_ones = [path for path in (house.data / "custodian", house.data / "hub") if path.stat().st_mode & 0o077]
    assert open_ones == []


def test_it_stops_and_leaves_no_process_behind(house: House, somebody: str) -> None:
    running = house.bin_up("--status")
    assert (running.returncode, running.stdout.split(":")[0]) == (0, "Running")
    assert _processes(somebody)
    stopped = house.bin_up("--stop")
    assert stopped.returncode == 0, stopped.stderr
    assert house.bin_up("--status").returncode == 3
    assert [command for command in _processes(somebody) if re.search(str(house.data), command)] == []
    if os.geteuid() == 0:
        assert _processes(somebody) == []


def _processes(user: str) -> list[str]:
    uid, found = pwd.getpwnam(user).pw_uid, []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == uid and (command := (process / "cmdline").read_bytes()):
                found.append(command.replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended meanwhile
    return found
