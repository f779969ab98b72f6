"""Who is told of new hits outside of the workbench, and how (464.7(g)); without a plate unless this says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints, model_validator

from workbench.policy.sections import Section
from workbench.settings.monitoring import Receiver
from workbench.settings.parts import OptionalPath, Part, key, once

Recipient = Annotated[
    str,
    StringConstraints(
        strict=True,
        max_length=500,
        pattern=r"^[a-z0-9][a-z0-9._-]{0,63} (https://[^\s@]+|mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)$",
    ),
]
Address = Annotated[str, Field(strict=True, max_length=200, pattern=r"^([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?$")]


@dataclass(frozen=True, slots=True)
class Told:
    """One person, and where he or she is told: an https address or a mailto one."""

    person: str
    address: str


class Alerts(Part):
    """Alerts of new hits that leave this machine (464.7(g)); each is on record, before it goes."""

    to: Annotated[tuple[Recipient, ...], AfterValidator(once)] = key(
        (),
        "Who is told, and where: a person's name, a space, then https://... for a signed POST or mailto:... for mail,\n"
        'e.g. ["ana mailto:ana@example.gov", "ben https://pager.example.gov/alpr"]. Told is only whoever holds valid\n'
        "training and the grants of the read's and the list's source at the moment of sending, and whose account is\n"
        "not disabled. docs/alerts.md says what arrives and how a receiver checks it.",
        Section.SOURCES,
    )
    plate: StrictBool = key(
        False,
        "true: an alert names plate, camera, time and list, and whoever carries it can read them. false: it says that\n"
        "a hit waits, and the record under which that was sent.",
        Section.ACCOUNTABILITY,
    )
    key_file: OptionalPath = key(
        "/var/lib/alpr-workbench/custodian/alerts-key",
        "The secret that signed POSTs are signed with (HMAC-SHA256), 32 characters at least; made when there is none.\n"
        "When left out: custodian/alerts-key in the data folder.",
        Section.ACCOUNTABILITY,
    )
    webhook_ca: OptionalPath = key(
        "", "Absolute path of the authority (PEM) that receivers of POSTs are trusted by; empty for the system's."
    )
    smtp: Receiver = key(
        "", "host:port of the mail server, which has to offer STARTTLS, e.g. mail.example.gov:587; empty for none."
    )
    smtp_ca: OptionalPath = key(
        "", "Absolute path of the authority (PEM) that the mail server is trusted by; empty for the system's."
    )
    smtp_user: Annotated[str, Field(strict=True, max_length=200)] = key(
        "", "The name to sign in to the mail server with; empty for without."
    )
    smtp_password_file: OptionalPath = key(
        "", "Absolute path of a file with the password for it, readable by the custodian alone."
    )
    sender: Address = key("", "The address that mail comes from, e.g. alpr@example.gov.")
    give_up_hours: StrictInt = key(
        24, "Hours after which an alert that can't be delivered is given up, loudly.", ge=1, le=24 * 7
    )

    @property
    def people(self) -> tuple[Told, ...]:
        """Who is told, and where."""
        return tuple(Told(*line.split(" ", 1)) for line in self.to)

    @property
    def mail_server(self) -> tuple[str, int] | None:
        """Host and port of the mail server, or None."""
        host, _, port = self.smtp.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None

    @model_validator(mode="after")
    def _mail_can_go(self) -> Self:
        if any(told.address.startswith("mailto:") for told in self.people) and not (self.smtp and self.sender):
            raise ValueError("smtp and sender are needed by an address that is mailto:")
        if bool(self.smtp_user) != bool(self.smtp_password_file):
            raise ValueError("smtp_user and smtp_password_file belong together")
        return self
