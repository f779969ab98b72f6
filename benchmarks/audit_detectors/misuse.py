"""Misuse of a quarter (464.7.1(b)-(c)), one episode of each kind, planted by the seed; written apart from the rules.

Each kind has its range from clumsy to careful, so that some of it can't be found by anybody's rules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from benchmarks.audit_detectors.simulator import BEGIN, DAYS, SHIFTS, Officer, Quarter, at, by_part


def plant(quarter: Quarter) -> None:
    """One episode of each kind, by different people as far as they reach."""
    able = [officer for officer in quarter.officers if len(officer.on) > 25]
    quarter.chance.shuffle(able)
    for number, (kind, episode) in enumerate(KINDS.items()):
        episode(quarter, able[number % len(able)], kind)


def _invented(quarter: Quarter, officer: Officer, kind: str) -> None:
    """A former partner's car, under the number of whatever case is at hand."""
    plate, own = quarter.plate(), [name for name, (_, who) in quarter.cases.items() if officer.name in who]
    for day in sorted(quarter.chance.sample(officer.on, quarter.chance.randint(2, 12))):
        case = quarter.chance.choice(own)
        quarter.add(officer, quarter.on_duty(officer, day), plate=plate, case=case, why=quarter.why(), truth=kind)


def _one_case(quarter: Quarter, officer: Officer, kind: str) -> None:
    """The same, always under one real case and with its sentence."""
    plate, case, why = quarter.plate(), quarter.case(officer), quarter.why()
    for day in sorted(quarter.chance.sample(officer.on, quarter.chance.randint(4, 20))):
        quarter.add(officer, quarter.on_duty(officer, day), plate=plate, case=case, why=why, truth=kind)


def _caseless(quarter: Quarter, officer: Officer, kind: str) -> None:
    """The same in a system that asks for no case, with a word for a reason."""
    plate = quarter.plate()
    for day in sorted(quarter.chance.sample(officer.on, quarter.chance.randint(2, 10))):
        quarter.add(officer, quarter.on_duty(officer, day), plate=plate, why="investigation", truth=kind)


def _once(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Somebody met in private, looked up once with a good story."""
    quarter.add(
        officer,
        quarter.on_duty(officer, quarter.chance.choice(officer.on)),
        plate=quarter.plate(),
        case=quarter.case(officer),
        why=quarter.why(),
        truth=kind,
    )


def _shared(quarter: Quarter, officer: Officer, kind: str) -> None:
    """A colleague works under the same login in another room."""
    other, day = f"10.0.7.{quarter.chance.randint(2, 250)}", quarter.chance.choice(officer.on)
    when, case, why = quarter.on_duty(officer, day), quarter.case(officer), quarter.why()
    for number in range(quarter.chance.randint(2, 6)):
        moment = when + timedelta(minutes=quarter.chance.randint(4, 22) * number)
        where = (officer.where(moment), other)[number % 2]
        quarter.add(officer, moment, plate=quarter.plate(), case=case, why=why, truth=kind, **{"from": where})


def _at_night(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Curiosity from home, hours after the shift, on a day off."""
    begin, hours = SHIFTS[officer.shift]
    free = [day for day in (BEGIN + timedelta(days=n) for n in range(15, DAYS)) if day not in officer.on]
    when = at(quarter.chance.choice(free), (begin + hours + quarter.chance.choice((4, 6, 8))) % 24)
    for number in range(quarter.chance.randint(2, 7)):
        moment = when + timedelta(minutes=7 * number)
        quarter.add(officer, moment, plate=quarter.plate(), case=quarter.case(officer), why=quarter.why(), truth=kind)


def _harvest(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Everybody who came to a meeting."""
    case, why, day = quarter.case(officer), quarter.why(), quarter.chance.choice(officer.on[12:])
    for _ in range(quarter.chance.randint(10, 60)):
        quarter.add(officer, quarter.on_duty(officer, day), plate=quarter.plate(), case=case, why=why, truth=kind)


def _pasted(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Neighbours one after the other, always with the same sentence."""
    why = quarter.why()
    for day in quarter.chance.sample(officer.on, quarter.chance.randint(2, 9)):
        case = quarter.case(officer)
        quarter.add(officer, quarter.on_duty(officer, day), plate=quarter.plate(), case=case, why=why, truth=kind)


def _household(quarter: Quarter, officer: Officer, kind: str) -> None:
    """The own household's car, which the agency watches in three of four cases."""
    plate = quarter.plate()
    if quarter.chance.random() < 0.75:
        quarter.watched[plate] = f"household of {officer.name}"
    for day in quarter.chance.sample(officer.on, quarter.chance.randint(1, 2)):
        case = quarter.case(officer)
        quarter.add(officer, quarter.on_duty(officer, day), plate=plate, case=case, why=quarter.why(), truth=kind)


def _by_parts(quarter: Quarter, officer: Officer, kind: str) -> None:
    """A former partner's car, never typed in full: another part of its plate each time, under any case."""
    plate, own = quarter.plate(), [name for name, (_, who) in quarter.cases.items() if officer.name in who]
    for day in sorted(quarter.chance.sample(officer.on, quarter.chance.randint(2, 12))):
        when, case = quarter.on_duty(officer, day), quarter.chance.choice(own)
        by_part(quarter, officer, when, plate, case=case, why=quarter.why(), truth=kind)


def _household_by_part(quarter: Quarter, officer: Officer, kind: str) -> None:
    """The own household's car by a part of its plate, once or twice; watched in three of four cases."""
    plate = quarter.plate()
    if quarter.chance.random() < 0.75:
        quarter.watched[plate] = f"household of {officer.name}"
    for day in quarter.chance.sample(officer.on, quarter.chance.randint(1, 2)):
        when, case = quarter.on_duty(officer, day), quarter.case(officer)
        by_part(quarter, officer, when, plate, case=case, why=quarter.why(), truth=kind)


def _closed(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Under a case that was closed long ago, or a few days ago."""
    case = quarter.case(officer, closed=officer.on[8])
    later = [day for day in officer.on if day > officer.on[8] + timedelta(days=quarter.chance.choice((2, 10, 20)))]
    for day in quarter.chance.sample(later, min(len(later), 3)):
        quarter.add(
            officer, quarter.on_duty(officer, day), plate=quarter.plate(), case=case, why=quarter.why(), truth=kind
        )


def _foreign(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Under a colleague's case."""
    other = quarter.chance.choice([each for each in quarter.officers if each is not officer])
    case = quarter.case(other)
    day = quarter.chance.choice(officer.on)
    quarter.add(officer, quarter.on_duty(officer, day), plate=quarter.plate(), case=case, why=quarter.why(), truth=kind)


def _log(quarter: Quarter, officer: Officer, kind: str) -> None:
    """Following a colleague in the access log."""
    for day in quarter.chance.sample(officer.on, quarter.chance.randint(2, 8)):
        quarter.add(officer, quarter.on_duty(officer, day), does="log.read", about="officer07", truth=kind)


KINDS: dict[str, Callable[[Quarter, Officer, str], None]] = {
    "tracking, changing cases": _invented,
    "tracking by parts of the plate": _by_parts,
    "tracking, one case": _one_case,
    "tracking, no case": _caseless,
    "looked up once": _once,
    "shared login": _shared,
    "at odd hours": _at_night,
    "many in a day": _harvest,
    "pasted reason": _pasted,
    "own household": _household,
    "own household by a part": _household_by_part,
    "closed case": _closed,
    "another's case": _foreign,
    "following in the log": _log,
}
