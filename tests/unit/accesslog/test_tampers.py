"""Nobody rewrites the log unnoticed who does not hold what others kept (464.5, 464.10).

The attacker holds the log's key and has new checkpoints cosigned; the verifier has yesterday's checkpoint. The plain
run makes 50 tampers of each kind and 50 honest growths, ``bin/test --long`` 1,250 of each and 1,000.
"""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

import pytest

from tests.unit.accesslog.logs import policy_of
from tests.unit.accesslog.tampers import KINDS, tampered
from tests.unit.accesslog.worlds import chance, laid, of, world
from workbench.accesslog.tiles import Source, export
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.accesslog.verify import Fault, verify

pytestmark = pytest.mark.section("464.5")
POLICY = written_policy(policy_of())
MANY = [pytest.param(50, id="50"), pytest.param(1250, id="1250", marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
GROWTHS = [
    pytest.param(50, id="50"),
    pytest.param(1000, id="1000", marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
]


def missed(kind: str, number: int, folder: Path) -> str:
    """What was not found of one tamper; nothing when it was."""
    made = tampered(kind, chance(f"{kind} {number}"), folder)
    verdict = verify(folder, POLICY, [each.note.encode() for each in made.kept])
    found = {finding.fault for finding in verdict.findings}
    return "" if found & made.faults else f"{kind} {number}: found {found or 'nothing'}, looked for {made.faults}"


@pytest.mark.parametrize("count", MANY)
@pytest.mark.parametrize("kind", KINDS)
def test_every_tamper_is_found_by_whoever_kept_a_checkpoint(tmp_path: Path, kind: str, count: int) -> None:
    for number in range(count):
        folder = tmp_path / str(number)
        assert not missed(kind, number, folder)
        rmtree(folder)


def false_alarm(number: int, folder: Path) -> list[str]:
    """What is found of an honest log that grew in place, with everything that anybody may have kept of it."""
    random = chance(f"honest {number}")
    honest = world(random, quiet=random.random() < 0.3)
    _, nodes = of(honest.records)
    notes = [each.note.encode() for each in honest.seen]
    source = Source(lambda a, b: honest.records[a:b], nodes.__getitem__, lambda a, b: notes[a:b])
    shown = sorted(random.sample(range(len(honest.seen)), random.randint(1, min(3, len(honest.seen)))))
    for at in shown:
        export(folder, source, honest.seen[at].note, witnessed=at + 1)
    kept = random.sample(notes[: shown[-1] + 1], random.randint(0, shown[-1] + 1))
    verdict = verify(folder, POLICY, kept)
    return [f"honest {number}", *verdict.lines()] if not verdict.good else []


@pytest.mark.parametrize("count", GROWTHS)
def test_no_honest_growth_is_called_a_tamper(tmp_path: Path, count: int) -> None:
    for number in range(count):
        folder = tmp_path / str(number)
        assert not false_alarm(number, folder)
        rmtree(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_the_attackers_way_of_laying_files_down_is_not_what_gives_it_away(tmp_path: Path, kind: str) -> None:
    honest = world(chance(kind), quiet=kind == "back-date")
    laid(tmp_path, honest.records, honest.newest.note, [each.note for each in honest.seen])
    verdict = verify(tmp_path, POLICY, [each.note.encode() for each in honest.seen])
    assert verdict.good, verdict.lines()


def test_what_the_log_alone_signs_is_not_believed_once_its_witnesses_stand_firm(tmp_path: Path) -> None:
    honest = world(chance("alone"))
    log, *_ = honest.newest.note.signatures
    laid(tmp_path, honest.records, type(honest.newest.note)(honest.newest.note.text, (log,)))
    assert {each.fault for each in verify(tmp_path, POLICY).findings} == {Fault.WITNESSES}
