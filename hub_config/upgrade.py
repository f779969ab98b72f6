"""Registers of an earlier release, brought to this one's schema before anything is started (464.10).

``python -I -m hub_config.upgrade`` with ALPR_CONFIG set, as root or whose folder it is; it goes on as the custodian's
OS user. It does what the custodian would do at its start: whoever starts the workbench hears at once why it can't.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from hub_config.becoming import as_user
from hub_config.runtime import Runtime
from workbench.errors import ConfigError, WorkbenchError
from workbench.settings import Settings

_CAN_NOT = ConfigError("The workbench can't be started over these registers.", how="See above.", section="464.10")
_STEPS = Path(__file__).parent.parent / "workbench" / "store" / "registers" / "migrations" / "versions"


def newest() -> str:
    """The schema of this version: the number of its last step."""
    return max(step.name[1:5] for step in _STEPS.glob("r[0-9][0-9][0-9][0-9]_*.py"))


def stands(settings: Settings) -> str:
    """The schema that the registers have; empty where there are none yet, or they are no file of this machine."""
    file = Path(settings.registers.url.removeprefix("sqlite:///"))
    if not settings.registers.url.startswith("sqlite:") or not file.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return ""  # the custodian says what is wrong with it


def bring(settings: Settings) -> None:
    """Do it; raises what ``Registers.open`` does."""
    from workbench.store.registers import Registers

    with closing(Registers.open(settings.registers.url)) as registers:
        if (done := registers.upgraded) is not None:
            told = f"The registers were brought from schema {done.before} to {done.after}"
            sys.stdout.write(f"{told}: {done.rows:,} rows, as many as before.\n")


def main() -> int:
    """0 when the registers have this version's schema, or will have it with the first start; 2 when they can't."""
    try:
        runtime = Runtime.from_environment()
        if stands(runtime.settings) not in ("", newest()):
            owner = runtime.settings.paths.custodian.stat()
            as_user((owner.st_uid, owner.st_gid), lambda: bring(runtime.settings), _CAN_NOT)
    except (WorkbenchError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'diagnostic', '')}\n".rstrip() + "\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
