"""Every notebook under the governed kernel, as the person it is for, against the real custodian (464.5(4))."""

from __future__ import annotations

import json
from datetime import UTC, datetime
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
    "ingest": ("ana",),
    "access_log": ("adam",),
    "training": ("otto",),
    "training_sign_off": ("tess",),
}
WIDGET = "application/vnd.jupyter.widget-view+json"

_NBCLIENT = """
import json, os, sys, tempfile
os.chdir(tempfile.mkdtemp())
import nbformat
from alpr_kernel.specs import GovernedKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

notebook = nbformat.reads(sys.argv[1], as_version=4)
error = ""
try:
    NotebookClient(notebook, kernel_manager_class=GovernedKernelManager, timeout=120).execute()
except CellExecutionError as failure:
    error = f"{failure.ename}: {failure.evalue}"
outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
print(json.dumps({"error": error, "kinds": [kind for output in outputs for kind in output.get("data", {})],
                  "texts": [str(output.get("text", "")) for output in outputs]}))
"""
_NBCONVERT = """
import os, pathlib, sys, tempfile
from nbconvert.nbconvertapp import NbConvertApp

folder = pathlib.Path(tempfile.mkdtemp())
(folder / "in.ipynb").write_text(sys.argv[1])
manager = "--ExecutePreprocessor.kernel_manager_class=alpr_kernel.specs.GovernedKernelManager"
os.chdir(folder)
NbConvertApp.launch_instance(["--to", "notebook", "--execute", manager, "--output", "out", "in.ipynb"])
"""
_PAPERMILL = """
import os, pathlib, sys, tempfile
import papermill
from alpr_kernel.specs import GovernedKernelManager

folder = pathlib.Path(tempfile.mkdtemp())
os.chdir(folder)
(folder / "in.ipynb").write_text(sys.argv[1])
papermill.execute_notebook(
    folder / "in.ipynb", folder / "out.ipynb", progress_bar=False, kernel_manager_class=GovernedKernelManager
)
"""


def environment(house: House, name: str, *, purpose: bool) -> dict[str, str]:
    """That of the person's server, with or without a prepared purpose."""
    return {**house.environment(name), **({"ALPR_PURPOSE": json.dumps(PURPOSE)} if purpose else {})}


def run(house: House, name: str, notebook: str, *, purpose: bool) -> dict[str, Any]:
    """Run a notebook with nbclient in the person's environment: the error, and what was shown."""
    done = house.run_as(name, _NBCLIENT, notebook, environment=environment(house, name, purpose=purpose), timeout=200)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
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
    assert set(READERS) == {path.stem for path in FOLDER.glob("*.ipynb")}


@pytest.mark.parametrize(("stem", "name"), [(stem, name) for stem, names in READERS.items() for name in names])
def test_a_notebook_runs_for_whom_it_is_for(house: House, stem: str, name: str) -> None:
    told = run(house, name, shipped(stem), purpose=True)
    assert told["error"] == ""
    assert WIDGET in told["kinds"]


@pytest.mark.parametrize("stem", ["partial_plate"])
def test_without_a_purpose_nothing_runs_and_it_says_what_to_set(house: House, stem: str) -> None:
    told = run(house, "ana", shipped(stem), purpose=False)
    assert told["error"].startswith("PurposeRequired")
    assert "ALPR_PURPOSE" in told["error"]
    assert told["kinds"] == []


@pytest.mark.parametrize("tool", [_NBCONVERT, _PAPERMILL], ids=["nbconvert", "papermill"])
@pytest.mark.parametrize("purpose", [True, False])
def test_tools_that_run_notebooks(house: House, tool: str, purpose: bool) -> None:
    given = environment(house, "ana", purpose=purpose)
    done = house.run_as("ana", tool, shipped("partial_plate"), environment=given, timeout=200)
    assert (done.returncode == 0) is purpose, done.stderr
    assert ("PurposeRequired" in done.stderr) is not purpose


_SEARCH = f"""
from datetime import UTC, datetime
from workbench.client import session
from workbench.ui.search.model import SearchModel

model = SearchModel(session.client(), session.client().me(), lambda: datetime.now(UTC))
model.pattern = "{PARTIAL}"
await model.search()
assert model.trouble is None, model.trouble
assert "{PLANTED}" in set(model.reads["plate"])
print(model.head.record, model.head.result_record, model.head.count)
"""


@pytest.mark.section("464.6")
def test_a_planted_vehicle_is_found_and_the_search_and_the_look_at_the_log_are_on_record(house: House) -> None:
    began = datetime.now(UTC)
    told = run(house, "ana", written(_SEARCH), purpose=True)
    assert told["error"] == ""
    intent, result, count = (int(part) for part in told["texts"][0].split())
    assert count > 0

    look = """
page = attempt(client.log, user="ana", start=given["start"])
again = attempt(client.log, user="adam", start=given["start"])
rows = [entry.model_dump(mode="json") for entry in page.entries]
tell(rows=rows, record=page.record, again=[entry.index for entry in again.entries])
"""
    seen = with_client(house, "adam", look, start=began)
    rows = {row["index"]: row for row in seen["rows"]}
    asked, released = rows[intent], rows[result]
    assert (asked["user"], asked["case_number"]) == ("ana", PURPOSE["case_number"])
    assert (asked["narrative"], asked["why_this_plate"]) == (PURPOSE["narrative"], PURPOSE["why_this_plate"])
    assert PARTIAL in asked["asked"]
    assert (released["count"], released["intent"]) == (count, intent)
    assert seen["record"] in seen["again"]


@pytest.mark.section("464.6")
def test_an_analyst_cannot_read_the_log(house: House) -> None:
    refused = with_client(house, "ana", "attempt(client.log)")
    assert (refused["error"], refused["section"]) == ("Refused", "464.4")
