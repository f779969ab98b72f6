"""The fields in which the terms of a hand-in are typed (464.7.1(a), 464.7(f)), the same for reads and photographs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as w
from traitlets import link

from workbench.ui.ingest.terms import Terms
from workbench.ui.parts import markup, row
from workbench.wire.ingest import Provenance

CHOOSE = ("Choose …", "")
WIDTH = "275px"
"""Four of them stand beside each other on a small screen."""
_PROVENANCE = [
    CHOOSE,
    ("Seen from a public road", Provenance.PUBLIC_ROAD.value),
    ("Seen at a public place", Provenance.PUBLIC_PLACE.value),
    ("Under a court order", Provenance.COURT_ORDER.value),
]


def terms_fields(model: Terms, sources: Sequence[str], thing: str) -> list[w.Widget]:
    """The rows; what they say of ``thing``, "file" or "photograph", is used only where it tells nothing itself."""
    whose: dict[str, w.Widget] = {
        "source": w.Dropdown(description="Source", options=[CHOOSE, *((name, name) for name in sources)]),
        "provenance": w.Dropdown(description="Where the plates could be seen", options=_PROVENANCE),
        "court_order": w.Text(description="Court order number"),
    }
    lacking: dict[str, w.Widget] = {
        "camera": w.Text(description="Camera", placeholder="e.g. EC-04"),
        "latitude": w.Text(description="Latitude (degrees)", placeholder="e.g. 32.7920"),
        "longitude": w.Text(description="Longitude (degrees)", placeholder="e.g. -115.5631"),
        "time_zone": w.Text(description="Time zone of times without an offset"),
    }
    connect(model, {**whose, **lacking})
    order = whose["court_order"]
    order.layout.display = "none"
    model.observe(lambda change: _court(order, change), "provenance")
    return [
        markup("<h3>Whose it is, and where the plates could be seen</h3>"),
        row(*whose.values()),
        markup(f"<h3>What holds where the {thing} itself says nothing</h3>"),
        row(*lacking.values()),
    ]


def connect(model: Terms, fields: dict[str, w.Widget]) -> None:
    """Tie each field to the model's trait of its name."""
    for name, field in fields.items():
        field.layout.width = WIDTH
        link((model, name), (field, "value"))


def _court(field: w.Widget, change: dict[str, Any]) -> None:
    field.layout.display = "" if change["new"] == Provenance.COURT_ORDER else "none"
