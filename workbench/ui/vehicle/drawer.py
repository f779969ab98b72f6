"""A vehicle opened by itself from another panel (464.7(d)): in a tab beside it, under the same purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import ipywidgets as w

from workbench.mapping.assets import Assets
from workbench.prose.shown import one_line
from workbench.ui.review.one import one_read
from workbench.ui.search.window import MARGIN, typed
from workbench.ui.tabs import Tabs
from workbench.ui.tracing import Finder
from workbench.ui.vehicle.model import VehicleModel
from workbench.ui.vehicle.view import VehicleView
from workbench.ui.work import spawn
from workbench.wire.purpose import Me

_MAIN, _VEHICLE = "main", "vehicle"
_LAST_DAYS = "It was found in everything that is kept; this look is of the last {} days. Choose a longer window here."


class Drawer(Tabs):
    """Holds a panel's own view, and one vehicle's once it is opened."""

    def __init__(
        self, label: str, main: w.Widget, client: Finder, me: Me, assets: Assets, clock: Callable[[], datetime]
    ) -> None:
        self._main, self._label = main, label
        self._client, self._me, self._assets, self._clock = client, me, assets, clock
        self.vehicle: VehicleView | None = None
        super().__init__("Views of this notebook", {_MAIN: (label, main)})
        self.heads.layout.display = "none"

    def look_at(self, plate: str, start: datetime | None = None, end: datetime | None = None) -> None:
        """Look at a vehicle from ``start`` until ``end`` (UTC), or in the last days, which is told then."""
        if self.vehicle is None:
            made = VehicleModel(self._client, self._me, self._clock)
            self.vehicle = VehicleView(made, self._assets, one_read(self._client, self._me, self._clock))
        model = self.vehicle.model
        model.plate = plate
        if start is not None and end is not None:
            model.start, model.end = typed(start, self._me.time_zone), typed(end, self._me.time_zone)
            model.hint = ""
        else:
            model.look_back(self._me.window_days)
            model.hint = _LAST_DAYS.format(self._me.window_days)
        self.set({_MAIN: (self._label, self._main), _VEHICLE: (f"Vehicle {one_line(plate, 20)}", self.vehicle)})
        self.heads.layout.display = ""
        self.vehicle.tabs.heads.chosen = "track"
        self.heads.chosen = _VEHICLE
        spawn(model.go())


def around(
    spans: Sequence[tuple[datetime, datetime]], now: datetime, days: float
) -> tuple[datetime | None, datetime | None]:
    """A window of so many days at most around these, none of it in the future; none where there are no spans."""
    if not spans:
        return None, None
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    room = (timedelta(days=days) - MARGIN - (end - start)) / 2
    if room <= timedelta():
        return start, end
    last = min(end + room, max(now, end)).replace(second=0, microsecond=0)
    first = max(last - (timedelta(days=days) - MARGIN), start - 2 * room)
    return first.replace(second=0, microsecond=0), last
