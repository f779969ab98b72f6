"""What is measured (464.6, 464.10): numbers by route and outcome, and how the parts stand, in Prometheus' format.

Labels are of closed lists: routes as they are declared, outcomes, queues. No plate, narrative, case or person can be in
them, since nothing that a caller fills in is looked at. The registry is this one's own: nothing else writes into it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
_OUTCOMES = {401: "refused", 403: "refused", 503: "unavailable"}
_ELSEWHERE = "none"
"""The route of a call that fits none."""
Gauges = Callable[[], Iterator[GaugeMetricFamily]]


class Measures:
    """One registry; requests are counted into it, and it asks the parts how they stand when it is read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._requests = Counter(
            "alpr_requests", "Calls of the data service by route and outcome.", ("route", "outcome"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "alpr_request_seconds", "Seconds until a call was answered.", ("route",), buckets=_SECONDS,
            registry=self._registry,
        )  # fmt: skip
        ProcessCollector(registry=self._registry)

    def counted(self, route: str, outcome: str, seconds: float) -> None:
        """One call that was answered, or cut off."""
        self._requests.labels(route, outcome).inc()
        self._seconds.labels(route).observe(seconds)

    def watch(self, gauges: Gauges) -> Callable[[], None]:
        """Ask these too when somebody reads; what is returned ends it."""
        collector = _Asking(gauges)
        self._registry.register(collector)
        return lambda: self._registry.unregister(collector)

    def text(self, gauges: Gauges) -> bytes:
        """Everything, and these gauges besides, in the text format."""
        asked = CollectorRegistry(auto_describe=False)
        asked.register(_Asking(gauges))
        return generate_latest(self._registry) + generate_latest(asked)


class _Asking(Collector):
    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """What the part says now."""
        yield from self._gauges()


class Measured:
    """Counts each request; the outermost layer, so that nothing is answered past it."""

    def __init__(self, app: ASGIApp, measures: Measures, prefix: str) -> None:
        self._app = app
        self._measures = measures
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        finally:
            self._measures.counted(_route(scope, self._prefix), outcome(status), time.monotonic() - began)


def outcome(status: int) -> str:
    """A status in one of a few words: ok, refused, unusable, failed, unavailable, cut."""
    if status in _OUTCOMES:
        return _OUTCOMES[status]
    if status == 0:
        return "cut"
    return "ok" if status < 400 else "unusable" if status < 500 else "failed"


def _route(scope: Scope, prefix: str) -> str:
    """As the route is declared; the method is the caller's own word, so it counts only where the route has it."""
    route = scope.get("route")
    path, methods = getattr(route, "path_format", ""), getattr(route, "methods", None) or ()
    if not path or scope["method"] not in methods:
        return _ELSEWHERE
    return f"{scope['method']} {prefix}{path}"
