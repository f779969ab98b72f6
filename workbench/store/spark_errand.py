"""What a worker of a cluster does (464.9): open a file by where it stands and do the task, as the custodian would.

Nothing of Spark is needed here. Whatever goes wrong is told as a value: Spark writes what is raised into its logs,
and the text of an error may hold a plate.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import polars as pl

from workbench.errors import BadInput, Cancelled, StoreUnavailable, WorkbenchError
from workbench.store.engine import Task
from workbench.store.segments.segment import Segment, Standing
from workbench.store.sightings import Work

Result = TypeVar("Result")
Ours = (BadInput, Cancelled, StoreUnavailable)
"""Errors that a task may raise and that are told as they are."""

_KEPT = 256
_open: dict[Path, Segment] = {}
"""Files that this process has open, the last used last; they are never changed, so they are opened once."""


@dataclass(frozen=True, slots=True)
class Errand(Generic[Result]):
    """One task on one file."""

    standing: Standing
    task: Task[Result]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What a task found; or that its file was not there, the error that it raised, or the name of any other."""

    found: Result | None = None
    gone: bool = False
    error: WorkbenchError | None = None
    broken: str = ""


def do(errand: Errand[Result]) -> Outcome[Result]:
    """Do it; raises nothing."""
    try:
        segment = _opened(errand.standing)
    except FileNotFoundError:
        return Outcome(gone=True)
    except StoreUnavailable as error:
        return Outcome(error=error)
    except OSError as error:
        return Outcome(broken=type(error).__name__)
    try:
        return Outcome(errand.task(segment, Work()))
    except Ours as error:
        return Outcome(error=error)
    except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001 - see above
        return Outcome(broken=type(error).__name__)


def ready(_: None) -> bool:
    """Whether this process can do errands: it has the workbench, or would not have come here."""
    return True


def _opened(standing: Standing) -> Segment:
    """The file, open; those that were removed meanwhile are let go, so that the disk can forget them."""
    for path in [path for path in _open if not path.exists()]:
        del _open[path]
    segment = _open.pop(standing.path, None) or standing.open()
    _open[standing.path] = segment
    for path in list(_open)[:-_KEPT]:
        del _open[path]
    return segment
