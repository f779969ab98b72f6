"""The comparison of maps, small: every way draws its reads, and every figure is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alpr_lab import assets

from benchmarks.map_drawing.command import main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (assets.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]


@pytest.mark.long
def test_the_documented_command_measures_every_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--reads", "300", "--rounds", "1", "--json", str(tmp_path / "map.json"), "--markdown"]) == 0
    ways = json.loads((tmp_path / "map.json").read_text("utf-8"))["ways"]
    assert len(ways) == 8
    assert all(each[figure] > 0 for each in ways for figure in ("total_s", "python_s", "browser_s", "frames", "ratio"))
    assert "| folium: FastMarkerCluster" in capsys.readouterr().out
