"""The way to a Spark standalone cluster (464.10): authenticated and encrypted, opened by the custodian alone.

Whoever has the cluster's secret can have its workers run anything. It is read from a file of the custodian's own and
given to Spark inside this process and its JVM: it stands in no command line and in no environment.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import stat
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import workbench
from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.sightings import Work
from workbench.store.spark_errand import ready
from workbench.store.spark_job import Job, Lost

if TYPE_CHECKING:
    from pyspark import SparkConf, SparkContext

_LEAST = 32
"""Characters of a secret."""
CHANNEL = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.network.crypto.cipher": "AES/GCM/NoPadding",
    "spark.network.crypto.saslFallback": "false",
    "spark.io.encryption.enabled": "true",
}
"""What protects keys and reads on their way and on the disks that Spark uses for itself."""
_QUIET = {"spark.ui.enabled": "false", "spark.eventLog.enabled": "false", "spark.logConf": "false"}


class Cluster:
    """One application on the cluster at ``spark://host:port``, begun when it is first needed and after it was lost.

    ``folder`` is for Spark's own files, encrypted. Raises ``ConfigError`` when pyspark, Java or the secret is missing.
    """

    def __init__(self, url: str, secret_file: Path, folder: Path) -> None:
        _check_programs()
        self._url = url
        self._secret = _secret(secret_file)
        self._folder = folder
        self._lock = threading.Lock()
        self._context: SparkContext | None = None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def context(self) -> SparkContext:
        """The way in; ``StoreUnavailable`` when the cluster can't be reached, or has no worker that can do its part."""
        with self._lock:
            if self._context is not None and _stopped(self._context):
                self._end()
            return self._context or self._begun()

    def leave(self, context: SparkContext | None = None) -> None:
        """End the application, or the one of this context; the next call of ``context`` begins another."""
        with self._lock:
            if context in (None, self._context):
                self._end()

    def _begun(self) -> SparkContext:
        from pyspark import SparkContext

        try:
            self._context = context = SparkContext(conf=self._configuration(), gateway=_gateway())
            context.pythonExec = sys.executable
            Job(context, ready, [None]).results(Work())
        except Exception as error:  # noqa: BLE001 - Spark and py4j raise what they like
            self._end()
            raise StoreUnavailable(
                f"The cluster at {self._url} can't be reached, does not take this custodian's secret or has no worker "
                "that can run the workbench.",
                how="See that its master and workers run and have the same secret and the same programs; the "
                "custodian's own log has what Spark says.",
                diagnostic=error.why if isinstance(error, Lost) else type(error).__name__,
            ) from None
        return context

    def _end(self) -> None:
        context, self._context = self._context, None
        if context is not None:
            with suppress(Exception):  # what there was to stop is gone
                context.stop()

    def _configuration(self) -> SparkConf:
        from pyspark import SparkConf

        here = _address_towards(self._url)
        conf = SparkConf(loadDefaults=False, _jvm=_gateway().jvm).setMaster(self._url).setAppName("alpr-workbench")
        own = {
            "spark.authenticate.secret": self._secret,
            "spark.driver.host": here,
            "spark.driver.bindAddress": here,
            "spark.local.dir": str(self._folder),
            "spark.scheduler.mode": "FAIR",
            "spark.executorEnv.PYTHONPATH": str(Path(workbench.__file__).parents[1]),
        }
        return conf.setAll(list((CHANNEL | _QUIET | own).items()))


def _stopped(context: SparkContext) -> bool:
    try:
        return bool(context._jsc.sc().isStopped())  # noqa: SLF001 - no other way
    except Exception:  # noqa: BLE001 - the JVM is gone
        return True


@cache
def _gateway() -> Any:
    """The JVM of this process; it ends with it."""
    from pyspark.java_gateway import launch_gateway

    logging.getLogger("py4j").setLevel(logging.WARNING)  # below that it writes down what is sent
    return launch_gateway()  # type: ignore[no-untyped-call]


def _check_programs() -> None:
    if find_spec("pyspark") is None:
        raise ConfigError(
            "store.engine names a Spark cluster, and pyspark is not installed.",
            how="Install the workbench with its extra spark, or set store.engine to here.",
        )
    home = os.environ.get("JAVA_HOME")
    if not (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is None:
        raise ConfigError(
            "store.engine names a Spark cluster, and there is no Java.",
            how="Install Java 17 (or later, on Debian default-jre-headless), or set store.engine to here.",
        )


def _secret(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        secret = path.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The secret of the Spark cluster can't be read: {path}.",
            how="Put the cluster's secret there, readable by the custodian alone.",
            section="464.10",
        ) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            f"The secret of the Spark cluster is open to others: {path}.",
            how="Give it mode 600, and the cluster a new secret if others could read it.",
            section="464.10",
        )
    if len(secret) < _LEAST:
        raise ConfigError(
            f"The secret of the Spark cluster is shorter than {_LEAST} characters: {path}.",
            how="Make one with: openssl rand -hex 32",
            section="464.10",
        )
    return secret


def _address_towards(url: str) -> str:
    """This machine's address on the way to the master: of loopback where it is here."""
    at = urlsplit(url)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect((at.hostname, at.port))  # sends nothing
        return str(way.getsockname()[0])
