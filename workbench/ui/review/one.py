"""One read looked at and reviewed beside what it was found in (464.5, 464.7(g)); no image is asked for unasked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import traitlets as t

from workbench.errors import NotFound
from workbench.policy.caller import Realm
from workbench.policy.roles import Operation
from workbench.ui.notice import notice
from workbench.ui.port import Reviewer
from workbench.ui.review.model import ReviewModel
from workbench.ui.work import Superseded
from workbench.wire.photographs import ImageKind
from workbench.wire.purpose import Me
from workbench.wire.reviews import ReadUnderReview, Reviewed

_UNSEEN = "No image was asked for: each look at one is on record."
_NOT_WHOLE = "The whole photograph was not asked for: it may show other plates."
_GONE = "There is no image with this read: its camera handed over none, or it went with its retention (464.9)."


class OneReadModel(ReviewModel):
    """The state of the card. ``taken`` is the read that is looked at; ``stands`` is a read as the last word left it."""

    taken = t.Instance(ReadUnderReview, allow_none=True)
    stands = t.Instance(ReadUnderReview, allow_none=True)
    crop = t.Tuple(t.Unicode(), t.Bytes(), default_value=("", b""))
    """MIME type and bytes of the plate alone; empty until it was asked for."""
    onwards: Callable[[int], Awaitable[None]] | None = None
    """What goes to another read, so many later or earlier."""

    @property
    def may_say(self) -> bool:
        """Whether this person reviews at all."""
        return Operation.REVIEW.value in self.me.operations

    @property
    def read(self) -> ReadUnderReview | None:
        """The read that is looked at."""
        return self.taken

    def take(self, read: ReadUnderReview | None) -> None:
        """Look at this read; its images stay where they are."""
        self._look.cancel()
        self.leave()
        self.chosen, self.unseen = 0, _UNSEEN if read else ""
        self.picture = self.crop = ("", b"")
        self.trouble, self.status = None, ""
        self.taken = read

    async def look(self, kind: ImageKind) -> None:
        """Ask for the plate alone (``CROP``), or for the whole photograph, which shows other plates too."""
        read = self.read
        if read is None:
            return
        self.unseen = "The image is on its way …"
        try:
            found = await self._look.run(partial(self._desk.images, [read.read_id], kind))
        except Superseded:
            return
        except NotFound:
            self.unseen = _GONE
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.unseen = f"The image can't be shown: {notice(error).title}"
            return
        self.status = f"Looked at on record as {found.head.record}."
        if kind is ImageKind.CROP:
            self.crop = found.get(read.read_id) or ("", b"")
            self.unseen = _NOT_WHOLE
        else:
            self._took(read.read_id, found)

    def ready(self) -> bool:
        """Whether something may be said of the read; why not is told. A word rests on what stands in the image."""
        if self.read is None:
            return False
        if not self.may_say:
            self.status = "Your role looks at reads and does not review them (464.4)."
        elif not (self.crop[1] or self.picture[1] or self.unseen == _GONE):
            self.status = "Look at the image first (i): what is said of a read rests on what stands there."
        else:
            return True
        return False

    def correct(self) -> None:
        """Open the field for another plate, once the image was looked at."""
        if self.ready():
            super().correct()

    async def go(self, place: int) -> None:
        """There is no page to go through."""

    async def step(self, by: int) -> None:
        """To a later or an earlier read of what it was found in."""
        if self.onwards is not None:
            await self.onwards(by)

    async def undo(self) -> None:
        """Take back what was said here last, while its read is the one that is looked at."""
        if self._mine and self.read is not None and self._mine[-1][1] != self.read.read_id:
            plate = self.said[self._mine[-1][1]].plate
            self.status = f"What you said last was of another read, {plate}: choose that one to take it back."
            return
        await super().undo()

    def tally(self) -> str:
        """Nothing waits here."""
        return ""

    async def _told(self, call: Callable[[], Reviewed]) -> Reviewed | None:
        done = await super()._told(call)
        if done is not None:
            self.stands = done.read
        return done

    async def _onwards(self) -> None:
        self.leave()


def one_read(client: Reviewer, me: Me, clock: Callable[[], datetime]) -> OneReadModel | None:
    """A look at single reads; None in the training store, whose generated reads have no image."""
    return OneReadModel(client, me, clock) if me.realm is Realm.LIVE else None
