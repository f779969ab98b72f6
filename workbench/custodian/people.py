"""Whether somebody is known here (464.5.1): the log knows whose account was made, no register of ours does."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.custodian.services import Services
from workbench.errors import BadInput
from workbench.wire.log import LogQuery

_ACCOUNT_MADE, _SIGNED_IN = "hub.account-add", "hub.signin"


def demand_known(names: Iterable[str], rooms: Services, where: str, section: str) -> None:
    """Return when an account was made, or somebody signed in, under each of these names; else ``BadInput``.

    What is kept for a name misspelt would wait there for whoever is given that name one day.
    """
    for name in names:
        looks = (LogQuery(user=name, action=action, limit=1) for action in (_ACCOUNT_MADE, _SIGNED_IN))
        if not any(fitting for _, fitting in map(rooms.reader.page, looks)):
            raise BadInput(
                f"No account named {name} is on record.",
                where=where,
                how="Correct the name, or have the account made first (workbench-account add).",
                section=section,
            )
