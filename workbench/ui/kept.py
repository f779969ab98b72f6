"""What a saved notebook keeps of a panel (464.5, 464.10): the records of its looks, with their receipts.

A panel stands before anything was looked for, so its own output can't name them. An output that nothing draws stands
above it and is brought up to date with each answer; the hook that takes reads out of saved notebooks keeps it.
"""

from __future__ import annotations

import contextlib

from workbench.client import released
from workbench.wire.log import RECORD_MEDIA_TYPE


def keep() -> None:
    """Keep what arrives from now on in the cell that runs; outside of a notebook nothing is kept."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        return
    begun = len(released.records())
    shown = display({RECORD_MEDIA_TYPE: released.cited(())}, raw=True, display_id=True)  # type: ignore[no-untyped-call]

    def renew() -> None:
        if get_ipython() is None:
            return  # the notebook is gone
        with contextlib.suppress(Exception):  # an answer is not lost because its notebook was closed
            shown.update({RECORD_MEDIA_TYPE: released.cited(released.records()[begun:])}, raw=True)

    if shown is not None:
        released.follow(renew)
