"""Whether a command of the documentation is one: it goes through the program's own parser and is stopped there."""

from __future__ import annotations

import argparse
import importlib.util
import os
import runpy
import sys
import tomllib
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import cache
from io import StringIO
from typing import Any

import pytest
import typer.core
import typer.main

from hub_config import account
from tests.unit.docs.pages import ROOT, Command
from workbench.cli import app


class Parsed(BaseException):
    """The parser took the words; nothing after it runs."""


class Wrong(Exception):
    """The parser did not take the words."""


def parse(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name under which the command is classed, once its parser took it. ``Wrong`` in the parser's words."""
    parsers: dict[str, Callable[[Command, pytest.MonkeyPatch], str]] = {
        "workbench": _workbench,
        "workbench-account": _account,
        "bin/up": _up,
        "bin/test": _test,
        "deploy/build-offline": _script,
        "deploy/fetch": _script,
        "python": _python,
        "uv": _uv,
    }
    return parsers[command.program](command, monkeypatch)


def _workbench(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """Through typer's parser. In running text, what has to be given may be left out: the command is only named."""
    group = tree()
    path: list[str] = []
    for word in command.words:
        if word not in getattr(group, "commands", {}):
            break
        group, path = group.commands[word], [*path, word]
    name = " ".join(["workbench", *path])
    rest = list(command.words[len(path) :])
    if not rest and (hasattr(group, "commands") or not command.whole):
        return name

    def stop(*_: object) -> None:
        raise Parsed

    monkeypatch.setattr(typer.core.TyperCommand, "invoke", stop)
    try:
        group.main(rest, standalone_mode=False)
    except Parsed:
        return name
    except Exception as problem:
        if type(problem).__name__ == "MissingParameter" and not command.whole:
            return name
        raise Wrong(f"{name}: {getattr(problem, 'message', problem)}") from problem
    if "--help" in rest:
        return name
    raise Wrong(f"{name} has no command {rest[0]!r}")


@cache
def tree() -> Any:
    """The command line of ``workbench``, as its entry point builds it."""
    return typer.main.get_command(app)


def _account(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    if command.words or command.whole:
        words = list(command.words)
        if not command.whole and len(words) == 1 and words[0] in account.CHANGES:
            words.append("NAME")
        _argparse(lambda: account.main(words), monkeypatch)
        return f"workbench-account {next(word for word in words if not word.startswith('-'))}"
    return "workbench-account"


def _up(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "argv", ["bin/up", *command.words])
    monkeypatch.setattr(sys, "path", [str(ROOT / "bin" / "lib"), *sys.path])
    spec = importlib.util.spec_from_file_location("up_of_bin", ROOT / "bin" / "lib" / "up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _argparse(module._arguments, monkeypatch)
    return "bin/up"


def _test(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """``bin/test`` takes ``--long`` itself and hands the rest to pytest: files have to exist, options be known."""
    given = iter(command.words)
    for word in given:
        if word in ("-m", "-k"):
            next(given)
        elif not (word in ("--long", "--help") or word.startswith("--junitxml=") or (ROOT / word).exists()):
            raise Wrong(f"bin/test: {word!r} is neither an option that is known here nor a file of the project")
    return "bin/test"


def _script(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """A script of the shell that takes one folder and has no parser."""
    if not os.access(ROOT / command.program, os.X_OK) or len(command.words) > 1:
        raise Wrong(f"{command.program}: it is not there, or is given more than a folder")
    return command.program


def _python(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """A script or module of the project, run until its parser has taken the words."""
    first, *words = (word for word in command.words if word != "-I")
    module = first == "-m"
    if module:
        first, *words = words
    path = ROOT / (f"{first.replace('.', '/')}.py" if module else first)
    if not path.is_file() or not path.is_relative_to(ROOT):
        raise Wrong(f"python: there is no {first}")
    monkeypatch.setattr(sys, "argv", [str(path), *words])
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    _argparse(lambda: runpy.run_path(str(path), run_name="__main__"), monkeypatch)
    return f"python {path.relative_to(ROOT).as_posix()}"


def _uv(command: Command, monkeypatch: pytest.MonkeyPatch) -> str:
    """``uv pip install``: options that uv has, and the versions that the project's extra asks for."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    known = {wanted for extra in extras.values() for wanted in extra}
    given = iter(command.words)
    if [next(given), next(given)] != ["pip", "install"]:
        raise Wrong("uv: only uv pip install is known here")
    for word in given:
        if word in ("--python", "--find-links"):
            next(given)
        elif word not in known:
            raise Wrong(f"uv: no extra of the project asks for {word}")
    return "uv pip install"


def _argparse(run: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run what ends in an argparse parser and stop behind it; its exit is ``Wrong``."""
    real, told = argparse.ArgumentParser.parse_args, StringIO()

    def parse_args(self: argparse.ArgumentParser, *given: Any, **named: Any) -> None:
        real(self, *given, **named)
        raise Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_args)
    environment = dict(os.environ)
    try:
        with redirect_stderr(told):
            run()
    except Parsed:
        return
    except SystemExit as ended:
        if ended.code:
            raise Wrong(told.getvalue().strip().splitlines()[-1]) from None
        return
    finally:
        os.environ.clear()
        os.environ.update(environment)
    raise Wrong("no parser was asked")
