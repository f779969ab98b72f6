"""Shapes of plates by who issued them (464.7(d)), as data: ``9`` a digit, ``A`` a letter,
``X`` either, ``x`` either or nothing.

A shape makes a reading plausible and never excludes one: personalised plates take almost any shape.
The sources are secondary (encyclopaedias, collectors' lists); issuing agencies publish no full list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECES = {"9": "[0-9]", "A": "[A-Z]", "X": "[A-Z0-9]", "x": "[A-Z0-9]?"}


@dataclass(frozen=True, slots=True)
class Format:
    """One shape. ``rare`` lists letters that the series avoids, ``note`` says what the shape rests on."""

    jurisdiction: str
    kind: str
    shape: str
    note: str
    rare: str = ""

    def fits(self, plate: str) -> bool:
        """Whether a normalised plate has this shape."""
        return re.fullmatch("".join(_PIECES[mark] for mark in self.shape), plate) is not None


FORMATS: tuple[Format, ...] = (
    Format("CA", "passenger", "9AAA999", "since 1980, up to 9ZZZ999; no I, O, Q first or third", "IOQ"),
    Format("CA", "passenger, current", "999AAA9", "the series after 9ZZZ999", "IOQ"),
    Format("CA", "passenger, older", "999AAA", "1969 to 1980, valid while it stays with its vehicle", "IOQ"),
    Format("CA", "passenger, older", "AAA999", "1963 to 1969, valid while it stays with its vehicle", "IOQ"),
    Format("CA", "commercial, current", "99999A9", "the reversed commercial series", "IOQ"),
    Format("CA", "commercial", "9A99999", "until the series was reversed", "IOQ"),
    Format("CA", "trailer", "9AA9999", "permanent trailer identification", "IOQ"),
    Format("CA", "motorcycle", "99A9999", "current motorcycles", "IOQ"),
    Format("CA", "motorcycle, older", "9A9999", "earlier motorcycles", "IOQ"),
    Format("CA", "exempt", "9999999", "government vehicles, digits only"),
    Format("CA", "exempt, older", "999999", "government vehicles, digits only"),
    Format("CA", "personalised", "XXxxxxx", "two to seven characters of the owner's choice"),
    Format("MX", "private", "AAA999A", "since 2016 (NOM-001-SCT-2-2016)", "IOQ"),
    Format("MX", "private, older", "AAA9999", "1998 to 2016, written AAA-99-99", "IOQ"),
    Format("MX", "private, Mexico City", "A99AAA", "written A99-AAA", "IOQ"),
    Format("MX", "private, Mexico City, older", "999AAA", "written 999-AAA", "IOQ"),
    Format("MX", "public service", "A999AAA", "since 2016", "IOQ"),
    Format("MX", "lorry", "AA9999A", "since 2016", "IOQ"),
    Format("MX", "lorry, older", "AA99999", "1998 to 2016", "IOQ"),
)
"""In order of how much a shape tells: a personalised plate is the last guess."""


def formats_of(plate: str) -> list[Format]:
    """The shapes that a normalised plate has; a personalised plate only when no series has its shape."""
    fitting = [known for known in FORMATS if known.fits(plate)]
    series = [known for known in fitting if known.kind != "personalised"]
    return series or fitting
