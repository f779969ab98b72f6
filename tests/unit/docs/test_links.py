"""What the documentation points at is there: files, headings, and tests by their names."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.unit.docs.pages import PAGES, ROOT, lines, links, spans

_PATH = re.compile(
    r"(?:benchmarks|bin|deploy|docs|extensions|hub_config|notebooks|requirements|tests|workbench)/[\w./-]*"
)
_TEST = re.compile(r"(test_\w+)")
_ELSEWHERE = re.compile(r"[A-Za-z]+:")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_of_it(page: Path) -> None:
    lost = []
    for where, target in links():
        if where != page or _ELSEWHERE.match(target):
            continue
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (heading and heading not in headings(file)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_of_the_project_that_a_page_names_is_there(page: Path) -> None:
    named = {said for where, said in spans() if where == page and _PATH.fullmatch(said)}
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_in_the_file_named_before_it(page: Path) -> None:
    lost = []
    for _, line, _ in lines(page):
        file: Path | None = None
        for target, said in re.findall(r"\]\(([^)\s]+)\)|`([^`]+)`", line):
            if target.endswith(".py"):
                file = (page.parent / target).resolve()
            elif said.endswith(".py") and (ROOT / said).is_file():
                file = ROOT / said
            elif _TEST.fullmatch(said) and (file is None or said not in functions_of(file)):
                lost.append(said)
    assert lost == []


def test_each_page_is_named_in_another() -> None:
    everything = {page: page.read_text("utf-8") for page in PAGES}
    apart = [
        page.name
        for page in PAGES
        if page.name not in ("README.md", "0001-sealed-pages.md")
        and not any(page.name in text for other, text in everything.items() if other != page)
    ]
    assert apart == []


@cache
def headings(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as they are made of their words."""
    found = (line.lstrip("#").strip().lower() for _, line, block in lines(page) if line.startswith("#") and not block)
    return frozenset(re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in found)


@cache
def functions_of(file: Path) -> frozenset[str]:
    """The names of a file's test functions."""
    tree = ast.parse(file.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds) and node.name.startswith("test_"))
