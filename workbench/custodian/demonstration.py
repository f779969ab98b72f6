"""What a demonstration has besides its reads (464.4.1, 464.7(g)): a hotlist, reads that meet it, photographs to review.

All of it comes in as anybody's would: a list that is installed, a batch that is taken, photographs that are handed in
and then read by the reader while the custodian serves already.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from workbench.collection.hotlists.install import install_hotlist
from workbench.collection.photographs import handin
from workbench.collection.take import take_batch
from workbench.custodian import spool
from workbench.custodian.services import Services
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.synthetic import watched
from workbench.wire.hotlists import HotlistOffer
from workbench.wire.ingest import BatchOffer, Provenance
from workbench.wire.photographs import BatchState, PhotographOffer
from workbench.wire.stated import HandIn

HOTLIST, WATCHED, PHOTOGRAPHS = "Demonstration list", "demo-watched.csv", "demo-photographs.zip"
BATCH = "demo-photographs"
_SOURCE = "department"


def demo_caller(services: Services) -> Caller:
    """Under whose name the demonstration is handed in: nobody's account, and it may do nothing else."""
    return Caller(
        username="demo",
        organisation=services.settings.agency.organisation,
        roles=frozenset({Role.DEVICE}),
        operations=GRANTS[Role.DEVICE] | {Operation.HOTLIST},
        sources=frozenset(services.settings.sources.names),
        address="custodian",
    )


def watch_for_some(services: Services, until: datetime) -> None:
    """Put the list in force, then take the reads that meet it; they come last, so all before them stands."""
    if services.registers.batches.by_name(WATCHED) is not None:
        return
    gate, registers, settings, caller = services.gate, services.registers, services.settings, demo_caller(services)
    today = gate.now().astimezone(ZoneInfo(settings.agency.time_zone)).date()
    listed = HotlistOffer(name=HOTLIST, source=_SOURCE)
    install_hotlist(gate, registers, caller, listed, watched.hotlist(until, today), settings)
    offer = BatchOffer(name=WATCHED, source=_SOURCE, provenance=Provenance.PUBLIC_ROAD)
    take_batch(gate, services.stores[Realm.LIVE], registers, caller, offer, watched.reads(until), settings)


def hand_in_photographs(services: Services, until: datetime, count: int) -> None:
    """Hand in the first ``count`` photographs and let them be read; the same batch again after a stop in between."""
    from workbench.synthetic.pictured import PICTURED, archive  # only here: other starts need no library of pictures

    desk, caller = services.photographs, demo_caller(services)
    offer = PhotographOffer(name=PHOTOGRAPHS, source=_SOURCE, provenance=Provenance.PUBLIC_ROAD)
    if handin.begin(desk, caller, offer, BATCH).state is not BatchState.OPEN:
        return
    with tempfile.TemporaryDirectory(dir=spool.folder(services.settings)) as folder:
        file = Path(folder) / PHOTOGRAPHS
        file.write_bytes(archive(until, PICTURED[:count]))
        handin.take_file(desk, caller, BATCH, HandIn(name=PHOTOGRAPHS), file)
    handin.close(desk, caller, BATCH)
