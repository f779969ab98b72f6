"""Which engine looks through the store's files (464.9), as it is configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.settings import Settings
from workbench.store.engine import Engine, Here
from workbench.store.spark_cluster import Cluster
from workbench.store.spark_engine import OnSpark


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """This process, or the cluster of ``store.engine``, connected.

    Raises ``ConfigError`` when what it needs is missing, ``StoreUnavailable`` when the cluster can't be had.
    """
    if settings.store.engine == "here":
        yield Here()
        return
    cluster = Cluster(settings.store.engine, Path(settings.store.spark_secret_file), settings.paths.custodian / "spark")
    try:
        cluster.context()
        yield OnSpark(cluster)
    finally:
        cluster.leave()
