"""Taking reads out with the client: asked as the answer was, written for its owner alone, named by its records."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi import Response

from tests.custodian import PURPOSE
from tests.unit.client.relay import Relay
from tests.unit.client.test_client import NOW, found, reads
from workbench.client import Client, scene
from workbench.errors import AssentRequired, BadInput, Unavailable
from workbench.policy.caller import Realm
from workbench.wire.export import MEDIA_TYPE, Format, TakenOut, pack
from workbench.wire.frame import pack as packed
from workbench.wire.log import RECORD_MEDIA_TYPE

pytestmark = pytest.mark.section("464.5", "464.9", "464.11")

FILE = b"a file"
HEAD = TakenOut(
    record=20,
    result_record=21,
    time=NOW,
    realm=Realm.LIVE,
    name="reads-record-20.csv",
    format=Format.CSV,
    sha256=hashlib.sha256(FILE).hexdigest(),
    size=len(FILE),
    count=1,
    total=1,
)
WHY = "For the case file of the stolen pick-up."


@pytest.fixture
def asked(client: Client, relay: Relay) -> list[dict[str, Any]]:
    """What was asked of the custodian, which finds one read and makes a file of it."""
    bodies: list[dict[str, Any]] = []

    def answer(body: bytes, _request: Any) -> Response:
        bodies.append(json.loads(body))
        return Response(pack(HEAD, FILE), media_type=MEDIA_TYPE)

    for kind in ("plates", "canvass", "vehicle", "places"):
        relay.scripted["POST", f"/v1/search/{kind}"] = lambda *_: Response(packed(found(), reads()))
    relay.scripted["POST", "/v1/exports/reads"] = answer
    client.declare(PURPOSE)
    return bodies


def test_the_file_is_put_down_for_its_owner_alone(client: Client, asked: list[dict[str, Any]], tmp_path: Path) -> None:
    taken = client.take_out(client.search("7AB*"), "csv", why=WHY, folder=tmp_path / "new")
    assert taken.path == tmp_path / "new" / "reads-record-20.csv"
    assert taken.path.read_bytes() == FILE
    assert stat.S_IMODE(taken.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(taken.path.parent.stat().st_mode) == 0o700
    assert "records 20 and 21 of the access log" in repr(taken)
    assert str(taken.path) in taken._repr_html_()
    assert taken._repr_mimebundle_() == {RECORD_MEDIA_TYPE: {"records": [20, 21]}}


def test_a_file_goes_into_a_folder_of_the_home(
    client: Client, asked: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    taken = client.take_out(client.search("7AB*"), "csv", why=WHY)
    assert taken.path == tmp_path / "taken-out" / "reads-record-20.csv"


def test_the_question_is_the_one_that_was_answered(client: Client, asked: list[dict[str, Any]], tmp_path: Path) -> None:
    around = scene("2026-03-01T00:00:00Z", NOW, circle=(32.79, -115.56, 800))
    answers = [client.search("7AB*", lookalikes=True), client.canvass(around), client.vehicle("7ABC123")]
    for number, answer in enumerate(answers):
        client.take_out(answer, Format.PDF, why=WHY, case_number="26-1", paper="A4", folder=tmp_path / str(number))
        sent = asked[-1]
        assert answer.asked is not None
        assert sent["query"] == answer.asked.model_dump(mode="json") | {"query_id": ""}
        assert (sent["format"], sent["why"], sent["case_number"], sent["paper"]) == ("pdf", WHY, "26-1", "A4")


def test_only_the_reads_that_are_named_are_asked_for(
    client: Client, asked: list[dict[str, Any]], tmp_path: Path
) -> None:
    answer = client.search("7AB*")
    some = answer.frame.head(1).with_columns(read_id=pl.lit("r-1"))
    for number, only in enumerate((some, some["read_id"].to_list())):
        folder = tmp_path / str(number)
        client.take_out(answer, "csv", why=WHY, only=only, narrowed="the oldest", folder=folder)
        assert asked[-1]["chosen"] == {"read_ids": some["read_id"].to_list(), "narrowed": "the oldest"}
    with pytest.raises(BadInput, match="no column read_id"):
        client.take_out(answer, "csv", why=WHY, only=some.select("plate"), narrowed="plates", folder=tmp_path)
    with pytest.raises(BadInput, match="narrowed"):
        client.take_out(answer, "csv", why=WHY, only=some, folder=tmp_path)
    assert len(asked) == 2


def test_what_is_no_answer_of_reads_is_not_taken_out(client: Client, asked: list[dict[str, Any]]) -> None:
    with pytest.raises(BadInput, match="search, canvass or vehicle"):
        client.take_out(client.places("7ABC123"), "csv", why=WHY)
    with pytest.raises(BadInput, match="format"):
        client.take_out(client.search("7AB*"), "docx", why=WHY)  # type: ignore[arg-type]
    assert asked == []


def test_a_file_that_is_there_is_not_written_over(client: Client, asked: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "reads-record-20.csv").write_text("mine")
    with pytest.raises(BadInput, match="File exists"):
        client.take_out(client.search("7AB*"), "csv", why=WHY, folder=tmp_path)
    assert (tmp_path / "reads-record-20.csv").read_text() == "mine"


@pytest.mark.parametrize("broken", [pack(HEAD, FILE)[:-1], pack(HEAD, FILE + b"+"), b"{}\n", b""])
def test_half_a_file_is_thrown_away(
    client: Client, relay: Relay, asked: list[dict[str, Any]], tmp_path: Path, broken: bytes
) -> None:
    relay.scripted["POST", "/v1/exports/reads"] = lambda *_: Response(broken)
    with pytest.raises(Unavailable, match="thrown away"):
        client.take_out(client.search("7AB*"), "csv", why=WHY, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_real_custodian_asks_first(client: Client) -> None:
    client.declare(PURPOSE)
    with pytest.raises(AssentRequired) as told:
        client.take_out(client.search("7LBR461"), "csv", why=WHY)
    assert told.value.page.startswith("/")
