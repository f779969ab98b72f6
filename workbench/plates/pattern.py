"""Partial plates as people report them (464.7(d)).

A letter or digit stands for itself, ``?`` for one character, ``*`` for any run of them, ``[AB7]`` for one of those in
the brackets. ``~`` before a letter, digit or set lets through what is taken for it as well; at the very start it
does so for the whole pattern, as ``lookalikes`` does. A pattern without ``*`` may be asked for with a distance of 1
or 2: so many characters of the plate may be wrong, missing or too many (Levenshtein, Soviet Physics Doklady 10, 1966).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.errors import PatternError
from workbench.plates.characters import ALPHABET, LONGEST, canonical, complaint
from workbench.plates.grammar import SIGNS, Typed, typed
from workbench.plates.mark import RUN, Mark, marks_of
from workbench.plates.shapes import Shape, shapes

FARTHEST = 2
LEAST_GIVEN = {1: 3, 2: 4}
"""How many characters have to be given before so many of them may be wrong."""

_SECTION = "464.7(d)"
_LONGEST_TEXT = 128
_HOW = "Use letters A-Z, digits 0-9, ? for one character, * for any run, [AB7] for one of several, ~ for look-alikes."
_HINTS = {"%": "Write * for any run of characters.", "_": "Write ? for one character."}
_WILDCARDS_ONLY = "A pattern without a letter or digit would list everybody's plates."


@dataclass(frozen=True, slots=True)
class Pattern:
    """A partial plate that can be searched; made by ``parse``.

    ``text`` is its one spelling: in a run of wildcards each ``?`` comes first and one ``*`` at most follows, a set is
    sorted, and ``~`` stands only where it lets something through. ``lookalikes`` lets each given character also
    stand for those that are taken for it; ``distance`` is how many characters may be wrong, missing or too many.
    """

    text: str
    lookalikes: bool = False
    distance: int = 0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What stands at each place; a run is one mark however long it may be."""
        return marks_of(self.text, lookalikes=self.lookalikes)

    @property
    def fixed(self) -> int:
        """How many characters are given: letters and digits, and sets that let three characters through at most.

        What a set lets through counts with its look-alikes, where these are asked for.
        """
        return sum(mark.given for mark in self.marks)

    @property
    def shortest(self) -> int:
        """Characters of the shortest plate that fits without an edit."""
        return sum(not mark.run for mark in self.marks)

    @property
    def has_run(self) -> bool:
        """Whether a ``*`` stands in it."""
        return RUN in self.marks

    @property
    def tolerant(self) -> bool:
        """Whether a character may stand for another: by look-alikes, of one mark or all, or by distance."""
        return self.distance > 0 or any(mark.alike for mark in self.marks)

    def exactly(self) -> Pattern:
        """The same without look-alikes and without distance: what is left is fitted as it was asked."""
        text = self.text.replace("~", "")
        return self if text == self.text and not self.lookalikes and not self.distance else Pattern(text)

    def undistanced(self) -> Pattern:
        """The same without distance."""
        return replace(self, distance=0) if self.distance else self

    def lengths(self) -> range:
        """Lengths of the plates that can fit without an edit."""
        shortest = self.shortest
        return range(max(1, shortest), (LONGEST if self.has_run else shortest) + 1)

    def shapes(self, length: int) -> tuple[Shape, ...]:
        """Every way to lay the pattern over a plate of this length without an edit, one mark a character."""
        return shapes(self.marks, length)


def parse(text: str, *, lookalikes: bool = False, distance: int = 0) -> Pattern:
    """Read a pattern; ``PatternError`` says what is wrong, where, and what to do.

    Spaces, hyphens and dots are left out as in plates. A pattern of wildcards only is refused, and so is a distance
    that would leave too little of what was given (464.7(d)).
    """
    if len(text) > _LONGEST_TEXT:
        raise PatternError(
            f"The pattern has {len(text)} characters; a plate has at most {LONGEST}.",
            position=_LONGEST_TEXT,
            how="Search for one plate at a time.",
        )
    signs = [_mark(char, place) for place, char in enumerate(text)]
    whole = next((place for place, sign in enumerate(signs) if sign), None)
    if whole is not None and signs[whole] == "~":
        lookalikes, signs[whole] = True, ""
    marks = typed(signs, text)
    _check(marks)
    pattern = Pattern(_one_spelling([each.mark for each in marks], lookalikes=lookalikes), lookalikes, distance)
    if distance:
        _check_distance(pattern, marks)
    return pattern


def _mark(char: str, position: int) -> str:
    mark = canonical(char)
    if mark and mark not in ALPHABET and mark not in SIGNS:
        raise PatternError(complaint(char), position=position, how=_HINTS.get(mark, _HOW))
    return mark


def _check(marks: Sequence[Typed]) -> None:
    if not marks:
        raise PatternError(
            "The pattern is empty.", how="Give the characters that were seen, e.g. 7AB?1*.", section=_SECTION
        )
    if all(each.mark.open for each in marks):
        raise PatternError(_WILDCARDS_ONLY, how="Give at least one letter or digit that was seen.", section=_SECTION)
    needed = [each.place for each in marks if not each.mark.run]
    if len(needed) > LONGEST:
        raise PatternError(
            f"The pattern needs a plate of {len(needed)} characters; plates have at most {LONGEST}.",
            position=needed[LONGEST],
            how="Take characters out, or search for one plate at a time.",
        )


def _check_distance(pattern: Pattern, marks: Sequence[Typed]) -> None:
    if pattern.distance not in LEAST_GIVEN:
        raise PatternError(
            f"A distance of {pattern.distance} can't be searched.", how="Let 0, 1 or 2 characters be wrong."
        )
    run = next((each.place for each in marks if each.mark.run), None)
    if run is not None:
        raise PatternError(
            "* stands for any run, so no character can be missing or too many: it does not go with a distance.",
            position=run,
            how="Write ? for each character that was not seen, or search without a distance.",
        )
    least = LEAST_GIVEN[pattern.distance]
    if pattern.fixed < least:
        raise PatternError(
            f"{pattern.fixed} of the plate's characters are given; with {pattern.distance} of them in doubt it takes "
            f"{least}, else everybody's plates would fit.",
            how=f"Give at least {least} letters or digits, or allow a smaller distance.",
            section=_SECTION,
        )


def _one_spelling(marks: Sequence[Mark], *, lookalikes: bool) -> str:
    out, run = "", ""
    for mark in marks:
        if mark.open:
            run += mark.sign
            continue
        out += _wild(run) + (mark.sign if lookalikes else mark.spelled)
        run = ""
    return out + _wild(run)


def _wild(run: str) -> str:
    return "?" * run.count("?") + "*" * ("*" in run)
