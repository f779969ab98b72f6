"""The demonstration's four accounts (464.4), printed at each start; only where the agency was generated.

Each is on record before it is made, like any other account (464.3.1); while nothing can be recorded, none is made.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from hub_config import passwords
from hub_config.accounts import Accounts
from hub_config.events import HubEvents
from hub_config.folders import write_secret
from hub_config.runtime import Runtime
from workbench.errors import ConfigError, WorkbenchError
from workbench.policy.roles import Role

PEOPLE: dict[str, tuple[Role, str]] = {
    "ana": (Role.ANALYST, "analyst, trained"),
    "adam": (Role.ADMINISTRATOR, "administrator"),
    "tess": (Role.TRAINER, "trainer"),
    "otto": (Role.OFFICER, "officer, not trained yet"),
}


def ensure(runtime: Runtime) -> dict[str, str]:
    """The demonstration's passwords by name; ``ConfigError`` where the agency was not generated."""
    if not runtime.settings.demo.generated:
        raise ConfigError("This agency was not generated, so it has no demonstration accounts.", section="464.5.1")
    accounts = Accounts.open(runtime.settings.paths.hub / "accounts.sqlite")
    kept = runtime.settings.paths.hub / "demo-passwords"
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    known |= {name: passwords.generated() for name in PEOPLE if name not in known}
    write_secret(kept, json.dumps(known), (os.geteuid(), os.getegid()))
    for name, (role, _) in PEOPLE.items():
        if accounts.get(name) is None:
            detail = {"by": "demo", "roles": [role.value]}
            asyncio.run(HubEvents(runtime.socket, runtime.secret).record("account-add", name, "", detail))
            accounts.add(name, known[name], [role], must_change=False)
    return {name: known[name] for name in PEOPLE if passwords.matches(_stored(accounts, name), known[name])}


def _stored(accounts: Accounts, name: str) -> str:
    account = accounts.get(name)
    return account.password if account else ""


def main() -> int:
    """Print name, password and description, a line each; a password that was changed is not printed."""
    try:
        for name, password in ensure(Runtime.from_environment()).items():
            sys.stdout.write(f"  {name:<6} {password}   {PEOPLE[name][1]}\n")
    except WorkbenchError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
