"""A log with its gate and notary in a process of its own, which answers until it is killed (464.5).

    python -m tests.faults.desk URL KEYS      # then a line with a number of threads on its input for each life

Each life is a fork, so that nothing is imported again, and each answer a line of JSON on standard output: what was
released, or why nothing was.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import sys
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from workbench.accesslog.journal import Journal, utcnow
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notary import Notary
from workbench.errors import LogUnavailable, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.decision import Assent
from workbench.policy.purpose import PROMPT, Category, Purpose
from workbench.policy.roles import Operation, Role, operations

PAUSE = 0.002
"""Seconds before somebody who was refused asks again."""


class NobodyAssents:
    """Assents of a desk where nobody is asked for any."""

    def granted(self, digest: str, needs: Assent, now: datetime) -> bool:
        return False

    def ask(
        self, *, digest: str, needs: Assent, username: str, summary: Mapping[str, Any], now: datetime
    ) -> tuple[str, str]:
        raise NotImplementedError


def main(url: str, keys: Path) -> None:
    """A life for each line; its process id is told first, and when it has ended, on a line of its own."""
    for line in sys.stdin:
        begin, begun = os.pipe()
        if not (child := os.fork()):
            os.read(begin, 1)
            live(url, keys, int(line))
        tell({"born": child})
        os.write(begun, b"-")
        os.waitpid(child, 0)
        os.write(1, b"\n")
        tell({"dead": child})
        os.close(begin)
        os.close(begun)


def live(url: str, folder: Path, threads: int) -> None:
    """Open the log and answer on so many threads; never returns."""
    try:
        keys = Keyring.open(folder)
        journal = Journal.open(url, keys)
    except WorkbenchError as error:
        tell({"refused": f"{error.message} {error.diagnostic}"})
        os._exit(3)
    notary = Notary(lambda: journal.end, url, keys)
    gate = Gate(journal, NobodyAssents(), policy_version=lambda: "faults")
    for number in range(threads - 1):
        threading.Thread(target=ask, args=(gate, notary, number)).start()
    ask(gate, notary, threads)


def ask(gate: Gate, notary: Notary, number: int) -> None:
    """Search without end, as one analyst."""
    chance, who, why = random.Random(os.urandom(8)), analyst(number), purpose(number)  # noqa: S311 - plates, no secret
    while True:
        plates = [f"{chance.randrange(10)}ABC{chance.randrange(1000):03}" for _ in range(chance.randrange(30))]
        try:
            receipt = gate.admit(who, why, Request("search.plates", Operation.QUERY, {"pattern": "?ABC*"}))
            record = gate.release(receipt, {"count": len(plates), "read_ids": plates}, {*plates})
            proof = notary.receipt(record.index).decode()
        except LogUnavailable as error:
            tell({"refused": error.diagnostic})
            threading.Event().wait(PAUSE)
            continue
        released = {"user": who.username, "intent": receipt.index, "result": record.index, "read_ids": plates}
        mark(json.dumps(released))
        tell({**released, "receipt": proof})


def analyst(number: int) -> Caller:
    """One of several analysts, trained and signed off."""
    roles = frozenset({Role.ANALYST})
    standing = Standing(trained_until=utcnow() + timedelta(days=1), signed_off_by="t", acknowledged="faults", record=0)
    return Caller(f"analyst{number}", "Faults", roles, operations(roles), standing, frozenset({"department"}))


def purpose(number: int) -> Purpose:
    """Why this analyst asks."""
    now = utcnow()
    return Purpose(
        purpose_id=f"p{number}",
        username=f"analyst{number}",
        category=Category.CRIMINAL_INVESTIGATION,
        case_number=f"26-{number:05}",
        narrative="Silver pickup taken from a driveway on Orange Avenue overnight.",
        why_this_plate="The owner remembers the plate beginning with 7ABC.",
        prompt=PROMPT,
        realm=Realm.LIVE,
        declared_at=now,
        last_used_at=now,
        record=0,
    )


_telling = threading.Lock()


def tell(what: Mapping[str, Any]) -> None:
    """One line, whole or not at all as far as whoever reads whole lines can tell."""
    with _telling:
        os.write(1, json.dumps(what).encode() + b"\n")


def mark(words: str) -> None:
    """Put what is released into the disk's trace, where there is one."""
    if "FAULTS_TRACE" in os.environ:
        ctypes.CDLL(None).faults_mark(words.encode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
