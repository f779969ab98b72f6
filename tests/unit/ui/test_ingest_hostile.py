"""Whatever is typed or handed in under whatever name is shown as words, and what is too long is told (464.10(a))."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as w
import pytest

from tests.unit.ui.desks import FakeReceiver
from tests.unit.ui.fakes import me
from tests.unit.ui.test_hits_view import Tags
from tests.unit.ui.test_ingest_photographs import Client
from workbench.ui.ingest.model import IngestModel
from workbench.ui.ingest.photographs_model import PhotographModel
from workbench.ui.ingest.photographs_view import PhotographPanel
from workbench.ui.ingest.terms import LONGEST
from workbench.ui.ingest.view import IngestPanel
from workbench.ui.parts import Status

pytestmark = pytest.mark.section("464.10(a)")

HOSTILE = {
    "script": "<script>window.hurt = 1</script>",
    "image": "<img src=x onerror='window.hurt=1'>",
    "bidi": "\u202e\u2066evil\u2069",
    "emoji": "\N{AUTOMOBILE}" * 40,
    "long": "x" * 10_000,
}
FIELDS = ("source", "court_order", "camera", "time_zone", "latitude", "longitude")
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def told(widget: w.Widget) -> str:
    """All that a panel says: its HTML, and what its status speaks."""
    own = widget.value if isinstance(widget, w.HTML) else widget.text if isinstance(widget, Status) else ""
    return str(own) + "".join(told(child) for child in getattr(widget, "children", ()))


def demand_words(panel: w.Widget) -> None:
    """Nothing that was typed is a tag, an attribute or a turn of the direction of writing."""
    found = Tags(told(panel))
    assert not found.tags & {"script", "img"}
    assert not {name for name in found.attributes if name.startswith("on")}
    assert "\u202e" not in told(panel)


@hostile
@pytest.mark.parametrize("field", FIELDS)
async def test_what_is_typed_of_a_file_of_reads_is_sent_as_it_is_or_told(field: str, text: str, tmp_path: Path) -> None:
    client = FakeReceiver(who=me(sources=["department", text]))
    (tmp_path / "friday.csv").write_text("plate\n7ABC123\n")
    model = IngestModel(client, client.me(), tmp_path)
    panel = IngestPanel(model)
    model.path, model.source, model.provenance, model.court_order = "friday.csv", "department", "court_order", "CO-1"
    model.latitude, model.longitude = "32.792", "-115.5631"
    setattr(model, field, text)
    await model.hand_in()
    demand_words(panel)
    if model.trouble is None:
        assert getattr(client.taken[0][1], field) == text
        return
    assert client.taken == []
    if field in ("court_order", "camera", "time_zone"):
        assert len(text) > LONGEST
        assert model.trouble.title.endswith("is too long: 200 characters at most.")
    elif field != "source":
        assert model.trouble.title.startswith(f"Give the {field} in degrees")


@hostile
async def test_a_file_of_any_name_is_taken_and_its_receipt_is_words(text: str, tmp_path: Path) -> None:
    client = FakeReceiver()
    model = IngestModel(client, client.me(), tmp_path)
    panel = IngestPanel(model)
    (tmp_path / "sent").write_bytes(b"plate\n")
    model.upload(f"{text}.csv", tmp_path / "sent")
    model.source, model.provenance = "department", "public_road"
    await model.hand_in()
    assert model.trouble is None
    assert client.taken[0][1].name.endswith(".csv")
    assert "Receipt" in panel.told.value
    demand_words(panel)


@hostile
@pytest.mark.parametrize("field", ["camera", "time_zone", "latitude", "time"])
async def test_what_is_supplied_for_photographs_is_sent_as_it_is_or_told(field: str, text: str, tmp_path: Path) -> None:
    client = Client()
    model = PhotographModel(client, client.me(), tmp_path)
    panel = PhotographPanel(model)
    model.batch, model.latitude, model.longitude = "b-1", "32.792", "-115.5631"
    setattr(model, field, text)
    await model.complete((2,))
    demand_words(panel)
    if model.trouble is None:
        assert getattr(client.photographs.said[0][1], field) == text
    else:
        assert client.photographs.said == []
        assert len(text) > LONGEST or field in ("latitude", "longitude")
        assert "panel failed" not in model.trouble.title
