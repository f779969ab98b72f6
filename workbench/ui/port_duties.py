"""What the panels of the duties ask of a client (464.8, 464.9, 464.10, 464.11); apart from the searches' ports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from workbench.wire.breach import Breach, Breaches, Notice, Scope
from workbench.wire.publication import Draft, ProposedPolicy, Publication, Publications
from workbench.wire.purging import PurgeCertificate, PurgePreview
from workbench.wire.purpose import Me
from workbench.wire.sharing import Agreement, NewAgreement, NewRelease, Release, Sharing


class Purging(Protocol):
    """Purging reads whose time is over."""

    def preview(self, before: datetime) -> PurgePreview:
        """What a purge would take away; UTC."""
        ...

    def purge(self, told: PurgePreview) -> PurgeCertificate:
        """Purge it, once it was approved."""
        ...

    def certificates(self) -> list[PurgeCertificate]:
        """Of what was purged, newest first."""
        ...


class SharingDesk(Protocol):
    """Requests of other agencies, and agreements with them; every call is recorded."""

    def register(self) -> Sharing:
        """All of them, newest first."""
        ...

    def enter(self, request: NewRelease, /) -> Release:
        """Enter a written request."""
        ...

    def close(self, number: int, reason: str) -> None:
        """Give nothing more out under a request."""
        ...

    def agree(self, agreement: NewAgreement, /) -> Agreement:
        """Enter an agreement."""
        ...

    def end(self, number: int, reason: str) -> None:
        """End an agreement."""
        ...


class Releaser(Protocol):
    """A client seen from the notebook of releases."""

    @property
    def sharing(self) -> SharingDesk:
        """The register."""
        ...

    def me(self) -> Me:
        """The caller, as the custodian sees him or her."""
        ...


class Publishing(Protocol):
    """Reports of quarters; every call is recorded."""

    def register(self) -> Publications:
        """All that were proposed, newest first."""
        ...

    def draft(self, quarter: str) -> Draft:
        """The report of a quarter as the log gives it."""
        ...

    def propose(self, draft: Draft) -> Publication:
        """Propose it."""
        ...

    def propose_policy(self, version: str, text: str) -> ProposedPolicy:
        """Propose a version of the policy."""
        ...


class Publisher(Protocol):
    """A client seen from the notebook of reports."""

    @property
    def publications(self) -> Publishing:
        """The reports."""
        ...

    def me(self) -> Me:
        """The caller, as the custodian sees him or her."""
        ...


class BreachDesk(Protocol):
    """Breaches; every call is recorded."""

    def register(self) -> Breaches:
        """All that were reported, newest first."""
        ...

    def report(self, what: str, noticed_on: date) -> Breach:
        """Report one."""
        ...

    def scope(self, number: int, begins: datetime, ends: datetime, user: str = "") -> Scope:
        """Who was shown how much; UTC."""
        ...

    def tell(self, number: int, to: str, on: date, way: str, words: str) -> Notice:
        """Keep on file who was told."""
        ...

    def finish(self, number: int, outcome: str) -> None:
        """Ask for its closing."""
        ...


class Breached(Protocol):
    """A client seen from the notebook of breaches."""

    @property
    def breaches(self) -> BreachDesk:
        """The register."""
        ...

    def me(self) -> Me:
        """The caller, as the custodian sees him or her."""
        ...


class Purger(Protocol):
    """A client seen from the notebook of retention."""

    @property
    def purges(self) -> Purging:
        """What ends."""
        ...

    def me(self) -> Me:
        """The caller, as the custodian sees him or her."""
        ...
