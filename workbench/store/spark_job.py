"""One job on a cluster (464.9): watched while it runs, and called off when its asker no longer waits (464.5)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

from workbench.store.sightings import Work

if TYPE_CHECKING:
    from pyspark import SparkContext

Result = TypeVar("Result")
_LOOK_SECONDS = 0.05
_WORKERLESS_SECONDS = 60.0
NO_WORKERS = "no workers"


class Lost(Exception):
    """The cluster did not do a job; ``why`` names the kind of failure, never its text."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Job(Generic[Result]):
    """A function of this package done to each of some values, by a thread of its own that waits for the cluster."""

    def __init__(self, context: SparkContext, function: Callable[[Any], Result], values: Sequence[Any]) -> None:
        self._context = context
        self._function = function
        self._values = values
        self._name = uuid4().hex
        self._ended = threading.Event()
        self._results: list[Result] = []
        self._failed = ""

    def results(self, work: Work) -> list[Result]:
        """In the order of the values, each done for ``work``; raises ``Cancelled`` and ``Lost``."""
        from pyspark import InheritableThread

        InheritableThread(target=self._run).start()
        try:
            self._watch(work)
        except BaseException:
            self._call_off()
            raise
        if self._failed:
            raise Lost(self._failed)
        return self._results

    def _run(self) -> None:
        try:
            self._context.setJobGroup(self._name, "store of reads", interruptOnCancel=True)
            values = self._context.parallelize(self._values, len(self._values))
            self._results = values.map(self._function).collect()
        except Exception as error:  # noqa: BLE001 - Spark and py4j raise what they like
            self._failed = type(error).__name__
        finally:
            self._ended.set()

    def _watch(self, work: Work) -> None:
        told, seen = 0, monotonic()
        while not self._ended.wait(_LOOK_SECONDS):
            done = max(self._done(), told)
            if done > told or self._workers():
                seen = monotonic()
            work.done(done - told)
            told = done
            if monotonic() - seen > _WORKERLESS_SECONDS:
                raise Lost(NO_WORKERS)
        if not self._failed:
            work.done(len(self._values) - told)

    def _call_off(self) -> None:
        """A job that has not begun yet is called off as soon as it has."""
        while not self._ended.wait(_LOOK_SECONDS):
            with suppress(Exception):
                self._context.cancelJobGroup(self._name)

    def _done(self) -> int:
        """How many values the cluster is done with."""
        status = self._context.statusTracker()
        jobs = [status.getJobInfo(number) for number in status.getJobIdsForGroup(self._name)]
        stages = [status.getStageInfo(number) for job in jobs if job for number in job.stageIds]
        return sum(stage.numCompletedTasks for stage in stages if stage)

    def _workers(self) -> int:
        """Executors; the first that Spark lists is this process."""
        return len(self._context._jsc.sc().statusTracker().getExecutorInfos()) - 1  # noqa: SLF001 - no other way
