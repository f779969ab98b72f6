"""The modules that everybody reads before access (464.4.1): files in ``data/modules``, in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ModuleText:
    """One module; ``text`` is Markdown."""

    key: str
    section: str
    title: str
    text: str


@cache
def modules() -> tuple[ModuleText, ...]:
    """All modules in their order."""
    folder = files("workbench.training") / "data" / "modules"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name)
    return tuple(_parse(file.name.removesuffix(".md")[3:], file.read_text("utf-8")) for file in found)


@cache
def keys() -> frozenset[str]:
    """The key of each module."""
    return frozenset(module.key for module in modules())


def _parse(key: str, text: str) -> ModuleText:
    title, section, body = text.split("\n", 2)
    return ModuleText(key, section.removeprefix("Section: "), title.removeprefix("# "), body.strip())
