"""What it tries: have plates kept outside the store, in receipts that nobody purges, by lines that can't be taken.

What stops it: the reason for which a line was rejected never repeats what stood in it (464.9).
"""

from __future__ import annotations

import json
import secrets

from tests.bypass.attack import Control, Ground

OFFER = {"source": "department", "provenance": "public_road"}
SCRIPT = 'call("POST", "/ingest/batches", ARGUMENTS[1].encode(), {"X-ALPR-Offer": ARGUMENTS[0]})'
HEAD = "time,plate,camera,latitude,longitude\n"


def _attack(ground: Ground) -> bool:
    """Whether a receipt names the plate of a line that was rejected."""
    plate = f"9Q{secrets.token_hex(2).upper()}"
    lines = (f"yesterday,{plate},EC-04,32.792,-115.563", f"2026-01-02T03:04:05Z,{plate}<script>,EC-04,32.792,-115.563")
    offer = json.dumps(OFFER | {"name": f"car-{plate[2:]}.csv"})
    told = ground.attack("ana", SCRIPT, offer, HEAD + "\n".join(lines) + "\n")[0]
    assert (told.status, told.body["rejected"]) == (200, len(lines)), told
    return plate in json.dumps(told.body)


def test_blocked(strong: Ground) -> None:
    """It says what was wrong, on which line."""
    assert not _attack(strong)


def test_control(weak: Control) -> None:
    """Where reasons repeat what was given, the receipt holds it for good."""
    assert not _attack(weak)
    with weak.taken("reasons without values"):
        assert _attack(weak)
