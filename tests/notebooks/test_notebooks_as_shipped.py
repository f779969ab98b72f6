"""The notebooks as they are shipped: a few words and a call; the work is in the package."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
COOKBOOK = "cookbook"
"""The one that is made of code, for people who write some: short cells, and no more than a page of them."""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_clean_and_asks_for_the_governed_kernel(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    most = 10 if path.stem == COOKBOOK else 3
    assert 1 <= len(code) <= most
    assert all(len(cell.source.splitlines()) <= (14 if path.stem == COOKBOOK else 4) for cell in code)
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata
