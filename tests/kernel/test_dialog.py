"""The dialog's comm: declaring, being rejected, ending; the kernel never waits (464.5(4), 464.10(b))."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from pathlib import Path

import pytest
from fastapi import Request, Response

from tests.kernel.seat import Seat, seat
from tests.kernel.standin import DRAFT, StandIn, told
from workbench.errors import HubUnavailable
from workbench.wire.purpose import PurposeDraft

pytestmark = pytest.mark.section("464.5")

LATER = "kernel = get_ipython().kernel; kernel.gate._clock = lambda c=kernel.gate._clock: c() + {}"


def test_the_dialog_learns_who_asks_and_what_may_be_chosen(fresh: Seat) -> None:
    state = fresh.state(fresh.open_comm(), declared=False)
    assert state["purpose"] is None
    assert state["error"] is None
    assert state["me"]["username"] == "ana"
    assert len(state["me"]["categories"]) == 10


def test_a_purpose_that_says_nothing_is_rejected_field_by_field(fresh: Seat) -> None:
    comm = fresh.open_comm()
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "declare", "draft": {**DRAFT, "narrative": "asdf", "case_number": "x"}})
    rejected = fresh.heard(comm)
    assert rejected["type"] == "rejected"
    assert set(rejected["problem"]["fields"]) == {"narrative", "case_number"}
    reply, _ = fresh.execute("1")
    assert reply["ename"] == "PurposeRequired"
    assert "dialog" in reply["evalue"]


@pytest.mark.parametrize("message", [{}, {"type": "run"}, {"type": "declare"}, {"type": "declare", "draft": 1}, 7])
def test_a_message_that_makes_no_sense_is_answered(gated: Seat, message: object) -> None:
    comm = gated.open_comm()
    gated.state(comm, declared=False)
    gated.tell(comm, message)  # type: ignore[arg-type]
    answer = gated.heard(comm)
    assert answer["type"] == "rejected"
    gated.send("comm_close", {"comm_id": comm, "data": {}})


def test_after_a_purpose_everything_runs_and_nothing_is_remembered(declared: Seat) -> None:
    reply, _ = declared.execute("x = 6 * 7", user_expressions={"x": "x"})
    assert reply["status"] == "ok"
    assert reply["user_expressions"]["x"]["data"]["text/plain"] == "42"
    completed, _ = declared.ask("complete_request", {"code": "prin", "cursor_pos": 4})
    assert "print" in completed["matches"]
    shown, _ = declared.ask("inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": 0})
    assert shown["found"]
    history, _ = declared.ask("history_request", {"hist_access_type": "tail", "output": False, "raw": True, "n": 9})
    assert history["history"] == []


def test_user_code_finds_the_purpose_and_the_gate_follows_it(declared: Seat) -> None:
    reply, _ = declared.execute(
        "from workbench.client import current_purpose, end; case = current_purpose().case_number; end()",
        user_expressions={"case": "case"},
    )
    assert DRAFT["case_number"] in reply["user_expressions"]["case"]["data"]["text/plain"]
    reply, _ = declared.execute("1")
    assert reply["ename"] == "PurposeRequired"


def test_ending_shuts_the_gate_and_a_new_purpose_opens_it(declared: Seat) -> None:
    comm = declared.open_comm()
    declared.state(comm, declared=True)
    declared.tell(comm, {"type": "end"})
    declared.state(comm, declared=False)
    reply, _ = declared.execute("1")
    assert reply["ename"] == "PurposeRequired"
    declared.tell(comm, {"type": "declare", "draft": DRAFT})
    declared.state(comm, declared=True)
    reply, _ = declared.execute("1")
    assert reply["status"] == "ok"


def test_a_purpose_that_ended_elsewhere_shuts_the_gate_within_a_minute(declared: Seat, custodian: StandIn) -> None:
    comm = declared.open_comm()
    declared.state(comm, declared=True)
    before = custodian.count("GET", "/v1/purposes/")
    custodian.purposes.clear()
    reply, _ = declared.execute("1")
    assert reply["status"] == "ok"
    assert custodian.count("GET", "/v1/purposes/") == before
    declared.execute(LATER.format(61))
    reply, _ = declared.execute("1")
    assert reply["ename"] == "PurposeRequired"
    assert "has ended" in reply["evalue"]
    state = declared.state(comm, declared=False)
    assert state["error"]["kind"] == "purpose-required"


def test_a_widget_of_an_ended_purpose_does_nothing_more(declared: Seat, custodian: StandIn, tmp_path: Path) -> None:
    marker = tmp_path / "clicked"
    code = f"""
import ipywidgets, pathlib
button = ipywidgets.Button(); button.on_click(lambda _: pathlib.Path({str(marker)!r}).touch())
"""
    reply, _ = declared.execute(code, user_expressions={"id": "button.model_id"})
    button = reply["user_expressions"]["id"]["data"]["text/plain"].strip("'")
    click = {"method": "custom", "content": {"event": "click"}}
    declared.outputs(declared.tell(button, click))
    assert marker.exists()
    marker.unlink()
    custodian.purposes.clear()
    declared.execute(LATER.format(61))
    outputs = declared.outputs(declared.tell(button, click))
    assert not marker.exists()
    [said] = [output["content"]["text"] for output in outputs if output["msg_type"] == "stream"]
    assert "purpose has ended" in said
    comms, _ = declared.ask("comm_info_request", {})
    assert {comm["target_name"] for comm in comms["comms"].values()} == {"alpr.purpose"}


def test_what_the_kernel_says_of_itself_names_kernel_notebook_and_cell(custodian: StandIn) -> None:
    with seat(custodian, {"JPY_SESSION_NAME": "/home/ana/plates.ipynb", "ALPR_PURPOSE": PURPOSE}) as taken:
        code = "from workbench.client import declare\ndeclare(" + repr(DRAFT) + ")"
        reply, _ = taken.execute(code, cell_id="c-1")
        assert reply["status"] == "ok"
    said = custodian.drafts[-1].context
    assert said.kernel == "00000000-seat"
    assert said.notebook == "/home/ana/plates.ipynb#c-1"
    assert said.cell_sha256 == hashlib.sha256(code.encode()).hexdigest()


PURPOSE = PurposeDraft.model_validate(DRAFT).model_dump_json()


def test_without_a_custodian_nothing_runs_and_the_dialog_says_why() -> None:
    with seat(None) as taken:
        state = taken.state(taken.open_comm(), declared=False)
        assert state["error"]["kind"] == "unavailable"
        assert "can't be reached" in state["error"]["title"]
        reply, _ = taken.execute("1")
        assert reply["status"] == "error"
        reply, _ = taken.ask("kernel_info_request", {})
        assert reply["status"] == "ok"


def test_a_custodian_that_goes_away_shuts_the_gate() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="c") as folder,
        StandIn(Path(folder)) as custodian,
        seat(custodian, {"ALPR_PURPOSE": PURPOSE}) as taken,
    ):
        reply, _ = taken.execute(LATER.format(61))
        assert reply["status"] == "ok"
        custodian.stop()
        reply, _ = taken.execute("1")
        assert reply["ename"] == "Unavailable"
        assert "can't be reached" in reply["evalue"]


def test_the_dialog_speaks_over_a_subshell_as_newer_front_ends_do(fresh: Seat) -> None:
    created, _ = fresh.ask("create_subshell_request", {}, "control")
    subshell = created["subshell_id"]
    comm = fresh.open_comm(subshell=subshell)
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "declare", "draft": DRAFT}, subshell)
    fresh.state(comm, declared=True)
    reply, _ = fresh.execute("1", subshell=subshell)
    assert reply["status"] == "ok"


def test_waiting_for_a_slow_custodian_can_be_interrupted(declared: Seat, custodian: StandIn) -> None:
    asked, answered = threading.Event(), threading.Event()
    [purpose] = list(custodian.purposes.values())[-1:]

    def slow(_body: bytes, _request: Request) -> Response:
        asked.set()
        answered.wait(30)
        return Response(purpose.model_dump_json(), media_type="application/json")

    declared.execute(LATER.format(61))
    custodian.scripted["GET", f"/v1/purposes/{purpose.purpose_id}"] = slow
    try:
        msg_id = declared.send("execute_request", {"code": "1", "user_expressions": {}})
        assert asked.wait(30)
        declared.ask("interrupt_request", {}, "control")
        reply = declared.client.get_shell_msg(timeout=30)
        assert reply["parent_header"]["msg_id"] == msg_id
        assert "Interrupted" in reply["content"]["evalue"]
    finally:
        answered.set()
        custodian.scripted.clear()
    reply, _ = declared.execute("1")
    assert reply["status"] == "ok"


def test_a_hub_that_is_down_is_told_as_such(custodian: StandIn) -> None:
    down = HubUnavailable("The sign-in service does not answer.", how="Try again in a moment.")
    custodian.scripted["GET", "/v1/me"] = lambda _body, _request: told(down)
    try:
        with seat(custodian) as taken:
            state = taken.state(taken.open_comm(), declared=False)
            assert state["error"]["kind"] == "hub-unavailable"
    finally:
        custodian.scripted.clear()


def test_an_answer_that_is_no_custodians_is_told_as_such(custodian: StandIn) -> None:
    custodian.scripted["GET", "/v1/me"] = lambda _body, _request: Response("<html>", 502)
    try:
        with seat(custodian) as taken:
            state = taken.state(taken.open_comm(), declared=False)
            assert state["error"]["kind"] == "unavailable"
    finally:
        custodian.scripted.clear()
