"""The Hub's roles and scopes come from the one table (464.4)."""

from __future__ import annotations

import pytest

from hub_config.roles import EDGE_ACCESS, EDGE_SCOPES, SERVER_SCOPES, USER_SCOPES, custom_scopes, groups, hub_roles
from hub_config.services import service_roles
from workbench.policy.roles import ASSENT_SCOPE, GRANTS, PERSONAL, Operation, Role, scope

pytestmark = pytest.mark.section("464.4")

ROLES = {role["name"]: role for role in hub_roles()}


@pytest.mark.parametrize("role", sorted(PERSONAL))
def test_a_role_holds_what_the_table_grants_and_no_more(role: Role) -> None:
    made = ROLES[f"alpr-{role.value}"]
    granted = {scope(operation) for operation in GRANTS[role]}
    assert set(made["scopes"]) == granted | {ASSENT_SCOPE, EDGE_ACCESS}
    assert made["groups"] == [f"role:{role.value}"]


def test_there_is_no_other_role_but_the_narrowed_user() -> None:
    assert set(ROLES) == {"user", *(f"alpr-{role.value}" for role in PERSONAL)}
    assert ROLES["user"]["scopes"] == list(USER_SCOPES)


def test_nobody_can_make_a_token_share_a_server_or_administer_the_hub() -> None:
    forbidden = ("tokens", "shares", "admin", "self", "inherit", "proxy", "shutdown")
    for role in [*hub_roles(), *service_roles()]:
        for held in role["scopes"]:
            assert not held.startswith(forbidden), (role["name"], held)


def test_every_operation_and_the_assent_is_a_scope_of_its_own() -> None:
    assert set(custom_scopes()) == {ASSENT_SCOPE, *(scope(operation) for operation in Operation)}


def test_a_server_asks_for_everything_but_what_widens_access() -> None:
    asked = {held for held in SERVER_SCOPES if held.startswith("custom:")}
    pages = {Operation.ADMINISTER, Operation.APPROVE}
    assert asked == {scope(operation) for operation in Operation if operation not in pages}
    assert {scope(operation) for operation in pages} < set(EDGE_SCOPES)
    assert ASSENT_SCOPE not in SERVER_SCOPES


def test_the_edge_asks_for_the_assent_and_never_for_reads() -> None:
    assert ASSENT_SCOPE in EDGE_SCOPES
    assert scope(Operation.QUERY) not in EDGE_SCOPES
    assert scope(Operation.READ_LOG) not in EDGE_SCOPES


def test_groups_are_named_after_roles() -> None:
    assert groups([Role.TRAINER, Role.ANALYST]) == ["role:analyst", "role:trainer"]
    assert groups([]) == []
