"""Every way of running code is shut before a purpose is declared (464.5(4))."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.kernel.seat import Seat, seat

pytestmark = pytest.mark.section("464.5")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that exists once code has run."""
    return tmp_path / "ran"


def touch(marker: Path) -> str:
    """Code that leaves a trace."""
    return f"__import__('pathlib').Path({str(marker)!r}).touch()"


def test_a_page_loads_while_the_gate_is_shut(gated: Seat) -> None:
    reply, _ = gated.ask("kernel_info_request", {})
    assert reply["status"] == "ok"
    assert "debugger" not in reply["supported_features"]
    reply, _ = gated.ask("kernel_info_request", {}, "control")
    assert reply["status"] == "ok"


def test_a_cell_is_refused_with_words_that_tell_how_to_go_on(gated: Seat, marker: Path) -> None:
    reply, outputs = gated.execute(touch(marker))
    assert (reply["status"], reply["ename"]) == ("error", "PurposeRequired")
    assert "464.5(4)" in reply["evalue"]
    assert "ALPR_PURPOSE" in reply["evalue"]
    [error] = [output["content"] for output in outputs if output["msg_type"] == "error"]
    assert error["evalue"] == reply["evalue"]
    assert not marker.exists()


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("silent", [False, True])
def test_no_channel_and_no_silence_gets_past(gated: Seat, marker: Path, channel: str, silent: bool) -> None:
    reply, outputs = gated.execute(touch(marker), channel=channel, silent=silent)
    assert reply["ename"] == "PurposeRequired"
    assert not (silent and [output for output in outputs if output["msg_type"] != "status"])
    assert not marker.exists()


@pytest.mark.parametrize("code", ["", " ", "# nothing", "pass"])
def test_expressions_beside_empty_code_are_not_evaluated(gated: Seat, marker: Path, code: str) -> None:
    reply, _ = gated.execute(code, user_expressions={"x": touch(marker)})
    assert reply["ename"] == "PurposeRequired"
    assert reply["user_expressions"] == {}
    assert not marker.exists()


@pytest.mark.parametrize("code", ["!touch {}", "%%bash\ntouch {}", "await __import__('asyncio').sleep(0)"])
def test_magics_and_awaits_are_code_too(gated: Seat, marker: Path, code: str) -> None:
    reply, _ = gated.execute(code.format(marker))
    assert reply["ename"] == "PurposeRequired"
    assert not marker.exists()


def test_a_subshell_is_no_way_round(gated: Seat, marker: Path) -> None:
    created, _ = gated.ask("create_subshell_request", {}, "control")
    reply, _ = gated.execute(touch(marker), subshell=created["subshell_id"])
    assert reply["ename"] == "PurposeRequired"
    assert not marker.exists()


def test_completion_and_inspection_find_nothing(gated: Seat) -> None:
    completed, _ = gated.ask("complete_request", {"code": "import o", "cursor_pos": 8})
    assert (completed["status"], completed["matches"]) == ("ok", [])
    shown, _ = gated.ask("inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": 1})
    assert (shown["status"], shown["found"], shown["data"]) == ("ok", False, {})


def test_completion_on_the_control_channel_finds_nothing(gated: Seat) -> None:
    completed, _ = gated.ask("complete_request", {"code": "pri", "cursor_pos": 3}, "control")
    assert completed["matches"] == []


@pytest.mark.parametrize("access", ["tail", "range", "search"])
def test_there_is_no_history(gated: Seat, access: str) -> None:
    wanted = {"hist_access_type": access, "output": True, "raw": True, "n": 10, "pattern": "*", "session": 0}
    reply, _ = gated.ask("history_request", wanted)
    assert reply == {"status": "ok", "history": []}


@pytest.mark.parametrize("command", ["initialize", "attach", "evaluate", "debugInfo"])
def test_there_is_no_debugger(gated: Seat, command: str) -> None:
    asked = {"type": "request", "seq": 1, "command": command, "arguments": {"expression": "1"}}
    reply, _ = gated.ask("debug_request", asked, "control")
    assert reply["success"] is False
    assert "debugger" in reply["message"]


def test_whether_code_is_finished_is_told_without_running_it(gated: Seat) -> None:
    reply, _ = gated.ask("is_complete_request", {"code": "for x in y:"})
    assert reply == {"status": "incomplete", "indent": "    "}
    reply, _ = gated.ask("is_complete_request", {"code": "1"})
    assert reply == {"status": "complete"}


@pytest.mark.parametrize("target", ["jupyter.widget", "jupyter.widget.control", "made.up"])
def test_a_front_end_opens_no_comm_but_the_gates_own(gated: Seat, target: str) -> None:
    comm = gated.open_comm(target, {"state": {"_model_name": "ButtonModel"}})
    assert gated.heard(comm, "comm_close") == {}
    reply, _ = gated.ask("comm_info_request", {})
    assert comm not in reply["comms"]


def test_nothing_of_the_persons_own_is_on_the_path_or_left_on_disk(custodian: Custodian, tmp_path: Path) -> None:
    startup = tmp_path / "mine" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text(touch(tmp_path / "ran"))
    (tmp_path / "start.py").write_text(touch(tmp_path / "ran"))
    (tmp_path / "temporary").mkdir()
    own = {
        "IPYTHONDIR": str(tmp_path / "mine"),
        "PYTHONSTARTUP": str(tmp_path / "start.py"),
        "PYTHONPATH": str(tmp_path),
        "TMPDIR": str(tmp_path / "temporary"),
        "ALPR_PURPOSE": json.dumps(PURPOSE),
    }
    with seat(custodian, own) as taken:
        assert list((tmp_path / "temporary").iterdir()) == []
        reply, _ = taken.execute("import sys", user_expressions={"path": "sys.path"})
        path = reply["user_expressions"]["path"]["data"]["text/plain"]
        assert str(tmp_path) not in path
        assert path.endswith("'']")
    assert not (tmp_path / "ran").exists()


def test_a_library_planted_beside_the_notebook_runs_nothing(custodian: Custodian) -> None:
    with seat(custodian) as taken:
        for name in ("ipywidgets", "httpx", "workbench", "alpr_kernel", "debugpy"):
            (taken.folder / f"{name}.py").write_text(touch(taken.folder / "ran"))
        reply, outputs = taken.execute("1", cell_id="c-1", allow_stdin=True)
        assert reply["ename"] == "PurposeRequired"
        assert "display_data" in [output["msg_type"] for output in outputs]
        assert not (taken.folder / "ran").exists()


def test_an_interrupt_and_a_second_page_do_no_harm(gated: Seat, marker: Path) -> None:
    reply, _ = gated.ask("interrupt_request", {}, "control")
    assert reply["status"] == "ok"
    gated.execute(touch(marker))
    reply, _ = gated.ask("kernel_info_request", {})
    assert reply["status"] == "ok"
    assert not marker.exists()
