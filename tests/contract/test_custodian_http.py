"""The custodian over its real socket: what it can't use, it tells, and nothing is lost (464.5, 464.9)."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.desk import PARTIAL, PLANTED, PURPOSE, Answer, Call, anybody, ask, declare, form_key, post, search
from tests.e2e.people import seconded
from tests.house import House
from tests.waiting import until

SAMPLES = Path(__file__).parent.parent / "data" / "formats"
SEARCH = "/v1/search/plates"
OFFER = {
    "source": "department",
    "provenance": "public_road",
    "camera": "EC-04",
    "latitude": 32.792,
    "longitude": -115.5631,
    "time_zone": "America/Los_Angeles",
}
HEADER = "time,plate,state,confidence,latitude,longitude,camera\n"


@pytest.fixture(scope="module")
def purpose(house: House) -> str:
    """Ana's purpose."""
    return declare(house, "ana")


def window(days: float, back: float = 0.0) -> dict[str, str]:
    """A window of ``days`` that ended ``back`` days ago."""
    end = datetime.now(UTC) - timedelta(days=back)
    return {"start": (end - timedelta(days=days)).isoformat(), "end": end.isoformat()}


def line(plate: str) -> bytes:
    """One read of an hour ago, in our own CSV."""
    moment = datetime.now(UTC) - timedelta(hours=1)
    return f"{moment.isoformat()},{plate},CA,0.9,32.792,-115.5631,EC-04\n".encode()


def fresh_plate() -> str:
    """A plate that no other test and no generated vehicle has."""
    return f"9{secrets.choice('XYZ')}Q{secrets.randbelow(10**4):04}"


def batch(data: bytes, **offer: object) -> Call:
    """A batch handed over as a person does."""
    told = {"name": "batch", **OFFER, **offer}
    return "POST", "/v1/ingest/batches", {"X-ALPR-Offer": json.dumps(told)}, data


_ANNOUNCED = """
import json, os, socket, sys

line = socket.socket(socket.AF_UNIX)
line.settimeout(30)
line.connect(os.environ["ALPR_CUSTODIAN"].removeprefix("unix:"))
token = os.environ["JUPYTERHUB_API_TOKEN"]
line.sendall(
    f"POST /v1/ingest/batches HTTP/1.1\\r\\nHost: custodian\\r\\nAuthorization: token {token}\\r\\n"
    f"X-ALPR-Offer: {sys.argv[1]}\\r\\nContent-Length: {sys.argv[2]}\\r\\n\\r\\n".encode()
)
answer = b""
while more := line.recv(4096):
    answer += more
print(answer.split()[1].decode(), answer.rpartition(b"\\r\\n")[2].decode())
"""


@pytest.mark.section("464.7(f)")
@pytest.mark.parametrize(
    ("offer", "size", "status", "told"),
    [({"source": "neighbour"}, 10**9, "403", "no source of this agency"),
     ({"provenance": "court_order"}, 10**9, "403", "court order"),
     ({}, 5 * 2**30, "422", "larger than 4 GiB")],
    ids=["source", "provenance", "size"],
)  # fmt: skip
def test_what_may_not_be_handed_in_is_refused_before_its_first_byte(
    house: House, offer: dict[str, object], size: int, status: str, told: str
) -> None:
    house.environment("ana")
    said = json.dumps({"name": "batch", **OFFER, **offer})
    done = house.run_as("ana", _ANNOUNCED, said, str(size))
    answered, _, problem = done.stdout.partition(" ")
    assert (done.returncode, answered) == (0, status), done.stderr
    assert told in json.loads(problem)["title"]


def is_problem(answer: Answer, kind: str, where: str) -> dict[str, Any]:
    """The problem, with what was wrong, where, and what to do (RFC 9457)."""
    assert answer.kind.startswith("application/problem+json"), answer
    told: dict[str, Any] = answer.json
    assert (told["kind"], told["status"]) == (kind, answer.status)
    assert told["title"]
    assert told["how"] or told["fields"]
    assert where in told["where"]
    return told


BAD: dict[str, tuple[dict[str, object], str, str]] = {
    "empty pattern": ({"pattern": ""}, "pattern", ""),
    "wildcard alone": ({"pattern": "*"}, "pattern", ""),
    "200 characters": ({"pattern": "7" * 200}, "pattern", ""),
    "2000 characters": ({"pattern": "7" * 2000}, "bad-input", "pattern"),
    "emoji": ({"pattern": "7A\N{AUTOMOBILE}B"}, "pattern", "character 3"),
    "homoglyph": ({"pattern": "7\N{CYRILLIC CAPITAL LETTER A}BC"}, "pattern", "character 2"),
    "SQL": ({"pattern": "7AB'; DROP TABLE reads;--"}, "pattern", "character 4"),
    "window backwards": ({"window": {"start": "2026-11-02T00:00Z", "end": "2026-11-01T00:00Z"}}, "bad-input", "window"),
    "window without offset": ({"window": {"start": "2026-11-01", "end": "2026-11-02"}}, "bad-input", "window.start"),
    "unknown field": ({"plate": "7ABC123"}, "bad-input", "plate"),
    "pattern is a number": ({"pattern": 7}, "bad-input", "pattern"),
    "limit is a word": ({"limit": "all"}, "bad-input", "limit"),
    "limit below one": ({"limit": 0}, "bad-input", "limit"),
    "area off the globe": ({"area": {"latitude": 95, "longitude": 0, "radius_m": 10}}, "bad-input", "area.latitude"),
    "unknown source": ({"sources": ["neighbour"]}, "bad-input", "sources"),
    "somebody else's name": ({"username": "adam"}, "bad-input", "username"),
}


@pytest.fixture(scope="module")
def answers(house: House, purpose: str) -> dict[str, Answer]:
    """Every bad search, sent in one go, and a good one after them."""
    good = {"purpose_id": purpose, "pattern": "7ABC*", "window": window(7)}
    sent = [post(SEARCH, {**good, **wrong}) for wrong, _, _ in BAD.values()]
    return dict(zip([*BAD, "good"], ask(house, "ana", [*sent, post(SEARCH, good)]), strict=True))


@pytest.mark.section("464.7")
@pytest.mark.parametrize("name", BAD)
def test_a_search_that_cannot_be_used_is_told(answers: dict[str, Answer], name: str) -> None:
    _, kind, where = BAD[name]
    assert answers[name].status == 422
    is_problem(answers[name], kind, where)


def test_after_all_that_a_search_works_and_nothing_was_lost(
    house: House, purpose: str, answers: dict[str, Answer]
) -> None:
    assert (answers["good"].status, answers["good"].kind) == (200, "application/vnd.apache.arrow.stream")
    assert PLANTED in search(house, "ana", purpose, PARTIAL, **window(14))["plates"]


def test_other_requests_that_cannot_be_used_are_told(house: House) -> None:
    json_ = {"Content-Type": "application/json"}
    empty, cut, unread, nobody = ask(
        house,
        "ana",
        [
            post("/v1/purposes", {**PURPOSE, "narrative": "asdf", "case_number": ""}),
            ("POST", "/v1/purposes", json_, b'{"category": "crim'),
            post(SEARCH, {"purpose_id": "of nobody", "pattern": "7ABC*"}),
            ("GET", "/v1/me", {"Authorization": "token wrong"}, b""),
        ],
    )
    assert set(is_problem(empty, "purpose-rejected", "narrative")["fields"]) == {"narrative", "case_number"}
    assert cut.status == 422
    is_problem(cut, "bad-input", "")
    assert is_problem(unread, "purpose-required", "")["section"].startswith("464.5")
    assert (nobody.status, is_problem(nobody, "sign-in", "")["section"]) == (401, "464.5.1")


@pytest.mark.section("464.5.2")
def test_a_token_from_another_account_of_the_machine_is_refused(house: House) -> None:
    (stolen,) = ask(house, "tess", [("GET", "/v1/me", {"Authorization": f"token {house.token('ana')}"}, b"")])
    assert (stolen.status, is_problem(stolen, "refused", "")["section"]) == (403, "464.5.2")


@pytest.mark.section("464.9")
@pytest.mark.parametrize("file", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_format_is_taken_with_a_receipt_and_only_once(house: House, file: str) -> None:
    data, plate = (SAMPLES / file).read_bytes(), fresh_plate().encode()
    call = batch(data.replace(b"7SYN482", plate).replace(b"7syn482", plate.lower()), name=file)
    first, again = (answer.json for answer in ask(house, "ana", [call, call]))
    assert first["accepted"] + first["duplicate"] >= 1
    assert first["rejected"] == len(first["problems"])
    assert all(row["line"] >= 1 and row["reason"] for row in first["problems"])
    assert (first["repeated"], again) == (False, {**first, "repeated": True})


def test_reads_that_were_taken_are_found_once(house: House, purpose: str) -> None:
    plate = fresh_plate()
    data = HEADER.encode() + line(plate) + b"yesterday,7ABC123,CA,0.9,32.792,-115.5631,EC-04\n"
    others = [batch(data, name="renamed"), batch(data + line(fresh_plate()))]
    taken, renamed, longer = (answer.json for answer in ask(house, "ana", [batch(data), *others]))
    assert (taken["accepted"], taken["duplicate"], taken["rejected"]) == (1, 0, 1)
    assert taken["problems"][0]["line"] == 3
    assert (renamed["repeated"], renamed["batch_id"]) == (True, taken["batch_id"])
    assert (longer["accepted"], longer["duplicate"], longer["rejected"]) == (1, 1, 1)
    assert search(house, "ana", purpose, plate, **window(1))["count"] == 1


WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated JSON": (lambda _read: b'{"data_type": "alpr_group", "best_plate_number": "7AB', "line"),
    "latin-1 CSV": (
        lambda read: HEADER.encode() + read + b"2026-11-01T00:00Z,CAF\xc9,CA,0.9,32.7,-115.5,EC-04\n",
        "line 3",
    ),
    "wrong columns": (lambda read: HEADER.encode().replace(b"plate", b"number") + read, "line 1"),
    "empty": (lambda _read: b"", ""),
    "no format at all": (lambda _read: b"\x00\x01\x02\x03", ""),
}


@pytest.mark.section("464.9")
@pytest.mark.parametrize("name", WRONG)
def test_a_batch_that_cannot_be_read_changes_nothing(house: House, purpose: str, name: str) -> None:
    plate = fresh_plate()
    make, where = WRONG[name]
    (answer,) = ask(house, "ana", [batch(make(line(plate)))])
    assert answer.status == 422
    is_problem(answer, "format", where)
    assert plate not in answer.text
    assert search(house, "ana", purpose, plate, **window(1))["count"] == 0


@pytest.mark.parametrize(
    ("offer", "status", "kind", "told"),
    [
        ({"provenance": "hearsay"}, 422, "bad-input", "provenance"),
        ({"source": "neighbour"}, 403, "refused", "464.7(f)"),
        ({"provenance": "court_order"}, 403, "refused", "464.7.1(a)"),
        ({"owner": "adam"}, 422, "bad-input", "owner"),
    ],
)
def test_terms_that_cannot_hold_are_told(
    house: House, offer: dict[str, str], status: int, kind: str, told: str
) -> None:
    (answer,) = ask(house, "ana", [batch(HEADER.encode() + line(fresh_plate()), **offer)])
    assert answer.status == status, answer.text
    problem = is_problem(answer, kind, "")
    assert told in (problem["where"] + problem["section"])


@pytest.mark.section("464.4")
def test_who_may_not_hand_over_reads_is_refused(house: House) -> None:
    (answer,) = ask(house, "tess", [batch(HEADER.encode() + line(fresh_plate()))])
    assert (answer.status, is_problem(answer, "refused", "")["section"][:5]) == (403, "464.4")


@pytest.mark.section("464.9")
def test_a_file_in_the_drop_folder_is_taken_and_keeps_its_receipt(house: House, purpose: str) -> None:
    plate, name = fresh_plate(), f"{secrets.token_hex(4)}.csv"
    folder = house.data / "drop" / "department"
    (folder / f"{name}.toml").write_text('provenance = "public_road"\n')
    (folder / f".{name}").write_bytes(HEADER.encode() + line(plate))
    for put in (folder / f"{name}.toml", folder / f".{name}"):
        put.chmod(0o644)
    (folder / f".{name}").rename(folder / name)
    receipt = json.loads(appeared(folder / "done" / f"{name}.receipt.json").read_text())
    assert (receipt["accepted"], receipt["rejected"]) == (1, 0)
    assert not (folder / name).exists()
    assert search(house, "ana", purpose, plate, **window(1))["count"] == 1


@pytest.mark.section("464.7.1(a)")
def test_a_dropped_file_without_its_provenance_is_kept_with_the_reason(house: House) -> None:
    folder, name = house.data / "drop" / "department", f"{secrets.token_hex(4)}.csv"
    (folder / name).write_bytes(HEADER.encode() + line(fresh_plate()))
    (folder / name).chmod(0o644)
    assert "provenance" in appeared(folder / "rejected" / f"{name}.reason.txt").read_text()
    assert (folder / "rejected" / name).exists()


def appeared(path: Path) -> Path:
    """The file, once it is there."""
    until(path.exists, 30, why=lambda: f"{path} did not appear")
    return path


def enrolled(house: House, camera: str) -> str:
    """The credential of a device that the administrator enrolled just now."""
    name = f"cam-{secrets.token_hex(4)}"
    adam = house.browser("adam")
    page = adam.get("/services/edge/administration")
    form = {"name": name, "source": "department", "camera": camera, "form_key": form_key(page)}
    alone = house.typed(adam, adam.post("/services/edge/administration/devices", data=form), "adam")
    assert (alone.status_code, "second administrator" in alone.text) == (403, True)
    seconded(house, name)
    done = house.typed(adam, adam.post("/services/edge/administration/devices", data=form), "adam")
    adam.close()
    found = re.search(rf"{name}:[^<\s]+", done.text)
    assert found, done.text
    return found[0]


@dataclass(frozen=True, slots=True)
class Device:
    """A camera before the edge's one door."""

    house: House
    credential: str

    def hand_over(self, data: bytes, credential: str | None = None, **offer: str) -> httpx.Response:
        """Hand a batch over; what is not given is as it should be."""
        said = {"name": "car.csv", "source": "department", "provenance": "public_road", **offer}
        held = self.credential if credential is None else credential
        return self.send(data, {"X-ALPR-Offer": json.dumps(said).encode(), "X-ALPR-Device": held.encode()})

    def send(self, data: bytes, headers: Mapping[str, bytes]) -> httpx.Response:
        """Send it with these headers."""
        with anybody(self.house) as stranger:
            return stranger.post("/services/edge/ingest", headers=list(headers.items()), content=data)


@pytest.fixture(scope="module")
def device(house: House) -> Device:
    """Enrolled just now, with a camera."""
    return Device(house, enrolled(house, "EC-09"))


@pytest.mark.section("464.9")
def test_a_device_hands_over_through_the_edge_under_its_own_credential(
    house: House, purpose: str, device: Device
) -> None:
    plate = fresh_plate()
    data = HEADER.encode() + line(plate)
    for credential in (f"{device.credential.partition(':')[0]}:guess", "nobody:guess", ""):
        refused = device.hand_over(data, credential)
        assert (refused.status_code, refused.json()["kind"]) == (401, "sign-in")
    other = device.hand_over(data, source="federal")
    assert (other.status_code, other.json()["kind"]) == (403, "refused")
    taken = device.hand_over(data)
    assert (taken.status_code, taken.json()["accepted"]) == (201, 1)
    assert plate not in taken.text
    assert search(house, "ana", purpose, plate, **window(1))["count"] == 1


@pytest.mark.section("464.9")
def test_a_devices_batch_that_names_no_camera_is_of_the_one_it_was_enrolled_with(device: Device) -> None:
    rows = (HEADER.encode() + line(fresh_plate())).replace(b",camera\n", b"\n").replace(b",EC-04\n", b"\n")
    assert device.hand_over(rows).json()["accepted"] == 1
    assert device.hand_over(rows, camera="EC-09").json()["repeated"]


@pytest.mark.section("464.9")
def test_what_a_device_says_in_other_letters_is_read_and_what_it_leaves_out_is_named(device: Device) -> None:
    data = HEADER.encode() + line(fresh_plate())
    offer = json.dumps({"name": "Peñasco.csv", "source": "department", "provenance": "public_road"}, ensure_ascii=False)
    headers = {"X-ALPR-Offer": offer.encode(), "X-ALPR-Device": device.credential.encode()}
    assert device.send(data, headers).json()["name"] == "Peñasco.csv"
    unread = device.send(data, {**headers, "X-ALPR-Offer": offer.encode("latin-1")})
    assert (unread.status_code, unread.json()["kind"]) == (422, "bad-input")
    for header in headers:
        lacking = device.send(data, {name: value for name, value in headers.items() if name != header})
        assert (lacking.status_code, lacking.json()["title"]) == (422, f"The call lacks {header}.")


@pytest.mark.section("464.6", "464.10(a)")
def test_the_monitoring_reads_the_figures_of_the_data_service_and_of_the_hub_and_nothing_else(house: House) -> None:
    shown = {"Authorization": f"Bearer {(house.data / 'hub' / 'metrics-token').read_text()}"}
    transport = httpx.HTTPTransport(uds=str(house.socket))
    with (
        httpx.Client(transport=transport, base_url="http://custodian/v1", timeout=60) as custodian,
        httpx.Client(base_url=f"{house.url}/hub", timeout=60, trust_env=False) as hub,
    ):
        assert custodian.get("/ready").json()["wanting"] == []
        figures, of_hub = custodian.get("/metrics", headers=shown), hub.get("/metrics", headers=shown)
        assert 'alpr_reads{realm="live"}' in figures.text
        assert "alpr_events_waiting{sink=" in figures.text
        assert "alpr_log_cosignature_age_seconds" in figures.text
        assert "jupyterhub_running_servers" in of_hub.text
        for name in house.passwords:
            assert f'"{name}"' not in figures.text + of_hub.text
        assert {figures.status_code, of_hub.status_code} == {200}
        assert custodian.get("/metrics").status_code == 401
        assert hub.get("/metrics").status_code == 403
        assert custodian.get("/me", headers=shown).status_code == 401
        assert hub.get("/api/users", headers=shown).status_code == 403
