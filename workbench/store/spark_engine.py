"""Looking through the files on a Spark cluster (464.7(d), 464.9): the same tasks, so the same results.

What goes out is where each file stands, the key of that file alone and the task; the store's own key stays here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from workbench.errors import StoreUnavailable
from workbench.store.engine import Task
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.store.spark_cluster import Cluster
from workbench.store.spark_errand import Errand, Outcome, do
from workbench.store.spark_job import NO_WORKERS, Job, Lost

Result = TypeVar("Result")
AT_ONCE = 64
"""Files of one job; whoever has seen enough of them asks for no more."""


class OnSpark:
    """The files of a query at once, on as many workers as the cluster has.

    ``Work`` counts files. Raises what a task raises; ``StoreUnavailable`` for whatever befalls the cluster.
    """

    def __init__(self, cluster: Cluster, at_once: int = AT_ONCE) -> None:
        self._cluster = cluster
        self._at_once = at_once

    def each(self, asked: Sequence[tuple[Segment, Task[Result]]], work: Work) -> Iterator[tuple[Segment, Result]]:
        """See ``Engine``."""
        work.expect(len(asked))
        for first in range(0, len(asked), self._at_once):
            part = asked[first : first + self._at_once]
            for (segment, task), outcome in zip(part, self._outcomes(part, work), strict=True):
                yield segment, _result(segment, task, outcome, work)

    def _outcomes(self, part: Sequence[tuple[Segment, Task[Result]]], work: Work) -> list[Outcome[Result]]:
        context = self._cluster.context()
        errands = [Errand(segment.standing, task) for segment, task in part]
        try:
            return Job(context, do, errands).results(work)
        except Lost as lost:
            if lost.why == NO_WORKERS:
                self._cluster.leave(context)
            raise _unavailable(lost.why) from None


def _result(segment: Segment, task: Task[Result], outcome: Outcome[Result], work: Work) -> Result:
    if outcome.error is not None:
        raise outcome.error
    if outcome.broken:
        raise _unavailable(outcome.broken)
    if not outcome.gone:
        return outcome.found  # type: ignore[return-value]
    if segment.standing.path.exists():
        raise StoreUnavailable(
            "A worker of the cluster does not see the files of the store of reads; nothing was released.",
            how="Tell the ALPR administrator: every worker needs the custodian's folder at the same place.",
        )
    return task(segment, work)  # a later commit removed the file, which stands open here


def _unavailable(why: str) -> StoreUnavailable:
    return StoreUnavailable(
        "The cluster that looks through the reads failed; nothing was released.",
        how="Try again; tell the ALPR administrator if it stays so.",
        diagnostic=why,
    )
