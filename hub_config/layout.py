"""The data folder: who owns what, and the secrets (464.10(a)). Run before each start; safe to repeat."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from hub_config import apart, osusers, watching
from hub_config.folders import Owner, own, write_secret
from hub_config.runtime import Runtime
from hub_config.services import started
from workbench.errors import WorkbenchError

PROFILE = ("", "db", "log", "pid", "security", "startup", "static")
"""IPython makes these where they are missing, which it can't in a folder of root's."""


def lay_out(runtime: Runtime) -> None:
    """Make the folders, the services' OS users and the secrets."""
    paths, isolated = runtime.settings.paths, runtime.settings.isolation.enforced
    hub = (os.geteuid(), os.getegid())
    custodian = _user(osusers.CUSTODIAN, paths.custodian) if isolated else hub
    edge = _user(osusers.EDGE, paths.edge) if isolated else hub
    reader = _user(osusers.READER, Path("/nonexistent")) if isolated else hub
    if isolated:
        osusers.ensure(osusers.PROXY, Path("/nonexistent"), kind="service")
    for folder in (paths.data, paths.homes, paths.data / "trees", paths.data / "ipython"):
        own(folder, hub, 0o755)
    for part in PROFILE:
        own(paths.data / "ipython" / "profile_default" / part, hub, 0o755)
    own(paths.hub, hub, 0o700)
    own(paths.custodian, custodian, 0o700)
    own(paths.edge, edge, 0o700)
    # The custodian makes its socket in here; whoever calls is asked of the operating system.
    own(paths.run, custodian, 0o755)
    # The reader makes its own here; who may call it is the owner of the folder above.
    own(paths.reader.parent, reader, 0o755)
    own(paths.drop, custodian, 0o755)
    for source in runtime.settings.sources.names:
        own(paths.drop / source, custodian, 0o770)
    own(runtime.runtime_folder, hub, 0o755 if isolated else 0o700)
    _secret(paths.hub / "cookie-secret", hub)
    shared = _secret(runtime.secret, hub)
    write_secret(paths.custodian / "hub-secret", shared, custodian)
    write_secret(paths.custodian / "metrics-token", _secret(runtime.metrics_token, hub), custodian)
    if watching.is_here(runtime.settings):
        witness = _user(osusers.WITNESS, paths.witness) if isolated else hub
        own(paths.witness, witness, 0o700)
        watching.watched(runtime, custodian, witness)
    if runtime.apart:
        apart.tell(runtime, started(runtime), hub)


def _secret(path: Path, owner: Owner) -> str:
    """The secret at a path, made when missing: 256 bits in hexadecimal."""
    if not path.exists():
        write_secret(path, secrets.token_hex(32), owner)
    return path.read_text("ascii")


def _user(name: str, home: Path) -> Owner:
    user = osusers.ensure(name, home, kind="service")
    return user.pw_uid, user.pw_gid


def main() -> int:
    """0 when everything stands, 2 when it can't."""
    os.umask(0o022)
    try:
        lay_out(Runtime.from_environment())
    except (WorkbenchError, OSError) as error:
        sys.stderr.write(f"The data folder can't be laid out: {error} {getattr(error, 'diagnostic', '')}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
