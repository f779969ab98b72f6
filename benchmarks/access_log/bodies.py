"""Synthetic queries as the gate puts them on record: half of them plain plates, half partial ones of every sort."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from typing import Any

from workbench.accesslog.asked_page import Asked
from workbench.accesslog.ledger import Entry
from workbench.accesslog.mentions import Mention
from workbench.accesslog.record import SCHEMA, Kind

LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
SHOWN = 50
"""Plates that a result releases, on average."""
PLATES = 2_000_000
"""Vehicles that drive past the cameras."""
_PEOPLE = 60
_ACTION = "search.plates"


def plate(number: int) -> str:
    """A plate of California's current shape, scattered over all there are."""
    left = number * 7_919_317 % 175_760_000
    out = ""
    for alphabet in (DIGITS, DIGITS, DIGITS, LETTERS, LETTERS, LETTERS, DIGITS):
        left, place = divmod(left, len(alphabet))
        out = alphabet[place] + out
    return out


def asked(chance: random.Random) -> Asked:
    """A plate, the beginning, middle or end of one, sets, look-alikes, one character in doubt."""
    whole = plate(chance.randrange(PLATES))
    first, last = sorted(chance.sample(range(1, 7), 2))
    drawn = chance.random()
    if drawn < 0.5:
        return Asked(whole)
    if drawn < 0.65:
        return Asked(whole[:last] + "*")
    if drawn < 0.72:
        return Asked(f"*{whole[-4:]}")
    if drawn < 0.78:
        return Asked(f"*{whole[first : first + 3]}*")
    if drawn < 0.86:
        return Asked(f"{whole[:first]}[{whole[first]}{chance.choice(LETTERS)}]{whole[first + 1 : last]}*")
    if drawn < 0.91:
        return Asked(f"{whole[:first]}?{whole[first + 1 :]}")
    if drawn < 0.96:
        return Asked(whole[: max(last, 4)] + "*", lookalikes=True)
    return Asked(whole, distance=1)


def entries(chance: random.Random, begin: int, queries: int) -> Iterator[Entry]:
    """Intent and result of so many queries, of which the first record has index ``begin``."""
    for number in range(queries):
        one = asked(chance)
        seen = [plate(chance.randrange(PLATES)) for _ in range(chance.randint(0, 2 * SHOWN))]
        yield from query(chance, begin + 2 * number, one, seen)


def query(chance: random.Random, index: int, one: Asked, seen: list[str]) -> Iterator[Entry]:
    """Intent and result of one query."""
    user = f"analyst{chance.randrange(_PEOPLE):02}"
    body = _body(user, one, chance.randrange(40_000))
    yield Entry(Kind.INTENT, user, _ACTION, {**body, "outcome": "admitted"}, Mention(asked=one))
    told = {
        "intent": index,
        "outcome": "released",
        "count": len(seen),
        "total": len(seen),
        "read_ids": [f"{chance.getrandbits(128):032x}" for _ in seen],
        "result_sha256": hashlib.sha256(repr(seen).encode()).hexdigest(),
        "sources": ["department", "county"],
    }
    yield Entry(Kind.RESULT, user, _ACTION, {**body, **told}, Mention(set(seen)))


def _body(user: str, one: Asked, case: int) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "user": user,
        "organisation": "Demo Police Department",
        "roles": ["analyst"],
        "action": _ACTION,
        "realm": "live",
        "elements": {
            "pattern": one.pattern,
            "lookalikes": one.lookalikes,
            "distance": one.distance,
            "window": {"start": "2026-03-01T00:00:00+00:00", "end": "2026-03-08T00:00:00+00:00"},
            "place": {"latitude": 33.77, "longitude": -118.19, "radius_m": 2000},
            "limit": 500,
        },
        "purpose": {
            "category": "stolen_or_wanted_vehicle",
            "case_number": f"26-{case:05}",
            "narrative": f"Silver pickup taken from a driveway overnight, as report {case} says.",
            "why_this_plate": "The owner remembers how the plate begins.",
            "prompt": "State the case, and why this plate belongs to it.",
        },
        "policy_version": "2026-02",
        "training_record": 17,
        "client": {"address": "uid 1001", "kernel": "3f2a", "notebook": "search.ipynb", "cell_sha256": "0" * 64},
        "digest": hashlib.sha256(f"{user} {one} {case}".encode()).hexdigest(),
    }
