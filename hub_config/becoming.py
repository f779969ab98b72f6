"""Doing something as another OS user, in a process of that user's (464.10(a))."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from hub_config.folders import Owner
from workbench.errors import ConfigError, WorkbenchError


def as_user(owner: Owner, call: Callable[[], None], can_not: ConfigError) -> None:
    """Do it as this user, whom it tells what goes wrong; raises ``can_not`` when it can't be done."""
    if (os.geteuid(), os.getegid()) == owner:
        call()
        return
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(owner[1])
            os.setuid(owner[0])
            call()
            sys.stdout.flush()
            code = 0
        except (WorkbenchError, OSError) as error:
            sys.stderr.write(f"{error}\n{getattr(error, 'diagnostic', '')}\n")
            sys.stderr.flush()
        finally:
            os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise can_not
