"""Notebooks that nobody looks on at are written to disk without reads (464.10)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from alpr_kernel.specs import GovernedKernelManager

from tests.custodian import PURPOSE, Custodian
from tests.kernel.seat import Seat, seat, surroundings
from workbench.wire.log import RECORD_MEDIA_TYPE

pytestmark = pytest.mark.section("464.10")

SEARCH = """
import ipywidgets
from workbench.client.session import client
answer = client().search("{0}*")
found = sorted(set(answer.frame["plate"]))
assert "{0}" + "{1}" in found
"""
SHOW = ["print(found)", "answer", "display(found)", "ipywidgets.HTML(str(found))", "raise ValueError(found)"]


@pytest.fixture
def plate(custodian: Custodian) -> str:
    """A plate that the training store is sure to hold."""
    return custodian.task.plate


@pytest.fixture
def search(plate: str) -> str:
    """A cell that finds it, and does not hold it in one piece."""
    return SEARCH.format(plate[:4], plate[4:])


@pytest.fixture
def written(custodian: Custodian, search: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The file that papermill leaves, of a notebook that shows what it found in each way there is."""
    monkeypatch.setenv("ALPR_PURPOSE", json.dumps(PURPOSE))
    for name, value in surroundings(custodian).items():
        monkeypatch.setenv(name, value)
    cells = [nbformat.v4.new_code_cell(code) for code in ("print('before')", search, *SHOW)]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, tmp_path / "in.ipynb")
    with pytest.raises(papermill.PapermillExecutionError, match="ValueError"):
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"),
            str(tmp_path / "out.ipynb"),
            progress_bar=False,
            kernel_manager_class=GovernedKernelManager,
        )
    return nbformat.read(tmp_path / "out.ipynb", as_version=4)


def test_the_file_names_the_records_and_holds_no_reads(written: Any, custodian: Custodian, plate: str) -> None:
    assert plate not in nbformat.writes(written)
    cells = [cell for cell in written.cells if cell.cell_type == "code"]
    before, quiet, *shown = (cell.outputs for cell in cells)
    assert before[0]["text"] == "before\n"
    assert quiet == []
    newest = [record.index for record in custodian.records(user="ana", action="search.plates")[:2]]
    for outputs in shown[:-1]:
        [stub] = outputs
        assert stub["metadata"][RECORD_MEDIA_TYPE]["records"] == sorted(newest)
    assert shown[-1][0]["ename"] == "ValueError"


def test_control_with_a_person_at_the_dialog_all_of_it_is_shown(declared: Seat, search: str, plate: str) -> None:
    declared.execute(search)
    for code in SHOW:
        reply, outputs = declared.execute(code)
        assert plate in json.dumps([output["content"] for output in outputs]), code
        assert reply["status"] == ("error" if code.startswith("raise") else "ok")


def test_a_page_that_opens_the_dialog_sees_the_outputs_from_then_on(
    custodian: Custodian, search: str, plate: str
) -> None:
    with seat(custodian, {"ALPR_PURPOSE": json.dumps(PURPOSE)}) as taken:
        taken.execute(search)
        _, outputs = taken.execute("print(found)")
        assert plate not in json.dumps([output["content"] for output in outputs])
        taken.state(taken.open_comm(), declared=True)
        _, outputs = taken.execute("print(found)")
        assert plate in json.dumps([output["content"] for output in outputs])
