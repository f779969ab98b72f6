"""Every action that the sources can write into a record, read from the sources themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from hub_config.account import CHANGES
from workbench.accesslog.events.actions import DEEDS
from workbench.accesslog.witnessing import Outcome

ROOT = Path(__file__).parents[4]
_DOTTED = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
_HUB = re.compile(r"[a-z]+(-[a-z]+)*")
_CALLS = frozenset({"event", "Request", "Act", "Attempt", "turned_away", "_record", "_admit", "_learner"})
"""Calls that are handed an action by name."""
_MADE = {"log.witness-": Outcome, "hub.": (), "window.": ()}
"""The beginnings of actions that are put together, and what follows; the Hub's are found in its own sources."""
_BEGINS = re.compile(r"[a-z]+\.([a-z]+-)*")
_FILES = (".css", ".csv", ".html", ".ipynb", ".json", ".sqlite", ".toml")
_SETTINGS = {"log.url"}
"""Keys of the configuration in messages, which look like actions."""


def actions() -> set[str]:
    """The custodian's own, and what the Hub reports to it."""
    return {*_custodians(), *(f"hub.{reported}" for reported in _hubs())}


def _custodians() -> Iterator[str]:
    families = {action.partition(".")[0] for action in DEEDS}
    for path in sorted((ROOT / "workbench").rglob("*.py")):
        if path.is_relative_to(ROOT / "workbench" / "accesslog" / "events"):
            continue
        tree = ast.parse(path.read_text())
        given = {id(part) for call in _calls(tree, _CALLS) for each in call.args for part in ast.walk(each)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and _BEGINS.fullmatch(begin := _text(node.values[0])):
                yield from (begin + str(rest) for rest in _MADE.get(begin, ("?",)))
            text = _text(node)
            if not _DOTTED.fullmatch(text) or text.endswith(_FILES) or text in _SETTINGS:
                continue
            if id(node) in given or text.partition(".")[0] in families:
                yield text


def _hubs() -> Iterator[str]:
    yield from (f"account-{change}" for change in CHANGES)
    for path in sorted((ROOT / "hub_config").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for call in _calls(tree, frozenset({"record", "on_record"})):
            yield from (text for each in call.args[:2] if _HUB.fullmatch(text := _text(each)))
        for node in ast.walk(tree):  # the acts whose failures are told with their own names
            match node:
                case ast.Assign(targets=[ast.Name(id="ENDED")], value=ast.Constant(value=str(ended))):
                    yield ended
                case ast.arg(arg="act"):
                    yield "signin-failed"
                case ast.keyword(arg="act", value=ast.Constant(value=str(act))):
                    yield f"{act}-failed"
                case _:
                    pass


def _calls(tree: ast.AST, names: frozenset[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in names:
                yield node
            case _:
                pass


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
