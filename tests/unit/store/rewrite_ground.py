"""Another key than the tests' own."""

from __future__ import annotations

from workbench.store.segments.sealing import KeySealing

OTHER = KeySealing(bytes(range(32, 64)))
