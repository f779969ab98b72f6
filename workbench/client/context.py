"""What the asking process says of itself; kept in the record as its word, never relied on (464.5(3))."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from workbench.wire.base import Context

Source = Callable[[], Context]


class _Words:
    source: Source = staticmethod(Context)


def use(source: Source) -> None:
    """Ask ``source`` at each request; the kernel gives its id, its notebook and the running cell's hash."""
    _Words.source = staticmethod(source)


def current() -> Context:
    """What the process says at this moment; empty outside a kernel."""
    return _Words.source()


def describe(kernel: str, notebook: str, code: str) -> Context:
    """A context whose fields fit; ``code`` is the cell's source, of which only the SHA-256 travels.

    >>> describe("k", "", "1 + 1").cell_sha256[:8]
    '8d31a9b4'
    """
    sha256 = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest() if code else ""
    return Context(kernel=kernel[-200:], notebook=notebook[-200:], cell_sha256=sha256)
