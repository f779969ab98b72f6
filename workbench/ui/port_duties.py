"""What the panels of the duties ask of a client (464.8, 464.9, 464.10, 464.11); apart from the searches' ports."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from workbench.wire.purging import PurgeCertificate, PurgePreview
from workbench.wire.purpose import Me


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


class Purger(Protocol):
    """A client seen from the notebook of retention."""

    @property
    def purges(self) -> Purging:
        """What ends."""
        ...

    def me(self) -> Me:
        """The caller, as the custodian sees him or her."""
        ...
