"""The scene canvass without a widget (464.7(d)): what is asked, who was there, and who is left out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import traitlets as t

from workbench.mapping.shapes import Shape
from workbench.ui.asking import Asking
from workbench.ui.canvass.narrowing import CHOICES, parts
from workbench.ui.canvass.scenes import another, drawn, problems
from workbench.ui.canvass.sieve import Shown, Sieve
from workbench.ui.looks import LOOKS, Looks
from workbench.ui.search.results import with_vehicle
from workbench.ui.taking import TakingModel
from workbench.ui.tracing import Canvasser
from workbench.ui.words import plural
from workbench.wire.movement import Residents
from workbench.wire.purpose import Me, PurposeDeclared

LIMITS = (500, 5_000, 100_000)
"""Reads that may be asked for at most; more than the first is confirmed."""
FORM = ("scenes", "at_least", *LOOKS, "count_usual", "days", "limit")
"""What the form asks with."""
_ASKS_OTHERWISE = "The form asks for something else by now: press Canvass."


class CanvassModel(Looks):
    """One panel's state. Times typed are the agency's own and carry no zone; what is sent is UTC.

    What came back is in the ``sieve``.
    """

    scenes: Any = t.Tuple()
    at_least = t.Int(1, min=1)
    count_usual = t.Bool(True)
    """Whether it is counted on how many of the ``days`` before each scene the vehicles were there."""
    days = t.Int(28, min=7, max=90)
    limit = t.Int(LIMITS[0])

    def __init__(self, client: Canvasser, me: Me, clock: Callable[[], datetime], **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self._clock = clock
        self.me, self.zone = me, me.time_zone
        self.asking = Asking(client)
        self.sieve = Sieve()
        self.taking = TakingModel(client, me)
        self.sieve.observe(lambda _change: self.taking.narrow(parts(self.sieve, self.zone)), list(CHOICES))
        if not self.scenes:
            self.add_scene()

    def purpose(self) -> PurposeDeclared | None:
        """What the next search rests on."""
        return self._client.current_purpose()

    def add_scene(self) -> None:
        """One more scene."""
        self.scenes = (*self.scenes, another(self.scenes))

    def remove_scene(self, key: str) -> None:
        """Take a scene away; one is always left to fill in."""
        self.scenes = tuple(scene for scene in self.scenes if scene.key != key)
        if not self.scenes:
            self.add_scene()

    def edit(self, key: str, **changes: Any) -> None:
        """Change what is typed of one scene."""
        self.scenes = tuple(replace(scene, **changes) if scene.key == key else scene for scene in self.scenes)

    def take_shapes(self, shapes: tuple[Shape, ...]) -> None:
        """Follow what was drawn, changed or removed on the map."""
        self.scenes = tuple(drawn(self.scenes, shapes))

    def cautions(self) -> str:
        """What is wrong with the form; empty when it may be sent."""
        wrong = problems(self.scenes)
        if not wrong and self.at_least > len(self.scenes):
            wrong = [f"Nobody can be at {self.at_least} scenes: there {_are(len(self.scenes))}."]
        return " ".join(wrong)

    def odd(self) -> str:
        """What is odd about the times where clocks change."""
        return " ".join(f"{scene.label}: {words}" for scene in self.scenes if (words := scene.odd(self.zone)))

    def residents(self) -> Residents:
        """From when on a scene is usual for a vehicle."""
        return Residents(days=self.days, share=self.sieve.percent / 100)

    def form(self) -> tuple[object, ...]:
        """What the form asks for now."""
        return tuple(getattr(self, name) for name in FORM)

    def told(self) -> str:
        """How far it is, or what the answer on the screen is; and whether it is one to another question."""
        shown = self.sieve.shown
        if self.asking.busy or self.asking.status or shown is None:
            return self.asking.told()
        words = self.sieve.summary()
        return words if shown.form == self.form() else f"{words} {_ASKS_OTHERWISE}"

    async def search(self) -> None:
        """Ask the custodian; the answer, or what was wrong, is in the traits afterwards."""
        self.sieve.clear()
        self.taking.offer(None)
        if problem := self.cautions():
            self.asking.refuse(problem)
            return
        scenes, form, at_least = self.scenes, self.form(), self.at_least
        places, residents = [scene.asked(self.zone) for scene in scenes], self.residents()
        looks, limit, counted = self.looks(), self.limit, self.count_usual
        answer = await self.asking.ask(
            lambda query: self._client.canvass(
                *places,
                vehicle=looks,
                seen_at_least=at_least,
                residents=residents if counted else None,
                limit=limit,
                query_id=query,
            ),
            f"Looking for who was at {plural(at_least, 'scene')} of {len(scenes)} or more …",
        )
        if answer is not None:
            spans = tuple(scene.span(self.zone) for scene in scenes)
            reads = with_vehicle(answer.frame)
            self.sieve.shown = Shown(scenes, spans, at_least, residents.days, answer.head, reads, form)
            self.taking.offer(answer, parts(self.sieve, self.zone))

    def cancel(self) -> None:
        """Call the search off."""
        self.asking.cancel()


def _are(count: int) -> str:
    return "is one" if count == 1 else f"are {count}"
