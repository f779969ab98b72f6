"""What a new agency needs first: the policy's text, the training store, the demo (464.4.1, 464.8)."""

from __future__ import annotations

import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from workbench.collection.take import take_batch
from workbench.custodian import spool
from workbench.custodian.demonstration import demo_caller, hand_in_photographs, watch_for_some
from workbench.custodian.services import Services
from workbench.policy.caller import Realm
from workbench.store.reads import ReadStore
from workbench.synthetic import Plant, agency, write_files
from workbench.synthetic.places import cameras
from workbench.training.sample_policy import SAMPLE_POLICY, SAMPLE_VERSION
from workbench.wire.ingest import BatchOffer, BatchReceipt, Provenance
from workbench.wire.programme_lists import Camera

DEMO_READS = 200_000
DEMO_PHOTOGRAPHS = 12
TRAINING_READS = 20_000
DAYS = 60
DEMO_TRAINED = ("ana", "adam", "tess")
DEMO_SOURCES = {"ana": ("department", "state"), "tess": ("department",), "otto": ("department",)}
_log = logging.getLogger(__name__)


def first_start(services: Services) -> None:
    """Do what has not been done yet; safe to run at each start and after a crash in the middle."""
    registers, gate = services.registers, services.gate
    organisation = services.settings.agency.organisation
    if not registers.policies.installed():
        record = gate.event("policy.install", "custodian", organisation, {"version": SAMPLE_VERSION})
        registers.policies.install(SAMPLE_VERSION, SAMPLE_POLICY, "custodian", record.index, record.time)
    if not _has_batch(services, "training.csv"):
        task = services.training.task
        plant = (Plant(task.plate, task.latitude, task.longitude),)
        _fill(services, Realm.TRAINING, "training.csv", TRAINING_READS, seed=1, plant=plant)
    if services.settings.demo.generated:
        if not _has_batch(services, "demo.csv"):
            _fill(services, Realm.LIVE, "demo.csv", DEMO_READS, seed=464, plant=())
        if not services.registers.cameras.all():
            _register_cameras(services)
        if not _are_trained(services):
            watch_for_some(services, _until(services))
            hand_in_photographs(services, _until(services), DEMO_PHOTOGRAPHS)
            _train(services)


def _has_batch(services: Services, name: str) -> bool:
    return services.registers.batches.by_name(name) is not None


def _fill(
    services: Services, realm: Realm, name: str, reads: int, *, seed: int, plant: tuple[Plant, ...]
) -> BatchReceipt:
    """Generate, then take the file in by the same way as anybody's; the record says that it is synthetic.

    The reads end when the policy was installed, which is on disk already: whoever begins again after a stop
    generates the same reads, and what the store has of them is counted as duplicates.
    """
    store: ReadStore = services.stores[realm]
    caller = demo_caller(services)
    offer = BatchOffer(name=name, source="department", provenance=Provenance.PUBLIC_ROAD)
    with tempfile.TemporaryDirectory(dir=spool.folder(services.settings)) as folder:
        chunks = agency(seed, reads, DAYS, _until(services), plant)
        (file,) = write_files(chunks, Path(folder))
        receipt = take_batch(services.gate, store, services.registers, caller, offer, file, services.settings)
    _log.info("%s: %d synthetic reads in the %s store", name, receipt.accepted, realm.value)
    return receipt


def _until(services: Services) -> datetime:
    """When the generated reads end; it is on disk before the first of them is."""
    return services.registers.policies.versions()[-1].installed_at


def _register_cameras(services: Services) -> None:
    """The places of the invented cameras, for whoever draws a scene on the map."""
    organisation = services.settings.agency.organisation
    places = cameras()
    record = services.gate.event("demo.cameras", "custodian", organisation, {"count": len(places)})
    for row in places.iter_rows(named=True):
        camera = Camera(
            name=row["camera"],
            place=row["place"],
            source="department",
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        services.registers.cameras.keep(camera, "custodian", record.time, record.index)


def _are_trained(services: Services) -> bool:
    """Whether everybody was signed off once; that comes last, so all before it stands. It may have lapsed since."""
    training = services.registers.training
    return all(training.last_sign_off(username) is not None for username in DEMO_TRAINED)


def _train(services: Services) -> None:
    """The demo's sources and the people trained for it; otto stays untrained on purpose."""
    registers, settings = services.registers, services.settings
    version = registers.policies.current().version
    record = services.gate.event(
        "demo.people",
        "custodian",
        settings.agency.organisation,
        {"trained": list(DEMO_TRAINED), "sources": {k: list(v) for k, v in DEMO_SOURCES.items()}},
    )
    for username, names in DEMO_SOURCES.items():
        for source in names:
            registers.sources.grant(username, source, "demo", record.index)
    now = services.gate.now()
    until = now + timedelta(days=settings.training.valid_days)
    for username in DEMO_TRAINED:
        registers.training.acknowledge(username, version, record.index, now)
    for username in DEMO_TRAINED:
        registers.training.sign_off(username, "demo", until, record.index, now=now)
