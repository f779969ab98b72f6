"""Writes ``policy-map.md``: for each section of policy 464, the modules that answer it and the tests that hold it.

    python docs/policy_map.py            writes the page
    python docs/policy_map.py --check    says whether the page is what it would write

Nothing is imported from the workbench: the page is made from what stands in the files.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "policy-map.md"
SECTIONS = "workbench/policy/sections.py"
CODE = ("workbench", "hub_config", "extensions")
TESTS = "tests"

LATER: dict[str, str] = {}
"""What belongs wholly or partly to later work, by section: said in the map, so that nothing is missing silently."""

HEAD = """# Policy map

Which code answers each section of policy 464, and which tests hold it to that. Made by `docs/policy_map.py` from
the sections' enumeration, the modules' opening words and the tests' `section` marks; a test fails when it differs.
"""

_CITED = re.compile(r"464(?:\.\d+)+((?:(?:, |-| and )?\([a-z]\))*)")
_LETTER = re.compile(r"(-?)\(([a-z])\)")


@dataclass
class Row:
    """One section with what answers for it; paths are relative to the project."""

    rule: str
    modules: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    later: str = ""

    @property
    def answered(self) -> bool:
        """Whether anything stands, or is said to come."""
        return bool(self.modules or self.tests or self.later)


def rows(root: Path = ROOT) -> dict[str, Row]:
    """Every section of the enumeration, in its order. ``ValueError`` for a cited section that there is none of."""
    found = {section: Row(rule, later=LATER.get(section, "")) for section, rule in sections(root).items()}
    for name in CODE:
        for path in _python(root / name):
            for section in _known(cited(_opening(path)), found, path):
                found[section].modules.append(path.relative_to(root).as_posix())
    for path in _python(root / TESTS):
        for section in _known(marked(_tree(path)), found, path):
            found[section].tests.append(path.relative_to(root).as_posix())
    if unknown := LATER.keys() - found.keys():
        raise ValueError(f"later work for sections that there are none of: {sorted(unknown)}")
    return found


def sections(root: Path = ROOT) -> dict[str, str]:
    """Each section's number and rule, from the enumeration's file."""
    numbers: dict[str, str] = {}
    rules: dict[str, str] = {}
    for node in ast.walk(_tree(root / SECTIONS)):
        if isinstance(node, ast.ClassDef) and node.name == "Section":
            numbers = dict(_members(node))
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            rules = dict(_entries(node.value))
    return {number: rules[name] for name, number in numbers.items()}


def cited(text: str) -> set[str]:
    """The sections that a text cites; ``464.7(a)-(c)`` cites three and ``464.5(4)`` is 464.5."""
    found = set()
    for citation in _CITED.finditer(text):
        number = citation.group()[: citation.start(1) - citation.start()]
        letters: list[str] = []
        for dash, letter in _LETTER.findall(citation.group(1)):
            first = ord(letters[-1]) + 1 if dash and letters else ord(letter)
            letters += [chr(code) for code in range(first, ord(letter) + 1)]
        found |= {f"{number}({letter})" for letter in letters} or {number}
    return found


def marked(tree: ast.Module) -> set[str]:
    """The sections that a test file marks itself or its tests with."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pytest.mark.section", "mark.section"):
            found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return {str(section) for section in found}


def page(found: dict[str, Row]) -> str:
    """The page's text."""
    return HEAD + "".join(_entry(section, row) for section, row in found.items())


def main(arguments: list[str]) -> int:
    """Write or check; 1 when the page differs or a section has nothing that answers for it."""
    found = rows()
    problems = [f"{section}: no module, no test, not said to come later" for section in _unanswered(found)]
    if arguments == ["--check"]:
        if not PAGE.exists() or PAGE.read_text("utf-8") != page(found):
            problems.append(f"{PAGE.name} differs: run python docs/policy_map.py")
    else:
        PAGE.write_text(page(found), "utf-8")
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def _unanswered(found: dict[str, Row]) -> list[str]:
    return [section for section, row in found.items() if not row.answered]


def _known(names: set[str], found: dict[str, Row], path: Path) -> set[str]:
    """The names that are sections; a letter without an entry of its own counts for its section (464.7(b): 464.7)."""
    known = {name if name in found else name.split("(")[0] for name in names}
    if unknown := known - found.keys() - {"464.1"}:
        raise ValueError(f"{path} cites {sorted(unknown)}: the policy has no such section")
    return known & found.keys()


def _entry(section: str, row: Row) -> str:
    lines = [f"\n## {section}\n", f"{row.rule}\n"]
    lines += [f"- answered in {group}" for group in _links(row.modules)]
    lines += [f"- held by {group}" for group in _links(row.tests)]
    lines += [f"- later: {row.later}"] if row.later else []
    return "\n".join(lines) + "\n"


def _links(paths: list[str]) -> list[str]:
    """One line for each folder, with a link to each file in it."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        by_folder[path.rpartition("/")[0]].append(path)
    return [
        f"`{folder}/`: " + ", ".join(f"[{path.rpartition('/')[2]}](../{path})" for path in inside)
        for folder, inside in sorted(by_folder.items())
    ]


def _python(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if not {"node_modules", "__pycache__"} & set(path.parts):
            yield path


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def _opening(path: Path) -> str:
    """The first paragraph of the module's docstring."""
    return (ast.get_docstring(_tree(path)) or "").split("\n\n")[0]


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            target = line.targets[0]
            if isinstance(target, ast.Name):
                yield target.id, str(line.value.value)


def _entries(node: ast.Dict) -> Iterator[tuple[str, str]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Attribute) and isinstance(value, ast.Constant):
            yield key.attr, str(value.value)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
