"""Where a browser is (464.5): the address that the proxy saw, which stands with each sign-in in the access log.

Anybody can send headers that name an address. The proxy adds the one that it saw itself as the last of
``X-Forwarded-For``; ``X-Real-IP``, which the Hub's web server would believe before it, no proxy of ours writes.
"""

from __future__ import annotations

from tornado.httputil import HTTPServerRequest
from tornado.netutil import is_valid_ip


def address(request: HTTPServerRequest) -> str:
    """The last address that ``X-Forwarded-For`` names, else whoever opened the connection; empty for a local socket."""
    seen = ",".join(request.headers.get_list("X-Forwarded-For")).rpartition(",")[2].strip()
    if is_valid_ip(seen):
        return seen
    peer = getattr(getattr(request.connection, "context", None), "address", None)
    return str(peer[0]) if isinstance(peer, tuple) else ""
