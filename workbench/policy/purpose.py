"""Why somebody looks (464.3, 464.5(4), 464.7(a), 464.10(b)): the listed purposes and what one must say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from workbench.policy.caller import Realm
from workbench.policy.clock import has_come

IDLE_LIMIT = timedelta(minutes=30)
SHIFT_LIMIT = timedelta(hours=12)
NARRATIVE_LENGTH = range(15, 2001)
CASE_LENGTH = range(3, 41)

PROMPT = (
    "State the case or matter this concerns, what is being investigated, and why this plate or vehicle "
    "belongs to it. What you write is kept in the access log under your name and is audited."
)
"""The exact wording that the asker saw; it is kept with each purpose, and no other wording is."""

GO_ON = (
    "You have declared a purpose elsewhere that still stands. If what you do here belongs to it, go on with it; "
    "that is kept in the access log under your name too."
)
"""The exact wording shown where a purpose is gone on with in another notebook."""


class Category(StrEnum):
    """The closed list of 464.3, with the civil and administrative actions of 464.10(b)."""

    STOLEN_OR_WANTED_VEHICLE = "stolen_or_wanted_vehicle"
    STOLEN_PLATE = "stolen_plate"
    MISSING_PERSON = "missing_person"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    ACTIVE_WARRANT = "active_warrant"
    HOMELAND_SECURITY = "homeland_security"
    ELECTRONIC_SURVEILLANCE = "electronic_surveillance"
    SUSPECT_INTERDICTION = "suspect_interdiction"
    STOLEN_PROPERTY = "stolen_property"
    CIVIL_OR_ADMINISTRATIVE = "civil_or_administrative"


CATEGORY_LABELS: dict[Category, tuple[str, str]] = {
    Category.STOLEN_OR_WANTED_VEHICLE: ("Stolen or wanted vehicle", "464.3"),
    Category.STOLEN_PLATE: ("Stolen licence plate", "464.3"),
    Category.MISSING_PERSON: ("Missing person", "464.3"),
    Category.CRIMINAL_INVESTIGATION: ("Criminal investigation", "464.7(d)"),
    Category.ACTIVE_WARRANT: ("Active warrant", "464.3"),
    Category.HOMELAND_SECURITY: ("Homeland security", "464.3"),
    Category.ELECTRONIC_SURVEILLANCE: ("Electronic surveillance", "464.3"),
    Category.SUSPECT_INTERDICTION: ("Suspect interdiction", "464.3"),
    Category.STOLEN_PROPERTY: ("Stolen property recovery", "464.3"),
    Category.CIVIL_OR_ADMINISTRATIVE: ("Civil or administrative action of the department", "464.10(b)"),
}
"""What people choose from, and the section that each rests on."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One declared purpose; travels with each call and is never state of a kernel. Times are UTC."""

    purpose_id: str
    username: str
    category: Category
    case_number: str
    narrative: str
    why_this_plate: str
    prompt: str
    realm: Realm
    declared_at: datetime
    last_used_at: datetime
    record: int
    """Index of the access-log record of its declaration."""
    ended_at: datetime | None = None

    def expires_at(self) -> datetime:
        """When it ends by itself: 30 idle minutes or the end of the shift, whichever is first."""
        return min(self.last_used_at + IDLE_LIMIT, self.declared_at + SHIFT_LIMIT)

    def open_at(self, now: datetime) -> bool:
        """Whether a request may still rest on it."""
        return self.ended_at is None and has_come(self.declared_at, now) and now < self.expires_at()

    def stated(self) -> dict[str, Any]:
        """What each record keeps of it (464.5(4))."""
        return {
            "id": self.purpose_id,
            "category": self.category.value,
            "case_number": self.case_number,
            "narrative": self.narrative,
            "why_this_plate": self.why_this_plate,
            "prompt": self.prompt,
            "declared_in": self.record,
        }


_CASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./#_-]*[A-Za-z0-9]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_GENERIC = frozenset(
    "investigation investigate case police business official work lookup look up search check test testing "  # noqa: SIM905
    "asdf qwerty follow followup ongoing active suspect vehicle plate query inquiry misc other na none info "
    "information intel the a an of for on in to and is per my this that".split()
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")


def problems(
    category: str, case_number: str, narrative: str, why_this_plate: str, vague: Collection[str] = ()
) -> dict[str, str]:
    """What is wrong with a purpose, by field; empty when it may be declared.

    Text must be NFC without control or bidirectional characters; a narrative has 15 to 2,000 characters
    and says more than a generic word, a case number, a code section or a run of keys. ``vague`` are phrases of the
    agency that say nothing either.
    """
    found: dict[str, str] = {}
    if category not in set(Category):
        found["category"] = "Choose one of the listed purposes (464.3)."
    case = case_number.strip()
    if problem := _case_problem(case):
        found["case_number"] = problem
    for name, text in (("narrative", narrative), ("why_this_plate", why_this_plate)):
        if problem := text_problem(text, "" if "case_number" in found else case, vague):
            found[name] = problem
    if "narrative" not in found and narrative.strip().casefold() == why_this_plate.strip().casefold():
        found["why_this_plate"] = "Say why this plate belongs to the case; it repeats the narrative word for word."
    return found


def is_case_number(case: str) -> bool:
    """Whether this can be the number of a case, an incident or a matter, without space around it."""
    return not _case_problem(case)


def _case_problem(case: str) -> str:
    if len(case) > CASE_LENGTH[-1]:
        return f"A case number has at most {CASE_LENGTH[-1]} characters; this has {len(case):,}."
    if len(case) < CASE_LENGTH[0] or not _CASE.fullmatch(case) or not any(c.isdigit() for c in case):
        return "Give the case, incident or matter number: letters, digits, - / . and a digit at least."
    return ""


def text_problem(text: str, case: str = "", vague: Collection[str] = ()) -> str:
    """What is wrong with a reason in free words; empty when it tells a reviewer something. ``case``: its number.

    ``vague`` are phrases that say nothing, besides the words that are known here.
    """
    stripped = text.strip()
    if unprintable(text):
        return "Remove control, invisible or direction-changing characters."
    if unicodedata.normalize("NFC", text) != text:
        return "Type the text again: its accents are stored in an unusual form (not NFC)."
    if len(stripped) not in NARRATIVE_LENGTH:
        return f"Write 15 to 2,000 characters in plain words; this has {len(stripped):,}."
    told = " ".join((stripped.replace(case, " ") if case else stripped).casefold().split())
    for phrase in vague:
        told = told.replace(" ".join(phrase.casefold().split()), " ")
    words = _WORD.findall(told)
    telling = {word for word in words if word not in _GENERIC and not _mash(word)}
    if len(telling) < 3:
        return (
            "Say in plain words what happened and what you look for; a generic word, a case number, "
            "a code section or a run of keys does not tell a reviewer anything."
        )
    return ""


def unprintable(text: str) -> bool:
    """Whether a text has characters that can't be seen, or that change how others look."""
    return any(_forbidden(char) for char in text)


def _forbidden(char: str) -> bool:
    if char in "\n\t":
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def _mash(word: str) -> bool:
    if len(set(word)) <= 2:
        return True
    return any(word[i : i + 4] in row for row in _ROWS for i in range(max(1, len(word) - 3)) if len(word) >= 4)
