"""Accounts by the administrator of the machine (464.5.1, 464.5.2): ``workbench-account``, as root.

Each change is in the access log before it is made; while the custodian does not answer, nothing is changed. What
takes something away is in force when the command returns: sessions, tokens and servers have ended by then.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from hub_config import passwords
from hub_config.accounts import Accounts
from hub_config.events import END_PAGE, ENDED, HEADER, HubEvents
from hub_config.lockout import Lockout
from hub_config.provided import Provided
from hub_config.runtime import Runtime
from workbench.errors import BadInput, ConfigError, NotFound, WorkbenchError
from workbench.policy.roles import PERSONAL, Role

Change = Callable[[Accounts, str, frozenset[Role]], str]


def _add(accounts: Accounts, name: str, roles: frozenset[Role]) -> str:
    password = passwords.generated()
    accounts.add(name, password, roles)
    return f"{name} can sign in with {password} and has to choose another password then."


def _roles(accounts: Accounts, name: str, roles: frozenset[Role]) -> str:
    accounts.set_roles(name, roles)
    return f"{name} has the roles: {', '.join(sorted(roles)) or 'none'}."


def _password(accounts: Accounts, name: str, _roles: frozenset[Role]) -> str:
    password = passwords.generated()
    Provided(accounts).take_back(name)
    accounts.set_password(name, password, must_change=True)
    return f"{name} can sign in with {password} and has to choose another password then."


def _provider(accounts: Accounts, name: str, _roles: frozenset[Role]) -> str:
    Provided(accounts).hand_over(name)
    return f"{name} signs in at the agency's identity provider alone; whoever has that name there first is {name} here."


def _disable(accounts: Accounts, name: str, _roles: frozenset[Role]) -> str:
    accounts.set_disabled(name, disabled=True)
    return f"{name} is disabled."


def _enable(accounts: Accounts, name: str, _roles: frozenset[Role]) -> str:
    accounts.set_disabled(name, disabled=False)
    return f"{name} is enabled."


def _unlock(accounts: Accounts, name: str, _roles: frozenset[Role]) -> str:
    Lockout(accounts).clear(name)
    return f"{name} can try to sign in again."


def _code(accounts: Accounts, name: str, _roles: frozenset[Role]) -> str:
    return f"{name} enters this secret in an authenticator app, once: {accounts.enrol(name)}"


CHANGES: dict[str, tuple[Change, str]] = {
    "add": (_add, "make an account"),
    "roles": (_roles, "replace the roles"),
    "password": (_password, "give a new first password"),
    "provider": (_provider, "let the agency's identity provider open it, and no password"),
    "disable": (_disable, "disable, at once"),
    "enable": (_enable, "enable, for ninety days anew"),
    "unlock": (_unlock, "end a lock"),
    "code": (_code, "give a one-time-code secret"),
}

SECONDS_TO_END = 90.0
ENDING = frozenset({"roles", "password", "provider", "disable"})
"""Changes after which whoever is signed in has to sign in anew, if he or she can."""


def change(runtime: Runtime, what: str, name: str, roles: frozenset[Role]) -> str:
    """Record the change, make it, and say what to tell the person; ``WorkbenchError`` when it can't be."""
    accounts = Accounts.open(runtime.settings.paths.hub / "accounts.sqlite")
    if what == "add":
        accounts.check_name(name)
    elif accounts.get(name) is None:
        raise NotFound(f"There is no account {name}.", how="workbench-account list names every one.")
    events = HubEvents(runtime.socket, runtime.secret)
    detail = {"by": _operator(), "roles": sorted(roles)}
    asyncio.run(events.record(f"account-{what}", name, "", detail))
    said = CHANGES[what][0](accounts, name, roles)
    return f"{said} {_end_sessions(runtime, events, name)}" if what in ENDING else said


def _end_sessions(runtime: Runtime, events: HubEvents, name: str) -> str:
    """Have the Hub end somebody's sessions, and say what came of it; the change itself is in force already.

    Without the Hub nobody's token is worth anything: then the custodian is told here to look everybody up anew.
    """
    try:
        answer = httpx.post(
            f"{runtime.hub}{END_PAGE}",
            data={"username": name},
            headers={HEADER: events.secret()},
            timeout=SECONDS_TO_END,
            trust_env=False,
        )
        answer.raise_for_status()
    except httpx.HTTPError:
        asyncio.run(events.record(ENDED, name, "", {"hub": "did not answer"}))
        return "The Hub did not answer: if a server of this person runs, stop it by hand."
    return "Sessions, tokens, server and kernels have ended."


def _operator() -> str:
    """Who is at the machine: the person behind ``sudo`` where that is how root was reached."""
    return os.environ.get("SUDO_USER") or f"uid {os.getuid()}"


def _listed(runtime: Runtime) -> str:
    accounts = Accounts.open(runtime.settings.paths.hub / "accounts.sqlite")
    lines = []
    for name in accounts.names():
        if (account := accounts.get(name)) is not None:
            state = "disabled" if account.disabled else "must change password" if account.must_change else "active"
            lines.append(f"{name:<22}{state:<22}{', '.join(sorted(account.roles))}")
    return "\n".join(lines) or "There is no account yet."


def _copy(runtime: Runtime) -> int:
    """What ``workbench backup create --accounts`` takes, where the Hub's folder is not the custodian's machine's."""
    if sys.stdout.isatty():
        raise BadInput(
            "This is for a backup, not for a screen: it has every password's hash.",
            how="Send it to workbench backup create FOLDER --accounts - through a pipe.",
            section="464.10",
        )
    file = runtime.settings.paths.hub / "accounts.sqlite"
    if not file.exists():
        raise NotFound(f"There are no accounts: {file}.", how="Run this where the Hub runs, with its configuration.")
    sys.stdout.buffer.write(Accounts(file).copied())
    return 0


def _arguments(arguments: list[str]) -> Any:
    parser = argparse.ArgumentParser(prog="workbench-account", description="Accounts of the ALPR workbench (464.5.1).")
    default = Path("/var/lib/alpr-workbench/config/workbench.toml")
    parser.add_argument("--config", type=Path, default=default, help=f"default: {default}")
    commands = parser.add_subparsers(dest="what", required=True)
    commands.add_parser("list", help="every account")
    commands.add_parser(
        "copy", help="all of them as they stand, for a backup made on another machine; to a pipe or file"
    )
    for what, (_, said) in CHANGES.items():
        command = commands.add_parser(what, help=said)
        command.add_argument("name")
        if what in ("add", "roles"):
            command.add_argument("roles", nargs="*", metavar="role", help=", ".join(sorted(PERSONAL)))
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """0 when done, 2 with words when not."""
    given = _arguments(sys.argv[1:] if arguments is None else arguments)
    try:
        runtime = Runtime.load(given.config)
        if given.what == "copy":
            return _copy(runtime)
        if given.what == "list":
            said = _listed(runtime)
        else:
            said = change(runtime, given.what, given.name, _known(getattr(given, "roles", [])))
    except PermissionError as error:
        sys.stderr.write(f"{ConfigError(f'{error.filename} is not for this user to read.', how='Run it as root.')}\n")
        return 2
    except WorkbenchError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{said}\n")
    return 0


def _known(names: list[str]) -> frozenset[Role]:
    if odd := set(names) - PERSONAL:
        raise BadInput(
            f"Nobody can hold the role {', '.join(sorted(odd))}.",
            where="roles",
            how=f"Choose from {', '.join(sorted(PERSONAL))}.",
            section="464.4",
        )
    return frozenset(Role(name) for name in names)


if __name__ == "__main__":
    raise SystemExit(main())
