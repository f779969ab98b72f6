"""Every notebook under the governed kernel, as the person it is for, against the real custodian (464.5(4))."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.contract.desk import PARTIAL, PLANTED, PURPOSE, with_client
from tests.house import House

pytestmark = pytest.mark.section("464.5")

FOLDER = Path(__file__).parents[2] / "notebooks"
READERS = {
    "start": ("ana", "otto"),
    "partial_plate": ("ana",),
    "canvass": ("ana",),
    "vehicle": ("ana",),
    "ingest": ("ana",),
    "review": ("ana",),
    "hits": ("ana",),
    "hotlists": ("adam",),
    "access_log": ("adam",),
    "administration": ("adam",),
    "holds": ("adam",),
    "audit": ("adam",),
    "retention": ("adam",),
    "releases": ("adam",),
    "publication": ("adam",),
    "breaches": ("adam",),
    "training": ("otto",),
    "training_sign_off": ("tess",),
}
CODE = {"cookbook"}
"""For people who write code: it shows what it found, not a panel, so a run that nobody looks on at keeps stubs."""
WIDGET = "application/vnd.jupyter.widget-view+json"

_NBCLIENT = """
import json, os, sys, tempfile
os.chdir(tempfile.mkdtemp())
import nbformat
from alpr_kernel.specs import GovernedKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

mark = "application/vnd.alpr.record+json"
for text in sys.argv[1:]:
    notebook = nbformat.reads(text, as_version=4)
    error = ""
    try:
        NotebookClient(notebook, kernel_manager_class=GovernedKernelManager, timeout=120).execute()
    except CellExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    cited = [output["metadata"][mark]["records"] for output in outputs if mark in output.get("metadata", {})]
    print(json.dumps({"error": error, "kinds": [kind for output in outputs for kind in output.get("data", {})],
                      "records": cited, "written": nbformat.writes(notebook)}), flush=True)
"""
_TOOL = """
import json, pathlib, subprocess, sys, tempfile

folder = pathlib.Path(tempfile.mkdtemp())
(folder / "in.ipynb").write_text(sys.argv[1])
done = subprocess.run(sys.argv[2:], cwd=folder, capture_output=True, text=True)
out = folder / "out.ipynb"
print(json.dumps({"code": done.returncode, "said": done.stderr, "out": out.read_text() if out.exists() else ""}))
"""
TOOLS = {
    "nbconvert": ("jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", "out", "in.ipynb"),
    "papermill": ("papermill", "--no-progress-bar", "in.ipynb", "out.ipynb"),
}
"""As a person types them: which kernel they start and how is root's to say, not the command line's."""


def environment(house: House, name: str, *, purpose: bool) -> dict[str, str]:
    """That of the person's server, with or without a prepared purpose."""
    return {**house.environment(name), **({"ALPR_PURPOSE": json.dumps(PURPOSE)} if purpose else {})}


def run(house: House, name: str, *notebooks: str, purpose: bool) -> list[dict[str, Any]]:
    """Run notebooks with nbclient as the person would, each in its own kernel: the error, and what was shown."""
    given = environment(house, name, purpose=purpose)
    done = house.run_as(name, _NBCLIENT, *notebooks, environment=given, timeout=100 + 100 * len(notebooks))
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"error"')]
    assert len(told) == len(notebooks), done.stdout
    return told


def shipped(stem: str) -> str:
    """A notebook's file."""
    return (FOLDER / f"{stem}.ipynb").read_text("utf-8")


def written(code: str) -> str:
    """A notebook of one cell."""
    cell = {"cell_type": "code", "id": "one", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
    kernel = {"name": "python3", "display_name": "ALPR workbench", "language": "python"}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def test_every_notebook_has_a_reader() -> None:
    assert {*READERS, *CODE} == {path.stem for path in FOLDER.glob("*.ipynb")}


@pytest.fixture(scope="module")
def ran(house: House) -> Callable[[str, str], dict[str, Any]]:
    """What came of a notebook for somebody, who ran all of his or her own one after the other."""

    @cache
    def of(name: str) -> dict[str, dict[str, Any]]:
        own = [stem for stem, names in READERS.items() if name in names]
        return dict(zip(own, run(house, name, *map(shipped, own), purpose=True), strict=True))

    return lambda stem, name: of(name)[stem]


@pytest.mark.timeout(1500)
@pytest.mark.parametrize(("stem", "name"), [(stem, name) for stem, names in READERS.items() for name in names])
def test_a_notebook_runs_for_whom_it_is_for(ran: Callable[[str, str], dict[str, Any]], stem: str, name: str) -> None:
    told = ran(stem, name)
    assert told["error"] == ""
    assert WIDGET in told["kinds"]


@pytest.mark.section("464.10")
def test_the_cookbook_runs_and_leaves_the_records_of_its_searches(house: House) -> None:
    [told] = run(house, "ana", shipped("cookbook"), purpose=True)
    assert told["error"] == ""
    assert len({number for records in told["records"] for number in records}) == 6
    assert PLANTED not in told["written"]


@pytest.mark.parametrize("stem", ["partial_plate"])
def test_without_a_purpose_nothing_runs_and_it_says_what_to_set(house: House, stem: str) -> None:
    [told] = run(house, "ana", shipped(stem), purpose=False)
    assert told["error"].startswith("PurposeRequired")
    assert "ALPR_PURPOSE" in told["error"]
    assert told["kinds"] == []


def run_tool(house: House, tool: str, notebook: str, *, purpose: bool) -> dict[str, Any]:
    """Run a tool as ana: its exit code, what it said, and the notebook that it left on disk."""
    given = environment(house, "ana", purpose=purpose)
    done = house.run_as("ana", _TOOL, notebook, *TOOLS[tool], environment=given, timeout=200)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


@pytest.mark.parametrize(("tool", "purpose"), [("nbconvert", True), ("papermill", True), ("papermill", False)])
def test_tools_that_run_notebooks(house: House, tool: str, purpose: bool) -> None:
    told = run_tool(house, tool, shipped("partial_plate"), purpose=purpose)
    assert (told["code"] == 0) is purpose, told["said"]
    assert ("PurposeRequired" in told["said"]) is not purpose


@pytest.mark.section("464.10")
@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_leaves_on_disk_names_the_records_and_holds_no_reads(house: House, tool: str) -> None:
    told = run_tool(house, tool, written(_SEARCH), purpose=True)
    assert told["code"] == 0, told["said"]
    assert "access log as record" in told["out"]
    assert PLANTED not in told["out"]


_SEARCH = f"""
from datetime import UTC, datetime
from workbench.client import session
from workbench.ui.search.model import SearchModel

model = SearchModel(session.client(), session.client().me(), lambda: datetime.now(UTC))
model.pattern = "{PARTIAL}"
await model.search()
assert model.trouble is None, model.trouble
assert "{PLANTED[:3]}" + "{PLANTED[3:]}" in set(model.reads["plate"])
print(model.reads["plate"].to_list())
"""


@pytest.mark.section("464.6")
def test_a_planted_vehicle_is_found_and_the_search_and_the_look_at_the_log_are_on_record(house: House) -> None:
    began = datetime.now(UTC)
    [told] = run(house, "ana", written(_SEARCH), purpose=True)
    assert told["error"] == ""
    [[intent, result]] = told["records"]
    assert PLANTED not in told["written"]

    look = """
attempt(client.declare, given["purpose"])
page = attempt(client.log, user="ana", start=given["start"])
again = attempt(client.log, user="adam", start=given["start"])
rows = [entry.model_dump(mode="json") for entry in page.entries]
tell(rows=rows, record=page.record, again=[entry.index for entry in again.entries])
"""
    seen = with_client(house, "adam", look, start=began, purpose=PURPOSE)
    rows = {row["index"]: row for row in seen["rows"]}
    asked, released = rows[intent], rows[result]
    assert (asked["user"], asked["case_number"]) == ("ana", PURPOSE["case_number"])
    assert (asked["narrative"], asked["why_this_plate"]) == (PURPOSE["narrative"], PURPOSE["why_this_plate"])
    assert PARTIAL in asked["asked"]
    assert released["intent"] == intent
    assert released["count"] > 0
    assert seen["record"] in seen["again"]


@pytest.mark.section("464.6")
def test_an_analyst_cannot_read_the_log(house: House) -> None:
    refused = with_client(house, "ana", "attempt(client.log)")
    assert (refused["error"], refused["section"]) == ("Refused", "464.4")
