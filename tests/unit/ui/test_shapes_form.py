"""464.7(d): areas are typed, renamed, changed and removed without a mouse."""

from __future__ import annotations

import pytest

from workbench.ui.map import FoliumView, Shape, ShapesForm
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.7(d)")


@pytest.fixture
def form() -> ShapesForm:
    return ShapesForm(FoliumView("<p>"))


def view(form: ShapesForm) -> FoliumView:
    return form._view


def test_each_kind_is_added_and_told_to_whoever_follows(form: ShapesForm) -> None:
    told: list[tuple[Shape, ...]] = []
    view(form).on_shapes(told.append)
    form.add.click()
    form.kind.value = "rectangle"
    form.add.click()
    form.kind.value = "polygon"
    form.corners.value = "32.7, -115.6\n32.8, -115.6\n32.8, -115.5"
    form.name.value = "Bank"
    form.add.click()
    assert [(each.name, each.kind) for each in told[-1]] == [
        ("Scene A", "circle"),
        ("Scene B", "rectangle"),
        ("Bank", "polygon"),
    ]
    assert [len(shapes) for shapes in told] == [1, 2, 3]
    assert form.status.text.startswith("Bank: polygon from")
    assert form.name.placeholder == "Scene C"


def test_what_is_wrong_is_told_and_nothing_is_added(form: ShapesForm) -> None:
    form.circle[2].value = 0
    form.add.click()
    assert form.status.text == "Give a radius from 1 to 200,000 metres."
    form.circle[2].value = 10
    form.name.value = "x" * 80
    form.add.click()
    assert form.status.text.startswith("Give a name")
    assert view(form).shapes == []


def test_an_area_is_changed_under_its_name_renamed_and_removed(form: ShapesForm) -> None:
    form.add.click()
    name, _words, change, _show, remove = form.list.children[0].children
    change.click()
    assert form.name.value == "Scene A"
    form.circle[2].value = 1234
    form.add.click()
    (changed,) = view(form).shapes
    assert isinstance(changed.area, Circle)
    assert changed.area.radius_m == 1234
    name, _words, _change, show, remove = form.list.children[0].children
    name.value = "Bank"
    assert [each.name for each in view(form).shapes] == ["Bank"]
    show.click()
    assert len(view(form).sight["bounds"]) == 4
    *_, remove = form.list.children[0].children
    remove.click()
    assert (view(form).shapes, form.list.children, form.status.text) == ([], (), "Bank was removed.")


def test_a_name_that_is_taken_is_told_and_the_old_one_comes_back(form: ShapesForm) -> None:
    form.add.click()
    form.add.click()
    form.list.children[0].children[0].value = "Scene B"
    assert "Another area is called Scene B already" in form.status.text
    assert form.list.children[0].children[0].value == "Scene A"


def test_a_polygon_of_the_map_can_be_changed_in_the_form(form: ShapesForm) -> None:
    drawn = {"polygon": {"vertices": [[32.7, -115.6], [32.8, -115.6], [32.8, -115.5]]}}
    view(form)._heard(view(form), {"shape": drawn}, [])
    form.list.children[0].children[2].click()
    assert form.kind.value == "polygon"
    form.corners.value = form.corners.value.replace("32.700000", "32.750000")
    form.add.click()
    (changed,) = view(form).shapes
    assert isinstance(changed.area, Polygon)
    assert changed.area.vertices[0] == (32.75, -115.6)


def test_every_field_and_button_has_a_name(form: ShapesForm) -> None:
    for kind in ("circle", "rectangle", "polygon"):
        form.kind.value = kind
        form.corners.value = "32.7, -115.6\n32.8, -115.6\n32.8, -115.5"
        form.add.click()
    fields = [each for each in _walk(form) if hasattr(each, "description") and hasattr(each, "value")]
    assert len(fields) >= 6
    assert all(each.description.strip() for each in fields if type(each).__name__ != "HTML")


def _walk(widget: object) -> list[object]:
    return [widget, *(deep for child in getattr(widget, "children", ()) for deep in _walk(child))]
