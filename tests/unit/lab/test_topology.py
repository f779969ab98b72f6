"""The basemap's lines: arcs on a grid of differences become rings of degrees."""

from __future__ import annotations

from typing import Any

from making.topology import arcs, basemap, ring

TOPOLOGY: dict[str, Any] = {
    "transform": {"scale": [0.5, 0.25], "translate": [-116.0, 32.0]},
    "arcs": [[[0, 0], [2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4]], [[200, 200], [2, 2]]],
    "objects": {
        "counties": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "06025", "properties": {"name": "Imperial"}},
                {"type": "Polygon", "arcs": [[2]], "id": "36061", "properties": {"name": "New York"}},
            ]
        },
        "states": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "06"},
                {"type": "MultiPolygon", "arcs": [[[~0]], [[2]]], "id": "04"},
            ]
        },
    },
}


def test_differences_add_up_to_degrees() -> None:
    assert arcs(TOPOLOGY)[0] == [(-116.0, 32.0), (-115.0, 32.0), (-115.0, 33.0)]


def test_a_ring_joins_its_arcs_and_closes() -> None:
    lines = arcs(TOPOLOGY)
    joined = ring(lines, [0, 1])
    assert joined[0] == joined[-1]
    assert len(joined) == 5


def test_an_arc_may_be_taken_backwards() -> None:
    lines = arcs(TOPOLOGY)
    assert ring(lines, [~0]) == lines[0][::-1]


def test_only_imperial_and_its_neighbours_are_kept() -> None:
    counties = [each for each in basemap(TOPOLOGY)["features"] if each["properties"]["kind"] == "county"]
    assert [each["properties"]["name"] for each in counties] == ["Imperial"]


def test_a_line_between_two_states_is_told_from_the_edge_of_the_nation() -> None:
    lines = {each["properties"]["kind"]: each["geometry"]["coordinates"] for each in basemap(TOPOLOGY)["features"]}
    assert lines["state"] == [arcs(TOPOLOGY)[0]]
    assert lines["nation"] == [arcs(TOPOLOGY)[1]]
