"""Events of the log on their way (464.6): a follower for each place that the configuration names."""

from __future__ import annotations

from pathlib import Path

from workbench.accesslog.events.actions import LATE
from workbench.accesslog.events.follow import Between, Follower, Source
from workbench.accesslog.events.lines import Lines
from workbench.accesslog.events.mapping import Mapper
from workbench.accesslog.events.sink import Sink
from workbench.accesslog.events.syslog import Syslog
from workbench.accesslog.events.tls import Target, trust
from workbench.gate import Gate
from workbench.settings import Settings


def followers_of(settings: Settings, gate: Gate, between: Between) -> list[Follower]:
    """The followers, not yet at work; ``ConfigError`` when their certificates can't be used."""
    organisation = settings.agency.organisation
    source = Source(gate.records, between, Mapper(organisation))

    def alarm(sink: str, waiting: int) -> None:
        told = {"sink": sink, "waiting": {"events_unsent": waiting}, "late_minutes": settings.events.late_minutes}
        gate.event(LATE, "custodian", organisation, told)

    late = settings.events.late_minutes * 60
    return [Follower(sink, source, alarm, late) for sink in sinks_of(settings)]


def sinks_of(settings: Settings) -> list[Sink]:
    """Where events go."""
    events, sinks = settings.events, list[Sink]()
    if events.file:
        sinks.append(Lines(Path(events.file)))
    if events.receiver:
        context = trust(events.syslog_ca, events.syslog_certificate, events.syslog_key)
        sinks.append(Syslog(Target(*events.receiver, context), settings.paths.custodian / "events-syslog.next"))
    return sinks
