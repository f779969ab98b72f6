"""One place of a pattern (464.7(d)): a character, a set of them, or a wildcard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from workbench.plates.characters import ALPHABET
from workbench.plates.lookalikes import class_of

GIVEN = 3
"""A set counts as a given character while it lets at most so many through; a larger one counts like ``?``."""

_SPELLED = re.compile(r"(~?)(\[[0-9A-Z]+\]|[0-9A-Z?*])")


@dataclass(frozen=True, slots=True)
class Mark:
    """What may stand at one place of a plate.

    ``chars`` are the characters asked for in the order of ``ALPHABET``: one, a set, or none for a wildcard.
    ``alike`` lets those through as well that are taken for them; ``run`` tells a place that a ``*`` fills
    from one that a ``?`` does. ``allowed`` is everything that fits here.
    """

    chars: str
    alike: bool = False
    run: bool = False
    allowed: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        allowed = self.chars or ALPHABET
        widened = "".join(class_of(char) for char in allowed) if self.alike else allowed
        object.__setattr__(self, "allowed", frozenset(widened))

    @property
    def open(self) -> bool:
        """Whether it is a wildcard."""
        return not self.chars

    @property
    def given(self) -> bool:
        """Whether it counts as a character that was given: one, or a set that lets ``GIVEN`` through at most."""
        return len(self.chars) == 1 or (not self.open and len(self.allowed) <= GIVEN)

    @property
    def sign(self) -> str:
        """As it is told to people: ``7``, ``[AB7]``, ``?`` or ``*``."""
        if self.open:
            return "*" if self.run else "?"
        return self.chars if len(self.chars) == 1 else f"[{self.chars}]"

    @property
    def spelled(self) -> str:
        """As it stands in a pattern: the sign, with a ``~`` before it where look-alikes make a difference."""
        return f"~{self.sign}" if self.alike and len(self.allowed) > len(self.chars) else self.sign


ANY = Mark("")
RUN = Mark("", run=True)


def mark(chars: str, *, alike: bool = False) -> Mark:
    """The one form of a character or a set: sorted, each once; a set of all is ``?``, ``~`` goes where it is idle."""
    members = "".join(char for char in ALPHABET if char in chars)
    if members == ALPHABET:
        return ANY
    made = Mark(members, alike)
    return made if len(made.allowed) > len(members) else Mark(members)


@lru_cache(maxsize=1024)
def marks_of(text: str, *, lookalikes: bool) -> tuple[Mark, ...]:
    """The marks of a pattern in its one spelling; ``lookalikes`` sets each of them to let look-alikes through."""
    return tuple(_read(tilde, sign, lookalikes=lookalikes) for tilde, sign in _SPELLED.findall(text))


def _read(tilde: str, sign: str, *, lookalikes: bool) -> Mark:
    if sign in "?*":
        return RUN if sign == "*" else ANY
    return mark(sign.strip("[]"), alike=lookalikes or bool(tilde))
