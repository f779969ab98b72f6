"""What a person does on a signed-in page, where the control has no page of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.bypass.attack import Ground


def confirm(ground: Ground, assent: str, by: str) -> None:
    """Say yes to a question; the register checks who may."""
    with ground.registers() as registers:
        registers.assents.answer(assent, by, True, "on the page", datetime.now(UTC), record=0)
