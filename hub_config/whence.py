"""Where a browser is (464.5): the address that the proxy saw, which stands with each sign-in in the access log.

Anybody can send headers that name an address. The proxy adds the one that it saw itself as the last of
``X-Forwarded-For``; ``X-Real-IP``, which the Hub's web server would believe before it, no proxy of ours writes.
Where TLS ends before the proxy, on this machine, that one is loopback, and the one before it is what the web server
that ends TLS saw: it has to write the header anew (``deploy/nginx``), and others to be kept from the proxy's port.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import ClassVar

from tornado.httputil import HTTPServerRequest
from tornado.netutil import is_valid_ip


class Front:
    """What stands before the proxy."""

    ends_tls: ClassVar[bool] = False
    """Whether a web server on this machine ends TLS there (``hub.domain`` begins with https)."""


def address(request: HTTPServerRequest) -> str:
    """The last address that ``X-Forwarded-For`` names, else whoever opened the connection; empty for a local socket."""
    *before, seen = [part.strip() for part in ",".join(request.headers.get_list("X-Forwarded-For")).split(",")]
    if Front.ends_tls and before and _on_this_machine(seen):
        seen = before[-1]
    if is_valid_ip(seen):
        return seen
    peer = getattr(getattr(request.connection, "context", None), "address", None)
    return str(peer[0]) if isinstance(peer, tuple) else ""


def _on_this_machine(seen: str) -> bool:
    try:
        found = ip_address(seen)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return found.is_loopback or (mapped is not None and mapped.is_loopback)
