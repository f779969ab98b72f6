"""Asking without the dialog: a form in the refused cell's output, or stdin in a console (464.10(b))."""

from __future__ import annotations

from typing import Any

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.kernel.seat import Message, Seat, seat
from workbench.policy.purpose import GO_ON

pytestmark = pytest.mark.section("464.10")

VIEW = "application/vnd.jupyter.widget-view+json"


class Form:
    """The form as a page without the dialog draws it."""

    def __init__(self, page: Seat, cell_id: str = "c-1") -> None:
        self.page = page
        self.reply, self.outputs = page.execute("40 + 2", cell_id=cell_id, allow_stdin=True)
        opened = [output["content"] for output in self.outputs if output["msg_type"] == "comm_open"]
        self.states = {content["comm_id"]: content["data"]["state"] for content in opened}

    def widget(self, **wanted: Any) -> str:
        """The id of the widget with these values."""
        [found] = [i for i, s in self.states.items() if all(s.get(k) == v for k, v in wanted.items())]
        return found

    def fill(self, **fields: Any) -> None:
        """Type into the fields with these descriptions and press the button."""
        for description, state in fields.items():
            field = self.widget(description=description.replace("_", " "))
            self.page.outputs(self.page.tell(field, {"method": "update", "state": state, "buffer_paths": []}))
        self.press("Declare")

    def press(self, description: str) -> None:
        """Press the button with these words."""
        button = self.widget(_model_name="ButtonModel", description=description)
        self.page.tell(button, {"method": "custom", "content": {"event": "click"}})

    def said(self) -> str:
        """What the form says next."""
        line = self.widget(_model_name="HTMLModel", value="")
        while True:
            data = self.page.heard(line)
            if data.get("method") == "update" and data["state"].get("value"):
                return str(data["state"]["value"])


def test_without_a_dialog_the_refused_cell_shows_a_form(fresh: Seat, custodian: Custodian) -> None:
    form = Form(fresh)
    assert form.reply["ename"] == "PurposeRequired"
    assert "form below" in form.reply["evalue"]
    shown = [output["content"]["data"] for output in form.outputs if output["msg_type"] == "display_data"]
    assert [VIEW in data for data in shown] == [True]
    form.fill(
        Purpose={"index": 1},
        Case_number={"value": PURPOSE["case_number"]},
        What_is_investigated={"value": PURPOSE["narrative"]},
        Why_this_plate={"value": PURPOSE["why_this_plate"]},
    )
    assert "record" in form.said()
    assert custodian.declared().body["elements"]["prompt"].startswith("State the case")
    reply, _ = fresh.execute("40 + 2", cell_id="c-1", allow_stdin=True)
    assert reply["status"] == "ok"


def test_the_form_says_which_field_says_nothing_and_escapes_it(fresh: Seat) -> None:
    form = Form(fresh)
    form.fill(Case_number={"value": "<b>x</b>"})
    said = form.said()
    assert "narrative: Write 15" in said
    assert "<b>" not in said


def test_a_page_reload_finds_the_form_and_a_second_cell_a_new_one(fresh: Seat) -> None:
    first, second = Form(fresh), Form(fresh, "c-2")
    comms, _ = fresh.ask("comm_info_request", {"target_name": "jupyter.widget"})
    assert set(second.states) <= set(comms["comms"])
    assert first.widget(description="Declare") not in comms["comms"]
    button = second.widget(description="Declare")
    outputs = fresh.outputs(fresh.tell(button, {"method": "request_state"}))
    assert any(output["msg_type"] == "comm_msg" for output in outputs)


OFFER = "Go on with case 26-0777 (Stolen or wanted vehicle, training store), declared 0 minutes ago"


def elsewhere(custodian: Custodian) -> None:
    """Ana has one purpose open, declared in another notebook."""
    custodian.end_all()
    with custodian.client() as client:
        client.declare({**PURPOSE, "case_number": "26-0777"})


def went_on(custodian: Custodian) -> None:
    """The newest word on a purpose is that she went on with it, in the words that she was shown."""
    record = custodian.records(user="ana")[0]
    assert (record.action, record.kind, record.body["elements"]["prompt"]) == ("purpose.continue", "intent", GO_ON)
    assert record.body["client"]["kernel"] == "00000000-seat"


def test_the_form_offers_to_go_on_and_nothing_runs_before_that_is_pressed(fresh: Seat, custodian: Custodian) -> None:
    elsewhere(custodian)
    form = Form(fresh)
    assert form.reply["ename"] == "PurposeRequired"
    assert Form(fresh, "c-2").reply["ename"] == "PurposeRequired"
    form = Form(fresh)
    form.press(OFFER)
    assert "26-0777" in form.said()
    went_on(custodian)
    reply, _ = fresh.execute("40 + 2", cell_id="c-1", allow_stdin=True)
    assert reply["status"] == "ok"


def test_an_offer_that_ended_meanwhile_is_refused_and_the_form_still_works(fresh: Seat, custodian: Custodian) -> None:
    elsewhere(custodian)
    form = Form(fresh)
    custodian.end_all()
    form.press(OFFER)
    assert "has ended" in form.said()
    reply, _ = fresh.execute("1", cell_id="c-1", allow_stdin=True)
    assert reply["ename"] == "PurposeRequired"


def test_a_console_offers_to_go_on(fresh: Seat, custodian: Custodian) -> None:
    elsewhere(custodian)
    reply = in_console(fresh, ["0"])
    assert reply["status"] == "ok"
    went_on(custodian)


def test_a_console_with_nothing_to_go_on_with_takes_no_such_answer(fresh: Seat, custodian: Custodian) -> None:
    custodian.end_all()
    reply = in_console(fresh, ["0", *WORDS, "1"])
    assert reply["status"] == "ok"
    assert custodian.records(user="ana")[0].action == "purpose.declare"


def test_with_the_dialog_open_there_is_no_form(gated: Seat) -> None:
    comm = gated.open_comm()
    gated.state(comm, declared=False)
    reply, outputs = gated.execute("1", cell_id="c-1", allow_stdin=True)
    assert "dialog" in reply["evalue"]
    assert not [output for output in outputs if output["msg_type"] == "display_data"]
    gated.send("comm_close", {"comm_id": comm, "data": {}})


def in_console(console: Seat, answers: list[str]) -> Message:
    """Run a cell as a console does and answer what is asked; the reply."""
    msg_id = console.send("execute_request", {**RUN, "allow_stdin": True})
    for answer in answers:
        console.question()
        console.client.input(answer)
    while True:
        reply = console.client.get_shell_msg(timeout=60)
        if reply["parent_header"]["msg_id"] == msg_id:
            content: Message = reply["content"]
            return content


RUN = {"code": "answer = 40 + 2", "silent": False, "store_history": True, "user_expressions": {"a": "answer"}}
WORDS = [PURPOSE["case_number"], PURPOSE["narrative"], PURPOSE["why_this_plate"]]


def test_a_console_is_asked_over_stdin_and_the_cell_then_runs(fresh: Seat) -> None:
    reply = in_console(fresh, ["1", *WORDS])
    assert reply["status"] == "ok"
    assert reply["user_expressions"]["a"]["data"]["text/plain"] == "42"


def test_a_console_asks_again_for_what_says_nothing(fresh: Seat) -> None:
    reply = in_console(
        fresh, ["99", PURPOSE["case_number"], "asdf", PURPOSE["why_this_plate"], "2", PURPOSE["narrative"]]
    )
    assert reply["status"] == "ok"


def test_a_console_that_goes_on_saying_nothing_is_refused(fresh: Seat) -> None:
    reply = in_console(fresh, ["1", "no", "no", "no", *["no"] * 6])
    assert reply["ename"] == "PurposeRejected"


def test_end_of_input_is_a_refusal(fresh: Seat) -> None:
    reply = in_console(fresh, ["\x04"])
    assert reply["ename"] == "PurposeRequired"


def test_a_console_without_a_custodian_is_told_so() -> None:
    with seat(None) as taken:
        assert in_console(taken, [])["ename"] == "Unavailable"
