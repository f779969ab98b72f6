"""What it tries: hand in invented reads as a camera, without that camera's credential.

What stops it: only the edge may hand in a device's batch, and only with the device's own secret (464.9).
"""

from __future__ import annotations

import json

import httpx

from tests.bypass.attack import Control, Ground, Told

BATCH = (
    "time,plate,state,confidence,latitude,longitude,camera\n"
    "2026-01-02T03:04:05+00:00,7FAK123,CA,0.9,32.792,-115.563,EC-04\n"
)
OFFER = {"name": "invented", "source": "department", "provenance": "public_road", "camera": "EC-04"}
HEADERS = {"X-ALPR-Offer": json.dumps(OFFER), "X-ALPR-Device": "camera-04:guess"}
SCRIPT = f"""
call("POST", "/edge/ingest", {BATCH!r}.encode(), {HEADERS!r}, token="")
"""


def _attack(ground: Ground) -> Told:
    """What the edge hands through for a stranger."""
    return ground.attack_as("alpr-edge", SCRIPT)[0]


def test_blocked(strong: Ground) -> None:
    """Refused from a person's account, through the edge's own door, and as the edge itself; nothing is taken."""
    before = strong.size()
    person = strong.attack("ana", SCRIPT)[0]
    assert (person.status, person.section) == (403, "464.10(a)")
    door = httpx.post(f"{strong.house.url}/services/edge/ingest", content=BATCH, headers=HEADERS, trust_env=False)
    assert door.status_code == 401
    assert _attack(strong).status == 401
    assert not [record for record in strong.records(text="invented") if record.index >= before]
    assert strong.attempted("device.refused", "alpr-edge")
    assert strong.attempted("page.refused", "alpr-ana")


def test_control(weak: Control) -> None:
    """When a device need not prove itself, the invented read is in the store."""
    assert _attack(weak).status == 401
    with weak.taken("device"):
        told = _attack(weak)
        assert told.status == 200
        assert told.body["accepted"] == 1
