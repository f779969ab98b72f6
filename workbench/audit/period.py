"""The records of an audit's period (464.6): where it begins and ends in the log, and the checkpoint at its end."""

from __future__ import annotations

from datetime import datetime

from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.merkle import root
from workbench.accesslog.notary import Notary
from workbench.accesslog.reader import LogReader
from workbench.audit.sampling.leaf import Leaf


def size_at(reader: LogReader, moment: datetime) -> int:
    """How many records the log had when this moment (UTC) came; their times never go back."""
    return reader.stood(moment)


def checkpoint_at(notary: Notary, size: int) -> str:
    """The text of the checkpoint at this size, which every later one and every witness of one is bound to."""
    return Checkpoint(notary.key.name, size, root(notary.node, size)).text


def leaves_of(reader: LogReader, begin: datetime, size: int) -> list[Leaf]:
    """The records from this moment (UTC) on, below this size, as they stand in clear."""
    first = reader.stood(begin)
    return [
        Leaf(
            index,
            datetime.fromisoformat(clear["time"]),
            str(clear["kind"]),
            str(clear["user"]),
            str(clear["action"]),
            str(clear.get("realm", "")),
            str(clear.get("section", "")),
            str(clear.get("needs", "")),
        )
        for index, clear in enumerate(reader.in_clear(first, size), first)
    ]
