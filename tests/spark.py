"""A Spark standalone cluster of the tests' own: a master and two workers, processes on loopback, set up as documented.

    from tests.spark import spark      # in a conftest.py; the fixture lasts for the session

A test that needs it and finds no Java fails with a sentence that says so: it is never skipped silently.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyspark
import pytest

from tests.house import ROOT
from tests.waiting import HOST, free_ports, until

PAGE = ROOT / "docs" / "operations-spark.md"
HOME = Path(pyspark.__file__).parent
START_SECONDS = 240
"""Of three JVMs on a machine that does other things too."""


class Spark:
    """One cluster; ``secret`` is in ``secret_file``, and in the settings of its own processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = secrets.token_hex(32)
        self.secret_file = self._private("secret", self.secret)
        self._ui_key = secrets.token_bytes(32)
        self._settings = self._private("cluster.conf", self._documented())
        self._port = free_ports()
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        """Where jobs are submitted."""
        return f"spark://{HOST}:{self._port}"

    def start(self) -> None:
        """Start all three and wait until both workers are known to the master."""
        ui = self._port + 1
        self._daemon("master.Master", "--port", str(self._port), "--webui-port", str(ui))
        for number in (1, 2):
            resources = ("--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / f"work-{number}"))
            self._daemon("worker.Worker", "--webui-port", str(ui + number), *resources, self.url)
        until(lambda: self.status().get("aliveworkers") == 2, START_SECONDS, why=self._logs)

    def status(self) -> dict[str, Any]:
        """What the master tells whoever has the key of its pages; nothing while it does not answer."""
        head = b".".join(_text(part) for part in (b'{"alg":"HS256"}', b'{"sub":"tests"}'))
        token = head + b"." + _text(hmac.digest(self._ui_key, head, hashlib.sha256))
        asked = urllib.request.Request(
            f"http://{HOST}:{self._port + 1}/json/", headers={"Authorization": f"Bearer {token.decode()}"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                told: dict[str, Any] = json.load(answer)
        except OSError:
            assert all(process.poll() is None for process in self._running), self._logs()
            return {}
        return told

    def kill_workers(self) -> None:
        """End both workers and with them what they run."""
        for process in self._running[1:]:
            process.kill()
            process.wait(60)

    def end(self) -> None:
        """End its own processes."""
        for process in reversed(self._running):
            process.terminate()
        for process in reversed(self._running):
            process.wait(60)

    def _daemon(self, name: str, *arguments: str) -> None:
        env = {"PATH": os.environ["PATH"], "SPARK_LOCAL_IP": HOST, "SPARK_DAEMON_MEMORY": "512m"}
        env |= {"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}
        own = ("--host", HOST, "--properties-file", str(self._settings))
        with (self.folder / f"{name}-{len(self._running)}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    [HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *own, *arguments],
                    cwd=self.folder,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )

    def _documented(self) -> str:
        """The settings that the page for operators gives."""
        found = re.search(r"```properties\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
        assert found
        key = base64.urlsafe_b64encode(self._ui_key).decode()
        return re.sub(
            r"UI_KEY$", key, re.sub(r"SECRET$", self.secret, found[1], flags=re.MULTILINE), flags=re.MULTILINE
        )

    def _private(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.touch(0o600)
        path.write_text(text, "utf-8")
        return path

    def _logs(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in sorted(self.folder.glob("*.log")))


def _text(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """A running cluster for the whole session, removed afterwards."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.fail("Java was not found: install the package 'default-jre-headless'.")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="spark-", ignore_cleanup_errors=True))
        cluster = Spark(Path(folder))
        stack.callback(cluster.end)
        cluster.start()
        yield cluster
