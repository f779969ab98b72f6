"""The only HTTP of the workbench: to the custodian, over its Unix socket or TLS (464.10(a)).

Plates travel in bodies, never in an address; a proxy set in the environment is not used.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx
import pydantic

from workbench.client.problems import from_answer
from workbench.errors import ConfigError, SignInRequired, Unavailable
from workbench.wire.base import Message

ADDRESS = "ALPR_CUSTODIAN"
CA_FILE = "ALPR_CUSTODIAN_CA"
TOKEN = "JUPYTERHUB_API_TOKEN"  # noqa: S105 (the variable's name)

SHORT = 10.0
"""Seconds to wait for an answer that needs no search."""
LONG = 300.0
"""Seconds to wait for a search or a batch."""

T = TypeVar("T")
Body = bytes | Iterable[bytes]


def token_from_environment() -> str:
    """The token of the person's own server; raises ``SignInRequired`` where there is none."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise SignInRequired(
            f"This process has no sign-in: {TOKEN} is not set.",
            how="Sign in to the workbench and work from a notebook of your own server.",
            section="464.5.1",
        )
    return token


class Transport:
    """One way to the custodian; thread-safe. ``address`` is ``unix:/path`` or ``https://host:port``.

    ``token`` is asked at each call, so a renewed sign-in counts at once. Raises ``ConfigError`` for an
    address that would send a plate unencrypted.
    """

    def __init__(
        self, address: str, *, ca_file: Path | None = None, token: Callable[[], str] = token_from_environment
    ) -> None:
        self.address = address
        self._token = token
        kind, _, rest = address.partition(":")
        if kind == "unix" and rest.startswith("/"):
            base, way = "http://custodian", httpx.HTTPTransport(uds=rest)
        elif kind == "https" and rest.startswith("//"):
            base, way = address.rstrip("/"), httpx.HTTPTransport(verify=_trust(ca_file))
        else:
            raise ConfigError(
                f"{ADDRESS} is {address!r}, and that is no way to the custodian.",
                how="Use unix:/path/to/custodian.sock on one machine, https://host:port over a network.",
                section="464.10(a)",
            )
        self._http = httpx.Client(base_url=base, transport=way, trust_env=False, follow_redirects=False)

    @classmethod
    def from_environment(cls) -> Transport:
        """The way that this server was started with; raises ``ConfigError`` when there is none."""
        address = os.environ.get(ADDRESS, "").strip()
        if not address:
            raise ConfigError(
                f"This process does not know where the custodian is: {ADDRESS} is not set.",
                how="Work from a notebook of your own server, or set it to unix:/path/to/custodian.sock.",
            )
        ca_file = os.environ.get(CA_FILE, "").strip()
        return cls(address, ca_file=Path(ca_file) if ca_file else None)

    def ask(self, method: str, path: str, answer: type[T], body: Message | None = None, *, timeout: float = SHORT) -> T:
        """Send ``body`` as JSON and read the answer as ``answer``; raises what ``send`` raises."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        content = body.model_dump_json().encode() if body is not None else b""
        return self.read(answer, self.send(method, path, content, headers=headers, timeout=timeout))

    def read(self, answer: type[T], data: bytes) -> T:
        """``data`` as ``answer``; raises ``Unavailable`` when the two sides are of different versions."""
        try:
            return cast("T", _reader(cast("type", answer)).validate_json(data))
        except pydantic.ValidationError as error:
            raise _unreadable(str(error.error_count())) from None

    def send(
        self,
        method: str,
        path: str,
        content: Body = b"",
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = SHORT,
    ) -> bytes:
        """The body of the answer.

        Raises the custodian's own error, ``SignInRequired`` without a token, and ``Unavailable`` when the
        custodian can't be reached or breaks off.
        """
        wait = httpx.Timeout(timeout, connect=SHORT)
        sent = {**(headers or {}), "Authorization": f"token {self._token()}"}
        try:
            answer = self._http.request(method, path, content=content, headers=sent, timeout=wait)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from None
        if not answer.is_success:
            raise from_answer(answer.status_code, answer.content)
        return answer.content

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _unreachable(self, error: httpx.HTTPError) -> Unavailable:
        diagnostic = f"{type(error).__name__}: {error}"
        if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
            return Unavailable(
                f"The data service (custodian) can't be reached at {self.address}: "
                "it may be starting anew. Nothing was asked and nothing was released.",
                how="Try again in a few seconds; if it lasts, the operator must start the custodian.",
                diagnostic=diagnostic,
            )
        if isinstance(error, httpx.TimeoutException):
            return Unavailable(
                "The data service did not answer in time; the access log tells whether it was recorded.",
                how="Ask for less (a shorter window, a smaller area) or try again later.",
                diagnostic=diagnostic,
            )
        return Unavailable(
            "The answer of the data service broke off; nothing of it was kept.",
            how="Try again; the access log tells whether the first request was recorded.",
            diagnostic=diagnostic,
        )


@cache
def _reader(answer: type) -> pydantic.TypeAdapter[Any]:
    """Kept: a message's schema takes milliseconds to make, and a notebook asks the same again and again."""
    return pydantic.TypeAdapter(answer)


def _unreadable(diagnostic: str) -> Unavailable:
    return Unavailable(
        "The data service's answer can't be read by this version of the workbench.",
        how="Stop your server and start it again; if it lasts, tell the operator.",
        diagnostic=diagnostic,
    )


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise ConfigError(
            f"{CA_FILE} names {ca_file}, which can't be read as a certificate.",
            how="Set it to the PEM file of the authority that signed the custodian's certificate.",
            section="464.10(a)",
            diagnostic=str(error),
        ) from None
