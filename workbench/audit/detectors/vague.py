"""Reasons that say nothing (464.5(4), 464.10(b)): none at all, or only words that would fit any search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, counted, indexes

WITHHELD = frozenset({"[withheld]", "[redacted]", "***"})
"""What a publisher puts where a reason was: it says nothing of the reason itself."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ANY_SEARCH = """
invest inv investigate investigation investigations investigating investigative case crime criminal followup follow up
police pd so law enforcement le official business work job duty patrol proactive check checks checking lookup look
search searching query test testing training misc miscellaneous other unknown na none info information intel area
locate location find plate plates lpr alpr flock camera vehicle veh vehs car suspect suspected suspicious sus susp
susps person subject subj circ circumstances activity of interest poi bolo yes ok asdf x xx xxx the a an for to in on
and per my this call service cfs report rpt number no num request requested justice atl felony misdemeanor
"""
_EMPTY_WORDS = frozenset(_ANY_SEARCH.split())
_CASE_LIKE = 4
"""Digits that may be the number of a case have more characters than this."""
_CODE = re.compile(r"\d{2,5}(\.\d+)?(\s*\([a-z0-9]+\))*|[a-z]{2,3}\s*\d{2,5}(\.\d+)?(\s*\([a-z0-9]+\))*", re.IGNORECASE)
"""A section of the penal or vehicle code, such as 10851 or PC 459: it says which offence."""


def find(rows: list[Row], _ground: Ground) -> Iterator[Flag]:
    """A flag for each person and kind of emptiness."""
    empty = defaultdict[tuple[str, str], list[Row]](list)
    for row in rows:
        if row.action.startswith("search") and row.admitted and (kind := emptiness(row)):
            empty[row.user, kind].append(row)
    for (user, kind), found in sorted(empty.items()):
        reason = f"{counted(len(found), 'search')}: {kind}."
        yield Flag(VAGUE.name, VAGUE.section, user, indexes(found), reason)


def emptiness(row: Row) -> str:
    """What is wrong with a row's reason; nothing when it says something, or is withheld."""
    reason = row.reason.strip()
    if reason.casefold() in WITHHELD:
        return ""
    if not reason:
        return "" if row.case.strip() or row.category.strip() else "no reason, no case and no offence"
    words = [word.casefold() for word in _WORD.findall(reason)]
    telling = [word for word in words if word not in _EMPTY_WORDS and not word.isdigit() and len(word) > 1]
    if telling or _CODE.fullmatch(reason) or row.category.strip():
        return ""
    if not any(word.isalpha() for word in words):
        return "" if len(reason) > _CASE_LIKE else "no word at all"
    return "" if row.case.strip() else "only words that would fit any search"


VAGUE = Detector("vague reason", "464.10(b)", "reasons that would fit any search", find)
