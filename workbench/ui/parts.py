"""The pieces that every panel is made of: frame, text, notices, a spoken status, and links within this site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import anywidget
import ipywidgets as w
import traitlets as t

from workbench.errors import WorkbenchError
from workbench.policy.caller import Realm
from workbench.prose.shown import escape, visible
from workbench.ui.in_order import InOrder
from workbench.ui.kept import keep
from workbench.ui.notice import Notice, notice
from workbench.ui.port import Session
from workbench.ui.table.guard import KeyGuard
from workbench.wire.purpose import Me, PurposeDeclared

_HERE = Path(__file__).parent


class Panel(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A whole panel; its text form is its title, so that no plate gets into a saved notebook that way."""

    def __init__(self, title: str, children: Sequence[w.Widget], **options: Any) -> None:
        self._title = title
        super().__init__([KeyGuard(), *children, InOrder()], **options)
        self.add_class("alpr")

    def __repr__(self) -> str:
        return f"<{self._title}>"


class Status(anywidget.AnyWidget):
    """One line that a screen reader speaks when it changes; ``busy`` shows that something is under way."""

    _esm = _HERE / "status.js"
    text = t.Unicode().tag(sync=True)
    busy = t.Bool(False).tag(sync=True)

    def say(self, text: str, busy: bool = False) -> None:  # noqa: FBT001 - reads as one sentence
        """Show and speak a line."""
        self.busy, self.text = busy, visible(text)


class Links(anywidget.AnyWidget):
    """Links to the notebooks that come with the workbench and to pages of this site; the browser knows its address.

    Each entry has ``title``, ``text``, and ``notebook`` (a file name) or ``page`` (a path); the ``tone``
    warn marks what is pressing. ``form`` is cards or line.
    """

    _esm = _HERE / "links.js"
    entries: t.List[dict[str, str]] = t.List().tag(sync=True)
    form = t.Unicode("cards").tag(sync=True)


def text(words: str, *classes: str, tag: str = "p") -> w.HTML:
    """Words that can only be read."""
    return markup(f"<{tag}>{escape(words)}</{tag}>", *classes)


def markup(html: str, *classes: str) -> w.HTML:
    """HTML of our own; whatever came from people must have gone through ``escape``."""
    made = w.HTML(html)
    made.add_class("alpr-text")
    for name in classes:
        made.add_class(name)
    return made


def session() -> Session:
    """The client of this session, as the panels' ports."""
    from workbench.client import Client

    return Client.from_environment()


def row(*children: w.Widget, look: str = "") -> w.Box:
    """Children beside each other, wrapping where there is no room."""
    made = w.Box(list(children))
    made.add_class("alpr-row")
    if look:
        made.add_class(look)
    return made


def button(label: str, call: Callable[[], None], *, main: bool = False, title: str = "") -> w.Button:
    """A button that calls without arguments."""
    made = w.Button(description=label, tooltip=title, button_style="primary" if main else "")
    made.layout.width = "auto"
    made.on_click(lambda _button: call())
    return made


def moment(label: str, zone: str) -> w.NaiveDatetimePicker:
    """A field for a moment in the agency's own time; its label names the zone as it is on that day."""
    field = w.NaiveDatetimePicker()

    def name(_change: object = None) -> None:
        there = (field.value or datetime.now()).replace(tzinfo=ZoneInfo(zone))  # noqa: DTZ005 - a day, to name the zone
        field.description = f"{label} ({there:%Z})"

    field.observe(name, "value")
    name()
    return field


class NoticeBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Where a notice stands: what was wrong, how to go on, the section, a link and a button to try again."""

    def __init__(self, again: Callable[[], None] | None = None, again_label: str = "Try again") -> None:
        super().__init__()
        self._again, self._label = again, again_label

    def show(self, notice: Notice | None) -> None:
        """Show a notice, or nothing."""
        self.children = () if notice is None else self._parts(notice)

    def _parts(self, notice: Notice) -> tuple[w.Widget, ...]:
        how = f"<div>{escape(notice.how)}</div>" if notice.how else ""
        cited = f'<div class="cite">Policy section {escape(notice.section)}</div>' if notice.section else ""
        words = markup(
            f'<div class="alpr-notice {notice.kind}" role="alert"><b>{escape(notice.title)}</b>{how}{cited}</div>'
        )
        actions: list[w.Widget] = []
        if notice.page:
            actions.append(link(notice.page_label, page=notice.page))
        if notice.notebook:
            actions.append(link("Open the training notebook", notebook=notice.notebook))
        if notice.retry and self._again is not None:
            actions.append(button(self._label, self._again, main=bool(notice.page)))
        return (words, row(*actions)) if actions else (words,)


def link(title: str, *, page: str = "", notebook: str = "") -> Links:
    """One link in a line of text; opens in a new tab."""
    return Links(entries=[{"title": title, "text": "", "page": page, "notebook": notebook}], form="line")


def heading(me: Me, purpose: PurposeDeclared | None = None, words: str = "") -> w.HTML:
    """Under the notebook's title: who looks and why, which store, and whether isolation is enforced."""
    who = f"{escape(me.username)}, {escape(me.organisation)}"
    parts = [f"<p>{escape(words)}</p>"] if words else []
    parts.append(f'<p class="who">{who}{_why(me, purpose)}</p>')
    if me.realm is Realm.TRAINING:
        parts.append(_TRAINING)
    if not me.isolation_enforced:
        parts.append(_EXPOSED)
    if me.log_alarm:
        parts.append(f'<p class="strip warn"><b>The access log is not watched.</b> {escape(me.log_alarm)} (464.5)</p>')
    return markup("".join(parts), "alpr-head")


class Head(w.Box):  # type: ignore[misc] # ipywidgets has no types
    """The heading, with the purpose in force whenever it is renewed: after each look and each word."""

    def __init__(self, me: Me, purpose: Callable[[], PurposeDeclared | None]) -> None:
        self._me, self._purpose = me, purpose
        self._told = purpose()
        super().__init__([heading(me, self._told)])

    def renew(self, _change: object = None) -> None:
        """Name the purpose that is in force now."""
        if (now := self._purpose()) != self._told:
            self._told = now
            self.children = (heading(self._me, now),)


def _why(me: Me, purpose: PurposeDeclared | None) -> str:
    if purpose is None:
        return ""
    label = {choice.value: choice.label for choice in me.categories}.get(purpose.category, purpose.category)
    return f" · case <b>{escape(purpose.case_number)}</b> · {escape(label.replace('_', ' '))}"


_TRAINING = (
    '<p class="strip training"><b>Training-only.</b> You search the training store, where every read is synthetic; '
    "the agency's own reads open after your trainer's sign-off (464.4.1).</p>"
)
_EXPOSED = (
    '<p class="strip warn"><b>Isolation is not enforced.</b> This installation runs without a system user '
    "of its own for each person: nothing but generated demonstration data may be in it.</p>"
)


def panel(title: str, build: Callable[[], Panel]) -> Panel:
    """The panel, or what was wrong where one could not be made: a notebook never ends in a trace of calls."""
    keep()
    try:
        return build()
    except WorkbenchError as error:
        box = NoticeBox()
        box.show(notice(error))
        return Panel(title, [box])
