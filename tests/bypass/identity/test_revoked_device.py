"""What it tries: hand in invented reads with the credential of a camera that was taken down and struck off.

What stops it: a device's secret is looked up at each batch, and it is gone from the register (464.9).
"""

from __future__ import annotations

import json
import re
import secrets

from tests.bypass.attack import Control, Ground, Told
from tests.contract.desk import form_key
from tests.e2e.people import seconded

OFFER = {"name": "struck-off", "source": "department", "provenance": "public_road"}
PAGE = "/services/edge/administration"


def _attack(ground: Ground, credential: str) -> Told:
    """What the edge hands through for whoever holds the credential; each time another read."""
    batch = (
        "time,plate,state,confidence,latitude,longitude,camera\n"
        f"2026-01-02T03:04:05+00:00,7F{secrets.token_hex(2).upper()},CA,0.9,32.792,-115.563,EC-04\n"
    )
    headers = {"X-ALPR-Offer": json.dumps(OFFER), "X-ALPR-Device": credential}
    script = f'call("POST", "/edge/ingest", {batch.encode()!r}, {headers!r}, token="")'
    return ground.attack_as("alpr-edge", script)[0]


def test_blocked(strong: Ground) -> None:
    """Good until the administrator takes it back on his page; then as unknown as any, and both acts are on record."""
    name, house = f"cam-{secrets.token_hex(4)}", strong.house
    adam = house.browser("adam")
    said = {"name": name, "source": "department", "camera": "EC-04", "form_key": form_key(adam.get(PAGE))}
    house.typed(adam, adam.post(f"{PAGE}/devices", data=said), "adam")
    seconded(house, name)
    enrolled = house.typed(adam, adam.post(f"{PAGE}/devices", data=said), "adam").text
    found = re.search(rf"{name}:[^<\s]+", enrolled)
    assert found, enrolled
    assert _attack(strong, found[0]).status == 200
    before = strong.size()
    gone = adam.post(f"{PAGE}/devices/revoke", data={"name": name, "form_key": form_key(adam.get(PAGE))})
    assert f"{name} is no longer enrolled." in gone.text
    adam.close()
    assert _attack(strong, found[0]).status == 401
    assert not [record for record in strong.records(text="struck-off") if record.index >= before]
    record = next(record for record in strong.records(action="device.revoke") if record.index >= before)
    assert (record.user, record.body["elements"]["name"]) == ("adam", name)


def test_control(weak: Control) -> None:
    """When whoever was known once is remembered, the credential is good for ever."""
    with weak.registers() as registers:
        secret = registers.devices.add("cam-gone", "department", "", "adam", 0)
        with weak.taken("revocation"):
            assert _attack(weak, f"cam-gone:{secret}").status == 200
            assert registers.devices.remove("cam-gone")
            assert _attack(weak, f"cam-gone:{secret}").status == 200
        assert _attack(weak, f"cam-gone:{secret}").status == 401
