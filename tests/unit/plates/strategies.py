"""Plates and patterns for the property tests, from few characters so that they meet often."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from workbench.plates.characters import ALPHABET
from workbench.plates.lookalikes import CLASSES
from workbench.plates.pattern import Pattern

FEW = "0OD1IL8BZ27AC"

plates = st.text(FEW, min_size=1, max_size=10)
any_plate = st.text(ALPHABET, min_size=1, max_size=10)
pattern_texts = st.text(FEW + "??**", min_size=1, max_size=12).filter(
    lambda text: len(text.replace("*", "")) <= 10 and text.strip("?*") != ""
)


def oracle(pattern: Pattern, typed: str) -> re.Pattern[str]:
    """The pattern as a regular expression of what was typed: another way to the same answer."""

    def one(char: str) -> str:
        if char in "?*":
            return "." if char == "?" else ".*"
        alike = [members for members in CLASSES if char in members] if pattern.lookalikes else []
        return f"[{alike[0]}]" if alike else char

    return re.compile("".join(one(char) for char in typed))
