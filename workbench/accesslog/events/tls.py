"""The connection to a syslog receiver (464.10): TLS, with the receiver's certificate and name checked (RFC 5425)."""

from __future__ import annotations

import fcntl
import socket
import ssl
import struct
import termios
from contextlib import suppress
from dataclasses import dataclass

from workbench.errors import ConfigError, Unavailable

SECONDS = 10.0
"""How long a receiver is waited for, at each step."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the receiver is, and what it is trusted by."""

    host: str
    port: int
    context: ssl.SSLContext

    def unreachable(self, error: OSError) -> Unavailable:
        """The error for a receiver that can't be reached or trusted."""
        return Unavailable(
            f"The syslog receiver {self.host}:{self.port} can't be reached or trusted; events wait for it.",
            how="Tell the operator: does it run, is its certificate in order, does it know ours (events.syslog_ca)?",
            section="464.6",
            diagnostic=f"{type(error).__name__}: {error.reason if isinstance(error, ssl.SSLError) else error}",
        )


def trust(authority: str = "", certificate: str = "", key: str = "") -> ssl.SSLContext:
    """TLS 1.2 or later, with these files (PEM): authority of the receiver, empty for the system's; our certificate.

    Raises ``ConfigError`` when one of them can't be used.
    """
    try:
        context = ssl.create_default_context(cafile=authority or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if certificate:
            context.load_cert_chain(certificate, key)
    except OSError as error:
        raise ConfigError(
            "The certificates for the syslog receiver can't be used.",
            how="Mend events.syslog_ca, events.syslog_certificate and events.syslog_key: PEM files, readable by the "
            "custodian.",
            section="464.10",
            diagnostic=str(error),
        ) from error
    return context


class Line:
    """One open connection; raises ``Unavailable`` when there can be none."""

    def __init__(self, target: Target) -> None:
        try:
            plain = socket.create_connection((target.host, target.port), timeout=SECONDS)
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            try:
                self._tls = target.context.wrap_socket(plain, server_hostname=target.host)
            except BaseException:
                plain.close()
                raise
        except OSError as error:
            raise target.unreachable(error) from error

    def send(self, data: bytes) -> None:
        """Hand it to the operating system; raises ``OSError``."""
        self._tls.sendall(data)

    def holds(self) -> bool:
        """Whether neither end has given it up, as far as is known here. A receiver says nothing of its own."""
        self._tls.settimeout(0)
        try:
            return bool(self._tls.recv(1024))
        except (ssl.SSLWantReadError, BlockingIOError):
            return True
        except OSError:
            return False
        finally:
            self._tls.settimeout(SECONDS)

    def unacknowledged(self) -> bool:
        """Whether bytes are left that the receiver's machine has not acknowledged (tcp(7), SIOCOUTQ)."""
        (waiting,) = struct.unpack("i", fcntl.ioctl(self._tls.fileno(), termios.TIOCOUTQ, b"\0" * 4))
        return bool(waiting)

    def ended(self) -> bool:
        """Say that this is the end; whether the receiver said so too, which it can only after it read all."""
        try:
            self._tls.unwrap().close()
        except (OSError, ValueError):
            return False
        return True

    def close(self) -> None:
        """Give it up."""
        with suppress(OSError):
            self._tls.close()
