"""What it tries: submit a job to the cluster that looks through the reads, to open the files past the custodian.

What stops it: the master takes nothing from whoever does not have its secret, which is the custodian's own (464.10).
"""

from __future__ import annotations

import json
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.spark import QUICK, Spark
from tests.waiting import HOST

pytestmark = [pytest.mark.section("464.10"), pytest.mark.timeout(900)]

SCRIPT = """
import json, os
from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
asked = json.loads(os.environ.pop("ASKED"))
gateway = launch_gateway()
conf = SparkConf(loadDefaults=False, _jvm=gateway.jvm).setMaster(asked["url"]).setAppName(asked["name"])
spark = SparkContext(conf=conf.setAll(list(asked["conf"].items())), gateway=gateway)
def opened(path):
    with open(path, "rb") as file:
        return file.read().decode()
print("READ", spark.parallelize([asked["path"]], 1).map(opened).collect()[0])
"""
PLAIN = {"spark.ui.enabled": "false", "spark.driver.host": HOST, "spark.driver.bindAddress": HOST}
SEALED = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.network.crypto.cipher": "AES/GCM/NoPadding",
    "spark.io.encryption.enabled": "true",
}
GUESSES = {
    "as anybody": {},
    "with a secret of one's own": SEALED | {"spark.authenticate.secret": "0" * 64},
    "by the older handshake": {
        "spark.authenticate": "true",
        "spark.authenticate.enableSaslEncryption": "true",
        "spark.authenticate.secret": "0" * 64,
    },
}


PATIENCE = 240
"""Seconds; the job of whoever knows the secret is done in a fraction of them, while one refused may knock for ever."""


class Attempt:
    """A process of an analyst's that submits a job; ``name`` is the application's."""

    def __init__(self, spark: Spark, name: str, conf: dict[str, str], path: Path) -> None:
        asked = {"url": spark.url, "name": name, "conf": PLAIN | conf, "path": str(path)}
        # The programs of the tests' environment stand in for those that an analyst can install for himself.
        self._process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=_environment() | {"ASKED": json.dumps(asked)},
            start_new_session=True,
            **_nobody(),
        )

    def read(self) -> str:
        """What its job brought back from the file; nothing, too, when it still knocks after ``PATIENCE``."""
        with suppress(subprocess.TimeoutExpired):
            return _brought(self._process.communicate(timeout=PATIENCE)[0])
        self.end()
        return _brought(self._process.communicate(timeout=60)[0])

    def end(self) -> None:
        """Don't wait any longer; its Java holds the pipe open, so it goes too."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)


def _brought(said: str) -> str:
    return said.partition("READ ")[2].partition("\n")[0].strip()  # Spark's own words may follow it


def _nobody() -> dict[str, Any]:
    """Another account of the machine, where root may choose."""
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _environment() -> dict[str, str]:
    """What a kernel of one's own has; Java is there for everybody."""
    kept = {name: os.environ[name] for name in ("PATH", "JAVA_HOME") if name in os.environ}
    return kept | QUICK | {"SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable, "HOME": "/nonexistent"}


@pytest.fixture(scope="session")
def held(spark: Spark) -> Path:
    """A file that the cluster's own user can read, and no analyst."""
    path = spark.folder / "reads-of-somebody"
    path.touch(0o600)
    path.write_text("7ABC123")
    return path


@pytest.fixture(scope="session")
def attempts(spark: Spark, held: Path) -> Iterator[dict[str, Attempt]]:
    """All at once: Spark tries for a minute before it gives up, while other tests run."""
    made = {name: Attempt(spark, name, conf, held) for name, conf in GUESSES.items()}
    yield made
    for attempt in made.values():
        attempt.end()


def applications(spark: Spark) -> set[str]:
    """Those that the master ever took."""
    told: dict[str, Any] = spark.status()
    return {one["name"] for one in (*told["activeapps"], *told["completedapps"])}


def test_blocked_from_secret_and_pages(spark: Spark, held: Path) -> None:
    """The secret's file is the custodian's own, and the pages of the master tell nothing to whoever has no key."""
    assert not {path for path in (spark.secret_file, held) if path.stat().st_mode & 0o077}
    assert httpx.get(spark.page, trust_env=False).status_code == 403
    assert spark.status()["aliveworkers"] == 2


@pytest.mark.usefixtures("attempts")
def test_control(spark: Spark, held: Path) -> None:
    """With the secret known, the job runs as the user who may open the files, while the others still knock."""
    known = Attempt(spark, "control", SEALED | {"spark.authenticate.secret": spark.secret}, held)
    assert known.read() == "7ABC123"
    assert "control" in applications(spark)


@pytest.mark.afterwards
@pytest.mark.parametrize("name", GUESSES)
def test_blocked(spark: Spark, attempts: dict[str, Attempt], name: str) -> None:
    """The job comes back with nothing, and the master has never heard of it."""
    assert attempts[name].read() == ""
    assert name not in applications(spark)
