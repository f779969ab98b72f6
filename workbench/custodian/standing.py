"""How log, stores, queues and disk stand (464.5, 464.9, 464.10), as gauges for whoever watches the machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily

from workbench import __version__
from workbench.accesslog.events.follow import Follower
from workbench.accesslog.witness_watch import Standing
from workbench.custodian.readiness import Part, free
from workbench.custodian.services import Services
from workbench.custodian.spool import FLOOR
from workbench.errors import WorkbenchError


def low(services: Services) -> frozenset[Part]:
    """What still does its work, and should be seen to before it doesn't."""
    stands, _ = services.watch.told(services.gate.now())
    found = {
        Part.WITNESSES: stands not in (None, Standing.SEEN),
        Part.DISK: free(services.settings.paths.custodian) < FLOOR,
    }
    return frozenset(part for part, is_low in found.items() if is_low)


def standing(services: Services) -> Iterator[GaugeMetricFamily]:
    """Everything but the requests; what can't be looked at is left out, and its part is not ready."""
    wanting, lacking = services.readiness.wanting(), low(services)
    yield _by("alpr_ready", "Whether a part can do its work.", "part", {each: each not in wanting for each in Part})
    yield _by("alpr_low", "Whether a part should be seen to.", "part", {each: each in lacking for each in Part})
    yield from _log(services)
    yield _one("alpr_disk_free_bytes", "Bytes left of the custodian's disk.", free(services.settings.paths.custodian))
    yield _one("alpr_searches_running", "Searches under way.", services.queries.count())
    try:
        version = {"version": __version__, "schema": services.registers.queues.revision()}
        waiting = services.registers.queues.waiting(services.gate.now())
        reads = {realm.value: store.size() for realm, store in services.stores.items()}
    except WorkbenchError:
        return
    built = GaugeMetricFamily("alpr_build_info", "What runs: program and schema of the registers.", labels=[*version])
    built.add_metric([*version.values()], 1)
    yield built
    yield _by("alpr_waiting", "What waits to be read, answered or decided.", "queue", waiting)
    yield _by("alpr_reads", "Reads that are kept.", "realm", reads)


def _log(services: Services) -> Iterator[GaugeMetricFamily]:
    now, (_, cosigned) = services.gate.now(), services.watch.told(services.gate.now())
    yield _one("alpr_log_records", "Records of the access log.", services.gate.records())
    yield _one("alpr_log_appends_waiting", "Records that wait to be written.", services.gate.waiting())
    if (octets := services.notary.octets()) is not None:
        yield _one("alpr_log_bytes", "Bytes of the access log's database.", octets)
    yield from _age(
        "alpr_log_checkpoint_age_seconds", "Since a checkpoint was kept.", services.notary.checkpoint_at, now
    )
    yield from _age("alpr_log_cosignature_age_seconds", "Since a quorum of witnesses saw the log.", cosigned, now)


def events(followers: Iterable[Follower], services: Services) -> Iterator[GaugeMetricFamily]:
    """How many events of the log each sink has yet to take."""
    size = services.gate.records()
    waiting = {follower.sink.name: max(0, size - follower.sink.next) for follower in followers}
    yield _by("alpr_events_waiting", "Events of the log that wait for a sink.", "sink", waiting)


def _one(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)


def _by(name: str, told: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family


def _age(name: str, told: str, since: datetime | None, now: datetime) -> Iterator[GaugeMetricFamily]:
    if since is not None:
        yield _one(name, told, (now - since).total_seconds())
