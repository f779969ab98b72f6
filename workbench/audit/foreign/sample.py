"""Which rows of another system's log are looked at (464.6): drawn by its own digest and a public value."""

from __future__ import annotations

from workbench.audit.foreign.log import ForeignLog
from workbench.audit.sampling.draw import place, seed_of
from workbench.audit.sampling.exact import size


def drawn(log: ForeignLog, value: str) -> list[int]:
    """The rows' numbers, in order; as many as rule out that more than 1 in 100 is misuse.

    The seed is SHA-256 over the file's SHA-256 in hexadecimal, a line feed, and the value.
    """
    seed = seed_of(f"{log.sha256}\n", value)
    order = sorted(log.rows, key=lambda row: place(seed, row.index))
    return sorted(row.index for row in order[: size(len(order))])
