"""What searches are given alike, read once (464.5(3), 464.7(f)): windows, areas, sources, whole plates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from workbench.errors import BadInput
from workbench.plates.normalise import normalise
from workbench.policy.caller import Caller, Realm
from workbench.policy.search_rules import SearchLimits, Span
from workbench.settings import Settings
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle, Vehicle, Window


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources of data: ``asked`` None stands for all that were ``granted``; whether they may be the policy says."""

    asked: frozenset[str] | None
    granted: frozenset[str]
    known: frozenset[str]

    @classmethod
    def of(cls, asked: Collection[str] | None, granted: frozenset[str], known: Collection[str]) -> Self:
        """Raises ``BadInput`` when none is chosen, or one that there is not among the ``known``."""
        names = ", ".join(known)
        if asked is not None and not asked:
            raise BadInput("No source is chosen.", where="sources", how=f"Choose among {names}, or leave it open.")
        if unknown := sorted(set(asked or ()) - set(known)):
            wrong = ", ".join(repr(name) for name in unknown)
            raise BadInput(f"There is no source named {wrong}.", where="sources", how=f"There are: {names}.")
        return cls(None if asked is None else frozenset(asked), granted, frozenset(known))

    @property
    def searched(self) -> frozenset[str]:
        """Those that are searched."""
        return self.granted if self.asked is None else self.asked

    @property
    def left_out(self) -> frozenset[str]:
        """Those that are not; the answer names them."""
        return self.known - self.searched


def granted(caller: Caller, realm: Realm, settings: Settings) -> frozenset[str]:
    """Sources are granted for the agency's reads; the synthetic ones of the training store are for learning."""
    return frozenset(settings.sources.names) if realm is Realm.TRAINING else caller.sources


def limits(settings: Settings) -> SearchLimits:
    """What goes without asking in this agency."""
    search = settings.search
    return SearchLimits(search.window_days, search.age_days, search.rows, search.fixed_characters)


def check_window(window: Window | None, where: str = "window") -> None:
    """Raises ``BadInput`` for a window that holds no time."""
    if window and window.end <= window.start:
        wrong = "ends before it starts" if window.end < window.start else "ends when it starts, so it holds no time"
        raise BadInput(f"The window {wrong}.", where=where, how="Give an end that is later than the start.")


def whole_plate(text: str) -> str:
    """The plate of one vehicle; ``BadInput`` for a pattern or what is no plate (464.7(d))."""
    if marks := sorted({mark for mark in text if mark in "?*[]~"}):
        raise BadInput(
            f"A whole plate is needed here, without {' and '.join(marks)}.",
            where="plate",
            how="Search for the partial plate first, then look at one of the plates that it finds.",
            section="464.7(d)",
        )
    try:
        return normalise(text)
    except BadInput as error:
        error.where = "plate" if error.where == "plate" else f"plate, {error.where}"
        raise


def span(window: Window | None) -> Span | None:
    """A window's start and end, UTC."""
    return (window.start.astimezone(UTC), window.end.astimezone(UTC)) if window else None


def window_element(window: Window | None) -> dict[str, Any] | None:
    """A window as records keep it."""
    return {"start": _utc(window.start), "end": _utc(window.end)} if window else None


def area_element(area: Circle | Polygon | None) -> dict[str, Any] | None:
    """An area as records keep it."""
    return area.model_dump(mode="json") if area else None


def vehicle_element(vehicle: Vehicle) -> dict[str, list[str]] | None:
    """A vehicle's looks as records keep them; None when none are asked for."""
    return vehicle.asked() or None


def looks(vehicle: Vehicle) -> Mapping[str, frozenset[str]]:
    """A vehicle's looks as the store is asked for them."""
    return {name: frozenset(values) for name, values in vehicle.asked().items()}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
