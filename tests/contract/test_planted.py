"""What people type, in whatever place, is in nothing that the running house writes down for its operator (464.10)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from tests.contract.desk import PURPOSE, Call, ask, post, with_client
from tests.house import House, OnThisMachine

pytestmark = [pytest.mark.section("464.10", "464.10(a)"), pytest.mark.machine]
PLATE, CASE, NARRATIVE = "9PLNT77", "26-PLANTED-4711", "A planted narrative of Adams Avenue"
PASSWORD, TOKEN = "planted-pass-word-4711", "planted0token0" * 4
PLANTED = (PLATE, CASE, "planted narrative", "planted%20narrative", PASSWORD, "planted0token")
QUERY = {"plate": PLATE, "case_number": CASE, "narrative": NARRATIVE, "token": TOKEN, "password": PASSWORD}
BODY = {"pattern": PLATE, **QUERY}
HEADERS = {
    "Authorization": f"token {TOKEN}",
    "X-ALPR-Device": f"{PLATE}:{PASSWORD}",
    "X-ALPR-Offer": json.dumps(QUERY),
    "X-ALPR-Step-Up": TOKEN,
    "X-ALPR-Hub-Secret": TOKEN,
    "Cookie": f"session={TOKEN}",
    "Referer": f"http://127.0.0.1/{PLATE}",
}


def written(house: House) -> Iterator[Path]:
    """Everything that a service writes beside what it keeps."""
    yield from (house.data / "hub").glob("*.log")
    yield from (house.data / "hub" / "servers").glob("*.log")
    yield from (house.data / "custodian" / "events").glob("*")


def strangers(house: House) -> None:
    """Whoever has no sign-in, at every door: paths, queries, headers, bodies, forms."""
    doors = ("/hub/", "/hub/api/", "/services/edge/", "/user/ana/", "/")
    with httpx.Client(base_url=house.url, timeout=60, trust_env=False, transport=OnThisMachine()) as http:
        for door in doors:
            for method in ("GET", "POST", PLATE):
                with suppress(httpx.TransportError):  # the proxy hangs up on a method that is none
                    http.request(method, f"{door}{PLATE}/{CASE}", params=QUERY, json=BODY, headers=HEADERS)
        http.post("/services/edge/ingest", content=json.dumps(BODY), headers=HEADERS)
        http.get("/hub/login", params={"next": f"//{PLATE}/{TOKEN}"})
        xsrf = http.cookies.get("_xsrf", path="/hub/")
        for name, password in ((PASSWORD, PASSWORD), ("nobody-known", PASSWORD)):
            http.post(
                "/hub/login",
                data={"username": name, "password": password, "otp": TOKEN, "acknowledged": "yes", "_xsrf": xsrf},
            )
    transport = httpx.HTTPTransport(uds=str(house.socket))
    with httpx.Client(transport=transport, base_url="http://custodian/v1", timeout=60) as http:
        for path in ("/search/plates", f"/purposes/{PLATE}", f"/{PLATE}", "/hub/events", "/edge/ingest", "/metrics"):
            for method in ("GET", "POST"):
                http.request(method, path, params=QUERY, json=BODY, headers=HEADERS)


def people(house: House) -> None:
    """Somebody signed in, who asks for what there is and what there is not."""
    stated = PURPOSE | {"case_number": CASE, "narrative": NARRATIVE, "why_this_plate": f"{NARRATIVE}: {PLATE}"}
    told = with_client(house, "ana", "tell(id=attempt(client.declare, given['purpose']).purpose_id)", purpose=stated)
    purpose = str(told["id"])
    calls: list[Call] = [
        post("/v1/search/plates", {"purpose": purpose, "pattern": PLATE, **QUERY}),
        post("/v1/search/plates", {"purpose_id": PLATE, "pattern": [PLATE]}),
        post("/v1/search/vehicle", {"purpose": PLATE, "plate": NARRATIVE}),
    ]
    ask(house, "ana", calls)
    with closing(house.browser("ana")) as browser:
        for path in (f"/hub/{PLATE}", f"/services/edge/assents/{PLATE}", f"/user/ana/api/contents/{PLATE}.ipynb"):
            browser.get(path, params=QUERY)


def test_nothing_that_was_typed_is_in_what_the_house_writes_down(house: House) -> None:
    strangers(house)
    people(house)
    found = {
        f"{file.name}: {line[:400]}"
        for file in written(house)
        for line in file.read_text("utf-8", "replace").splitlines()
        for word in PLANTED
        if word.casefold() in line.casefold()
    }
    assert not found


def test_each_line_of_the_services_is_one_json_object_that_names_its_service(house: House) -> None:
    lines = [json.loads(line) for line in (house.data / "hub" / "hub.log").read_text("utf-8").splitlines()]
    assert {"hub", "custodian"} <= {line["service"] for line in lines}
    for line in lines:
        assert {"time", "level", "service", "logger", "message"} <= line.keys()
