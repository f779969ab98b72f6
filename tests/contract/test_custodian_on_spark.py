"""A custodian whose configuration names a cluster answers by it, and doesn't start where it can't be had (464.10)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.custodian import PURPOSE, opened
from tests.spark import Spark
from tests.waiting import until

pytestmark = [pytest.mark.section("464.10"), pytest.mark.timeout(900)]


def test_a_search_is_answered_by_the_cluster_that_is_configured(spark: Spark) -> None:
    with tempfile.TemporaryDirectory(prefix="c") as folder:
        config = {"engine": spark.url, "spark_secret_file": str(spark.secret_file)}
        with opened(Path(folder), **config) as custodian, custodian.client() as client:
            (application,) = spark.status()["activeapps"]
            client.declare(PURPOSE)
            assert custodian.task.plate in set(client.search(custodian.task.hint_pattern).frame["plate"])
        until(lambda: application["id"] in {one["id"] for one in spark.status()["completedapps"]})


def test_a_cluster_without_its_secret_stops_the_start(spark: Spark) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="c") as folder,
        pytest.raises(AssertionError, match="secret of the Spark cluster can't be read"),
        opened(Path(folder), engine=spark.url),
    ):
        pass
