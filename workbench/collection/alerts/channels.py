"""The ways out for alerts (464.7(g)), as the configuration names them."""

from __future__ import annotations

import os
import secrets
import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.accesslog.events.tls import trust
from workbench.collection.alerts.mail import MailServer
from workbench.collection.alerts.webhook import post
from workbench.collection.alerts.words import Message
from workbench.errors import ConfigError
from workbench.settings.alerts import Alerts

MAIL = "mailto:"
_LEAST = 32


@dataclass(frozen=True, slots=True)
class Channels:
    """Signed POSTs, and mail where a server is named."""

    secret: bytes
    webhooks: ssl.SSLContext
    mail: MailServer | None

    @classmethod
    def of(cls, alerts: Alerts) -> Channels:
        """``ConfigError`` when a key, a password or an authority can't be used."""
        return cls(secret_of(Path(alerts.key_file)), trust(alerts.webhook_ca), _mail_server(alerts))

    def send(self, address: str, message: Message, at: datetime) -> None:
        """Hand the message over at this address; raises ``Unavailable`` when it was not taken."""
        if not address.startswith(MAIL):
            post(address, message, self.secret, self.webhooks, at)
        elif self.mail is not None:
            self.mail.send(address.removeprefix(MAIL), message, at)
        else:
            raise ConfigError("No mail server is named.", how="Set alerts.smtp and alerts.sender.")


def secret_of(path: Path) -> bytes:
    """The secret that POSTs are signed with, made when there is none; ``ConfigError`` when it can't be used."""
    try:
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(f"{secrets.token_urlsafe(_LEAST)}\n")
        secret = path.read_bytes().strip()
    except OSError as error:
        raise ConfigError(f"alerts.key_file can't be read or made: {path}.", how="Mend its folder.") from error
    if len(secret) < _LEAST:
        raise ConfigError(f"alerts.key_file is shorter than {_LEAST} characters: {path}.", how="Give a longer one.")
    return secret


def _mail_server(alerts: Alerts) -> MailServer | None:
    if alerts.mail_server is None:
        return None
    try:
        password = Path(alerts.smtp_password_file).read_text().strip() if alerts.smtp_password_file else ""
    except OSError as error:
        raise ConfigError(
            f"alerts.smtp_password_file can't be read: {alerts.smtp_password_file}.", how="Mend its permissions."
        ) from error
    host, port = alerts.mail_server
    return MailServer(host, port, alerts.sender, trust(alerts.smtp_ca), alerts.smtp_user, password)
