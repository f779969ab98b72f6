"""IPython's own ways to a file with outputs in it (464.10): they say what to do instead."""

from __future__ import annotations

from typing import Any

from workbench.errors import Refused

WRITES_OUTPUTS = ("notebook", "logstart")
"""``%notebook`` writes what was shown into a notebook of its own, ``%logstart -o`` into a log."""


def withhold(shell: Any) -> None:
    """Refuse them in this shell. Like all that a kernel keeps to, it is a courtesy to honest people."""
    for name in WRITES_OUTPUTS:
        shell.register_magic_function(_refused, "line", name)


def _refused(line: str) -> None:  # noqa: ARG001 - as a magic is called
    raise Refused(
        "This would write what was shown into a file.",
        how="Save the notebook in its editor, or take reads out with client.take_out(...).",
        section="464.10",
    )
