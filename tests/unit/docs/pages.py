"""The pages of the documentation, and what stands in them: commands and links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"\s*(```|~~~)")
_INDENTED = re.compile(r"(?: {4,}|\t)")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(
    r"(?:\$ )?(?:sudo )?(?:\S*/python/bin/)?"
    r"(workbench|workbench-account|bin/(?:up|test)|deploy/(?:fetch|build-offline)|python|uv)(?= |$)(.*)"
)
_MORE = re.compile(r" \.\.\.\s*(?:#|$)")
_OPTIONAL = re.compile(r"[\[\]]")


@dataclass(frozen=True)
class Command:
    """A command as a page gives it; ``whole`` when it stands on a line of its own, to be typed as it is."""

    page: str
    line: int
    program: str
    words: tuple[str, ...]
    whole: bool

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {self.program} {' '.join(self.words)}".strip()


def commands() -> Iterator[Command]:
    """Every command of README.md and docs/: lines in fences or indented by four, and spans in running text."""
    for page in PAGES:
        for number, line, block in lines(page):
            for said in [line.strip()] if block else _SPAN.findall(line):
                if (found := _COMMAND.match(said)) and (block or found[2].strip() or found[1] != "python"):
                    yield Command(
                        page.relative_to(ROOT).as_posix(),
                        number,
                        found[1],
                        tuple(words_of(found[2])),
                        block and not _MORE.search(found[2]),
                    )


def links() -> Iterator[tuple[Path, str]]:
    """Every link of every page, with the page that has it."""
    for page in PAGES:
        for _, line, block in lines(page):
            if not block:
                yield from ((page, target) for target in _LINK.findall(line))


def spans() -> Iterator[tuple[Path, str]]:
    """Every piece of code in running text, with the page that has it."""
    for page in PAGES:
        for _, line, block in lines(page):
            if not block:
                yield from ((page, said) for said in _SPAN.findall(line))


def lines(page: Path) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, and whether it stands in a block of code."""
    fenced = False
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if _FENCE.match(line):
            fenced = not fenced
        else:
            yield number, line, fenced or bool(_INDENTED.match(line))


def words_of(text: str) -> Iterator[str]:
    """The words after the program: no comment, no brackets around what may be left out, no "and so on"."""
    last = ""
    for word in shlex.split(_OPTIONAL.sub("", text), comments=True):
        if word != "..." or (last.startswith("--") and last):
            yield word.removesuffix("...") or word
        last = word
