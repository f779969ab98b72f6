"""Partial plates as people report them (464.7(d)): letters and digits, ``?`` one character, ``*`` any run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workbench.errors import PatternError
from workbench.plates.characters import ALPHABET, LONGEST, canonical, complaint

_SECTION = "464.7(d)"
_LONGEST_TEXT = 64
_HOW = "Use letters A-Z, digits 0-9, ? for one character and * for any run of characters."
_HINTS = {"%": "Write * for any run of characters.", "_": "Write ? for one character."}
_WILDCARDS_ONLY = "A pattern without a letter or digit would list everybody's plates."


@dataclass(frozen=True, slots=True)
class Pattern:
    """A partial plate that can be searched; made by ``parse``.

    ``text`` is its one spelling: in a run of wildcards each ``?`` comes first and one ``*`` at most follows.
    ``lookalikes`` lets a given character also stand for those that are taken for it.
    """

    text: str
    lookalikes: bool = False

    @property
    def fixed(self) -> int:
        """How many characters are given."""
        return sum(char in ALPHABET for char in self.text)

    @property
    def shortest(self) -> int:
        """Characters of the shortest plate that fits."""
        return len(self.text.replace("*", ""))

    def lengths(self) -> range:
        """Lengths of the plates that can fit."""
        return range(max(1, self.shortest), (LONGEST if "*" in self.text else self.shortest) + 1)

    def shapes(self, length: int) -> tuple[str, ...]:
        """Every way to lay the pattern over a plate of this length, one mark for each of its characters.

        A mark is the character given, ``?``, or ``*`` for a place that a run fills.
        """
        return _shapes(self.text, length)


def parse(text: str, *, lookalikes: bool = False) -> Pattern:
    """Read a pattern; ``PatternError`` says what is wrong, where, and what to do.

    Spaces, hyphens and dots are left out as in plates. A pattern of wildcards only is refused (464.7(d)).
    """
    if len(text) > _LONGEST_TEXT:
        raise PatternError(
            f"The pattern has {len(text)} characters; a plate has at most {LONGEST}.",
            position=_LONGEST_TEXT,
            how="Search for one plate at a time.",
        )
    marks = [(mark, place) for place, char in enumerate(text) if (mark := _mark(char, place))]
    _check(marks)
    return Pattern(_one_spelling("".join(mark for mark, _ in marks)), lookalikes)


def _mark(char: str, position: int) -> str:
    mark = canonical(char)
    if mark and mark not in ALPHABET and mark not in "?*":
        raise PatternError(complaint(char), position=position, how=_HINTS.get(mark, _HOW))
    return mark


def _check(marks: list[tuple[str, int]]) -> None:
    if not marks:
        raise PatternError(
            "The pattern is empty.", how="Give the characters that were seen, e.g. 7AB?1*.", section=_SECTION
        )
    if all(mark in "?*" for mark, _ in marks):
        raise PatternError(_WILDCARDS_ONLY, how="Give at least one letter or digit that was seen.", section=_SECTION)
    needed = [place for mark, place in marks if mark != "*"]
    if len(needed) > LONGEST:
        raise PatternError(
            f"The pattern needs a plate of {len(needed)} characters; plates have at most {LONGEST}.",
            position=needed[LONGEST],
            how="Take characters out, or search for one plate at a time.",
        )


def _one_spelling(text: str) -> str:
    out, run = "", ""
    for mark in f"{text} ":
        if mark in "?*":
            run += mark
            continue
        out += "?" * run.count("?") + "*" * ("*" in run) + mark
        run = ""
    return out[:-1]


@lru_cache(maxsize=1024)
def _shapes(text: str, length: int) -> tuple[str, ...]:
    head, *rest = text.split("*")
    if not rest:
        return (head,) if len(head) == length else ()
    spare = length - len(text.replace("*", ""))
    return tuple(head + tail for tail in _laid(rest, spare)) if spare >= 0 else ()


def _laid(parts: list[str], spare: int) -> Iterator[str]:
    """The parts in their order, each after a run, with ``spare`` places shared out among the runs."""
    if len(parts) == 1:
        yield "*" * spare + parts[0]
        return
    for run in range(spare + 1):
        for tail in _laid(parts[1:], spare - run):
            yield "*" * run + parts[0] + tail
