"""Who the caller is and how he or she stands (464.4, 464.4.1)."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.administration.lists import labels_of
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.due import due_for
from workbench.custodian.services import Services
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision
from workbench.policy.purpose import CATEGORY_LABELS, GO_ON, IDLE_LIMIT, PROMPT
from workbench.policy.roles import operations
from workbench.policy.standing import decide_standing
from workbench.wire.programme_lists import LexiconName
from workbench.wire.purpose import CategoryChoice, Me

router = APIRouter()


def standing_of(caller: Caller, rooms: Services) -> Decision:
    """Whether the caller's training holds at this moment."""
    version = rooms.registers.policies.current().version
    return decide_standing(caller.standing, rooms.gate.now(), version)


@router.get("/me")
def me(caller: Person, rooms: Rooms) -> Me:
    """Name, roles, standing, sources, and the words of the purpose dialog."""
    standing = standing_of(caller, rooms)
    until = caller.standing.trained_until
    called = labels_of(rooms.registers.lexicons.current(LexiconName.LABELS))
    delegated = rooms.registers.delegations.held(caller.username, rooms.gate.now())
    words = f"Trained until {until:%Y-%m-%d}." if standing.allowed and until else standing.reason
    return Me(
        username=caller.username,
        organisation=caller.organisation,
        roles=sorted(role.value for role in caller.roles),
        operations=sorted(operation.value for operation in operations(caller.roles) | delegated),
        realm=Realm.LIVE if standing.allowed else Realm.TRAINING,
        trained=standing.allowed,
        standing=words,
        trained_until=until,
        policy_version=rooms.registers.policies.current().version,
        sources=sorted(caller.sources),
        isolation_enforced=rooms.settings.isolation.enforced,
        prompt=PROMPT,
        go_on_prompt=GO_ON,
        categories=[
            CategoryChoice(value=category.value, label=called.get(category, label), section=section)
            for category, (label, section) in CATEGORY_LABELS.items()
            if category in rooms.settings.purpose.categories
        ],
        time_zone=rooms.settings.agency.time_zone,
        window_days=rooms.settings.search.window_days,
        age_days=rooms.settings.search.age_days,
        fixed_characters=rooms.settings.search.fixed_characters,
        log_alarm=rooms.watch.alarm(rooms.gate.now()),
        retention_days=rooms.settings.retention.days,
        retention_schedule=rooms.settings.retention.schedule,
        due=due_for(caller, rooms),
        idle_minutes=int(IDLE_LIMIT.total_seconds() // 60),
    )
