"""What panels start by themselves when something is chosen, and tests wait for."""

from __future__ import annotations

import asyncio


async def ended() -> None:
    """Every job beside this one has ended, and those that it started; what one raised is raised here."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.gather(*others)
