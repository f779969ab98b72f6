"""The four guides name what stands on the screen: buttons, fields, notebooks and messages as the product has them.

In a guide, bold is a name on the screen and quotation marks hold words that the product says, … for what
changes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.unit.docs.pages import ROOT

GUIDES = tuple(sorted((ROOT / "docs").glob("guide-*.md")))
LONGEST_DAY = 220
"""Lines of a guide that is read before work."""

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SAID = re.compile(r"“(.+?)”", re.DOTALL)
_NOTEBOOK = re.compile(r"`(\w+\.ipynb)`")
_ROOMS = ("workbench", "hub_config", "extensions", "bin/lib")


def test_there_is_a_guide_for_each_reader() -> None:
    readers = ["administrator", "analyst", "operator", "trainer"]
    assert [guide.stem for guide in GUIDES] == [f"guide-{reader}" for reader in readers]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_names_and_messages_of_a_guide_are_those_of_the_product(guide: Path) -> None:
    text = guide.read_text("utf-8")
    quoted = [_plain(said) for said in _BOLD.findall(text) + _SAID.findall(text)]
    assert quoted
    assert [said for said in quoted if not any(said in words for words in product())] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_notebooks_of_a_guide_are_there(guide: Path) -> None:
    named = set(_NOTEBOOK.findall(guide.read_text("utf-8")))
    assert named <= {notebook.name for notebook in (ROOT / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_is_read_before_work(guide: Path) -> None:
    assert len(guide.read_text("utf-8").splitlines()) <= LONGEST_DAY


def test_words_that_the_product_never_says_are_found() -> None:
    assert not any("Open the pod bay doors" in words for words in product())
    assert any("Reads are kept for … days." in words for words in product())


@cache
def product() -> frozenset[str]:
    """Every text of the product: strings of the code, … for what is put in, and what pages and scripts say."""
    found: set[str] = set()
    for room in _ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix == ".py":
                found.update(_strings(path))
            elif path.suffix in (".html", ".js", ".ts") and "node_modules" not in path.parts:
                found.add(_plain(re.sub(r"<[^>]*>|\{\{.*?\}\}|\{%.*?%\}", " ", path.read_text("utf-8"))))
                found.add(_plain(path.read_text("utf-8")))
    return frozenset(found)


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield _plain("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _plain(node.value)


def _plain(text: str) -> str:
    """On one line, without the marks of code around a word."""
    return " ".join(text.replace("`", "").split())
