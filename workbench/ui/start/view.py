"""The start panel: facts about the person, then a card for each notebook that the role opens."""

from __future__ import annotations

from workbench.prose.shown import escape
from workbench.ui.parts import Links, Panel, heading, markup, panel, session
from workbench.ui.port import Identity
from workbench.ui.start.model import cards, facts, next_step
from workbench.wire.purpose import Due, Me

TITLE = "Start"


class StartPanel(Panel):
    """Who you are, and what you can open."""

    def __init__(self, me: Me) -> None:
        rows = "".join(f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts(me))
        self.links = Links(entries=[card.entry() for card in cards(me)])
        self.due = Links(entries=[waits(each) for each in me.due], form="line")
        waiting = [markup("<h3>Waiting for you</h3>"), self.due] if me.due else []
        super().__init__(
            TITLE,
            [
                heading(me),
                *waiting,
                markup(f"<p><b>What to do next.</b> {escape(next_step(me))}</p>", "alpr-next"),
                self.links,
                markup(f'<h3>How you stand</h3><table class="facts">{rows}</table>{_RULE}'),
            ],
        )


def waits(due: Due) -> dict[str, str]:
    """What waits, as a line that leads to where it is done."""
    title = f"{due.text.removesuffix('.')} ({due.section})."
    pressing = {"tone": "warn"} if due.pressing else {}
    return {"title": title, "text": "", "notebook": due.notebook, "page": due.page, **pressing}


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
