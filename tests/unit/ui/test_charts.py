"""Charts are drawn without a network (464.10(a)): under the version that JupyterLab has, with their data in them."""

from __future__ import annotations

from collections.abc import Iterator

import altair
import polars as pl
import pytest

from workbench.ui import charts

pytestmark = pytest.mark.section("464.10(a)")

HOURS = pl.DataFrame({"hour": [8, 9], "reads": [3, 12], "url": ["http://203.0.113.9/", "x"]})


@pytest.fixture
def offline() -> Iterator[None]:
    """Charts as ``offline`` draws them, and as before afterwards."""
    before = altair.renderers.active
    charts.offline()
    yield
    altair.renderers.enable(before)


def test_a_chart_is_an_output_that_jupyterlab_draws_by_itself(offline: None) -> None:
    drawn = altair.Chart(HOURS.drop("url")).mark_bar().encode(x="hour:O", y="reads:Q")._repr_mimebundle_()
    assert set(drawn) == {"application/vnd.vegalite.v5+json", "text/plain"}
    spec = drawn["application/vnd.vegalite.v5+json"]
    assert spec["$schema"].endswith("/vega-lite/v5.json")
    [values] = spec["datasets"].values()
    assert values == [{"hour": 8, "reads": 3}, {"hour": 9, "reads": 12}]


@pytest.mark.parametrize("address", ["https://203.0.113.9/data.csv", "//203.0.113.9/data.csv"])
def test_a_chart_that_would_fetch_something_is_not_drawn(offline: None, address: str) -> None:
    with pytest.raises(ValueError, match="asks another host"):
        altair.Chart(address).mark_bar()._repr_mimebundle_()
