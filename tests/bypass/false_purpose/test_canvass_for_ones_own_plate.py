"""What it tries: see where one's own car was read, by a canvass of the street that names no plate at all.

What records it: the result names each plate that it showed, by a keyed hash: audits find hers among them (464.7.1(c)).
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

CANVASS = """
from workbench.wire.frame import unpack

WHY["why_this_plate"] = "Whoever was in this street may have seen the sedan that fled."
line = Line("custodian", timeout=60)
given = {"Authorization": "token " + TOKEN, "Content-Type": "application/json"}
street = {"latitude": 32.792, "longitude": -115.5631, "radius_m": 20_000}
asked = {"purpose_id": declare(), "scenes": [{"area": street, "window": WINDOW}], "limit": 8}
line.request("POST", "/v1/search/canvass", json.dumps(asked), given)
head, reads = unpack(line.getresponse().read())
told = {**head.model_dump(mode="json"), "seen": sorted(set(reads["plate"]))}
sys.stdout.write(json.dumps({"status": 200, "length": 0, "body": told}) + "\\n")
"""
WATCH = 'call("POST", "/administration/watch", {"plate": ARGUMENTS[0], "kind": "own"})'
QUEUE = 'call("POST", "/audits/queue", {"purpose_id": declare(), **WINDOW})'


def _attack(ground: Ground) -> tuple[Told, list[dict[str, object]]]:
    """Her canvass, one of whose plates is watched as hers; and what the queue says of her and watched plates."""
    mine = ground.attack("ana", CANVASS)[0].body["seen"][-1]
    watched = ground.attack("adam", WATCH, mine)[0]
    assert watched.status == 201 or "already" in watched.body["title"]
    told = ground.attack("ana", CANVASS)[0]
    assert mine in told.body["seen"]
    flags = ground.attack("adam", QUEUE)[0].body["flags"]
    return told, [each for each in flags if each["detector"] == "watch-list" and each["user"] == "ana"]


def _rows(flags: list[dict[str, object]]) -> str:
    return str([each["rows"] for each in flags])


def test_logged(strong: Ground) -> None:
    """The canvass stands under her name, and the queue says whose plate it showed, though she never named it."""
    told, flags = _attack(strong)
    assert told.reads
    record = strong.record(told.body["record"])
    assert (record.user, record.action) == ("ana", "search.canvass")
    assert "pattern" not in record.body["elements"]
    assert any("“own” was shown" in str(each["reason"]) for each in flags)
    assert str(told.body["record"]) in _rows(flags)


def test_control(weak: Control) -> None:
    """When results do not say what was shown, the same canvass is flagged no more than any other."""
    told, flags = _attack(weak)
    assert str(told.body["record"]) in _rows(flags)
    with weak.taken("shown"):
        told, flags = _attack(weak)
    assert told.reads
    assert str(told.body["record"]) not in _rows(flags)
