"""Text in files that other programs open (464.10(a)): it is read, never obeyed.

A spreadsheet takes a cell that begins with one of a few characters for a formula, whatever file it comes from; the
Open Worldwide Application Security Project's advice on CSV injection is to put an apostrophe before it.
"""

from __future__ import annotations

from workbench.prose.shown import visible

_BEGINS_A_FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")  # the last four are full width
LONGEST = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""


def plain(text: str, limit: int = LONGEST) -> str:
    """The text in one line, each invisible or direction-changing character spelled out, cut after ``limit``."""
    spelled = visible(text, limit).replace("\n", "[U+000A]").replace("\t", "[U+0009]")
    return spelled if len(spelled) <= limit else f"{spelled[: limit - 1]}…"


def guarded(text: str) -> str:
    """As ``plain``, with an apostrophe before what a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("7ABC123")
    ("'=1+1", '7ABC123')
    """
    dangerous = text.startswith(_BEGINS_A_FORMULA) or text.lstrip().startswith(_BEGINS_A_FORMULA)
    return f"'{plain(text)}" if dangerous else plain(text)
