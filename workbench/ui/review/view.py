"""The review panel (464.7(g)): what waits, the card of one read, and the records of each look and word."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import ipywidgets as w
from traitlets import link

from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape, visible
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.port import Reviewer
from workbench.ui.review.card import ReviewCard
from workbench.ui.review.model import ReviewModel, Shown
from workbench.ui.review.words import facts, outcome_words, reading
from workbench.ui.words import listed, local
from workbench.ui.work import spawn
from workbench.wire.reviews import Order

TITLE = "Review reads"
_LEAD = "A read is a lead: confirm it with the image, character by character, before you say what stands there."
_ORDERS = [("Most doubtful first", Order.DOUBTFUL.value), ("Oldest first", Order.OLDEST.value)]
_EMPTY = "Nothing waits here. Reads come in as cameras and photographs hand them over."


class ReviewPanel(Panel):
    """Everything that is shown follows the model."""

    def __init__(self, model: ReviewModel) -> None:
        self.model = model
        self.status = Status()
        self.notices = NoticeBox(self.go, "Try again")
        self.card = ReviewCard(self._do)
        self.record = markup("", "alpr-record")
        self._head = w.Box([heading(model.me, model.purpose())])
        super().__init__(
            TITLE,
            [
                self._head,
                self._filters(),
                self.notices,
                row(self.status, markup(f"<span>{_LEAD}</span>", "alpr-lead"), look="alpr-between"),
                self.card,
                self.record,
            ],
        )
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._page, "shown")
        model.observe(self._read, ["at", "said"])
        model.observe(self._pictured, ["picture", "unseen"])
        model.observe(self._typed, ["typed", "correcting"])
        for name in ("chosen", "correcting", "typed", "busy"):
            link((model, name), (self.card, name))
        self._page()

    def _filters(self) -> w.Widget:
        model = self.model
        sources = [("All granted", ""), *((name, name) for name in model.me.sources)]
        fields: dict[str, w.Widget] = {
            "order": w.Dropdown(description="Order", options=_ORDERS),
            "source": w.Dropdown(description="Source", options=sources),
            "camera": w.Text(description="Camera", placeholder="all"),
            "batch": w.Text(description="Batch", placeholder="all"),
        }
        for name, field in fields.items():
            field.layout.width = "190px"
            link((model, name), (field, "value"))
        self.show = button("Show what waits", self.go, main=True)
        card = w.VBox([row(*fields.values(), self.show)])
        card.add_class("alpr-card")
        return card

    def go(self) -> None:
        """Ask for the queue beside the screen."""
        spawn(self.model.load())

    def _do(self, deed: str, place: int) -> None:
        hear(self.model, deed, place)

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)
        self._head.children = (heading(self.model.me, self.model.purpose()),)

    def _page(self, _change: object = None) -> None:
        shown = self.model.shown
        self.card.empty = "Nothing was asked yet: press “Show what waits”." if shown is None else _EMPTY
        reads = shown.page.reads if shown else []
        self.card.crops = [] if shown is None else [shown.crops.get(read.read_id, ("", b""))[1] for read in reads]
        self.record.value = "" if shown is None else _recorded(shown, self.model.zone)
        self._read()

    def _read(self, _change: object = None) -> None:
        model = self.model
        reads = model.shown.page.reads if model.shown else []
        self.card.strip = [_small(model, read.read_id, read.plate) for read in reads]
        self.card.item = item(model, f"{model.at + 1} of {len(reads)} on this page")
        self.card.at = model.at
        read = model.read
        crop = model.shown.crops.get(read.read_id) if model.shown and read else None
        self.card.crop_media, self.card.crop = crop or ("", b"")

    def _pictured(self, _change: object = None) -> None:
        self.card.unseen = visible(self.model.unseen)
        self.card.media, self.card.picture = self.model.picture

    def _typed(self, _change: object = None) -> None:
        self.card.problem = visible(self.model.problem())


def hear(model: ReviewModel, deed: str, place: int) -> None:
    """Do what the card was told, beside the screen where it may take long."""
    at_once: dict[str, Callable[[], None]] = {
        "correct": model.correct,
        "leave": model.leave,
        "choose": lambda: model.choose(place),
    }
    beside: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "next": lambda: model.step(1),
        "previous": lambda: model.step(-1),
        "go": lambda: model.go(place),
        "accept": model.accept,
        "send": model.send,
        "reject": model.reject,
        "unreadable": model.give_up,
        "undo": model.undo,
    }
    if deed in at_once:
        at_once[deed]()
    else:
        spawn(beside[deed]())


def _small(model: ReviewModel, read_id: str, plate: str) -> dict[str, str]:
    """A read of the page: its plate, what was said of it here, and what kind of image its crop is."""
    said = model.said.get(read_id)
    crop = model.shown.crops.get(read_id) if model.shown else None
    return {
        "plate": plate,
        "said": said.reviews[-1].outcome.value if said and said.reviews else "",
        "words": outcome_words(said),
        "media": crop[0] if crop else "",
    }


def item(model: ReviewModel, place: str) -> dict[str, Any]:
    """The read that is looked at, as the card draws it; ``place`` tells where it stands."""
    read, readings = model.read, model.readings()
    if read is None:
        return {}
    image = read.image
    return {
        "plate": read.plate,
        "place": place,
        "facts": facts(read, model.zone),
        "readings": [reading(one, readings[0]) for one in readings],
        "name": visible(image.name, 200) if image else "",
        "box": [list(corner) for corner in image.box] if image else [],
        "size": [image.width, image.height] if image else [0, 0],
        "outcome": outcome_words(model.said.get(read.read_id)),
        "earlier": "A correction waits for a second person." if read.waits else "",
    }


def _recorded(shown: Shown, zone: str) -> str:
    page = shown.page
    sources = escape(listed(page.sources_searched) or "none")
    left_out = f" Left out: <b>{escape(listed(page.sources_left_out))}</b>." if page.sources_left_out else ""
    two = " A correction counts once a second person says the same." if page.two_persons else ""
    newest = max((read.time for read in page.reads), default=None)
    until = f" The newest of them is of {local(newest, zone)}." if newest else ""
    return (
        f'<p class="record">Access log: asked in record {page.record}, released in record {page.result_record}.</p>'
        f"<p>Reads below {page.below:.0%} wait. Sources: <b>{sources}</b>.{left_out}{two}{until}</p>"
        f"{receipt_details(page.receipt)}"
    )


def app(client: Reviewer | None = None) -> Panel:
    """The panel of the review notebook; without a client, the one of this session."""

    def build() -> Panel:
        speaker: Reviewer = client or session()
        return ReviewPanel(ReviewModel(speaker, speaker.me(), lambda: datetime.now(UTC)))

    return panel(TITLE, build)
