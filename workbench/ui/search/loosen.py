"""Nothing found: ways to ask for more, one click each; every one is a new search with its own record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from workbench.ui.search.pattern import read
from workbench.wire.purpose import Me
from workbench.wire.search import Vehicle


class Form(Protocol):
    """The search form, as far as it can be loosened."""

    pattern: Any
    lookalikes: Any
    distance: Any
    candidates: Any
    start: Any
    end: Any
    use_area: Any
    me: Me

    def looks(self) -> Vehicle:
        """What the vehicle looks like."""
        ...

    def look_like(self, vehicle: Vehicle) -> None:
        """Ask for another look."""
        ...

    def look_back(self, days: int) -> None:
        """Search the last so many days."""
        ...

    def set_trait(self, name: str, value: object) -> None:
        """Change one field as if it were typed."""
        ...


@dataclass(frozen=True, slots=True)
class Loosening:
    """One way to ask for more. ``asks`` is set when it will have to be confirmed on a signed-in page."""

    label: str
    apply: Callable[[], None]
    asks: bool = False


def loosenings(model: Form) -> list[Loosening]:
    """What the form still allows: misread characters, a run at both ends, no area, a longer window."""
    whole, text = _whole(model.pattern.strip())
    ways = [*_misread(model, whole)]
    if not model.distance and not (text.startswith("*") and text.endswith("*")):
        wider = f"{whole}*{text.strip('*')}*"
        label = f"Allow more characters around it ({wider.upper()})"
        ways.append(Loosening(label, lambda: _set(model, distance=0, pattern=wider)))
    if model.looks().asked():
        ways.append(Loosening("Search whatever the vehicle looks like", lambda: model.look_like(Vehicle())))
    if model.use_area:
        ways.append(Loosening("Search everywhere, not only in the area", lambda: _set(model, use_area=False)))
    return [*ways, *_windows(model)]


def _misread(model: Form, whole: str) -> Iterator[Loosening]:
    """Look-alikes, a wrong character where the pattern gives enough of them for that, the cameras' other readings."""
    if not model.lookalikes and not whole:
        yield Loosening("Allow look-alikes (0/O, 1/I, 8/B …)", lambda: _set(model, lookalikes=True))
    if not model.distance and (doubted := read(model.pattern, lookalikes=model.lookalikes, distance=1).pattern):
        asks = doubted.fixed - doubted.distance < model.me.fixed_characters
        label = f"Allow one wrong character{' (you will be asked to confirm)' if asks else ''}"
        yield Loosening(label, lambda: _set(model, distance=1), asks=asks)
    if not model.candidates:
        yield Loosening("Search other readings of the cameras", lambda: _set(model, candidates=True))


def _whole(text: str) -> tuple[str, str]:
    """The ``~`` that opens a pattern, if it does, and the rest: it has to stay in front."""
    return ("~", text[1:]) if text.startswith("~") else ("", text)


def _windows(model: Form) -> list[Loosening]:
    if model.start is None or model.end is None:
        return []
    length = model.end - model.start
    days = model.me.window_days
    if length < timedelta(days=days) - timedelta(hours=2):
        return [Loosening(f"Look back {days} days", lambda: model.look_back(days))]
    wide = model.me.age_days
    if length < timedelta(days=wide) - timedelta(hours=2):
        label = f"Look back {wide} days (you will be asked to confirm)"
        return [Loosening(label, lambda: model.look_back(wide), asks=True)]
    return []


def _set(model: Form, **traits: object) -> None:
    for name, value in traits.items():
        model.set_trait(name, value)
