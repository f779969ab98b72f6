"""A Spark standalone cluster of the tests' own: a master and two workers, processes on loopback, set up as documented.

A test that needs it and finds no Java fails with a sentence that says so: it is never skipped silently.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.house import ROOT
from tests.waiting import HOST, free_ports, until

PAGE = ROOT / "docs" / "operations-spark.md"
START_SECONDS = 240
"""Of three JVMs on a machine that does other things too."""
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""For every JVM of the tests: none lives long enough to gain what it would spend on compiling thoroughly."""


class Spark:
    """One cluster; ``secret`` is in ``secret_file``, and in the settings of its own processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = secrets.token_hex(32)
        self.secret_file = self._private("secret", self.secret)
        self._ui_key = secrets.token_bytes(32)
        self._settings = self._private("cluster.conf", self._documented())
        self._port = free_ports()
        self._programs = _programs()
        (folder / "logs").mkdir()
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        """Where jobs are submitted."""
        return f"spark://{HOST}:{self._port}"

    @property
    def page(self) -> str:
        """What the master tells of itself."""
        return f"http://{HOST}:{self._port + 1}/json/"

    def start(self) -> None:
        """Start all three and wait until both workers are known to the master."""
        ui = self._port + 1
        self._daemon("master.Master", "--port", str(self._port), "--webui-port", str(ui))
        for number in (1, 2):
            resources = ("--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / f"work-{number}"))
            self._daemon("worker.Worker", "--webui-port", str(ui + number), *resources, self.url)
        until(lambda: self.status().get("aliveworkers") == 2, START_SECONDS, why=self._why)

    def status(self) -> dict[str, Any]:
        """What the master tells whoever has the key of its pages; nothing while it does not answer."""
        head = b".".join(_text(part) for part in (b'{"alg":"HS256"}', b'{"sub":"tests"}'))
        token = head + b"." + _text(hmac.digest(self._ui_key, head, hashlib.sha256))
        headers = {"Authorization": f"Bearer {token.decode()}"}
        try:
            with httpx.Client(trust_env=False, timeout=30, headers=headers) as client:
                told: dict[str, Any] = client.get(self.page).raise_for_status().json()
        except (httpx.HTTPError, ValueError):  # its pages are opened one after the other
            assert all(process.poll() is None for process in self._running), self._why()
            return {}
        return told

    def logs(self) -> str:
        """All that its processes and those that it started have said."""
        files = [path for path in self.folder.rglob("*") if path.suffix == ".log" or path.name in ("stdout", "stderr")]
        return "\n".join(path.read_text("utf-8", "replace") for path in files)

    def end(self) -> None:
        """End its own processes."""
        for process in reversed(self._running):
            process.terminate()
        for process in reversed(self._running):
            process.wait(60)

    def _daemon(self, name: str, *arguments: str) -> None:
        env = {"PATH": os.environ["PATH"], "SPARK_LOCAL_IP": HOST, "SPARK_DAEMON_MEMORY": "512m"}
        env |= QUICK | {"SPARK_LOCAL_DIRS": str(self.folder / "local")}
        env |= {"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}
        own = ("--host", HOST, "--properties-file", str(self._settings))
        with (self.folder / "logs" / f"{name}-{len(self._running)}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    [self._programs / "spark-class", f"org.apache.spark.deploy.{name}", *own, *arguments],
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

    def _why(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in (self.folder / "logs").iterdir())


def _programs() -> Path:
    found = find_spec("pyspark")
    assert found, "bin/test installs pyspark"
    assert found.origin
    return Path(found.origin).parent / "bin"


def _text(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """A running cluster for the whole session, removed afterwards."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.fail("Java was not found: install the package 'default-jre-headless'.")
    with ExitStack() as stack:
        own = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in QUICK.items():
            own.setenv(name, value)  # for the JVM beside this process, and those of custodians that tests start
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="spark-", ignore_cleanup_errors=True))
        cluster = Spark(Path(folder))
        stack.callback(cluster.end)
        cluster.start()
        yield cluster
