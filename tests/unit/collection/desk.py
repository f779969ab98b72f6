"""A custodian's desk for batches: a real gate, log, register and store in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.policy.people import Station, analyst
from tests.unit.store.reads_ground import opened
from workbench.collection.take import take_batch
from workbench.gate import Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.wire.ingest import BatchOffer, BatchReceipt, Provenance

SETTINGS = Settings()


def offer(**changes: Any) -> BatchOffer:
    """An offer of the department's own reads from a public road."""
    terms = {"name": "cars.csv", "source": "department", "provenance": Provenance.PUBLIC_ROAD}
    return BatchOffer.model_validate({**terms, **changes})


class Desk:
    """Takes batches; the clock stands at that of ``tests.policy.people``."""

    def __init__(self, folder: Path, station: Station, realm: Realm = Realm.LIVE) -> None:
        self.station = station
        self.store = opened(folder / realm.value, realm)

    def take(
        self, data: Path | bytes, caller: Caller | None = None, settings: Settings = SETTINGS, **terms: Any
    ) -> BatchReceipt:
        """Take a batch on these terms."""
        return self.take_on(offer(**terms), data, caller, settings)

    def take_on(
        self, offered: BatchOffer, data: Path | bytes, caller: Caller | None = None, settings: Settings = SETTINGS
    ) -> BatchReceipt:
        """Take a batch on the terms of an offer."""
        who = caller or analyst()
        return take_batch(self.station.gate, self.store, self.station.registers, who, offered, data, settings)

    def rows(self) -> int:
        """Reads in the store, asked for under a record of its own."""
        receipt = self.station.gate.admit(analyst(), None, Request("test.rows", Operation.INGEST, {}, self.store.realm))
        return self.store.rows(receipt)
