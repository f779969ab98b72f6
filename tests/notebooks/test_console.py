"""``jupyter console`` at a terminal, in a person's own environment (464.5(4)): asked over stdin, or refused."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager

import pexpect
import pytest

from tests.contract.desk import PARTIAL, PLANTED, PURPOSE
from tests.house import House

pytestmark = [pytest.mark.machine, pytest.mark.section("464.5")]

SEARCH = f"from workbench.client.session import client; print(client().search('{PARTIAL}').frame['plate'].to_list())\r"
READY = r"In \[\d+\]: "


@contextmanager
def console(house: House, name: str) -> Iterator[pexpect.spawn]:
    """A console under a terminal of its own, as this person's OS user."""
    environment = {**house.environment(name), "TERM": "dumb"}
    account = pwd.getpwnam(f"alpr-{name}")

    def become() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    terminal = pexpect.spawn(
        str(house.python.parent / "jupyter"),
        ["console", "--kernel", "python3"],
        env=environment,
        cwd=environment["HOME"],
        preexec_fn=become,
        encoding="utf-8",
        timeout=120,
        dimensions=(60, 240),
    )
    try:
        terminal.expect("ALPR analyst")
        terminal.expect(READY)
        yield terminal
    finally:
        terminal.close(force=True)


def answer(terminal: pexpect.spawn, **changed: str) -> None:
    """Answer what is asked."""
    said = {**PURPOSE, "category": "4", **changed}
    questions = {
        "its number": "category",
        "Case number": "case_number",
        "is investigated": "narrative",
        "Why this": "why_this_plate",
    }
    for words, field in questions.items():
        terminal.expect(words)
        terminal.send(f"{said[field]}\r")


def interrupt(terminal: pexpect.spawn, told: str) -> None:
    """Ctrl-C until it is told: Python's ``input()`` overlooks one that comes before it has begun to read."""
    for _ in range(6):
        terminal.sendintr()
        if terminal.expect([told, pexpect.TIMEOUT], timeout=20) == 0:
            return
    pytest.fail(f"{told} was not told: {terminal.before}")


def test_nothing_runs_before_the_questions_are_answered_and_then_the_search_does(house: House) -> None:
    with console(house, "ana") as terminal:
        terminal.send(SEARCH)
        answer(terminal, case_number="26-0C01")
        terminal.expect(PLANTED)


def test_a_word_that_says_nothing_is_asked_for_again_and_the_end_of_input_is_a_refusal(house: House) -> None:
    with console(house, "ana") as terminal:
        terminal.send(SEARCH)
        answer(terminal, narrative="asdf")
        terminal.expect("narrative: Write 15")
        terminal.expect("is investigated: ")
        interrupt(terminal, "PurposeRequired")
        terminal.expect(READY)
        terminal.send("print(6 * 7)\r")
        assert terminal.expect(["its number", r"\b42\b"]) == 0, "it ran without a purpose"
