"""Who the caller is and how he or she stands (464.4, 464.4.1)."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.administration.lists import labels_of
from workbench.audit.due import due
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.due import due_for
from workbench.custodian.services import Services
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision
from workbench.policy.purpose import CATEGORY_LABELS, GO_ON, IDLE_LIMIT, PROMPT
from workbench.policy.roles import Role, operations
from workbench.policy.standing import decide_standing
from workbench.policy.training_rules import reminder
from workbench.prose.words import local
from workbench.wire.programme_lists import LexiconName
from workbench.wire.purpose import CategoryChoice, Me

router = APIRouter()


def standing_of(caller: Caller, rooms: Services) -> Decision:
    """Whether the caller's training holds at this moment."""
    version = rooms.registers.policies.current().version
    return decide_standing(caller.standing, rooms.gate.now(), version)


def overdue(rooms: Services) -> list[str]:
    """The quarters whose audit is overdue."""
    now, zone, sealed = rooms.gate.now(), rooms.settings.agency.time_zone, rooms.registers.audits.sealed()
    found = due(rooms.notary.began(), now, zone, sealed, rooms.settings.audit.due_days)
    return [each.quarter for each in found if each.overdue]


def reminders_of(caller: Caller, rooms: Services) -> list[str]:
    """What this person should know now, in sentences."""
    now, version = rooms.gate.now(), rooms.registers.policies.current().version
    zone = rooms.settings.agency.time_zone
    coming = [each for each in rooms.registers.training_sessions.of(caller.username) if each.starts_at > now]
    told = [
        f"Training session “{each.title}” with {each.trainer}: {local(each.starts_at, zone)}"
        f"{', ' + each.place if each.place else ''}. You are on its roster."
        for each in reversed(coming)
    ]
    ending = reminder(caller.standing, now, version)
    return [ending, *told] if ending else told


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
        reminders=reminders_of(caller, rooms),
        log_alarm=rooms.watch.alarm(rooms.gate.now()),
        overdue=overdue(rooms) if Role.ADMINISTRATOR in caller.roles else [],
        retention_days=rooms.settings.retention.days,
        retention_schedule=rooms.settings.retention.schedule,
        due=due_for(caller, rooms),
        idle_minutes=int(IDLE_LIMIT.total_seconds() // 60),
    )
