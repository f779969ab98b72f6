"""What may stand in an archive, and under which name (464.10): a closed list, so that no name leads anywhere else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum

from workbench.wire.photographs import ImageKind


class Kind(StrEnum):
    """The two archives of one moment."""

    BACKUP = "backup"
    ESCROW = "escrow"


SEALED = ".age"
"""The ending of what is sealed once more, for the escrow's key: it would be readable otherwise."""
LOG, REGISTERS = "custodian/log.sqlite", "custodian/registers.sqlite"
ACCOUNTS, CONFIGURATION = "hub/accounts.sqlite", "config/workbench.toml"
KEYS, WITNESSES, BACKUP_KEY = "custodian/log-keys", "config/witnesses.policy", "custodian/backup-key"
READS, IMAGES = "custodian/reads", "custodian/images"
SECRETS = ("reads-key", "reads-key.next", "training-secret", "watch-list-key", "alerts-key", "spark-secret", ".pgpass")
"""The custodian's other secrets, as they are called in its folder of a new place."""
SUMS, MANIFEST = "SHA256SUMS", "manifest"
"""The list of digests, and the signed manifest: the last two members."""

_KINDS = "|".join(ImageKind)
_ALLOWED = {
    Kind.BACKUP: re.compile(
        r"custodian/log\.sqlite|(custodian/registers|hub/accounts)\.sqlite\.age|config/workbench\.toml"
        r"|custodian/reads/(live|training)/(catalogue\.sqlite|served|files/[0-9a-f]{32}\.(reads|plates)(\.age)?)"
        rf"|custodian/images/(served|({_KINDS})/[0-9a-f]{{2}}/[0-9a-f]{{64}}\.[a-z0-9-]{{1,40}}(\.age)?)"
    ),
    Kind.ESCROW: re.compile(
        r"custodian/log-keys/(signing-key|shredded|purged|checkpoint|[0-9]{6,12}\.keys)"
        r"|custodian/(reads-key(\.next)?|training-secret|watch-list-key|alerts-key|spark-secret|\.pgpass|backup-key)"
        r"|config/witnesses\.policy"
    ),
}


def allowed(kind: Kind, name: str) -> bool:
    """Whether a member of this name belongs into such an archive, beside the list and the manifest."""
    return _ALLOWED[kind].fullmatch(name) is not None


def stem(agency: str, at: datetime, size: int) -> str:
    """What both archives of a moment are called: agency, time (UTC) and the log's tree size."""
    words = re.sub(r"[^a-z0-9]+", "-", agency.lower()).strip("-")[:60] or "agency"
    return f"{words}.{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.{size}"
