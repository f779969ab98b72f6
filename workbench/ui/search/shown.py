"""The answer of a search that is on the screen, with what it was asked (464.5, 464.7(d))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from workbench.ui.port import Answer
from workbench.ui.search.pattern import Reading
from workbench.wire.search import Found


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The answer on the screen. ``asked`` is the pattern it answers, ``form`` all that it was asked with.

    What stands in the form may have changed since. ``answer`` is what the client gave. ``span`` is the stretch of time
    (UTC) that the reads are of.
    """

    asked: Reading
    head: Found
    reads: pl.DataFrame
    form: tuple[object, ...]
    answer: Answer
    span: tuple[datetime, datetime]


Change = Mapping[str, Any]
"""What an observer of a trait is told."""


def same_answer(change: Change) -> bool:
    """Whether only a review was laid over the answer that was on the screen already."""
    return bool(change["old"] and change["new"] and change["old"].answer is change["new"].answer)
