"""Notebooks that run by themselves: nbclient, nbconvert and papermill (464.5(4))."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from alpr_kernel.specs import GovernedKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.preprocessors import ExecutePreprocessor

from tests.custodian import PURPOSE, Custodian
from tests.kernel.seat import surroundings
from workbench.wire.purpose import PurposeDraft

pytestmark = pytest.mark.section("464.5")

PREPARED = PurposeDraft.model_validate(PURPOSE).model_dump_json()
MANAGER = "alpr_kernel.specs.GovernedKernelManager"


@pytest.fixture
def surrounded(custodian: Custodian, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """This process's environment as in a person's server, without a prepared purpose."""
    monkeypatch.delenv("ALPR_PURPOSE", raising=False)
    for name, value in surroundings(custodian).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def notebook(*cells: str) -> nbformat.NotebookNode:
    """A notebook as people write it: it asks for ``python3``."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def run(made: nbformat.NotebookNode) -> Any:
    """Run it under the governed kernel; the last output."""
    NotebookClient(made, kernel_manager_class=GovernedKernelManager, timeout=60).execute()
    return made.cells[-1].outputs[-1]


def test_nbclient_without_a_purpose_fails_and_says_what_to_set(surrounded: pytest.MonkeyPatch) -> None:
    with pytest.raises(CellExecutionError, match="PurposeRequired") as failure:
        run(notebook("1 + 1"))
    assert failure.value.ename == "PurposeRequired"
    assert "ALPR_PURPOSE" in failure.value.evalue


def test_nbclient_with_a_prepared_purpose_runs(surrounded: pytest.MonkeyPatch, custodian: Custodian) -> None:
    surrounded.setenv("ALPR_PURPOSE", PREPARED)
    declared = len(custodian.records(action="purpose.declare"))
    output = run(notebook("a = 40", "a + 2"))
    assert output["data"]["text/plain"] == "42"
    assert len(custodian.records(action="purpose.declare")) == declared + 1


@pytest.mark.parametrize(
    ("prepared", "name", "words"),
    [
        ("{}", "BadInput", "does not hold a purpose"),
        ("not json", "BadInput", "does not hold a purpose"),
        ('{"category": 1}', "BadInput", "does not hold a purpose"),
        (PREPARED.replace(PURPOSE["narrative"], "asdf"), "PurposeRejected", "narrative"),
    ],
)
def test_a_prepared_purpose_that_says_nothing_is_told(
    surrounded: pytest.MonkeyPatch, prepared: str, name: str, words: str
) -> None:
    surrounded.setenv("ALPR_PURPOSE", prepared)
    with pytest.raises(CellExecutionError) as failure:
        run(notebook("1"))
    assert failure.value.ename == name
    assert words in failure.value.evalue


def test_nbconvert_runs_under_the_governed_kernel(surrounded: pytest.MonkeyPatch) -> None:
    surrounded.setenv("ALPR_PURPOSE", PREPARED)
    made = notebook("type(get_ipython().kernel).__name__")
    ExecutePreprocessor(kernel_manager_class=MANAGER).preprocess(made, {})
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "'GovernedKernel'"


@pytest.mark.parametrize("prepared", [True, False])
def test_papermill(surrounded: pytest.MonkeyPatch, tmp_path: Path, prepared: bool) -> None:
    if prepared:
        surrounded.setenv("ALPR_PURPOSE", PREPARED)
    source = tmp_path / "in.ipynb"
    nbformat.write(notebook("40 + 2"), source)

    def mill() -> nbformat.NotebookNode:
        return papermill.execute_notebook(
            str(source),
            str(tmp_path / "out.ipynb"),
            progress_bar=False,
            kernel_manager_class=GovernedKernelManager,
        )

    if prepared:
        assert mill().cells[-1].outputs[-1]["data"]["text/plain"] == "42"
    else:
        with pytest.raises(papermill.PapermillExecutionError, match="ALPR_PURPOSE"):
            mill()
