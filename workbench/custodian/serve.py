"""Serving: a Unix socket that knows its peer, and TLS over a network where that is configured (464.10(a))."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from workbench.custodian.peer import PeerProtocol
from workbench.custodian.ready import Door
from workbench.settings import Settings


async def serve(app: FastAPI, settings: Settings, figures: FastAPI | None = None) -> None:
    """Serve until told to stop; both doors, when there are two, open onto the same application.

    ``figures`` is what the port of the monitoring opens onto, where one is configured; it is on loopback.
    """
    doors: list[tuple[uvicorn.Server, socket.socket | None]] = [
        (Door(config), None) for config in _network(app, settings)
    ]
    doors += [(uvicorn.Server(config), None) for config in _monitoring(figures, settings)]
    with contextlib.ExitStack() as opened:
        if settings.listen.custodian.startswith("unix:"):
            path = Path(settings.listen.custodian.removeprefix("unix:"))
            doors.append((Door(_unix(app)), opened.enter_context(_socket(path))))
        tasks = [asyncio.create_task(server.serve([sock] if sock else None)) for server, sock in doors]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for server, _ in doors:
            server.should_exit = True
        await asyncio.gather(*tasks)


def _door(app: FastAPI, ends_within: int = 10, **of_its_own: Any) -> uvicorn.Config:
    """What all doors have in common: no header is believed or told, and no line is written but the service's own."""
    return uvicorn.Config(
        app,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=ends_within,
        **of_its_own,
    )


def _unix(app: FastAPI) -> uvicorn.Config:
    return _door(app, http=PeerProtocol)


def _network(app: FastAPI, settings: Settings) -> Iterator[uvicorn.Config]:
    listen = settings.listen
    where = listen.network_address or listen.custodian.removeprefix("https://")
    if where.startswith("unix:"):
        return
    host, _, port = where.rpartition(":")
    yield _door(
        app,
        host=host,
        port=int(port),
        http="h11",
        ssl_certfile=str(listen.tls_certificate),
        ssl_keyfile=str(listen.tls_key),
        ssl_version=ssl.PROTOCOL_TLS_SERVER,
    )


def _monitoring(figures: FastAPI | None, settings: Settings) -> Iterator[uvicorn.Config]:
    if figures is not None and settings.metrics.port:
        yield _door(figures, ends_within=1, host="127.0.0.1", port=settings.metrics.port, http="h11")


@contextlib.contextmanager
def _socket(path: Path) -> Iterator[socket.socket]:
    """A listening socket that anybody may reach; who is at the other end is asked of the system."""
    if path.is_socket():
        path.unlink()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(path))
        path.chmod(0o666)
        listening.listen(256)
        yield listening
    finally:
        listening.close()
        path.unlink(missing_ok=True)
