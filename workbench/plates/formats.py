"""Shapes of plates by who issued them (464.7(d)), as data: ``9`` a digit, ``A`` a letter, ``L`` a letter of a series
that avoids I, O and Q, ``X`` letter or digit, ``x`` either or nothing.

A shape makes a reading plausible and never excludes one: personalised plates take almost any shape.
Each entry names what it rests on. Statutes and departments are first-hand; encyclopaedias and collectors' lists are
not, and fill what issuing agencies don't publish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_PIECES = {"9": "[0-9]", "A": "[A-Z]", "L": "[A-Z]", "X": "[A-Z0-9]", "x": "[A-Z0-9]?"}
_AVOIDED = frozenset("IOQ")

Standing = Literal["series", "older", "special", "personalised"]
"""Issued to most cars today; still on the road; issued to other vehicles; chosen by the owner."""


@dataclass(frozen=True, slots=True)
class Format:
    """One shape. ``jurisdiction`` is written as in a read's ``state``; ``note`` says where the shape is found.

    ``block``: the letters that the plate begins with lie between these, both included.
    """

    jurisdiction: str
    kind: str
    standing: Standing
    shape: str
    note: str
    source: str
    block: tuple[str, str] | None = None

    def fits(self, plate: str) -> bool:
        """Whether a normalised plate has this shape and lies in its block."""
        if re.fullmatch("".join(_PIECES[mark] for mark in self.shape), plate) is None:
            return False
        return self.block is None or self.block[0] <= plate[: len(self.block[0])] <= self.block[1]

    def usual(self, plate: str) -> bool:
        """Whether a plate that fits has none of the letters that the series avoids."""
        marked = zip(self.shape, plate, strict=False)
        return not any(mark == "L" and char in _AVOIDED for mark, char in marked)


_DMV = "California DMV, Vehicle Industry Registration Procedures Manual, 1.075 and appendix 1E"
_DMV_NEXT = "California DMV to the press on the end of the series, 2024-2025 (Sacramento Bee, San Francisco Chronicle)"
_CVC_EXEMPT = "California Vehicle Code 5011, and Wikipedia, Vehicle registration plates of California"
_CVC_OWN = "California Vehicle Code 5101-5109"
_CA = "Wikipedia, Vehicle registration plates of California"
_CA_TRUCKS = "R. M. Wilcox, California plates of the cursive era; Wikipedia, Vehicle registration plates of California"
_AZ = "Wikipedia, Vehicle registration plates of Arizona"
_NV = "Wikipedia, Vehicle registration plates of Nevada"
_NV_OWN = "Nevada Administrative Code 482.320"
_OR = "Wikipedia, Vehicle registration plates of Oregon"
_NOM = "NOM-001-SCT-2-2016 (Diario Oficial de la Federación, 24 June 2016)"
_NOM_OLD = "NOM-001-SCT-2-2000; Wikipedia, Vehicle registration plates of Mexico"
_BLOCKS = "NOM-001-SCT-2, list of series by state; Wikipedia, Matrículas automovilísticas de México"
_BCN, _SON = ("AGA", "CYZ"), ("VTA", "WKZ")

FORMATS: tuple[Format, ...] = (
    Format("CA", "passenger", "series", "9LAL999", "1980 to about 2026, 1AAA000 to 9ZZZ999", _CA),
    Format("CA", "passenger, current", "series", "999LAL9", "the series after 9ZZZ999", _DMV_NEXT),
    Format("CA", "passenger, older", "older", "999LAL", "1969 to 1980, stays with its vehicle", _DMV),
    Format("CA", "passenger, older", "older", "LAL999", "1963 to 1969, stays with its vehicle", _DMV),
    Format("CA", "commercial, current", "special", "99999L9", "after the earlier series was used up", _CA_TRUCKS),
    Format("CA", "commercial", "special", "9L99999", "until it was reversed; 9 first on truck tractors", _CA_TRUCKS),
    Format("CA", "commercial, older", "older", "99999L", "1969 to about 1980", _DMV),
    Format("CA", "trailer", "special", "9LL9999", "permanent trailer identification", _CA),
    Format("CA", "motorcycle", "special", "99L9999", "current motorcycles", _CA),
    Format("CA", "motorcycle, older", "older", "9L9999", "earlier motorcycles", _DMV),
    Format("CA", "exempt", "special", "9999999", "vehicles of public bodies, digits only", _CVC_EXEMPT),
    Format("CA", "exempt, older", "special", "999999", "vehicles of public bodies, digits only", _CVC_EXEMPT),
    Format("CA", "personalised", "personalised", "XXxxxxx", "two to seven characters of the owner's choice", _CVC_OWN),
    Format("AZ", "passenger", "series", "XXX9XXX", "since 2020; all but the fourth are letter or digit", _AZ),
    Format("AZ", "passenger, older", "series", "LLL9999", "2008 to 2020, stays with its owner", _AZ),
    Format("AZ", "passenger, older", "older", "999LLL", "1996 to 2008", _AZ),
    Format("NV", "passenger", "series", "999L99", "current, one letter among five digits", _NV),
    Format("NV", "passenger, older", "series", "99L999", "earlier, one letter among five digits", _NV),
    Format("NV", "passenger, older", "older", "999LLL", "from 1982 on", _NV),
    Format("NV", "personalised", "personalised", "Xxxxxxx", "up to seven characters of the owner's choice", _NV_OWN),
    Format("OR", "passenger", "series", "999LLL", "since 2004, from 001BAA", _OR),
    Format("OR", "passenger, older", "older", "LLL999", "until 2004, up to ZZZ999", _OR),
    Format("MX-BCN", "private", "series", "LLL999L", "since 2016, Baja California's block", _BLOCKS, _BCN),
    Format("MX-BCN", "private, older", "older", "LLL9999", "1998 to 2016, Baja California's block", _BLOCKS, _BCN),
    Format("MX-SON", "private", "series", "LLL999L", "since 2016, Sonora's block", _BLOCKS, _SON),
    Format("MX-SON", "private, older", "older", "LLL9999", "1998 to 2016, Sonora's block", _BLOCKS, _SON),
    Format("MX", "private", "series", "LLL999L", "since 2016, written AAA-999-A", _NOM),
    Format("MX", "private, older", "older", "LLL9999", "1998 to 2016, written AAA-99-99", _NOM_OLD),
    Format("MX-CMX", "private", "series", "L99LLL", "Mexico City, written A99-AAA", _NOM),
    Format("MX-CMX", "private, older", "older", "999LLL", "Mexico City, written 999-AAA", _NOM_OLD),
    Format("MX", "public service", "special", "L999LLL", "since 2016, written A-999-AAA", _NOM),
    Format("MX", "lorry", "special", "LL9999L", "since 2016", _NOM),
    Format("MX", "lorry, older", "older", "LL99999", "1998 to 2016", _NOM_OLD),
    Format("MX", "federal service", "special", "99LL9L", "goods and passengers, written 99-AA-9A", _NOM),
    Format("MX", "federal service, older", "older", "999LL9", "goods and passengers, written 999-AA-9", _NOM_OLD),
)
"""In order of how much a shape tells within a jurisdiction: a personalised plate is the last guess."""


def formats_of(plate: str) -> list[Format]:
    """The shapes that a normalised plate has; a personalised plate only when no series has its shape."""
    fitting = [known for known in FORMATS if known.fits(plate)]
    series = [known for known in fitting if known.standing != "personalised"]
    return series or fitting
