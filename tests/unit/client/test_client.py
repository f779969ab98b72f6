"""What an analyst does with the client: declare, search, read the log, hand in a batch, train."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi import Response

from tests.custodian import PURPOSE
from tests.unit.client.relay import Answer, Relay, told
from workbench.client import Client, context
from workbench.errors import BadInput, FormatError, PatternError, PurposeRejected, PurposeRequired, Unavailable
from workbench.policy.caller import Realm
from workbench.wire.base import Context
from workbench.wire.frame import MEDIA_TYPE, pack
from workbench.wire.ingest import BatchOffer, BatchReceipt, Provenance
from workbench.wire.log import RECORD_MEDIA_TYPE, LogPage
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Circle, Found

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>"


def found(**changes: Any) -> Found:
    """The head of an answer with one read of three."""
    head = Found(
        record=12,
        result_record=13,
        time=NOW,
        realm=Realm.TRAINING,
        count=1,
        total=3,
        plates=1,
        sources_searched=["department"],
        sources_left_out=["state"],
        notes=["Only the last thirty days were searched."],
    )
    return head.model_copy(update=changes)


def reads(count: int = 1) -> pl.DataFrame:
    """Reads whose camera was named by an enemy."""
    row = dict.fromkeys(READ_SCHEMA)
    row |= {"time": NOW, "plate": "7ABC123", "camera": HOSTILE, "confidence": 0.91, "latitude": 32.79}
    return pl.DataFrame([row] * count, schema=READ_SCHEMA).with_columns(match=pl.lit("begins with 7AB"))


@pytest.fixture
def searched(relay: Relay) -> list[dict[str, Any]]:
    """What was searched for; the custodian finds one read each time."""
    bodies: list[dict[str, Any]] = []

    def answer(body: bytes, _request: Any) -> Response:
        bodies.append(json.loads(body))
        return Response(pack(found(), reads()), media_type=MEDIA_TYPE)

    relay.scripted["POST", "/v1/search/plates"] = answer
    return bodies


def always(message: Any) -> Answer:
    """Answer every call with this message."""
    return lambda _body, _request: Response(message.model_dump_json(), media_type="application/json")


@pytest.mark.section("464.5")
def test_without_a_purpose_no_search_leaves_the_process(client: Client, relay: Relay) -> None:
    with pytest.raises(PurposeRequired, match="No purpose declared"):
        client.search("7AB*")
    assert relay.asked == []


@pytest.mark.section("464.5")
def test_a_search_rests_on_the_purpose_declared_last_or_on_the_one_given(
    client: Client, searched: list[dict[str, Any]]
) -> None:
    first = client.declare(PURPOSE)
    second = client.declare({**PURPOSE, "case_number": "26-09999"})
    client.search("7AB*")
    client.search("7AB*", purpose=first)
    assert [body["purpose_id"] for body in searched] == [second.purpose_id, first.purpose_id]


def test_two_clients_made_by_hand_keep_their_purposes_apart(client: Client, relay: Relay) -> None:
    client.declare(PURPOSE)
    other = Client(transport=client._transport)
    with pytest.raises(PurposeRequired):
        other.search("7AB*")


def test_everything_asked_for_travels_in_the_body(client: Client, searched: list[dict[str, Any]]) -> None:
    client.declare(PURPOSE)
    context.use(lambda: Context(kernel="k-1"))
    try:
        client.search(
            "7A?1*",
            lookalikes=True,
            distance=1,
            start="2026-03-01T00:00:00-08:00",
            end=NOW,
            circle=(32.79, -115.56, 5000),
            sources=["department"],
            limit=50,
        )
    finally:
        context.use(Context)
    [body] = searched
    assert body["pattern"] == "7A?1*"
    assert body["window"] == {"start": "2026-03-01T00:00:00-08:00", "end": "2026-03-02T12:00:00Z"}
    assert body["area"] == {"latitude": 32.79, "longitude": -115.56, "radius_m": 5000.0}
    assert (body["lookalikes"], body["distance"]) == (True, 1)
    assert (body["sources"], body["limit"]) == (["department"], 50)
    assert body["context"]["kernel"] == "k-1"


@pytest.mark.parametrize(
    ("asked", "window"),
    [
        ({"end": NOW}, {"start": "2026-01-31T12:00:00Z", "end": "2026-03-02T12:00:00Z"}),
        ({"anytime": True}, None),
    ],
)
def test_without_a_start_the_usual_window_is_searched_and_everything_only_when_asked_for(
    client: Client, searched: list[dict[str, Any]], asked: dict[str, Any], window: dict[str, str] | None
) -> None:
    client.declare(PURPOSE)
    client.search("7AB*", **asked)
    assert searched[-1]["window"] == window


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"limit": 0}, "limit"),
        ({"end": NOW.replace(tzinfo=None)}, "window.start, window.end"),
        ({"end": "soon"}, "window.end"),
        ({"start": NOW, "anytime": True}, "anytime"),
        ({"start": NOW.replace(tzinfo=None)}, "window.start"),
        ({"start": "yesterday"}, "window.start"),
        ({"circle": (1, 2)}, "circle"),
        ({"circle": (91, 0, 5)}, "latitude"),
        ({"pattern": "A" * 1001}, "pattern"),
        ({"pattern": None}, "pattern"),
    ],
)
def test_what_can_not_be_asked_is_named_before_it_is_sent(
    client: Client, relay: Relay, asked: dict[str, Any], where: str
) -> None:
    client.declare(PURPOSE)
    with pytest.raises(BadInput) as caught:
        client.search(**{"pattern": "7AB*", **asked})
    assert caught.value.where == where
    assert relay.count("POST", "/v1/search") == 0


def test_a_pattern_error_keeps_its_position(client: Client, relay: Relay) -> None:
    client.declare(PURPOSE)
    with pytest.raises(PatternError) as caught:
        client.search("7A%")
    assert (caught.value.position, caught.value.where) == (2, "character 3")


def test_a_purpose_that_has_ended_is_shown_no_longer(client: Client, relay: Relay) -> None:
    client.declare(PURPOSE)
    relay.custodian.end_all()
    with pytest.raises(PurposeRequired):
        client.search("7AB*")
    assert client.current_purpose() is None


@pytest.mark.parametrize("cut", [0, 10, -40])
def test_half_an_answer_is_thrown_away(client: Client, relay: Relay, cut: int) -> None:
    client.declare(PURPOSE)
    half = pack(found(), reads())[:cut]
    relay.scripted["POST", "/v1/search/plates"] = lambda _body, _request: Response(half, media_type=MEDIA_TYPE)
    with pytest.raises(Unavailable, match="thrown away"):
        client.search("7AB*")


def test_an_answer_names_its_records_and_escapes_what_came_from_outside(
    client: Client, searched: list[dict[str, Any]]
) -> None:
    client.declare(PURPOSE)
    answer = client.search("7AB*")
    assert (len(answer), answer.frame["plate"][0], answer.to_pandas()["plate"][0]) == (1, "7ABC123", "7ABC123")
    drawn = answer._repr_html_()
    assert "records 12 and 13 of the access log" in drawn
    assert "1 of 3 reads of 1 plates in the training store" in drawn
    assert "Not searched: state." in drawn
    assert HOSTILE not in drawn
    assert "&lt;img" in drawn
    assert "7ABC123" not in repr(answer)
    assert answer._repr_mimebundle_() == {RECORD_MEDIA_TYPE: {"records": [12, 13]}}


def test_a_long_answer_is_drawn_in_part(client: Client, relay: Relay) -> None:
    client.declare(PURPOSE)
    long = pack(found(count=60, total=60), reads(60))
    relay.scripted["POST", "/v1/search/plates"] = lambda _body, _request: Response(long, media_type=MEDIA_TYPE)
    answer = client.search("7AB*", circle=Circle(latitude=0, longitude=0, radius_m=1))
    assert answer._repr_html_().count("<tr>") == 51
    assert "first 50 rows" in answer._repr_html_()
    assert answer.frame.height == 60


@pytest.mark.section("464.10")
def test_a_purpose_that_says_nothing_is_rejected_by_field(client: Client) -> None:
    with pytest.raises(PurposeRejected) as caught:
        client.declare({**PURPOSE, "narrative": "asdf"})
    assert list(caught.value.problems) == ["narrative"]
    with pytest.raises(BadInput, match="category"):
        client.declare({})


def test_ending_a_purpose(client: Client, relay: Relay) -> None:
    client.end()
    declared = client.declare(PURPOSE)
    assert client.purpose(declared.purpose_id) == declared
    relay.custodian.end_all()
    client.end()
    assert client.current_purpose() is None


def test_the_log_is_asked_with_named_filters(client: Client, relay: Relay) -> None:
    page = LogPage(entries=[], total=0, record=7, counts_by_user={}, counts_by_kind={})
    bodies: list[dict[str, Any]] = []

    def answer(body: bytes, request: Any) -> Response:
        bodies.append(json.loads(body))
        return always(page)(body, request)

    relay.scripted["POST", "/v1/log/entries"] = answer
    found = client.log(user="ana", limit=5, start="2026-03-01T00:00-08:00")
    assert LogPage(**dict(found)) == page
    assert (bodies[0]["user"], bodies[0]["limit"], bodies[0]["start"]) == ("ana", 5, "2026-03-01T00:00:00-08:00")
    with pytest.raises(BadInput, match="limit"):
        client.log(limit=0)
    with pytest.raises(BadInput, match="is not a time"):
        client.log(start="yesterday")


RECEIPT = BatchReceipt(
    batch_id="b",
    sha256="0" * 64,
    name="reads.csv",
    format="own-csv",
    accepted=1,
    duplicate=0,
    rejected=0,
    problems=[],
    repeated=False,
    record=3,
    received=NOW,
)
OFFER = {"source": "department", "provenance": "public_road"}


def test_a_batch_is_sent_as_it_is_and_its_offer_beside_it(client: Client, relay: Relay, tmp_path: Path) -> None:
    file = tmp_path / "añejo \N{ZERO WIDTH SPACE}.csv"
    data = bytes(range(256)) * 10_000
    file.write_bytes(data)
    taken: list[tuple[bytes, BatchOffer, str]] = []

    def answer(body: bytes, request: Any) -> Response:
        headers = request.headers
        offer = BatchOffer.model_validate_json(headers["X-ALPR-Offer"])
        taken.append((body, offer, headers["Content-Length"]))
        return always(RECEIPT)(body, request)

    relay.scripted["POST", "/v1/ingest/batches"] = answer
    assert client.ingest(file, OFFER) == RECEIPT
    client.ingest(file, BatchOffer(name="friday", source="state", provenance=Provenance.PUBLIC_PLACE))
    assert [(body == data, offer.name, length) for body, offer, length in taken] == [
        (True, file.name, "2560000"),
        (True, "friday", "2560000"),
    ]


def test_a_batch_that_is_refused_names_the_line(client: Client, relay: Relay, tmp_path: Path) -> None:
    (tmp_path / "reads.csv").write_text("x")
    wrong = FormatError("No such column.", line=3, how="Name it.")
    relay.scripted["POST", "/v1/ingest/batches"] = lambda _body, _request: told(wrong)
    with pytest.raises(FormatError) as caught:
        client.ingest(tmp_path / "reads.csv", OFFER)
    assert caught.value.line == 3


@pytest.mark.parametrize("name", ["missing.csv", "", "empty.csv"])
def test_a_file_that_can_not_be_sent_is_named(client: Client, relay: Relay, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(BadInput) as caught:
        client.ingest(tmp_path / name, OFFER)
    assert caught.value.where == "path"
    assert relay.asked == []


def test_an_offer_without_provenance_is_not_sent(client: Client, tmp_path: Path) -> None:
    (tmp_path / "reads.csv").write_text("x")
    with pytest.raises(BadInput, match="provenance"):
        client.ingest(tmp_path / "reads.csv", {"source": "department"})
