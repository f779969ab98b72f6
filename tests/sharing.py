"""How two processes share the tests: what needs the whole product, or a cluster, stays together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

WHOLE = ("tests/bypass/", "tests/e2e/", "tests/notebooks/")
"""They share one running product; a second one would cost its start, and its memory."""
CLUSTER = (
    "tests/bypass/bypass/test_spark_submission.py",
    "tests/contract/test_custodian_on_spark.py",
    "tests/contract/test_engines.py",
)
"""They share one Spark cluster."""
HUB = ("tests/unit/hub_config/",)
"""They share one Hub."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc] - xdist has no types
    """Hands out files in the order of their names; those that share something are one, in the place of their first.

    So the longest come early, and at the end small files of unit tests keep both processes at work.
    """

    def _split_scope(self, nodeid: str) -> str:
        for name, together in (("the cluster", CLUSTER), ("the whole product", WHOLE), ("the Hub", HUB)):
            if nodeid.startswith(together):
                return name
        return nodeid.split("::", 1)[0]


def scheduler(config: pytest.Config, log: Producer | None) -> Sharing:
    """What pytest-xdist asks for."""
    config.option.loadscopereorder = False  # it would leave files of few long tests to the end
    return Sharing(config, log)
