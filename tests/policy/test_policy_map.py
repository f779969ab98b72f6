"""The policy map is what the files say, and no section is without an answer."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from workbench.policy.sections import RULES, Section

GENERATOR = Path(__file__).parents[2] / "docs" / "policy_map.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """``docs/policy_map.py``, which is a script of its own."""
    spec = importlib.util.spec_from_file_location("policy_map", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_in_the_tree_is_what_the_files_say(generator: ModuleType) -> None:
    written = generator.PAGE.read_text("utf-8")
    assert written == generator.page(generator.rows()), "run python docs/policy_map.py"


def test_each_section_has_a_module_or_a_test_or_is_said_to_come_later(generator: ModuleType) -> None:
    assert [section for section, row in generator.rows().items() if not row.answered] == []


def test_what_is_not_said_to_come_later_has_both_a_module_and_a_test(generator: ModuleType) -> None:
    half = {section: (row.modules, row.tests) for section, row in generator.rows().items() if not row.later}
    assert {section for section, (modules, tests) in half.items() if not (modules and tests)} == set()


def test_the_map_knows_the_sections_that_the_code_knows(generator: ModuleType) -> None:
    assert generator.sections() == {section.value: RULES[section] for section in Section}


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("", set()),
        ("no section, 464 alone", set()),
        ("the record (464.5).", {"464.5"}),
        ("why (464.5(4), 464.10(b)): ", {"464.5", "464.10(b)"}),
        ("464.7(a)-(c)", {"464.7(a)", "464.7(b)", "464.7(c)"}),
        ("464.7.1(b)(c) and 464.3.1", {"464.7.1(b)", "464.7.1(c)", "464.3.1"}),
        ("464.10(a), (c)", {"464.10(a)", "464.10(c)"}),
    ],
)
def test_how_a_citation_is_read(generator: ModuleType, text: str, sections: set[str]) -> None:
    assert generator.cited(text) == sections


def test_marks_are_found_on_files_and_on_tests(generator: ModuleType) -> None:
    code = 'pytestmark = pytest.mark.section("464.5")\n\n@pytest.mark.section("464.9")\ndef test_x(): ...\n'
    assert generator.marked(ast.parse(code)) == {"464.5", "464.9"}


def test_a_section_that_there_is_none_of_is_an_error(generator: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "workbench" / "policy").mkdir(parents=True)
    source = GENERATOR.parents[1] / generator.SECTIONS
    (tmp_path / generator.SECTIONS).write_text(source.read_text("utf-8"), "utf-8")
    (tmp_path / "workbench" / "odd.py").write_text('"""Answers 464.99."""\n', "utf-8")
    with pytest.raises(ValueError, match=r"464\.99"):
        generator.rows(tmp_path)
