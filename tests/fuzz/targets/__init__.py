"""The targets, each in a module of its name."""

from __future__ import annotations

from importlib import import_module

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target


def load(name: str) -> Target:
    """The target of that name, with its samples made."""
    made: Target = import_module(f"{__name__}.{name}").TARGET
    assert (made.name, tuple(made.modules)) == (name, MODULES[name])
    return made
