"""Saved searches without a widget (464.5, 464.7(d)): one's own forms by name; opening one searches nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import traitlets as t

from workbench.ui.looks import LABELS
from workbench.ui.notice import Notice, notice
from workbench.ui.port import SavedDesk
from workbench.ui.search.model import SearchModel
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.saved import LONGEST_MINUTES, LONGEST_NAME, MOST, SavedForm, SavedSearch, SavedSearches

T = TypeVar("T")
_PURPOSE = Notice(
    "ask",
    "Say why you look before you search: no purpose is in force.",
    "Declare the case and the reason in the status bar, then press Search. A saved search holds no purpose.",
    "464.5(4)",
)


class SavedModel(t.HasTraits):
    """What the person keeps, as looked at last; None before. ``chosen`` and ``name`` are names."""

    searches: Any = t.Instance(list, allow_none=True)
    chosen = t.Unicode()
    name = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: SavedDesk, search: SearchModel) -> None:
        super().__init__()
        self._desk, self._search = desk, search
        self._work = Latest()
        search.observe(self._searching, "busy")

    def of(self, name: str) -> SavedSearch | None:
        """The search of this name."""
        return next((each for each in self.searches or [] if each.name == name), None)

    async def look(self) -> None:
        """Ask what the person keeps; that is on record."""
        found = await self._told("Looking at what you keep …", self._desk.list)
        if found is not None:
            self._took(found)
            self.status = (
                f"{plural(len(found.searches), 'saved search', 'saved searches')}. On record as {found.record}."
            )

    async def keep(self) -> None:
        """Keep the form as it stands under the name that is typed."""
        name, form = self.name.strip(), form_of(self._search)
        if form is None:
            self.status = "Not saved: see the form."
        elif not name or len(name) > LONGEST_NAME:
            self.status = f"Not saved: give it a name of at most {LONGEST_NAME} characters."
        elif self.of(name) is None and len(self.searches or []) >= MOST:
            self.status = f"Not saved: you keep {MOST} searches, which is the most. Delete one that you no longer need."
        else:
            await self._keep(name, form)

    async def _keep(self, name: str, form: SavedForm) -> None:
        kept = await self._told("Saving …", partial(self._desk.keep, name, form))
        if kept is None:
            return
        others = [each for each in self.searches or [] if each.name != kept.name]
        self.searches = sorted([*others, kept], key=lambda each: (each.name.casefold(), each.name))
        self.chosen, self.name = kept.name, ""
        self.status = f"“{kept.name}” is saved, without a purpose and without reads. On record as {kept.record}."

    def open(self) -> None:
        """Put the chosen search into the form; nothing is searched, and for what purpose it is is asked anew."""
        saved = self.of(self.chosen)
        if saved is None:
            return
        fill(self._search, saved.form)
        purpose = self._search.purpose()
        self._search.kept_under = purpose.purpose_id if purpose else ""
        self.status = f"“{saved.name}” stands in the form; nothing was searched."
        self.trouble = belongs(purpose) if purpose else _PURPOSE

    def confirm(self) -> None:
        """Say that the search in the form belongs to the purpose in force."""
        purpose = self._search.purpose()
        if purpose is None or purpose.purpose_id != self._search.kept_under:
            self.trouble = None if purpose else _PURPOSE
            return
        self._search.kept_under, self.trouble = "", None
        self.status = f"It belongs to case {purpose.case_number}: press Search. Nothing was searched yet."

    async def forget(self) -> None:
        """Delete the chosen search."""
        name = self.chosen
        if self.of(name) is None or await self._told("Deleting …", partial(self._forget, name)) is None:
            return
        self.searches = [each for each in self.searches or [] if each.name != name]
        self.chosen = self.searches[0].name if self.searches else ""
        self.status = f"“{name}” is deleted."

    def _forget(self, name: str) -> str:
        self._desk.forget(name)
        return name

    def _searching(self, change: dict[str, bool]) -> None:
        """What was said on opening holds no longer once a search runs."""
        if change["new"]:
            self.trouble = None

    def _took(self, found: SavedSearches) -> None:
        self.searches = found.searches
        if self.of(self.chosen) is None:
            self.chosen = found.searches[0].name if found.searches else ""

    async def _told(self, words: str, call: Callable[[], T]) -> T | None:
        """What the custodian answers; None when it did not, which is told."""
        self.busy, self.status, self.trouble = True, words, None
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), "Nothing was changed."
            return None
        finally:
            self.busy = False


def belongs(purpose: PurposeDeclared) -> Notice:
    """The question whether a search that was kept belongs to the purpose in force."""
    return Notice(
        "ask",
        f"Does this search belong to case {purpose.case_number} ({purpose.category.replace('_', ' ')})?",
        "It was saved without a purpose and is not searched before you say so. If it is of another case, declare "
        "another purpose in the status bar.",
        "464.5(4)",
        retry=True,
    )


def form_of(search: SearchModel) -> SavedForm | None:
    """The form as it may be kept, with the window as a length; None where it can't be searched with."""
    if search.unfit(search.reading()) is not None:
        return None
    start, end = search.window()
    length = None if start is None or end is None else round((end - start) / timedelta(minutes=1))
    return SavedForm(
        pattern=search.pattern,
        lookalikes=search.lookalikes,
        distance=search.distance,
        candidates=search.candidates,
        minutes=None if length is None else min(max(1, length), LONGEST_MINUTES),
        area=search.area(),
        vehicle=search.looks(),
    )


def fill(search: SearchModel, form: SavedForm) -> None:
    """Put a kept form into the search's, its window counted back from now; nothing is searched."""
    search.pattern, search.lookalikes = form.pattern, form.lookalikes
    search.distance, search.candidates = form.distance, form.candidates
    search.back(form.minutes)
    search.look_like(form.vehicle)
    search.use_area = False
    if form.area is not None:
        search.take_area(form.area)


def asks(form: SavedForm) -> str:
    """What a form asks for, in words."""
    words = [form.pattern]
    if form.lookalikes:
        words.append("look-alikes too")
    if form.distance:
        words.append(f"{plural(form.distance, 'character')} may be wrong")
    if form.candidates:
        words.append("other readings too")
    words.append(f"the last {_span(form.minutes)}" if form.minutes is not None else "everything that is kept")
    if form.area is not None:
        words.append(f"within {form.area.radius_m / 1000:g} km of {form.area.latitude:.4f}, {form.area.longitude:.4f}")
    words += [f"{LABELS[name].lower()} {' or '.join(values)}" for name, values in form.vehicle.asked().items()]
    return "; ".join(words)


def _span(minutes: int) -> str:
    """A length of time, as near as one needs it."""
    if minutes >= 2 * 24 * 60:
        return f"{minutes / 60 / 24:.1f}".removesuffix(".0") + " days"
    return f"{minutes / 60:.1f}".removesuffix(".0") + " h" if minutes >= 60 else plural(minutes, "minute")
