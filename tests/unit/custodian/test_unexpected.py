"""An error that nobody foresaw leaves no plate in the operator's log, nor in the answer (464.10)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.unit.custodian.broken import PLATE

pytestmark = pytest.mark.section("464.10")

ROOT = Path(__file__).parents[3]


@dataclass
class Served:
    """The broken application on its socket."""

    http: httpx.Client
    process: subprocess.Popen[str]

    def log(self) -> str:
        """All that it and the server wrote, after a clean stop."""
        self.process.terminate()
        written, _ = self.process.communicate(timeout=60)
        return written


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The application, served as the product serves it."""
    (tmp_path / "run").mkdir()
    command = [sys.executable, "-m", "tests.unit.custodian.broken", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    transport = httpx.HTTPTransport(uds=str(tmp_path / "run" / "custodian.sock"), retries=8)
    with httpx.Client(transport=transport, base_url="http://custodian", timeout=60) as http:
        yield Served(http, process)
    process.kill()
    process.wait(30)


@pytest.mark.parametrize(("path", "kind"), [("/error", "RuntimeError"), ("/panic", "Panic")])
def test_an_unexpected_error_is_told_without_its_words(served: Served, path: str, kind: str) -> None:
    answer = served.http.get(path)
    assert (answer.status_code, answer.json()["kind"]) == (503, "store-unavailable")
    assert served.http.get("/well").json() == "well"
    log = served.log()
    assert f"unexpected {kind}" in log
    assert "broken.py" in log
    assert PLATE not in log + answer.text


def test_an_answer_that_breaks_half_way_is_cut_off_and_told_without_its_words(served: Served) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        served.http.get("/begun")
    assert served.http.get("/well").json() == "well"
    log = served.log()
    assert "unexpected RuntimeError" in log
    assert PLATE not in log
