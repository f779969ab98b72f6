"""What a person's own code shows of reads (464.10): marked with its records, and gone from a saved notebook."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from alpr_kernel.saving import strip

from tests.custodian import Custodian
from tests.kernel.seat import Message, Seat
from workbench.wire.log import RECORD_MEDIA_TYPE

pytestmark = pytest.mark.section("464.10")

SEARCH = """
from workbench.client.session import client
answer = client().search("{0}*")
frame = answer.frame
found = sorted(set(frame["plate"]))
"""
SHOWS = {
    "a frame": "frame",
    "a pandas frame": "answer.to_pandas()",
    "text": "print(frame)",
    "text that an error follows": "print(found); raise ValueError(found)",
    "a trace of calls": "raise ValueError(found)",
    "a chart": "import altair\nfrom workbench.ui import charts\ncharts.offline()\n"
    "altair.Chart(altair.Data(values=[{'plate': found[0]}])).mark_bar().encode(x='plate:N')",
    "a map": "import folium\nfolium.Map((32.8, -115.5), tiles=None).add_child(folium.Marker((32.8, -115.5), found[0]))",
    "a widget": "import ipywidgets\nipywidgets.HTML(found[0])",
    "a page": "import IPython.display as d\nd.HTML(f'<p>{found[0]}</p>')",
    "the answer": "answer",
}


@pytest.fixture
def searched(declared: Seat, custodian: Custodian) -> tuple[Seat, str, list[int]]:
    """A kernel in which a plate was found, the plate, and the records of that search."""
    plate = custodian.task.plate
    reply, _ = declared.execute(SEARCH.format(plate[:4]))
    assert reply["status"] == "ok", reply
    newest = [record.index for record in custodian.records(user="ana", action="search.plates")[:2]]
    return declared, plate, sorted(newest)


def as_saved(outputs: list[Message]) -> dict[str, Any]:
    """The notebook that a front end would save of these."""
    kept = [
        {"output_type": message["msg_type"], **message["content"]}
        for message in outputs
        if message["msg_type"] in ("stream", "display_data", "execute_result", "error")
    ]
    cell = {"cell_type": "code", "source": "x", "execution_count": 1, "metadata": {}, "outputs": copy.deepcopy(kept)}
    return {"cells": [cell], "metadata": {"widgets": {"state": "whatever"}}}


@pytest.mark.parametrize("shown", SHOWS)
def test_whatever_shows_reads_names_their_records_once_it_is_saved(
    searched: tuple[Seat, str, list[int]], shown: str
) -> None:
    seat, plate, records = searched
    _, outputs = seat.execute(SHOWS[shown])
    notebook = as_saved(outputs)
    if shown != "a widget":  # its state is no output
        assert plate in json.dumps(notebook, default=str)
    strip(notebook)
    written = json.dumps(notebook)
    assert plate not in written
    [stub] = notebook["cells"][0]["outputs"]
    assert stub["metadata"][RECORD_MEDIA_TYPE]["records"] == records
    assert list(stub["metadata"][RECORD_MEDIA_TYPE]["receipts"]) == [str(records[-1])]
    assert ", ".join(map(str, records)) in stub["data"]["text/plain"]


def test_before_anything_came_from_the_log_nothing_is_marked(declared: Seat) -> None:
    _, outputs = declared.execute("print('hello'); 6 * 7")
    assert RECORD_MEDIA_TYPE not in json.dumps([message["content"] for message in outputs])


def test_a_cell_names_what_arrived_in_it_and_not_what_came_before(
    searched: tuple[Seat, str, list[int]], custodian: Custodian
) -> None:
    seat, plate, before = searched
    _, outputs = seat.execute(f"print(client().search('{plate[:5]}*').frame)")
    newest = sorted(record.index for record in custodian.records(user="ana", action="search.plates")[:2])
    [mark] = [message["content"]["data"] for message in outputs if message["msg_type"] == "display_data"]
    assert mark[RECORD_MEDIA_TYPE]["records"] == newest
    assert list(mark[RECORD_MEDIA_TYPE]["receipts"]) == [str(newest[-1])]
    assert not set(newest) & set(before)


@pytest.mark.parametrize("magic", ["%notebook copy.ipynb", "%logstart -o copy.ipynb"])
def test_ipythons_own_ways_to_a_file_are_refused_in_words(searched: tuple[Seat, str, list[int]], magic: str) -> None:
    seat, _, _ = searched
    seat.execute("frame")
    reply, _ = seat.execute(magic)
    assert (reply["status"], reply["ename"]) == ("error", "Refused")
    assert "464.10" in reply["evalue"]
    assert not (seat.folder / "copy.ipynb").exists()
