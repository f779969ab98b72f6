"""What the tests of lists and hits stand on: a desk, an administrator, and lists of a few lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.policy.people import NOW, Station, person
from tests.unit.collection.desk import SETTINGS
from workbench.collection.hotlists.install import install_hotlist
from workbench.policy.caller import Caller
from workbench.policy.roles import Role
from workbench.wire.hotlists import HotlistOffer, HotlistReceipt

HEADER = "plate,state,reason,case_number,entry_date,expiry,note\n"
TERMS: dict[str, Any] = {
    "name": "stolen",
    "source": "department",
    "reason": "stolen vehicle",
    "case_number": "26-118",
    "entry_date": date(2026, 1, 1),
    "expiry": date(2026, 12, 31),
}
TODAY = NOW.date()


def administrator() -> Caller:
    """Somebody who may install lists."""
    return person(Role.ADMINISTRATOR, name="adam")


def install(station: Station, data: bytes | str, caller: Caller | None = None, **terms: Any) -> HotlistReceipt:
    """Install a list on these terms; a text is the lines of our own CSV."""
    content = data if isinstance(data, bytes) else (HEADER + data).encode()
    offer = HotlistOffer.model_validate({**TERMS, **terms})
    return install_hotlist(station.gate, station.registers, caller or administrator(), offer, content, SETTINGS)
