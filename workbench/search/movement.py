"""What searches of movements have in common (464.5, 464.7(d)): what is recorded, and what the policy looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from workbench.policy.decision import Decision
from workbench.policy.movement_rules import decide_movement
from workbench.search.given import Sources, area_element, looks, vehicle_element, window_element
from workbench.search.ground import Ground, scene
from workbench.store.sightings import Where
from workbench.wire.movement import Look

Asked = TypeVar("Asked", bound=Look)

_TOLD: dict[str, Callable[[Any], Any]] = {
    "window": window_element,
    "area": area_element,
    "vehicle": vehicle_element,
    "limit": int,
}


@dataclass(frozen=True, slots=True)
class Movement(Generic[Asked]):
    """One such search, as asked; window, area, looks and limit are those that the request has."""

    request: Asked
    ground: Ground

    @property
    def sources(self) -> Sources:
        """Those that it is made in."""
        return self.ground.sources

    def elements(self) -> dict[str, Any]:
        """What the record keeps."""
        return self.told()

    def told(self, **more: Any) -> dict[str, Any]:
        """What the record keeps of any of them, and ``more``."""
        same = {name: tell(getattr(self.request, name)) for name, tell in _TOLD.items() if self._has(name)}
        return {**more, **same, "sources": sorted(self.sources.searched)}

    def decide(self, now: datetime) -> Decision:
        """What the policy says to it."""
        facts = self.ground.facts((self._given("window"), self._given("area")), limit=self._given("limit") or 0)
        return decide_movement(facts, self.ground.limits, now)

    def where(self) -> Where:
        """The granted reads of the window and area, and of vehicles that look as asked."""
        vehicle = self._given("vehicle")
        asked = scene(self._given("window"), self._given("area"))
        return self.ground.where(asked, **(looks(vehicle) if vehicle else {}))

    def _has(self, name: str) -> bool:
        return name in type(self.request).model_fields

    def _given(self, name: str) -> Any:
        return getattr(self.request, name) if self._has(name) else None
