"""An alert as mail (464.7(g)): over STARTTLS with the server's name checked, or not at all."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from workbench.collection.alerts.words import Message
from workbench.errors import Unavailable

SECONDS = 20.0
"""How long the server is waited for, at each step."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out; ``password`` is used after TLS stands."""

    host: str
    port: int
    sender: str
    trust: ssl.SSLContext
    user: str = ""
    password: str = ""

    def send(self, address: str, message: Message, at: datetime) -> None:
        """Hand it over; raises ``Unavailable`` unless the server takes it over TLS."""
        try:
            with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
                server.starttls(context=self.trust)
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(self._mail(address, message, at))
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(
                "The mail server did not take the alert.", section="464.7(g)", diagnostic=_diagnosis(error)
            ) from None

    def _mail(self, address: str, message: Message, at: datetime) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, address, message.subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{message.key}@{self.sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail


def _diagnosis(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"
