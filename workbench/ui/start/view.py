"""The start panel: facts about the person, then a card for each notebook that the role opens."""

from __future__ import annotations

from workbench.prose.shown import escape
from workbench.ui.parts import Links, Panel, heading, markup, panel, session
from workbench.ui.port import Identity
from workbench.ui.start.model import cards, facts, next_step
from workbench.wire.purpose import Me

TITLE = "Start"


class StartPanel(Panel):
    """Who you are, and what you can open."""

    def __init__(self, me: Me) -> None:
        rows = "".join(f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts(me))
        self.links = Links(entries=[card.entry() for card in cards(me)])
        super().__init__(
            TITLE,
            [
                heading(me),
                *([markup(reminded(me))] if me.reminders else []),
                markup(f"<p><b>What to do next.</b> {escape(next_step(me))}</p>", "alpr-next"),
                self.links,
                markup(f'<h3>How you stand</h3><table class="facts">{rows}</table>{_RULE}'),
            ],
        )


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
