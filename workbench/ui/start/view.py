"""The start panel: facts about the person, then a card for each notebook that the role opens."""

from __future__ import annotations

from ipywidgets import HTML

from workbench.prose.shown import escape
from workbench.ui.parts import Links, Panel, heading, markup, panel, session
from workbench.ui.port import Identity
from workbench.ui.start.model import cards, facts, next_step
from workbench.ui.words import listed
from workbench.wire.purpose import Me

TITLE = "Start"


class StartPanel(Panel):
    """Who you are, and what you can open."""

    def __init__(self, me: Me) -> None:
        rows = "".join(f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts(me))
        self.links = Links(entries=[card.entry() for card in cards(me)])
        due = [{"title": each.text, "text": "", "notebook": each.notebook, "page": each.page} for each in me.due]
        self.due = Links(entries=due, form="line")
        waiting = [markup("<h3>Waiting for you</h3>"), self.due] if due else []
        super().__init__(
            TITLE,
            [
                heading(me),
                *overdue(me),
                *waiting,
                *([markup(reminded(me))] if me.reminders else []),
                markup(f"<p><b>What to do next.</b> {escape(next_step(me))}</p>", "alpr-next"),
                self.links,
                markup(f'<h3>How you stand</h3><table class="facts">{rows}</table>{_RULE}'),
            ],
        )


def overdue(me: Me) -> list[HTML]:
    """What an administrator has to do first."""
    if not me.overdue:
        return []
    some = me.overdue if len(me.overdue) <= _NAMED else [me.overdue[0], f"{len(me.overdue) - 1} quarters more"]
    named = escape(listed(some))
    return [markup(f'<p class="strip warn"><b>Overdue: the audit of {named}.</b> Open “Audits” below (464.6).</p>')]


_NAMED = 3
"""Quarters that are named; of more of them the oldest is."""


def reminded(me: Me) -> str:
    """What the person should know now, a strip each."""
    return "".join(f'<p class="strip warn">{escape(each)}</p>' for each in me.reminders)


_RULE = (
    "<p>For official business only. Every search states a case and a reason, and is kept in the access log "
    "under your name. A read is a lead: confirm it with the image.</p>"
)


def app(client: Identity | None = None) -> Panel:
    """The panel of the start notebook; without a client, this session's."""

    def build() -> Panel:
        speaker: Identity = client or session()
        return StartPanel(speaker.me())

    return panel(TITLE, build)
