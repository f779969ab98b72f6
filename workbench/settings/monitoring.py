"""Where the events of the access log go, and when the log is held against them (464.6)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from workbench.policy.sections import Section
from workbench.settings.parts import OptionalPath, Part, key

Receiver = Annotated[str, Field(strict=True, pattern=r"^((\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5})?$")]


class Events(Part):
    """Events of the access log for the agency's own monitoring (464.6): OCSF, without a plate or a narrative."""

    file: OptionalPath = key(
        "/var/lib/alpr-workbench/custodian/events/events.jsonl",
        "Absolute path of a file of JSON Lines; empty for none. It only grows: let logrotate rename it, never\n"
        "copy and cut it. When left out: custodian/events/events.jsonl in the data folder.",
        Section.MONITORING,
    )
    syslog: Receiver = key(
        "", "host:port of a syslog receiver with TLS (RFC 5425), e.g. siem.example.gov:6514; empty for none."
    )
    syslog_ca: OptionalPath = key(
        "", "Absolute path of the authority (PEM) that the receiver is trusted by; empty for the system's."
    )
    syslog_certificate: OptionalPath = key(
        "", "Absolute path of our own certificate (PEM), where the receiver asks for one."
    )
    syslog_key: OptionalPath = key("", "Absolute path of its private key (PEM).")
    late_minutes: StrictInt = key(15, "Minutes after which events that wait are an alarm.", ge=1, le=1440)
    reconcile_hour: StrictInt = key(
        3,
        "The hour, in the agency's time zone, at which the log, the reads of the store and the events are compared.",
        Section.MONITORING,
        ge=0,
        le=23,
    )

    @property
    def receiver(self) -> tuple[str, int] | None:
        """Host and port of the syslog receiver, or None."""
        host, _, port = self.syslog.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None

    @model_validator(mode="after")
    def _receiver_can_be(self) -> Self:
        if self.receiver and not 0 < self.receiver[1] < 65536:
            raise ValueError("syslog needs a port from 1 to 65535")
        if bool(self.syslog_certificate) != bool(self.syslog_key):
            raise ValueError("syslog_certificate and syslog_key belong together")
        return self


class Metrics(Part):
    """Figures for the agency's own monitoring, without a plate, a narrative or a name; see docs/operating.md."""

    port: Annotated[StrictInt, Field(ge=0, le=65535)] = key(
        0,
        "A TCP port on loopback where Prometheus finds /v1/metrics and /v1/ready; 0 for none. Figures are told to\n"
        "whoever shows the credential in hub/metrics-token of the data folder, which opens nothing else.",
        Section.LOGGED_SYSTEM,
    )
