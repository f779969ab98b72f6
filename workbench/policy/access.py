"""May this person ask for this at all (464.2, 464.7)? Role, purpose, training (464.4, 464.5, 464.4.1)."""

from __future__ import annotations

from datetime import datetime

from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation, Role
from workbench.policy.sections import Section
from workbench.policy.standing import decide_standing


def decide_access(
    caller: Caller,
    purpose: Purpose | None,
    operation: Operation,
    realm: Realm,
    now: datetime,
    policy_version: str,
) -> Decision:
    """Refuse whoever has no role, no grant, no open purpose of his own, or no valid training.

    Training is asked of queries against the agency's reads only: the training store is where one learns.
    """
    if not caller.roles:
        return refuse(
            Section.AUTHORIZED_USERS,
            "You have no role in the ALPR programme.",
            "Ask the ALPR administrator to assign one.",
        )
    if operation not in caller.operations:
        return _not_granted(caller, operation)
    if operation is not Operation.QUERY:
        return allow(Section.AUTHORIZED_USERS)
    if (missing := _purpose_missing(caller, purpose, realm, now)) is not None:
        return missing
    if realm is Realm.LIVE:
        return decide_standing(caller.standing, now, policy_version)
    return allow(Section.TRAINING)


def _not_granted(caller: Caller, operation: Operation) -> Decision:
    roles = ", ".join(sorted(role.value.replace("_", " ") for role in caller.roles))
    if operation is Operation.QUERY and caller.roles == {Role.VENDOR}:
        return refuse(
            Section.AUTHORIZED_USERS,
            "Vendors maintain the system and never read plates.",
            "Ask a member of the department to make the search.",
        )
    return refuse(
        Section.AUTHORIZED_USERS,
        f"Your role ({roles}) does not include '{operation.value}'.",
        "Ask the ALPR administrator if your duties need it.",
    )


def _purpose_missing(caller: Caller, purpose: Purpose | None, realm: Realm, now: datetime) -> Decision | None:
    if purpose is None:
        return refuse(
            Section.RECORD_OF_ACCESS,
            "No purpose has been declared for this search.",
            "Declare one: the case, the category, what is investigated and why this plate belongs to it.",
        )
    if purpose.username != caller.username:
        return refuse(
            Section.NO_SHARED_LOGIN,
            "This purpose was declared by somebody else.",
            "Declare a purpose of your own.",
        )
    if not purpose.open_at(now):
        return refuse(
            Section.RECORD_OF_ACCESS,
            "This purpose has ended (30 idle minutes, the end of the shift, or you ended it).",
            "Declare the purpose anew.",
        )
    if purpose.realm is not realm:
        return refuse(
            Section.TRAINING_FIRST,
            f"This purpose was declared for the {purpose.realm.value} store, not for the {realm.value} one.",
            "Declare a purpose for the store you want to search.",
        )
    return None
