"""The dialog's comm: declaring, being rejected, ending; the kernel never waits (464.5(4), 464.10(b))."""

from __future__ import annotations

import hashlib
import json
import os
import socketserver
import threading
from ast import literal_eval
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.kernel.seat import Seat, seat
from workbench.policy.purpose import GO_ON

pytestmark = pytest.mark.section("464.5")

PREPARED = json.dumps(PURPOSE)
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
    fresh.tell(comm, {"type": "declare", "draft": {**PURPOSE, "narrative": "asdf", "case_number": "x"}})
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
    assert PURPOSE["case_number"] in reply["user_expressions"]["case"]["data"]["text/plain"]
    reply, _ = declared.execute("1")
    assert reply["ename"] == "PurposeRequired"


def test_ending_shuts_the_gate_and_a_new_purpose_opens_it(declared: Seat) -> None:
    comm = declared.open_comm()
    declared.state(comm, declared=True)
    declared.tell(comm, {"type": "end"})
    declared.state(comm, declared=False)
    reply, _ = declared.execute("1")
    assert reply["ename"] == "PurposeRequired"
    declared.tell(comm, {"type": "declare", "draft": PURPOSE})
    declared.state(comm, declared=True)
    reply, _ = declared.execute("1")
    assert reply["status"] == "ok"


def test_the_dialog_is_offered_what_stands_elsewhere_and_takes_none_of_it_unasked(
    fresh: Seat, custodian: Custodian
) -> None:
    custodian.end_all()
    with custodian.client() as client:
        stands = client.declare(PURPOSE)
    comm = fresh.open_comm()
    state = fresh.state(comm, declared=False)
    assert [offered["purpose_id"] for offered in state["standing"]] == [stands.purpose_id]
    reply, _ = fresh.execute("1")
    assert reply["ename"] == "PurposeRequired"
    fresh.tell(comm, {"type": "go_on", "purpose_id": stands.purpose_id, "prompt": GO_ON})
    state = fresh.state(comm, declared=True)
    assert (state["purpose"]["purpose_id"], state["standing"]) == (stands.purpose_id, [])
    reply, _ = fresh.execute("1")
    assert reply["status"] == "ok"
    record = custodian.records(action="purpose.continue")[0]
    assert (record.kind, record.body["elements"]["prompt"]) == ("intent", GO_ON)


def test_no_words_but_the_custodians_go_into_the_record(fresh: Seat, custodian: Custodian) -> None:
    custodian.end_all()
    with custodian.client() as client:
        stands = client.declare(PURPOSE)
    comm = fresh.open_comm()
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "go_on", "purpose_id": stands.purpose_id, "prompt": "The chief said so"})
    rejected = fresh.heard(comm)
    assert (rejected["type"], rejected["problem"]["where"]) == ("rejected", "prompt")
    reply, _ = fresh.execute("1")
    assert reply["ename"] == "PurposeRequired"


@pytest.mark.parametrize("said", [{}, {"purpose_id": 7, "prompt": ""}, {"purpose_id": "of nobody", "prompt": GO_ON}])
def test_going_on_with_what_is_not_ones_own_is_rejected(fresh: Seat, said: dict[str, object]) -> None:
    comm = fresh.open_comm()
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "go_on", **said})
    assert fresh.heard(comm)["type"] == "rejected"
    reply, _ = fresh.execute("1")
    assert reply["ename"] == "PurposeRequired"


def test_a_purpose_that_ended_elsewhere_shuts_the_gate_within_a_minute(declared: Seat, custodian: Custodian) -> None:
    comm = declared.open_comm()
    declared.state(comm, declared=True)
    custodian.end_all()
    reply, _ = declared.execute("1")
    assert reply["status"] == "ok"
    declared.execute(LATER.format(61))
    reply, _ = declared.execute("1")
    assert reply["ename"] == "PurposeRequired"
    assert "has ended" in reply["evalue"]
    state = declared.state(comm, declared=False)
    assert state["error"]["kind"] == "purpose-required"


WORDS = "Two of the three were seen again"


def field_and_button(seat: Seat) -> tuple[str, str]:
    """Made in the kernel: what the field held is ``seen``, and what it held at a press is ``pressed``."""
    reply, _ = seat.execute(
        """
import ipywidgets
seen, pressed = [], []
field, button = ipywidgets.Text(), ipywidgets.Button()
field.observe(lambda change: seen.append(change["new"]), "value")
button.on_click(lambda _: pressed.append(field.value))
""",
        user_expressions={"field": "field.model_id", "button": "button.model_id"},
    )
    told = reply["user_expressions"]
    field, button = (told[name]["data"]["text/plain"].strip("'") for name in ("field", "button"))
    return field, button


def typed_and_pressed(seat: Seat, field: str, button: str, subshell: str | None) -> str:
    """Letter by letter, and the button at once; the press's message."""
    for end in range(len(WORDS)):
        update = {"method": "update", "state": {"value": WORDS[: end + 1]}, "buffer_paths": []}
        seat.tell(field, update, subshell)
    return seat.tell(button, {"method": "custom", "content": {"event": "click"}}, subshell)


def came(seat: Seat, name: str) -> list[str]:
    """``seen`` or ``pressed``, as the kernel has it; emptied."""
    reply, _ = seat.execute("", user_expressions={name: f"({name}[:], {name}.clear())"})
    told: list[str] = literal_eval(reply["user_expressions"][name]["data"]["text/plain"])[0]
    return told


@pytest.mark.parametrize("subshell", [False, True])
def test_what_was_typed_comes_before_the_press_also_while_the_custodian_is_asked(
    declared: Seat, subshell: bool
) -> None:
    field, button = field_and_button(declared)
    shell = declared.ask("create_subshell_request", {}, "control")[0]["subshell_id"] if subshell else None
    declared.execute(LATER.format(61))
    declared.outputs(typed_and_pressed(declared, field, button, shell))
    assert came(declared, "pressed") == [WORDS]
    assert came(declared, "seen") == [WORDS[: end + 1] for end in range(len(WORDS))]


@pytest.mark.parametrize("subshell", [False, True])
def test_what_was_typed_comes_before_the_press_whenever_a_cell_ends(declared: Seat, subshell: bool) -> None:
    field, button = field_and_button(declared)
    shell = declared.ask("create_subshell_request", {}, "control")[0]["subshell_id"] if subshell else None
    declared.execute("import asyncio")
    typed = declared.folder / "typed"
    os.mkfifo(typed)
    for turns in range(0, 2 * len(WORDS), 3):
        waits = f"open({str(typed)!r}).read()\nfor _ in range({turns}): await asyncio.sleep(0)"
        cell = {"code": waits, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
        ended = declared.send("execute_request", cell, subshell=shell)
        typed_and_pressed(declared, field, button, shell)
        typed.write_text("")  # the cell goes on once all of it is under way
        declared.outputs(ended)
        assert came(declared, "pressed") == [WORDS], turns
        assert came(declared, "seen") == [WORDS[: end + 1] for end in range(len(WORDS))], turns


def test_a_widget_of_an_ended_purpose_does_nothing_more(declared: Seat, custodian: Custodian, tmp_path: Path) -> None:
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
    custodian.end_all()
    declared.execute(LATER.format(61))
    named = {"comm_id": button, "target_name": "alpr.purpose", "data": click}
    declared.outputs(declared.send("comm_msg", named))
    assert not marker.exists(), "the gate's own target, named in a message to a widget"
    outputs = declared.outputs(declared.tell(button, click))
    assert not marker.exists()
    [said] = [output["content"]["text"] for output in outputs if output["msg_type"] == "stream"]
    assert "purpose has ended" in said
    comms, _ = declared.ask("comm_info_request", {})
    assert {comm["target_name"] for comm in comms["comms"].values()} == {"alpr.purpose"}


def test_what_the_kernel_says_of_itself_names_kernel_notebook_and_cell(custodian: Custodian) -> None:
    with seat(custodian, {"JPY_SESSION_NAME": "/home/ana/plates.ipynb", "ALPR_PURPOSE": PREPARED}) as taken:
        code = "from workbench.client import declare\ndeclare(" + repr(PURPOSE) + ")"
        reply, _ = taken.execute(code, cell_id="c-1")
        assert reply["status"] == "ok"
    said = custodian.declared().body["client"]
    assert said["kernel"] == "00000000-seat"
    assert said["notebook"] == "/home/ana/plates.ipynb#c-1"
    assert said["cell_sha256"] == hashlib.sha256(code.encode()).hexdigest()


def test_without_a_custodian_nothing_runs_and_the_dialog_says_why() -> None:
    with seat(None) as taken:
        state = taken.state(taken.open_comm(), declared=False)
        assert state["error"]["kind"] == "unavailable"
        assert "can't be reached" in state["error"]["title"]
        reply, _ = taken.execute("1")
        assert reply["status"] == "error"
        reply, _ = taken.ask("kernel_info_request", {})
        assert reply["status"] == "ok"


def test_a_custodian_that_goes_away_shuts_the_gate(custodian: Custodian) -> None:
    with seat(custodian, {"ALPR_PURPOSE": PREPARED}) as taken:
        reply, _ = taken.execute(LATER.format(61))
        assert reply["status"] == "ok"
        with custodian.away():
            reply, _ = taken.execute("1")
            assert reply["ename"] == "Unavailable"
            assert "can't be reached" in reply["evalue"]
        reply, _ = taken.execute("1")
        assert reply["status"] == "ok"


def test_the_dialog_speaks_over_a_subshell_as_newer_front_ends_do(fresh: Seat) -> None:
    created, _ = fresh.ask("create_subshell_request", {}, "control")
    subshell = created["subshell_id"]
    comm = fresh.open_comm(subshell=subshell)
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "declare", "draft": PURPOSE}, subshell)
    fresh.state(comm, declared=True)
    reply, _ = fresh.execute("1", subshell=subshell)
    assert reply["status"] == "ok"


def test_waiting_for_a_slow_custodian_can_be_interrupted(declared: Seat, custodian: Custodian, tmp_path: Path) -> None:
    asking = tmp_path / "asking"
    os.mkfifo(asking)
    declared.execute(LATER.format(61) + TELLS.format(str(asking)))
    with custodian.asleep():
        alone = {"code": "1", "user_expressions": {}, "stop_on_error": False}  # what comes after it is not called off
        msg_id = declared.send("execute_request", alone)
        assert asking.read_text() == "now"
        declared.ask("interrupt_request", {}, "control")
        reply = declared.client.get_shell_msg(timeout=60)
        assert reply["parent_header"]["msg_id"] == msg_id
        assert "Interrupted" in reply["content"]["evalue"]
    reply, _ = declared.execute("1")
    assert reply["status"] == "ok"


TELLS = """
def asked(client=kernel.gate._client):
    kernel.gate._client = client
    __import__("pathlib").Path({!r}).write_text("now")
    return client()

kernel.gate._client = asked
"""
"""The gate says through a pipe that it is about to ask."""


def test_a_hub_that_is_down_is_told_as_such(fresh: Seat, custodian: Custodian) -> None:
    comm = fresh.open_comm()
    fresh.state(comm, declared=False)
    with custodian.away("hub"):
        fresh.tell(comm, {"type": "declare", "draft": PURPOSE})
        assert fresh.heard(comm)["problem"]["kind"] == "hub-unavailable"
    fresh.tell(comm, {"type": "declare", "draft": PURPOSE})
    fresh.state(comm, declared=True)


def test_an_answer_that_is_no_custodians_is_told_as_such(custodian: Custodian, tmp_path: Path) -> None:
    place = tmp_path / "s"
    with socketserver.ThreadingUnixStreamServer(str(place), SomethingElse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with seat(custodian, {"ALPR_CUSTODIAN": f"unix:{place}"}) as taken:
            state = taken.state(taken.open_comm(), declared=False)
            assert state["error"]["kind"] == "unavailable"
        server.shutdown()


class SomethingElse(BaseHTTPRequestHandler):
    """A server of another kind: it answers each request with a page that says it can't."""

    def address_string(self) -> str:
        """Who asks; a socket's other end has no address."""
        return "unix"

    def log_message(self, *_: object) -> None:
        """Say nothing."""
