"""From a list to a verified hit, over the real socket (464.7(f), 464.7(g)): recorded, marked, healed after a kill."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bypass.attack import Control, Ground, Told
from tests.bypass.custodians import Start, launch, start_control, strong
from tests.contract.desk import PURPOSE, Call, ask, post, with_client
from tests.house import House
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.proof import Receipt
from workbench.accesslog.record import canonical
from workbench.accesslog.tlog_policy import Party, Policy

__all__ = ["start_control", "strong"]
pytestmark = [pytest.mark.section("464.7(g)"), pytest.mark.machine]

OFFER = {"name": "batch", "source": "department", "provenance": "public_road"}
NOW = datetime.now(UTC)


def list_of(*plates: str) -> bytes:
    """A list in our own CSV."""
    until = (NOW + timedelta(days=30)).date()
    lines = (f"{plate},CA,stolen vehicle,26-00417,{NOW.date()},{until}\n" for plate in plates)
    return f"plate,state,reason,case_number,entry_date,expiry\n{''.join(lines)}".encode()


def installing(data: bytes, **terms: object) -> Call:
    """A list handed over as an administrator does."""
    told = {"name": "stolen", "source": "department", **terms}
    return "POST", "/v1/hotlists/install", {"X-ALPR-Hotlist": json.dumps(told)}, data


def batch(*plates: str) -> bytes:
    """Reads of an hour ago."""
    when = (NOW - timedelta(hours=1)).isoformat()
    lines = (f"{when},{plate},CA,0.95,32.792,-115.5631,EC-04\n" for plate in plates)
    return f"time,plate,state,confidence,latitude,longitude,camera\n{''.join(lines)}".encode()


def handing_in(data: bytes) -> Call:
    """A batch handed over as an analyst does."""
    return "POST", "/v1/ingest/batches", {"X-ALPR-Offer": json.dumps(OFFER)}, data


@pytest.fixture(scope="module")
def plate() -> str:
    """One that no other test and no generated vehicle has."""
    return f"9{secrets.choice('XYZ')}K{secrets.randbelow(10**4):04}"


@pytest.fixture(scope="module")
def name() -> str:
    """The list's."""
    return f"stolen {secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def taken(house: House, plate: str, name: str) -> dict[str, Any]:
    """The receipts of a list and of a batch that one of its plates is in."""
    (installed,) = ask(house, "adam", [installing(list_of(plate, plate, ""), name=name)])
    assert installed.status == 200, installed.text
    (batched,) = ask(house, "ana", [handing_in(batch(plate, "1XYZ111"))])
    return {"list": installed.json, "batch": batched.json}


LOOK = """
attempt(client.declare, given["purpose"])
found = attempt(client.hits, hotlist=given["hotlist"])
tell(hits=[hit.model_dump(mode="json") for hit in found.hits], total=found.head.total, shown=found._repr_html_(),
     record=found.head.record, result=found.head.result_record, named=found._repr_mimebundle_())
"""
VERIFY = """
attempt(client.declare, given["purpose"])
found = attempt(client.verify_hit, given["hit"], given["result"], reference=given["reference"])
head = found.head
tell(hits=[hit.model_dump(mode="json") for hit in found.hits], record=head.record, result=head.result_record,
     receipt=head.receipt)
"""


def look(house: House, name: str) -> dict[str, Any]:
    return with_client(house, "ana", LOOK, purpose=PURPOSE, hotlist=name)


def test_a_read_of_a_listed_plate_becomes_a_hit_that_is_marked_and_recorded(
    house: House, taken: dict[str, Any], plate: str, name: str
) -> None:
    told = taken["list"]
    assert (told["accepted"], told["duplicate"], told["rejected"], told["problems"][0]["line"]) == (1, 1, 1, 4)
    assert taken["batch"]["hits"] == 1
    seen = look(house, name)
    (hit,) = seen["hits"]
    assert (hit["plate"], hit["matched"], hit["status"], seen["total"]) == (plate, "exact", "unverified", 1)
    assert "UNVERIFIED" in hit["mark"]
    assert "UNVERIFIED" in seen["shown"]
    log = Ground(house, house.data, house.data / "custodian" / "log.sqlite")
    intent, result = log.record(seen["record"]), log.record(seen["result"])
    assert (intent.user, intent.action, result.body["intent"]) == ("ana", "hits.page", seen["record"])
    assert (result.body["count"], result.body["read_ids"]) == (1, [hit["read_id"]])
    (batched,) = (each for each in log.records(kind="result") if each.body.get("intent") == taken["batch"]["record"])
    assert batched.body["hits"]["read_ids"] == [hit["read_id"]]
    for record in (batched, log.record(told["record"])):
        assert plate.encode() not in canonical(record.body)


def test_a_hit_is_verified_under_the_name_of_whoever_looked_it_up(
    house: House, taken: dict[str, Any], name: str
) -> None:
    (hit,) = look(house, name)["hits"]
    said = {"purpose": PURPOSE, "hit": hit["hit"], "result": "confirmed"}
    refused = with_client(house, "ana", VERIFY, **said, reference="")
    assert (refused["error"], refused["section"]) == ("Refused", "464.7(g)")
    told = with_client(house, "ana", VERIFY, **said, reference="CLETS 26-118")
    (kept,) = told["hits"][0]["verifications"]
    assert (kept["by"], kept["reference"], kept["record"]) == ("ana", "CLETS 26-118", told["record"])
    receipt = Receipt.parse(told["receipt"].encode())
    key = Keyring(house.data / "custodian" / "log-keys").signing.public()
    assert receipt.extra
    receipt.check(receipt.extra, Policy((Party(key),), {}))
    assert receipt.index == told["result"]
    (now,) = look(house, name)["hits"]
    assert (now["status"], now["mark"]) == ("confirmed", "")


def test_whoever_may_not_is_refused_on_record_and_learns_nothing(
    house: House, taken: dict[str, Any], plate: str, name: str
) -> None:
    log = Ground(house, house.data, house.data / "custodian" / "log.sqlite")
    before = log.size()
    calls = [post("/v1/hits/page", {}), post("/v1/hotlists/list", {}), post("/v1/hotlists/retire", {"name": name})]
    for who, call in (
        *(("ana", call) for call in (calls[0], *calls[1:], installing(list_of(plate), name=name))),
        *(("otto", call) for call in calls),
        ("adam", calls[0]),
        ("adam", installing(list_of(plate), name="other", source="neighbour")),
    ):
        (answer,) = ask(house, who, [call])
        assert (answer.status, answer.json["section"].startswith("464.")) == (403, True), (who, call, answer)
        assert plate not in answer.text
    assert len([each for each in log.records(kind="refusal") if each.index >= before]) == 9


@pytest.mark.parametrize(
    ("data", "terms", "status", "where"),
    [
        (b"", {}, 422, ""),
        (b"plate,expires\n7ABC123,2026\n", {}, 422, "line 1"),
        (b"DATE01/31/2026 09:00\n7ABC123 CA1320260119\n", {}, 422, "line 2"),
        (list_of("7ABC123"), {"name": ""}, 422, "name"),
        (list_of("7ABC123"), {"owner": "adam"}, 422, "owner"),
        (list_of("7ABC123"), {"format": "word"}, 422, "format"),
    ],
    ids=["empty", "wrong column", "cut off", "no name", "unknown field", "unknown format"],
)
def test_a_list_that_cannot_be_used_is_told_and_changes_nothing(
    house: House, data: bytes, terms: dict[str, object], status: int, where: str
) -> None:
    first, (answer,), second = (
        ask(house, "adam", [post("/v1/hotlists/list", {})])[0].json["lists"],
        ask(house, "adam", [installing(data, **{"name": "bad", **terms})]),
        ask(house, "adam", [post("/v1/hotlists/list", {})])[0].json["lists"],
    )
    assert (answer.status, answer.kind) == (status, "application/problem+json")
    assert where in answer.json["where"]
    assert "7ABC123" not in answer.text
    assert first == second


def test_a_list_that_was_ended_hits_nothing_more(house: House, taken: dict[str, Any], plate: str) -> None:
    ended = f"ended {secrets.token_hex(4)}"
    other = f"8{plate[1:]}"
    install, gone = installing(list_of(other), name=ended), post("/v1/hotlists/retire", {"name": ended})
    assert [answer.status for answer in ask(house, "adam", [install, gone, gone])] == [200, 204, 404]
    assert ask(house, "ana", [handing_in(batch(other))])[0].json["hits"] == 0
    (line,) = (
        each for each in ask(house, "adam", [post("/v1/hotlists/list", {})])[0].json["lists"] if each["name"] == ended
    )
    assert (line["state"], line["ended_by"], line["hits"]) == ("retired", "adam", 0)


SLIP = """
attempt(client.declare, given["purpose"])
said = attempt(client.verify_hit, given["hit"], "misread")
back = attempt(client.withdraw_hit, given["hit"], "a slip of the hand")
tell(before=said.hits[0].status, hit=back.hits[0].model_dump(mode="json"), record=back.head.record,
     result=back.head.result_record, receipt=back.head.receipt)
"""


def test_a_word_that_was_a_slip_is_taken_back_with_a_receipt_and_the_one_before_counts_again(
    house: House, taken: dict[str, Any], name: str
) -> None:
    (hit,) = look(house, name)["hits"]
    told = with_client(house, "ana", SLIP, purpose=PURPOSE, hit=hit["hit"])
    assert (told["before"], told["hit"]["status"]) == ("misread", hit["status"])
    assert [said["result"] for said in told["hit"]["verifications"]][-2:] == ["misread", "withdrawn"]
    receipt = Receipt.parse(told["receipt"].encode())
    receipt.check(receipt.extra or b"", Policy((Party(Keyring(keys(house)).signing.public()),), {}))
    assert receipt.index == told["result"]


def keys(house: House) -> Path:
    return house.data / "custodian" / "log-keys"


FOLLOW = """
import pathlib, tempfile, threading
attempt(client.declare, given["purpose"])
followed = attempt(client.follow_hits)
nothing = attempt(client.hit_news, followed.watch, followed.hit, followed.said, 0.0)
batch = pathlib.Path(tempfile.mkdtemp()) / "batch.csv"
batch.write_text(given["batch"])
heard = {}

def hand_in():
    heard["receipt"] = attempt(client.ingest, batch, given["offer"])

handing = threading.Thread(target=hand_in)
handing.start()
place, news = (followed.hit, followed.said), nothing
while not news.hits:
    news = attempt(client.hit_news, followed.watch, *place)
handing.join()
tell(begun=followed.hit, nothing=nothing.hits, news=news.model_dump(), hits=heard["receipt"].hits,
     record=followed.record)
"""


@pytest.mark.section("464.5")
def test_whoever_follows_is_told_of_a_new_hit_by_a_number_while_the_batch_comes_in(
    house: House, taken: dict[str, Any], name: str
) -> None:
    other = f"5{secrets.choice('XYZ')}K{secrets.randbelow(10**4):04}"
    install = installing(list_of(other), name=f"{name} followed")
    assert ask(house, "adam", [install])[0].status == 200
    log = Ground(house, house.data, house.data / "custodian" / "log.sqlite")
    told = with_client(house, "ana", FOLLOW, purpose=PURPOSE, batch=batch(other).decode(), offer=OFFER)
    assert (told["nothing"], told["hits"], told["news"]["hits"]) == (0, 1, 1)
    assert told["news"]["hit"] > told["begun"]
    assert other not in json.dumps(told)
    followed = [each for each in log.records() if each.action == "hits.follow" and each.index >= told["record"]]
    assert [each.index for each in followed] == [told["record"]], "news are no records"


ENTER = """
attempt(client.declare, given["purpose"])
entered = attempt(client.hotlists.enter, given["plate"], reason="vehicle of a felony", case_number="26-00417",
                  expiry=given["expiry"])
page = attempt(client.hotlists.entries, plate=given["plate"])
tell(entry=entered.entry.entry_id, plates=[each.plate for each in page.entries], record=page.record,
     result=page.result_record)
"""
WITHDRAW = """
attempt(client.declare, given["purpose"])
gone = attempt(client.hotlists.withdraw, given["entry"], "found")
tell(left=gone.entries)
"""


@pytest.mark.section("464.7.1(c)")
def test_an_entry_of_our_own_hits_until_it_is_withdrawn(house: House) -> None:
    own = f"6{secrets.choice('XYZ')}K{secrets.randbelow(10**4):04}"
    until = str((NOW + timedelta(days=30)).date())
    entered = with_client(house, "adam", ENTER, purpose=PURPOSE, plate=own, expiry=until)
    assert entered["plates"] == [own]
    assert ask(house, "ana", [handing_in(batch(own))])[0].json["hits"] == 1
    with_client(house, "adam", WITHDRAW, purpose=PURPOSE, entry=entered["entry"])
    assert ask(house, "ana", [handing_in(batch(own, "1XYZ112"))])[0].json["hits"] == 0
    refused = with_client(house, "ana", ENTER, purpose=PURPOSE, plate=own, expiry=until)
    assert (refused["error"], refused["section"]) == ("Refused", "464.4")


@pytest.fixture(scope="module")
def mortal(start_control: Start) -> Control:
    """A custodian that may die; it is started again over the same folder."""
    return start_control()


SEND = "call('POST', ARGUMENTS[0], ARGUMENTS[2].encode(), json.loads(ARGUMENTS[1]))"
FOUND = "call('POST', '/hits/page', {'purpose_id': declare(), 'hotlist': 'stolen'})"


def sent(mortal: Control, who: str, call: Call) -> Told:
    """The call at this custodian, as this person."""
    _, path, headers, data = call
    return mortal.attack(who, SEND, path.removeprefix("/v1"), json.dumps(headers), data.decode())[0]


@pytest.mark.section("464.9")
def test_a_kill_between_the_reads_and_their_hits_heals_when_the_batch_comes_again(mortal: Control, plate: str) -> None:
    assert sent(mortal, "adam", installing(list_of(plate))).status == 200
    mortal.say("kill before hits")
    assert sent(mortal, "ana", handing_in(batch(plate))).status == 0
    assert mortal.process.wait(30) == -9
    launch(mortal)
    assert mortal.attack("ana", FOUND)[0].body["total"] == 0
    healed = sent(mortal, "ana", handing_in(batch(plate))).body
    assert (healed["accepted"], healed["duplicate"], healed["hits"], healed["repeated"]) == (0, 1, 1, False)
    found = mortal.attack("ana", FOUND)[0].body
    assert [hit["plate"] for hit in found["hits"]] == [plate]
    assert sent(mortal, "ana", handing_in(batch(plate))).body["repeated"] is True
    assert mortal.attack("ana", FOUND)[0].body["total"] == 1
