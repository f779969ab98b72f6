"""Whatever ends the taking in of something is on record (464.5, 464.9), without a word of its content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from workbench.errors import BadInput, StoreUnavailable
from workbench.gate import Gate
from workbench.store.receipt import Receipt


@contextmanager
def on_record(gate: Gate, receipt: Receipt, what: str, kept: str = "nothing was taken") -> Iterator[None]:
    """Record what ended the block, and raise it on. ``what`` is taken in; ``kept``: what of it, when a disk fails."""
    try:
        yield
    except BadInput as error:
        gate.fail(receipt, f"{what} can't be read ({error.kind}{', ' + error.where if error.where else ''})")
        raise
    except StoreUnavailable:
        gate.fail(receipt, f"the store can't be written; {kept}")
        raise
    except Exception as error:
        gate.fail(receipt, f"{what} was not taken ({type(error).__name__})")
        raise
