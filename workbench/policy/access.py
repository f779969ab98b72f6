"""May this person ask for this at all (464.2, 464.7)? Role, purpose, training (464.4, 464.5, 464.4.1)."""

from __future__ import annotations

from datetime import datetime

from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.roles import PERSONAL, Operation, Role
from workbench.policy.sections import Section
from workbench.policy.standing import decide_standing

ON_PURPOSE = frozenset({Operation.QUERY, Operation.REVIEW, Operation.EXPORT, Operation.READ_LOG})
"""What nobody does without saying why (464.5(4))."""

TRAINED = frozenset(
    {
        Operation.QUERY,
        Operation.REVIEW,
        Operation.EXPORT,
        Operation.READ_LOG,
        Operation.INGEST,
        Operation.HOTLIST,
        Operation.RETAIN,
        Operation.SHARE,
        Operation.APPROVE,
    }
)
"""What nobody does without training (464.4.1)."""


def decide_access(
    caller: Caller,
    purpose: Purpose | None,
    operation: Operation,
    realm: Realm,
    now: datetime,
    policy_version: str,
) -> Decision:
    """Refuse whoever has no role, no grant, no open purpose of his own, or no valid training.

    Training comes before any portion of the system (464.4.1): searching and reviewing the agency's reads, taking them
    out as a file, reading the log, handing in reads or lists, holding and shredding, approving. It is asked of people;
    a device is enrolled under its own credential. It isn't asked of what a department without a trained member begins
    with: declaring, learning, signing others off, administering. None of these shows a read or a record, and in the
    training store one learns: whoever may learn searches there.
    """
    if not caller.roles:
        return refuse(
            Section.AUTHORIZED_USERS,
            "You have no role in the ALPR programme.",
            "Ask the ALPR administrator to assign one.",
        )
    learning = operation is Operation.QUERY and realm is Realm.TRAINING
    if (Operation.LEARN if learning else operation) not in caller.operations:
        return _not_granted(caller, operation)
    if operation in ON_PURPOSE and (missing := _purpose_missing(caller, purpose, realm, now)) is not None:
        return missing
    if operation in TRAINED and realm is Realm.LIVE and caller.roles & PERSONAL:
        return decide_standing(caller.standing, now, policy_version)
    return allow(Section.TRAINING if learning else Section.AUTHORIZED_USERS)


def decide_purpose(caller: Caller, purpose: Purpose | None, realm: Realm, now: datetime) -> Decision:
    """Refuse whoever has no open purpose of his own for this store: for what shows plates beside the searches."""
    return _purpose_missing(caller, purpose, realm, now) or allow(Section.RECORD_OF_ACCESS)


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
            "No purpose has been declared for this.",
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
            "This purpose has ended: 30 idle minutes, the end of the shift, a sign-out or a lock, or you ended it.",
            "Declare the purpose anew.",
        )
    if purpose.realm is not realm:
        return refuse(
            Section.TRAINING_FIRST,
            f"This purpose was declared for the {purpose.realm.value} store, not for the {realm.value} one.",
            "Declare a purpose for the store you want to search.",
        )
    return None
