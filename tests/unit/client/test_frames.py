"""Answers are frames (464.5): used as polars, turned into pandas, completed, drawn with their records and escaped."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from fastapi import Response

from tests.custodian import PURPOSE
from tests.unit.client.relay import Relay
from tests.unit.client.test_client import HOSTILE, NOW, always, found, reads
from tests.unit.ui.desks import entry
from workbench.client import Client, scene
from workbench.client.answer import Answer
from workbench.client.holder import PROCESS
from workbench.errors import BadInput, PurposeRejected, PurposeRequired
from workbench.wire.frame import pack
from workbench.wire.log import RECORD_MEDIA_TYPE, LogPage

SCENE = scene("2026-03-01T00:00:00Z", NOW, circle=(32.79, -115.56, 800))
ASKS: dict[str, Callable[[Client], Answer]] = {
    "plates": lambda client: client.search("7?B?4*"),
    "vehicle": lambda client: client.vehicle("7ABC123"),
    "canvass": lambda client: client.canvass(SCENE),
    "convoy": lambda client: client.convoy("7ABC123"),
    "places": lambda client: client.places("7ABC123"),
    "base-rates": lambda client: client.base_rates(),
}


@pytest.fixture
def answering(client: Client, relay: Relay) -> Client:
    """A client that finds two reads, whatever it asks."""
    for kind in ASKS:
        relay.scripted["POST", f"/v1/search/{kind}"] = lambda *_: Response(pack(found(), reads(2)))
    client.declare(PURPOSE)
    return client


@pytest.mark.parametrize("kind", ASKS)
def test_every_search_is_a_frame_for_polars_and_pandas(answering: Client, kind: str) -> None:
    answer = ASKS[kind](answering)
    assert answer.filter(pl.col("plate") == "7ABC123").height == len(answer) == answer.height == 2
    assert answer["plate"].to_list() == ["7ABC123"] * 2
    assert answer.group_by("camera").len().rows() == [(HOSTILE, 2)]
    assert pl.DataFrame(answer).equals(answer.frame)
    assert [column.name for column in answer] == answer.columns == answer.frame.columns
    pandas = answer.to_pandas()
    assert isinstance(pandas, pd.DataFrame)
    assert str(pandas["time"].dt.tz) == "UTC"


@pytest.mark.parametrize("kind", ASKS)
def test_every_search_is_drawn_with_its_records_and_what_came_from_outside_is_escaped(
    answering: Client, kind: str
) -> None:
    answer = ASKS[kind](answering)
    drawn = answer._repr_html_()
    assert "records 12 and 13 of the access log" in drawn
    assert HOSTILE not in drawn
    assert answer._repr_mimebundle_() == {RECORD_MEDIA_TYPE: {"records": [12, 13]}}
    assert HOSTILE not in repr(answer)


def test_a_frame_completes_what_a_frame_can(answering: Client) -> None:
    answer = answering.search("7AB*")
    assert {"frame", "cited", "notes", "to_pandas", "filter", "group_by", "write_csv"} <= {*dir(answer)}
    assert answer._ipython_key_completions_() == answer.frame.columns
    assert not [name for name in dir(answer) if name.startswith("__")]


@pytest.mark.parametrize(
    "asks", ["search", "canvass", "vehicle", "convoy", "places", "base_rates", "hits", "log", "take_out"]
)
def test_every_call_has_a_typed_signature_and_its_words(asks: str) -> None:
    call = getattr(Client, asks)
    signature = inspect.signature(call)
    assert call.__doc__
    assert signature.return_annotation is not inspect.Signature.empty
    for name, parameter in signature.parameters.items():
        assert parameter.kind is not inspect.Parameter.VAR_KEYWORD
        assert name == "self" or parameter.annotation is not inspect.Parameter.empty, name


def test_a_slip_is_answered_with_what_there_is(answering: Client) -> None:
    answer = answering.search("7AB*")
    with pytest.raises(AttributeError, match=r"has no 'plates'\. Did you mean plate"):
        answer.plates  # noqa: B018
    with pytest.raises(KeyError, match="Did you mean camera"):
        answer["cameras"]
    with pytest.raises(AttributeError, match="Its columns are read_id, time, plate"):
        answer.qqqq  # noqa: B018


def test_a_client_with_a_purpose_keeps_it_for_itself(client: Client, relay: Relay) -> None:
    transport = client._transport
    own = Client(PURPOSE, transport=transport)
    mine = own.current_purpose()
    assert mine
    assert mine.case_number == PURPOSE["case_number"]
    assert "26-01234" in repr(own)
    assert client.current_purpose() is None
    assert PROCESS.current is None
    assert Client(mine, transport=transport).current_purpose() == mine
    assert relay.count("POST", "/v1/purposes") == 1
    assert repr(client) == "<Client: no purpose declared>"
    with pytest.raises(PurposeRequired):
        client.search("7AB*")
    with pytest.raises(PurposeRejected):
        Client({**PURPOSE, "narrative": "asdf"}, transport=transport)


@pytest.mark.section("464.6")
def test_a_page_of_the_log_is_a_frame_too(client: Client, relay: Relay) -> None:
    hostile = entry(8, narrative=HOSTILE, asked=HOSTILE, body={"narrative": HOSTILE})
    page = LogPage(entries=[hostile, entry(7)], total=40, record=50, counts_by_user={}, counts_by_kind={})
    relay.scripted["POST", "/v1/log/entries"] = always(page)
    looked = client.log(limit=2)
    assert looked.frame["index"].to_list() == looked.to_pandas()["index"].to_list() == [8, 7]
    assert len(looked) == 2
    assert "2 of 40 records; this look is record 50" in repr(looked)
    assert HOSTILE not in looked._repr_html_()
    assert looked._repr_mimebundle_() == {RECORD_MEDIA_TYPE: {"records": [50]}}
    proved = looked.model_copy(update={"receipt": "c2sp.org/tlog-proof@v1"})
    assert "<pre>c2sp.org/tlog-proof@v1</pre>" in proved._repr_html_()
    assert proved._repr_mimebundle_()[RECORD_MEDIA_TYPE]["receipts"] == {"50": "c2sp.org/tlog-proof@v1"}


@pytest.mark.section("464.6", "464.9")
def test_a_file_leads_to_its_record(client: Client, relay: Relay, tmp_path: Path) -> None:
    page = LogPage(entries=[entry(8)], total=1, record=50, counts_by_user={}, counts_by_kind={})
    bodies: list[dict[str, Any]] = []

    def answer(body: bytes, request: Any) -> Response:
        bodies.append(json.loads(body))
        return always(page)(body, request)

    relay.scripted["POST", "/v1/log/entries"] = answer
    (tmp_path / "found.csv").write_bytes(b"")
    client.log(file=tmp_path / "found.csv")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (bodies[0]["text"], bodies[0]["action"], bodies[0]["kind"]) == (empty, "export.reads", "result")
    with pytest.raises(BadInput, match="can't be read"):
        client.log(file=tmp_path / "none.csv")
