"""What all groups of calls share: the way to the custodian, and the purpose they rest on (464.5(4))."""

from __future__ import annotations

from workbench.client.holder import PurposeHolder
from workbench.client.transport import Transport
from workbench.errors import PurposeRequired
from workbench.wire.purpose import PurposeDeclared


class Calls:
    """Base of the groups of calls that make up ``Client``."""

    def __init__(self, transport: Transport, purposes: PurposeHolder) -> None:
        self._transport = transport
        self._purposes = purposes

    def _resting_on(self, purpose: PurposeDeclared | None) -> PurposeDeclared:
        """The purpose given, else the one declared last; raises ``PurposeRequired`` when there is none."""
        found = purpose or self._purposes.current
        if found is None:
            raise PurposeRequired(
                "No purpose declared: every look at a plate rests on one.",
                how="Declare one first, in the dialog of the notebook or with workbench.client.declare(...).",
                section="464.5(4)",
            )
        return found
