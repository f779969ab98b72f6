"""A witness of the log on this machine, where none is configured elsewhere (464.5, 464.10).

It has an OS user and a folder of its own, so whoever takes over the custodian's account can't cosign what he likes;
root of the machine can. ``docs/access-log.md`` says what that proves, and how to move it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hub_config.becoming import as_user
from hub_config.folders import Owner, write_secret
from hub_config.runtime import Runtime
from workbench.accesslog.atomic import write_whole
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notekeys import KeyType, SigningKey, VerifierKey
from workbench.accesslog.origin import origin_of
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.accesslog.tlog_policy_file import written_policy
from workbench.errors import ConfigError
from workbench.settings import Settings

NAME = "alpr-workbench/witness-on-this-machine"
HERE = "here"
_KEY = "key"


def is_here(settings: Settings) -> bool:
    """Whether the log's witness is the one that stands on this machine."""
    return settings.log.witnesses == str(settings.paths.local_policy)


def watched(runtime: Runtime, custodian: Owner, witness: Owner) -> None:
    """Make the witness's key and the log's, and the trust policy that names both; anew at each start."""
    settings = runtime.settings
    file = settings.paths.witness / _KEY
    if not file.exists():
        write_secret(file, f"{SigningKey.generate(NAME, KeyType.COSIGNATURE).secret()}\n", witness)
    key = SigningKey.parse(file.read_text("ascii").strip()).public()
    log, here = Party(_log_key(settings, custodian)), Party(key, f"{runtime.url(runtime.witness_port)}/")
    policy = written_policy(Policy((log,), {HERE: here}, quorum=HERE))
    write_whole(settings.paths.local_policy, policy, mode=0o644)


def command(runtime: Runtime) -> list[str]:
    """How the witness is started: the policy names the log's public key, the rest stands in its own folder."""
    paths = runtime.settings.paths
    options = {
        "key": paths.witness / _KEY,
        "state": paths.witness / "seen.sqlite",
        "policy": paths.local_policy,
        "listen": f"127.0.0.1:{runtime.witness_port}",
    }
    return [sys.executable, "-I", "-m", "workbench.witness", *(f"--{name}={value}" for name, value in options.items())]


def _log_key(settings: Settings, custodian: Owner) -> VerifierKey:
    """The public key of the log, which is made as the custodian's user where there is none yet."""
    log = settings.log
    folder, escrow = Path(log.keys), Path(log.escrow) if log.escrow else None
    origin = origin_of(settings.agency.organisation)
    can_not = ConfigError("The keys of the access log can't be opened.", how="Look at log.keys.", section="464.5")
    as_user(custodian, lambda: Keyring.open(folder, escrow, origin=origin).close(), can_not)
    return Keyring(folder).signing.public()
