"""Taking a defence away and putting it back, in whichever process it stands: what is put where, and on whose word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Patch = tuple[Any, str, Any]
"""One thing to put in the place of another: where it stands, its name, and what comes there."""
Weaknesses = Mapping[str, Callable[[], list[Patch]]]
"""By the name of the defence that does not stand then."""


def obey(order: Path, weaknesses: Weaknesses) -> None:
    """From now on the defence that the file ``order`` names does not stand; all stand where it is empty.

    For methods and functions: each call looks into the file.
    """
    for name, patches in weaknesses.items():
        for owner, attribute, weaker in patches():
            setattr(owner, attribute, _either(order, name, getattr(owner, attribute), weaker))


def _either(order: Path, name: str, real: Callable[..., Any], weaker: Callable[..., Any]) -> Callable[..., Any]:
    def called(*given: Any, **named: Any) -> Any:
        return (weaker if order.read_text() == name else real)(*given, **named)

    return called
