"""Reads come in through the notebook (464.7.1(a), 464.9): every format, every receipt, and what is wrong told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.reach import well_made
from tests.e2e.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.timeout(900), pytest.mark.section("464.9")]

SAMPLES = Path(__file__).parent.parent / "data" / "formats"
HEADER = b"time,plate,camera,latitude,longitude,vendor_id\n"


@pytest.fixture(scope="module")
def notebook(staying: Visit) -> Visit:
    """The notebook in which ana hands in one batch after the other; nothing is chosen yet for the first of them."""
    staying.sign_in("ana", "ingest")
    staying.declare(case="26-04711")
    expect(staying.page.get_by_role("button", name="Hand in", exact=True)).to_be_visible()
    return staying


def choose(visit: Visit, name: str, content: bytes) -> None:
    """Choose a file of the person's own machine."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visit.page.get_by_label("Or a file from your own machine").set_input_files([file])  # type: ignore[list-item]
    expect(visit.page.get_by_text("ready to hand in")).to_be_visible(timeout=120_000)


def seen(page: Page, label: str) -> Locator:
    """The field of this name that is on the screen: files and photographs have forms alike."""
    return page.get_by_label(label, exact=True).locator("visible=true")


def fill(visit: Visit) -> None:
    """Everything that has to be said of a batch."""
    page = visit.page
    seen(page, "Source").select_option("department")
    seen(page, "Where the plates could be seen").select_option("Seen from a public road")
    seen(page, "Camera").fill("EC-04")
    seen(page, "Latitude (degrees)").fill("32.7920")
    seen(page, "Longitude (degrees)").fill("-115.5631")


def hand_in(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Hand in", exact=True).click()


def fresh(count: int) -> bytes:
    """A batch of that many reads that nobody handed in before."""
    mark = uuid4().hex[:12]
    line = "2026-01-02T00:00:00Z,7SYN{0:03d},EC-04,32.792,-115.5631,{1}-{2}\n"
    return HEADER + "".join(line.format(n % 1000, mark, n) for n in range(count)).encode()


@pytest.mark.section("464.7.1(a)")
@pytest.mark.section("464.7(f)")
def test_source_and_provenance_are_asked_for_before_anything_is_sent(notebook: Visit) -> None:
    page = notebook.page
    hand_in(notebook)
    expect(page.get_by_role("alert")).to_contain_text("Choose a file, or upload one")
    choose(notebook, "friday.csv", fresh(1))
    hand_in(notebook)
    expect(page.get_by_role("alert")).to_contain_text("464.7(f)")
    seen(page, "Source").select_option("department")
    hand_in(notebook)
    expect(page.get_by_role("alert")).to_contain_text("464.7.1(a)")
    seen(page, "Where the plates could be seen").select_option("Under a court order")
    hand_in(notebook)
    expect(page.get_by_role("alert")).to_contain_text("number of the court order")
    well_made(page)
    notebook.picture("asked")
    seen(page, "Court order number").fill("ECU 002417")
    hand_in(notebook)
    expect(page.get_by_role("status").filter(has_text="1 read accepted")).to_be_visible()


def test_each_format_gets_a_receipt(notebook: Visit) -> None:
    page = notebook.page
    fill(notebook)
    for sample in sorted(SAMPLES.iterdir()):
        choose(notebook, sample.name, sample.read_bytes())
        hand_in(notebook)
        receipt = page.get_by_role("table").filter(has_text="SHA-256").filter(has_text=sample.name)
        expect(receipt).to_contain_text(re.compile(r"record \d+"))
        notebook.picture(sample.name)


def test_a_receipt_counts_and_names_each_rejected_line_and_the_same_file_adds_nothing(notebook: Visit) -> None:
    page = notebook.page
    fill(notebook)
    batch = fresh(3) + b"yesterday,7SYN001,EC-04,32.792,-115.5631,x\n" + b"2026-01-02T00:00:00Z,7SYN1,EC-04,95,0,y\n"
    choose(notebook, "mixed.csv", batch)
    hand_in(notebook)
    expect(page.get_by_text("3 reads accepted, 0 already known, 2 rejected.")).to_be_visible()
    rejected = page.get_by_role("table").filter(has_text="Why it was rejected")
    expect(rejected.get_by_role("row", name=re.compile("^5 "))).to_contain_text("time")
    expect(rejected.get_by_role("row", name=re.compile("^6 "))).to_contain_text("latitude")
    expect(rejected).not_to_contain_text("7SYN")
    well_made(page)
    notebook.picture("rejected")
    choose(notebook, "mixed.csv", batch)
    hand_in(notebook)
    expect(page.get_by_text("These same bytes were taken before")).to_be_visible()
    notebook.picture("again")
    choose(notebook, "more.csv", batch + b"2026-01-02T00:00:00Z,7SYN002,EC-04,32.792,-115.5631,z\n")
    hand_in(notebook)
    expect(page.get_by_text(re.compile(r"^[01] reads? accepted, [34] already known, 2 rejected\.$"))).to_be_visible()


BROKEN = [
    ("truncated.json", (SAMPLES / "rekor.json").read_bytes()[:-40], r"cut off.*nothing of it was taken"),
    ("latin-1.csv", HEADER + "2026-01-02T00:00:00Z,7SYN482,Peñasco,32.7,-115.5,\n".encode("latin-1"), "UTF-8"),
    ("column.csv", b"time,number,camera\n2026-01-02T00:00:00Z,7SYN482,EC-04\n", r"lacks 'plate'.*'number'"),
    ("empty.csv", b"", "empty.csv is empty"),
    ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "UTF-8|not recognised"),
    ("list.json", json.dumps({"plates": ["7SYN482"]}).encode(), "not recognised"),
]


def test_a_broken_file_is_refused_whole_and_says_why(notebook: Visit) -> None:
    page = notebook.page
    fill(notebook)
    for name, broken, told in BROKEN:
        choose(notebook, name, broken)
        hand_in(notebook)
        expect(page.get_by_role("alert")).to_contain_text(re.compile(told, re.DOTALL))
        expect(page.get_by_role("heading", name="Receipt")).to_have_count(0)
        notebook.picture(name)


def test_a_big_file_arrives_in_pieces_and_one_broken_end_takes_nothing_of_it(notebook: Visit) -> None:
    page = notebook.page
    fill(notebook)
    whole = fresh(150_000)
    assert len(whole) > 9_000_000
    choose(notebook, "big-broken.csv", whole + b"\xff\n")
    hand_in(notebook)
    expect(page.get_by_role("alert")).to_contain_text("UTF-8", timeout=120_000)
    choose(notebook, "big.csv", whole)
    notebook.picture("big-chosen")
    hand_in(notebook)
    expect(page.get_by_text("150,000 reads accepted, 0 already known, 0 rejected.")).to_be_visible(timeout=180_000)
    notebook.picture("big-taken")
