"""Seen together (464.7(d)): how it compares with chance, in words that a court can read, and what that assumes."""

from __future__ import annotations

from typing import Any

from workbench.ui.words import plural

_LEVELS = (
    (0.001, "far more often than chance explains"),
    (0.01, "more often than chance explains"),
    (0.05, "somewhat more often than chance explains"),
)
_CHANCE = "no more often than chance may explain"
FIGURES = (
    "Expected: so many of its outings the other vehicle would share by its own habits alone. Chance: how likely it is "
    "to share as many as it did, or more, by these habits. Choose a row to read what its figures say; nobody's company "
    "is a finding."
)
ASSUMPTIONS = (
    (
        "An outing is a run of reads of the vehicle with no more than half an hour between them. Another vehicle "
        "shares it if it was read within two minutes and 300 metres at half of its places or more."
    ),
    (
        "What is to be expected comes from the other vehicle's own reads on other days of the window: how often it "
        "passes the same places around the same time of day. A longer window tells its habits better."
    ),
    (
        "Outings are taken as independent of each other. Two vehicles that met once by appointment and once by chance "
        "count as two meetings."
    ),
    (
        "Many vehicles were met, and some meet often by chance alone. The last figure takes that into account (false "
        "discovery rate, Benjamini and Hochberg 1995): of all vehicles listed down to a row, that share is expected to "
        "be there by chance."
    ),
    (
        "Only what cameras read is known. A misread plate, a plate on another vehicle, or one destination (a "
        "workplace, an event, a school) can bring two vehicles together too. It does not say who drove, or why."
    ),
)


def verdict(corrected: float) -> str:
    """How the meetings compare with chance, once it is taken into account how many vehicles were met."""
    return next((words for least, words in _LEVELS if corrected < least), _CHANCE)


def together(row: dict[str, Any], met: int) -> str:
    """One vehicle's figures in words."""
    shared, of = row["outings"], row["of_outings"]
    return (
        f"Read near it on {shared:,} of its {plural(of, 'outing')}: {plural(row['encounters'], 'time')} at "
        f"{plural(row['places'], 'place')} on {plural(row['days'], 'day')}. By its own habits it would share "
        f"{row['expected']:.1f} of them. The chance of {shared:,} or more by these habits alone is "
        f"{one_in(row['chance'])}. {plural(met, 'vehicle')} were met; of those listed down to this one "
        f"{percent(row['corrected'])} are expected to be there by chance."
    )


def one_in(chance: float) -> str:
    """A probability as people read it: ``1 in 4,300``; very small and large ones as bounds."""
    if chance <= 1e-9:
        return "less than 1 in a billion"
    if chance > 0.5:
        return "more than one half"
    number = 1 / chance
    if number < 10:
        return f"1 in {number:.1f}".removesuffix(".0")
    digits = len(str(int(number))) - 2
    return f"1 in {round(number, -digits):,.0f}"


def percent(share: float) -> str:
    """A share as people read it: ``0.5 %``; very small ones as a bound."""
    if share < 0.0001:
        return "less than 0.01 %"
    return f"{share * 100:.2g} %" if share < 0.1 else f"{share * 100:.0f} %"
