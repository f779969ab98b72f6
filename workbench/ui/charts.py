"""Charts without a network (464.10(a)): altair as JupyterLab draws it by itself.

altair asks a host outside for the code that draws, or names a version of its grammar that JupyterLab 4.6 does not
know. ``offline`` hands the chart over under the version that JupyterLab has; what it draws of that version is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_MIME = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""A name, which nobody fetches."""


def offline() -> None:
    """Draw altair's charts in this notebook without asking anybody; call it once."""
    import altair  # half a second that only those wait for who draw charts

    altair.renderers.register("alpr", drawn)
    altair.renderers.enable("alpr")


def drawn(spec: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """A chart as an output; ``ValueError`` for one that takes its data or a picture from another host.

    It has no menu: that one has no name for a screen reader, and leads to an editor outside.
    """
    for address in _addresses(spec):
        if "//" in address:
            raise ValueError(f"this chart asks another host: {address}; give it the data themselves")
    embedded = {**spec.get("usermeta", {}), "embedOptions": {"actions": False}}
    return {_MIME: {**spec, "$schema": _SCHEMA, "usermeta": embedded}, "text/plain": "<a chart>"}


def _addresses(part: Any) -> Iterator[str]:
    """Whatever the chart would fetch: the values of ``url``."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name == "url" and isinstance(value, str):
                yield value
            yield from _addresses(value)
    elif isinstance(part, list):
        for value in part:
            yield from _addresses(value)
