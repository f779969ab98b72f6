"""What was said of hits (464.7(g)): which word counts, and how much is new; numbers and names, never a plate."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.policy.hits import Status, counting
from workbench.store.registers.hotlist_tables import HitRow, VerificationRow


@dataclass(frozen=True, slots=True)
class Place:
    """The newest hit and the newest word that somebody knows of."""

    hit: int = 0
    word: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """The newest there are, and how many came after a place; ``words`` are those of others."""

    newest: Place
    hits: int
    words: int


@dataclass(frozen=True, slots=True)
class Word:
    """Who said it, and when (UTC)."""

    by: str
    at: datetime


def status(session: Session, hit: int) -> Status:
    """At what a hit stands, by all that was said of it."""
    words = _words(session, hit)
    counts = counting([Status(word.result) for word in words])
    return Status.UNVERIFIED if counts is None else Status(words[counts].result)


def last_word(session: Session, hit: int) -> Word | None:
    """The word that counts."""
    words = _words(session, hit)
    counts = counting([Status(word.result) for word in words])
    return None if counts is None else Word(words[counts].by, words[counts].at)


def news(session: Session, after: Place, sources: Collection[str], username: str) -> News:
    """What is new of hits whose read and list are of these sources."""
    ours = HitRow.source.in_(sources), HitRow.hotlist_source.in_(sources)
    hits = select(func.max(HitRow.number), func.count().filter(HitRow.number > after.hit)).where(*ours)
    theirs = func.count().filter(VerificationRow.number > after.word, VerificationRow.by != username)
    said = select(func.max(VerificationRow.number), theirs).join(HitRow, HitRow.number == VerificationRow.hit)
    newest_hit, new_hits = session.execute(hits).one()
    newest_word, new_words = session.execute(said.where(*ours)).one()
    return News(Place(newest_hit or 0, newest_word or 0), new_hits, new_words)


def _words(session: Session, hit: int) -> list[VerificationRow]:
    asked = select(VerificationRow).where(VerificationRow.hit == hit).order_by(VerificationRow.number)
    return list(session.scalars(asked))
