"""Nothing found: ways to ask for more, one click each; every one is a new search with its own record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from workbench.wire.purpose import Me


class Form(Protocol):
    """The search form, as far as it can be loosened."""

    pattern: Any
    lookalikes: Any
    start: Any
    end: Any
    use_area: Any
    me: Me

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
    """What the form still allows: look-alikes, a run at both ends, no area, a longer window."""
    ways = []
    whole, text = _whole(model.pattern.strip())
    if not model.lookalikes and not whole:
        ways.append(Loosening("Allow look-alikes (0/O, 1/I, 8/B …)", lambda: _set(model, lookalikes=True)))
    if not (text.startswith("*") and text.endswith("*")):
        wider = f"{whole}*{text.strip('*')}*"
        ways.append(Loosening(f"Allow more characters around it ({wider.upper()})", lambda: _set(model, pattern=wider)))
    if model.use_area:
        ways.append(Loosening("Search everywhere, not only in the area", lambda: _set(model, use_area=False)))
    return [*ways, *_windows(model)]


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
    model.set_trait(*next(iter(traits.items())))
