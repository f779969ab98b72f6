"""Photographs come in through the notebook (464.7.1(a), 464.9): read by the reader's own account, completed, told."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.reach import well_made
from tests.e2e.test_ingest import seen
from tests.e2e.visit import Visit
from tests.house import become, environments
from tests.unit.collection.photographs.ground import car

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.timeout(900), pytest.mark.section("464.9")]
PEEK = """
import sys
for name in sys.argv[1:]:
    try:
        open(name, "rb").read(1)
        print("opened", name)
    except PermissionError:
        pass
"""


def test_photographs_are_handed_in_read_and_completed(visit: Visit) -> None:
    visit.sign_in("ana", "ingest")
    visit.declare(case="26-04711")
    page = visit.page
    page.get_by_role("tab", name="Photographs and videos").click()
    mark = os.getpid() % 50
    files = [
        {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": car("7ABC123", shade=mark)},
        {"name": "two.jpg", "mimeType": "image/jpeg", "buffer": car("5XYZ789", shade=mark, taken=None)},
        {"name": "three.jpg", "mimeType": "image/jpeg", "buffer": b"no photograph at all"},
    ]
    page.get_by_label("Photographs from your own machine").set_input_files(files)  # type: ignore[arg-type]
    expect(page.get_by_text("3 files, ready to hand in")).to_be_visible(timeout=120_000)
    seen(page, "Source").select_option("department")
    seen(page, "Where the plates could be seen").select_option("Seen from a public road")
    seen(page, "Camera").fill("EC-04")
    seen(page, "Latitude (degrees)").fill("32.7920")
    seen(page, "Longitude (degrees)").fill("-115.5631")
    page.get_by_role("button", name="Hand in photographs").click()
    expect(page.get_by_text(re.compile("^Looked through: 3 of 3 files"))).to_be_visible(timeout=300_000)
    expect(page.get_by_text("of no kind that holds a photograph")).to_be_visible()
    well_made(page)
    visit.picture("ingest-photographs")

    page.get_by_label("Photographs that lack something").select_option(label="two.jpg: time")
    page.get_by_label("When they were taken").fill("2026-03-02T17:30:00-08:00")
    page.get_by_role("button", name="Supply it for the chosen ones").click()
    expect(page.get_by_text("two.jpg: time")).to_be_hidden(timeout=120_000)
    _demand_apart(visit)


def _demand_apart(visit: Visit) -> None:
    """The reader runs under an account of its own, which opens nothing of the custodian's or the Hub's."""
    uid = pwd.getpwnam("alpr-reader").pw_uid
    assert [pid for pid, found in environments(uid) if str(visit.house.data) in found.get("ALPR_CONFIG", "")]
    data = visit.house.data
    secrets = [data / "custodian" / "reads-key", data / "hub" / "cookie-secret", *(data / "custodian").glob("*.sqlite")]
    assert all(path.exists() for path in secrets)
    command = [visit.house.python, "-I", "-c", PEEK, *map(str, secrets)]
    tried = subprocess.run(command, **become("alpr-reader"), cwd="/", capture_output=True, text=True, check=True)
    assert tried.stdout == ""
    status = [Path(f"/proc/{pid}/status").read_text() for pid, _ in environments(uid)]
    assert all("Seccomp:\t2" in each for each in status)
