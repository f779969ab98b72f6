"""What is written down for the operator (464.10): one JSON object a line, and never the words of an error."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from hub_config.lines import HubLine
from workbench.logs import OneLine

pytestmark = pytest.mark.section("464.10")
PLATE = "7PLT123"


def record(
    words: str, *filled: object, name: str = "workbench.x", path: str = "x.py", **more: Any
) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, path, 7, words, filled, more.get("raised"))


def raised() -> Any:
    try:
        try:
            raise ValueError(PLATE)
        except ValueError as error:
            raise KeyError(PLATE) from error
    except KeyError:
        return sys.exc_info()


def told(line: str) -> dict[str, Any]:
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_line_names_time_level_service_and_logger() -> None:
    found = told(OneLine(service="edge").format(record("%d reads", 3)))
    assert (found["level"], found["service"], found["logger"], found["message"]) == (
        "error",
        "edge",
        "workbench.x",
        "3 reads",
    )
    assert found["time"].endswith("+00:00")


def test_of_an_error_kinds_and_places_are_told_and_not_its_words() -> None:
    line = OneLine(service="edge").format(record("it failed", raised=raised()))
    found = told(line)
    assert found["error"] == ["KeyError", "ValueError"]
    assert "test_logs.py" in found["at"][-1]
    assert PLATE not in line


def test_nobody_writes_a_second_line_into_the_log() -> None:
    words = 'one\n{"level": "info", "service": "custodian"}'
    assert told(OneLine().format(record(words)))["message"] == words


def test_asyncios_words_that_repeat_an_error_are_cut() -> None:
    words = f"Task exception was never retrieved\nfuture: <Task exception=KeyError('{PLATE}')>"
    assert PLATE not in OneLine().format(record(words, name="asyncio"))


@pytest.mark.parametrize(
    ("words", "filled", "said"),
    [
        ("Failed login for %s", (PLATE,), "Failed login for …"),
        ("%d %s: nothing", (404, f"GET /{PLATE}"), "404 …: nothing"),
        (f"Blocking {PLATE}", (), "(handlers/base.py:7)"),
        ("%(who)s", ({"who": PLATE},), "(handlers/base.py:7)"),
        ("%d%%", ("a", "b"), "(handlers/base.py:7)"),
    ],
)
def test_what_was_filled_in_while_the_hub_handles_a_request_is_left_out(
    words: str, filled: tuple[object, ...], said: str
) -> None:
    line = HubLine().format(record(words, *filled, name="JupyterHub", path="/x/jupyterhub/handlers/base.py"))
    assert PLATE not in line
    assert told(line)["message"].startswith(said)


def test_what_the_hub_says_of_itself_is_whole() -> None:
    line = HubLine().format(record("Adding %s", "role", name="JupyterHub", path="/x/jupyterhub/app.py"))
    assert told(line)["message"] == "Adding role"
    assert told(line)["service"] == "hub"


@pytest.mark.parametrize(
    "broken",
    [
        f"raise KeyError('{PLATE}')",
        f"import threading; t = threading.Thread(target=lambda: int('{PLATE}')); t.start(); t.join()",
        f"import warnings; warnings.warn('first\\n{PLATE}')",
        f"import logging; logging.getLogger('x').exception('first', exc_info=KeyError('{PLATE}'))",
    ],
)
def test_however_a_process_fails_its_words_stay_out_of_what_it_writes(broken: str) -> None:
    code = f"from workbench.logs import to_operator; to_operator('reader'); {broken}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr
    assert PLATE not in done.stderr
    for line in done.stderr.splitlines():
        assert told(line)["service"] == "reader"
