"""The control of each attempt: the real custodian with one named defence taken away, for as long as a test asks.

``python -m tests.bypass.weakened CONFIG HUB_API WITHOUT`` starts it, from the first moment without the defence that
WITHOUT names, if any. A line on its standard input names the defence that does not stand from then on; an empty line
puts everything back. The product has no such switch: all of it is in this folder.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import workbench.custodian.__main__ as main
from tests.bypass.defences import DEFENCES
from workbench.custodian import firststart


class Weakening:
    """Takes defences away and puts them back."""

    def __init__(self) -> None:
        self._taken = ExitStack()
        self._services: Any = None

    def serving(self, services: Any) -> None:
        """What is known of callers is forgotten at each change: who was refused before may be let in after."""
        self._services = services

    def take(self, name: str) -> None:
        """Take this defence away; with no name put back what was taken."""
        self._taken.close()
        for owner, attribute, weaker in DEFENCES[name]() if name else ():
            self._taken.callback(setattr, owner, attribute, getattr(owner, attribute))
            setattr(owner, attribute, weaker)
        if self._services is not None:
            self._services.identity.forget()

    def listen(self) -> None:
        """Follow the test's word until it hangs up; then end, and everything with it."""
        for line in sys.stdin:
            self.take(line.strip())
            sys.stdout.write("taken\n")
            sys.stdout.flush()
        os._exit(0)


def started(weakening: Weakening) -> None:
    """A small demonstration agency; the administrator is granted a source, so that only his role stops him."""
    firststart.DEMO_READS = 5_000
    firststart.TRAINING_READS = 2_000
    firststart.DEMO_PHOTOGRAPHS = 0
    firststart.DEMO_SOURCES["adam"] = ("department",)
    begin = main.first_start

    def first_start(services: Any) -> None:
        begin(services)
        weakening.serving(services)

    main.first_start = first_start


if __name__ == "__main__":
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING)
    control = Weakening()
    started(control)
    control.take(sys.argv[3])
    threading.Thread(target=control.listen, daemon=True).start()
    main.run(Path(sys.argv[1]), sys.argv[2])
