"""The second exercise (464.6, 464.10(c), 464.12): find the misuse in an invented extract of an access log.

Each person has an extract of his or her own at each attempt, drawn from the installation's secret, so that no list of
answers goes round. It holds what is in order, what only looks odd, and five of nine kinds of misuse.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workbench.errors import BadInput
from workbench.training.secret import Secret
from workbench.wire.misuse import ExplainedMisuse, MisuseResult, MisuseRow

ACTION = "training.misuse"
KINDS, FINE, FALSE_ALARMS = 5, 14, 2
"""How many kinds of misuse and how many ordinary rows an extract has, and how many of these may be marked."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LETTERS, _PLACES = (
    "ABCDEFGHJKLMNPRSTUVWXYZ",
    ("desk 3", "desk 7", "desk 9", "patrol car 4", "patrol car 6", "dispatch"),
)


@dataclass(frozen=True, slots=True)
class Extract:
    """One person's extract at one attempt: rows in their order, and which of them are misuse of which kind."""

    rows: tuple[MisuseRow, ...]
    kinds: Mapping[str, str]
    """The kind by the row's key."""

    @classmethod
    def of(cls, secret: Secret, username: str, attempt: int) -> Extract:
        """What this person is shown at this attempt, counted from 0."""
        seed = secret.derive("misuse", username, str(attempt))
        drawn = _Drawn(random.Random(seed))  # noqa: S311 - seeded with the secret, and repeated on purpose
        placed = sorted(drawn.all(), key=lambda one: (one[0], one[1]))
        rows, kinds = [], {}
        for number, (day, time, kind, told) in enumerate(placed, 1):
            key = secret.derive("misuse", username, str(attempt), str(number)).hex()[:12]
            rows.append(MisuseRow(key=key, number=number, time=f"{_DAYS[day]} {time}", **told))
            if kind:
                kinds[key] = kind
        return cls(tuple(rows), kinds)


class _Drawn:
    """Draws people, plates and cases; each row as day, time, kind and words."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._people = list(chance.sample(_data()["people"], k=len(_data()["people"])))
        self._places = dict(zip(self._people, _PLACES, strict=True))

    def all(self) -> list[tuple[int, str, str, dict[str, str]]]:
        data, chance = _data(), self._chance
        found = [self._row(fine, "") for fine in chance.sample(data["fine"], k=FINE)]
        found += [self._row(decoy, "") for decoy in data["decoy"]]
        for kind in chance.sample(data["misuse"], k=KINDS):
            found += self._incident(kind)
        return found

    def _incident(self, kind: Mapping[str, Any]) -> list[tuple[int, str, str, dict[str, str]]]:
        """The rows of one kind: by one person, about the same two plates."""
        person, plates = self._chance.choice(self._people), {"plate": self._plate(), "other": self._plate()}
        return [self._row({**row, **plates}, kind["key"], person) for row in kind["rows"]]

    def _row(self, row: Mapping[str, Any], kind: str, person: str = "") -> tuple[int, str, str, dict[str, str]]:
        chance = self._chance
        who = person or chance.choice(self._people)
        plate = row.get("plate") or self._plate()
        words = {
            "plate": plate, "other": row.get("other", ""), "partial": plate[:4] + "*", "short": plate[:3] + "*",
            "number": str(chance.randrange(100, 999)), "b": chance.choice([one for one in self._people if one != who]),
        }  # fmt: skip
        told = {
            "person": who if row.get("who", "a") == "a" else row["who"],
            "address": row.get("address") or self._places[who],
            "asked": row["asked"].format(**words),
            "case": f"26-{chance.randrange(1000, 9999)}",
            "reason": row["reason"].format(**words),
            "outcome": row.get("outcome", f"{chance.randrange(1, 60)} reads").format(**words),
        }
        time = row.get("time") or f"{chance.randrange(8, 18):02d}:{chance.randrange(60):02d}"
        return row.get("day", chance.randrange(5)), time, kind, told

    def _plate(self) -> str:
        chance = self._chance
        letters = "".join(chance.choice(_LETTERS) for _ in range(3))
        return f"{chance.randrange(5, 10)}{letters}{chance.randrange(1000):03d}"


def mark(extract: Extract, marked: Iterable[str]) -> MisuseResult:
    """Judge what was marked: every kind has to be found by a row of it, with two false alarms at most.

    ``BadInput`` for a row that is not of this extract. Which rows they were is told once it is passed.
    """
    numbers, chosen = {row.key: row.number for row in extract.rows}, set(marked)
    if strange := chosen - numbers.keys():
        raise BadInput(
            f"{len(strange)} of the rows that you marked are not of your extract as it stands now.",
            where="rows",
            how="Open the exercise again.",
            section="464.12",
        )
    found = {extract.kinds[key] for key in chosen if key in extract.kinds}
    wrong = sum(key not in extract.kinds for key in chosen)
    there = set(extract.kinds.values())
    passed = found == there and wrong <= FALSE_ALARMS
    return MisuseResult(
        passed=passed,
        found=len(found),
        of=len(there),
        wrong=wrong,
        read_again=[] if passed else _sections(there - found),
        explained=_explained(extract, numbers) if passed else [],
    )


def _sections(kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    return sorted({kind["section"] for kind in _data()["misuse"] if kind["key"] in wanted})


def _explained(extract: Extract, numbers: Mapping[str, int]) -> list[ExplainedMisuse]:
    told = []
    for kind in _data()["misuse"]:
        rows: Sequence[int] = sorted(numbers[key] for key, named in extract.kinds.items() if named == kind["key"])
        if rows:
            told.append(ExplainedMisuse(rows=list(rows), section=kind["section"], words=kind["words"]))
    return told


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("workbench.training") / "data" / "misuse.toml").read_text("utf-8"))
