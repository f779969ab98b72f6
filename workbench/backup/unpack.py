"""From two archives to a data folder that nobody serves yet (464.10): decrypted, held against each other, laid out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.accesslog.keyring import BLOCK, KEY_BYTES, Keyring
from workbench.backup import names
from workbench.backup.age import identities_of, unopened, unseal
from workbench.backup.archive import no_pair, read
from workbench.backup.manifest import Manifest, damaged
from workbench.backup.names import Kind
from workbench.settings import Settings

_SECTION, _KEY = re.compile(r"\s*\[\s*([\w.-]+)\s*\]"), re.compile(r"\s*([\w-]+)\s*=")
_MOVED = {
    "paths": {"data"},
    "listen": {"custodian"},
    "log": {"url", "keys", "escrow", "witnesses"},
    "events": {"file"},
    "registers": {"url"},
    "store": {"key_file", "spark_secret_file"},
    "alerts": {"key_file"},
}
"""Places that are the new data folder's own from now on."""
EXTERNAL = "config/log-witnesses.policy"
"""Where the policy of witnesses on other machines stands in the new place; ``bin/up`` writes only its own."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The two archives, and the identities that open each (``age.identities_of``)."""

    backup: Path
    escrow: Path
    identities: Sequence[Any]
    escrow_identities: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Their manifests, which fit."""

    backup: Manifest
    escrow: Manifest


def unpacked(sources: Sources, data: Path) -> Pair:
    """Both archives, in a new folder, everything checked that they say of themselves and of each other.

    Raises ``BadInput`` for one that was changed, is of another agency, or an escrow older than the backup.
    """
    pair = Pair(
        _read(sources.backup, sources.identities, Kind.BACKUP, data),
        _read(sources.escrow, sources.escrow_identities, Kind.ESCROW, data),
    )
    _demand_fit(pair, data)
    own = identities_of([data / names.BACKUP_KEY])[0]
    for sealed in sorted(data.rglob(f"*{names.SEALED}")):
        unseal(sealed, sealed.with_name(sealed.name.removesuffix(names.SEALED)), own)
        sealed.unlink()
    return pair


def checked(archive: Path, identities: Sequence[Any], kind: Kind) -> Manifest:
    """One archive, read to its end and held against its own manifest; nothing is written."""
    return _read(archive, identities, kind, None)


def _read(archive: Path, identities: Sequence[Any], kind: Kind, into: Path | None) -> Manifest:
    with archive.open("rb") as file:
        return read(file, identities, kind, into)


def _demand_fit(pair: Pair, data: Path) -> None:
    backup, escrow = pair.backup, pair.escrow
    if backup.agency != escrow.agency:
        raise no_pair(f"they are of different agencies, {backup.agency!r} and {escrow.agency!r}")
    if backup.log_key != escrow.log_key:
        raise no_pair("they are of different access logs")
    missing = backup.moment.seen.size - escrow.moment.seen.size
    if missing > 0 or not set(backup.moment.purges) <= set(escrow.moment.purges):
        raise no_pair(
            f"the escrow is older than the backup: it knows {escrow.moment.seen.size:,} records of the access log, and "
            f"the backup has {backup.moment.seen.size:,}",
            "Take the escrow of the same moment, or of a later one.",
        )
    if backup.sealed_for != escrow.sealed_for:
        raise no_pair("the escrow's key is not the one that the backup is sealed for")
    keys = data / names.KEYS
    if not (keys / "signing-key").is_file() or not (data / names.BACKUP_KEY).is_file():
        raise no_pair("the escrow holds no keys")
    with_key = identities_of([data / names.BACKUP_KEY])
    if [str(each.to_public()) for each in with_key] != [backup.sealed_for]:
        raise unopened("the escrow's key is another one")
    if str(Keyring(keys).signing.public()) != backup.log_key:
        raise no_pair("the key in the escrow is not the one that signed")
    for block in range(-(-backup.moment.seen.size // BLOCK)):
        file = keys / f"{block:06}.keys"
        if not file.is_file() or file.stat().st_size != (BLOCK + 1) * KEY_BYTES:
            raise no_pair(f"the escrow lacks keys of the log's records, from record {block * BLOCK:,} on")


def settings_in(data: Path, serves: Path | None = None) -> Settings:
    """Write the configuration for a data folder, ``serves`` when it is to stand there later; what it says of this one.

    Every key that named a place of the old machine is gone from it: these follow the data folder. ``BadInput`` when it
    can't be read.
    """
    file = data / names.CONFIGURATION
    text, final = file.read_text("utf-8"), serves or data
    here = Settings.load(file)
    outside = here.log.witnesses and here.log.witnesses != str(here.paths.local_policy)
    told = data / names.WITNESSES
    if outside and told.is_file():
        told.replace(data / EXTERNAL)
    policy = EXTERNAL if (data / EXTERNAL).is_file() else names.WITNESSES
    witnesses = here.log.witnesses and (data / policy).is_file()
    moved = relocated(text, final, final / policy if witnesses else None)
    as_of_now = relocated(text, data, data / policy if witnesses else None)
    file.write_text(as_of_now, "utf-8")
    found = Settings.load(file)
    file.write_text(moved, "utf-8")
    return found


def relocated(text: str, data: Path, witnesses: Path | None) -> str:
    """The configuration's text with everything in this data folder."""
    lines, section = [], ""
    for line in text.splitlines():
        if header := _SECTION.match(line):
            section = header[1]
            lines.append(line)
            lines += [f'data = "{data}"'] if section == "paths" else []
            lines += [f'witnesses = "{witnesses}"'] if section == "log" and witnesses else []
        elif (stated := _KEY.match(line)) and stated[1] in _MOVED.get(section, ()) and not _elsewhere(section, line):
            lines.append(f"# before it was restored: {line.strip()}")
        else:
            lines.append(line)
    present = {found[1] for line in lines if (found := _SECTION.match(line))}
    lines += [] if "paths" in present else ["[paths]", f'data = "{data}"']
    lines += ["[log]", f'witnesses = "{witnesses}"'] if witnesses and "log" not in present else []
    return "\n".join(lines) + "\n"


def _elsewhere(section: str, line: str) -> bool:
    """Whether it is an address on a network, which stays."""
    return section == "listen" and "https:" in line


def demand_agency(settings: Settings, pair: Pair) -> None:
    """``BadInput`` when the configuration in the backup is another agency's than its manifest says."""
    if settings.agency.organisation != pair.backup.agency:
        raise damaged("its configuration is of another agency")
