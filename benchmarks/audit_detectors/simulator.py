"""A quarter of a department that searches (464.6), drawn by a seed, written apart from the rules that look at it.

Nothing of the workbench is used here: rows are plain dictionaries, with the truth of each beside it. The honest ones
include what cries wolf anywhere: a call-out at night, a homicide that goes on for weeks, a day of canvassing, a plate
that two cases share, a part of a plate that is asked for under many cases, an officer who always writes the same
sentence, a car whose address changes to and fro, a member's own car among many in an answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Event = dict[str, Any]
ZONE = ZoneInfo("America/Los_Angeles")
BEGIN, DAYS = date(2026, 7, 1), 92
TOWN = 8_000
"""Cars that drive past the cameras."""
PARTIAL = 0.3
"""Of the searches of an ordinary case, those that know a part of the plate alone."""
SHIFTS = {"day": (7, 10), "swing": (14, 10), "night": (21, 10)}
"""First hour, and hours."""
_STREETS = ("Orange Avenue", "Main Street", "Adams Avenue", "Imperial Avenue", "Ross Road", "Waterman Avenue")
_CRIMES = ("burglary", "vehicle theft", "hit and run", "robbery", "vandalism", "assault", "stolen trailer", "arson")
_LOOKS = ("grey pick-up", "white sedan", "blue van", "black coupe", "red hatchback", "silver minivan", "green jeep")
_WITNESSES = ("The neighbour", "The clerk", "The victim", "A passer-by", "The driver", "A tenant", "The guard")


@dataclass
class Officer:
    """Somebody who searches; ``on`` are the days on duty."""

    name: str
    shift: str
    desk: str
    car: str
    on: list[date]

    def where(self, when: datetime) -> str:
        """The address: out in the car in the first part of a shift, then at the desk for the reports."""
        begin, _ = SHIFTS[self.shift]
        return self.car if (when.astimezone(ZONE).hour - begin) % 24 < 6 else self.desk


@dataclass
class Quarter:
    """What happened, and what an agency could hand in beside it: its cases and the plates it watches."""

    seed: int
    chance: random.Random
    officers: list[Officer]
    events: list[Event] = field(default_factory=list)
    cases: dict[str, tuple[date | None, set[str]]] = field(default_factory=dict)
    """By number: when it was closed, and who works on it."""
    watched: dict[str, str] = field(default_factory=dict)
    number: int = 400
    town: list[str] = field(default_factory=list)
    """Plates of cars that the cameras saw this quarter, besides those that the stories name."""

    def plate(self) -> str:
        """A new one."""
        letters = "".join(self.chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
        return f"{self.chance.randint(1, 9)}{letters}{self.chance.randint(0, 999):03d}"

    def partial(self, plate: str) -> str:
        """What a witness remembers of a plate: without some characters, or its beginning or end alone."""
        chance = self.chance
        if chance.random() < 0.3:
            kept = chance.randint(2, 6)
            return f"{plate[:kept]}*" if chance.random() < 0.6 else f"*{plate[-kept:]}"
        gone = chance.sample(range(len(plate)), chance.choice((1, 1, 2, 3)))
        return "".join("?" if place in gone else char for place, char in enumerate(plate))

    def answer(self, pattern: str, plate: str) -> list[str]:
        """The plates that come out: those of the town that fit, 60 at most, and the meant one, if a camera saw it."""
        look = pattern.replace("?", "[0-9A-Z]").replace("*", "[0-9A-Z]*")
        fit = re.findall(rf"^{look}$", "\n".join(self.town), re.MULTILINE)
        self.chance.shuffle(fit)
        return [*fit[:60], *([plate] if self.chance.random() < 0.8 else [])]

    def case(self, *who: Officer, closed: date | None = None) -> str:
        """A new number in the agency's list."""
        self.number += 1
        name = f"26-{self.number:05d}"
        self.cases[name] = (closed, {each.name for each in who})
        return name

    def why(self) -> str:
        """A sentence about what happened."""
        pick = self.chance.choice
        crime, look = pick(_CRIMES), pick(_LOOKS)
        where = f"{self.chance.randint(100, 3999)} {pick(_STREETS)}"
        return f"{pick(_WITNESSES)} saw a {look} leave after the {crime} at {where}."

    def on_duty(self, officer: Officer, day: date) -> datetime:
        """A moment within the shift that begins on a day."""
        begin, hours = SHIFTS[officer.shift]
        return at(day, begin + self.chance.random() * hours)

    def add(self, officer: Officer, when: datetime, **more: Any) -> Event:
        """Put a row down; ``truth`` names the misuse it belongs to, if any."""
        row = {
            "who": officer.name,
            "at": when,
            "plate": "",
            "pattern": "",
            "shown": (),
            "case": "",
            "why": "",
            "from": officer.desk,
            "does": "search",
        }
        self.events.append({**row, "truth": "", "about": "", **more})
        return self.events[-1]


def at(day: date, hour: float) -> datetime:
    """A moment of the agency's day, UTC; hours over 24 are the next day's."""
    return datetime.combine(day, datetime.min.time(), ZONE).astimezone(UTC) + timedelta(hours=hour)


def honest(seed: int, people: int = 24) -> Quarter:
    """A quarter in which nobody misuses anything."""
    chance = random.Random(seed)
    officers = [_officer(number, chance) for number in range(people)]
    quarter = Quarter(seed, chance, officers)
    quarter.town = sorted({quarter.plate() for _ in range(TOWN)})
    for officer in officers:
        quarter.watched |= dict.fromkeys(chance.sample(quarter.town, 2), f"household of {officer.name}")
    for officer in officers:
        for case in _work(quarter, officer):
            case()
    _hard(quarter)
    return quarter


def _officer(number: int, chance: random.Random) -> Officer:
    shift = chance.choice(list(SHIFTS))
    first = chance.randrange(7)
    on = [BEGIN + timedelta(days=day) for day in range(DAYS) if (day + first) % 7 < 4 and chance.random() > 0.06]
    return Officer(f"officer{number:02d}", shift, f"10.0.1.{number + 10}", f"10.0.9.{number + 10}", on)


def _work(quarter: Quarter, officer: Officer) -> Iterator[Any]:
    """About one new case a day on duty, with a few plates and some days of follow-up."""
    chance = quarter.chance
    for place, day in enumerate(officer.on):
        for _ in range(chance.choice((0, 1, 1, 2))):
            yield lambda place=place, day=day: _one_case(quarter, officer, place, day)


def _one_case(quarter: Quarter, officer: Officer, place: int, day: date) -> None:
    chance = quarter.chance
    days = [day, *(each for each in officer.on[place + 1 : place + 6] if chance.random() < 0.25)]
    closed = days[-1] + timedelta(days=chance.randint(3, 60)) if chance.random() < 0.6 else None
    case, why = quarter.case(officer, closed=closed), quarter.why()
    plates = [quarter.plate() for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    for each in days:
        when = quarter.on_duty(officer, each)
        for number in range(chance.choice((1, 1, 2, 3))):
            moment, plate = when + timedelta(minutes=4 * number), chance.choice(plates)
            if chance.random() < PARTIAL:
                by_part(quarter, officer, moment, plate, case=case, why=why)
            else:
                quarter.add(officer, moment, plate=plate, case=case, why=why)


def by_part(quarter: Quarter, officer: Officer, when: datetime, plate: str, **more: Any) -> Event:
    """A search for a part of a plate, and the plates in its answer."""
    pattern = quarter.partial(plate)
    return quarter.add(officer, when, pattern=pattern, shown=quarter.answer(pattern, plate), **more)


def _hard(quarter: Quarter) -> None:
    """What is honest and looks otherwise."""
    chance = quarter.chance

    def pick() -> Officer:
        return chance.choice([each for each in quarter.officers if len(each.on) > 25])

    for _ in range(3):
        _call_out(quarter, pick())
    _homicide(quarter, pick())
    _same_part(quarter, pick())
    _canvass_day(quarter, pick())
    _shared_plate(quarter, pick())
    _one_sentence(quarter, pick())
    _changing_address(quarter, pick())
    _late_paper(quarter, pick())
    looker = pick()
    for day in looker.on[3:20:6]:
        quarter.add(looker, quarter.on_duty(looker, day), does="log.read", about="officer03")


def _call_out(quarter: Quarter, officer: Officer) -> None:
    begin, hours = SHIFTS[officer.shift]
    free = [BEGIN + timedelta(days=day) for day in range(20, DAYS) if BEGIN + timedelta(days=day) not in officer.on]
    case, why = quarter.case(officer), quarter.why()
    when = at(quarter.chance.choice(free), (begin + hours + 5) % 24)
    for number in range(quarter.chance.randint(2, 4)):
        quarter.add(officer, when + timedelta(minutes=6 * number), plate=quarter.plate(), case=case, why=why)


def _homicide(quarter: Quarter, officer: Officer) -> None:
    case, why, plate = quarter.case(officer), quarter.why(), quarter.plate()
    for day in officer.on[5 : 5 + quarter.chance.randint(8, 16)]:
        quarter.add(officer, quarter.on_duty(officer, day), plate=plate, case=case, why=why)


def _same_part(quarter: Quarter, officer: Officer) -> None:
    """A series of thefts by a car of which everybody remembers the same characters: a case each, one pattern."""
    plate = quarter.plate()
    pattern = f"{plate[: quarter.chance.choice((2, 3, 4))]}*"
    for day in quarter.chance.sample(officer.on, quarter.chance.randint(2, 5)):
        moment, case = quarter.on_duty(officer, day), quarter.case(officer)
        shown = quarter.answer(pattern, plate)
        quarter.add(officer, moment, pattern=pattern, shown=shown, case=case, why=quarter.why())


def _canvass_day(quarter: Quarter, officer: Officer) -> None:
    case, why, day = quarter.case(officer), quarter.why(), quarter.chance.choice(officer.on[15:])
    for _ in range(quarter.chance.randint(10, 30)):
        quarter.add(officer, quarter.on_duty(officer, day), plate=quarter.plate(), case=case, why=why)


def _shared_plate(quarter: Quarter, officer: Officer) -> None:
    first, second, plate = quarter.case(officer), quarter.case(officer), quarter.plate()
    for place, day in enumerate(quarter.chance.sample(officer.on, quarter.chance.randint(2, 4))):
        case = (first, second)[place % 2]
        quarter.add(officer, quarter.on_duty(officer, day), plate=plate, case=case, why=quarter.why())


def _one_sentence(quarter: Quarter, officer: Officer) -> None:
    said = "Vehicle listed as stolen, checked where it was read last."
    for day in quarter.chance.sample(officer.on, quarter.chance.randint(2, 5)):
        quarter.add(officer, quarter.on_duty(officer, day), plate=quarter.plate(), case=quarter.case(officer), why=said)


def _changing_address(quarter: Quarter, officer: Officer) -> None:
    case, why, when = quarter.case(officer), quarter.why(), quarter.on_duty(officer, officer.on[9])
    for number in range(4):
        where = (officer.car, officer.car.replace("10.0.9", "10.0.8"))[number % 2]
        quarter.add(
            officer, when + timedelta(minutes=9 * number), plate=quarter.plate(), case=case, why=why, **{"from": where}
        )


def _late_paper(quarter: Quarter, officer: Officer) -> None:
    case = quarter.case(officer, closed=officer.on[10])
    quarter.add(officer, quarter.on_duty(officer, officer.on[18]), plate=quarter.plate(), case=case, why=quarter.why())
