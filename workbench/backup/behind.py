"""Whether a restored log is behind what somebody outside saw of it (464.5, 464.10), and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from workbench.accesslog import tree_tables
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.database import or_unavailable, parse, reading
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.merkle import root
from workbench.accesslog.note import Note, check
from workbench.accesslog.notekeys import VerifierKey
from workbench.accesslog.tlog_policy import Policy
from workbench.accesslog.tlog_policy_file import parse_policy
from workbench.accesslog.witnessing import Outcome, Witnessing
from workbench.backup import names
from workbench.backup.manifest import Manifest
from workbench.errors import BadInput, FormatError, LogUnavailable, Unproven

_MORE = re.compile(r"it saw (\d{1,18}) records of another log under our name")
"""What ``Witnessing`` tells of a witness that saw more than there is, or another log of that length."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint of the log that was kept outside of the backup: where, its size, its note where there is one.

    ``size`` is None when nobody could be asked.
    """

    where: str
    size: int | None
    note: bytes = b""


@dataclass(frozen=True, slots=True)
class More:
    """Where more records were seen than there are, and how many."""

    where: str
    size: int


def kept(keys: Keyring, files: Iterable[Path], told: Manifest) -> list[Seen]:
    """Checkpoints beside the keys and in these files; ``BadInput`` for one that this log did not sign."""
    held = [("beside the keys", keys.checkpoint or b""), *((str(file), file.read_bytes()) for file in files)]
    return [_seen(where, note, told) for where, note in held if note]


def _seen(where: str, data: bytes, told: Manifest) -> Seen:
    try:
        note = Note.parse(data)
        check(note, VerifierKey.parse(told.log_key))
        return Seen(where, Checkpoint.parse(note.text).size, data)
    except (FormatError, Unproven) as problem:
        raise BadInput(
            f"The checkpoint {where} is none of this access log: {problem.message}",
            how="Give the newest one that its witness kept (`workbench witness seen`).",
            section="464.5",
        ) from None


def asked(data: Path, told: Manifest, http: httpx.Client) -> list[Seen]:
    """What the configured witnesses say of the log as it is in the backup.

    They cosign it if they saw no more than it has. Raises ``LogUnavailable`` when one saw another log.
    """
    file = next(
        (data / name for name in (names.WITNESSES, "config/log-witnesses.policy") if (data / name).exists()), None
    )
    policy = _policy(file) if file else None
    if policy is None or not any(party.url for party in policy.witnesses.values()):
        return []
    engine = reading(parse(f"sqlite:///{data / names.LOG}"))
    try:
        with engine.connect() as connection:
            nodes = dict[Any, bytes]()

            def node(which: Any) -> bytes:
                if which not in nodes:
                    nodes[which] = tree_tables.nodes(connection)(which)
                return nodes[which]

            note = Note.parse(told.moment.checkpoint.encode())
            done = Witnessing(policy, node, http).round(note)
    finally:
        engine.dispose()
    return [_answered(name, answer.outcome, answer.text, told) for name, answer in done.answers.items()]


def _answered(name: str, outcome: Outcome, text: str, told: Manifest) -> Seen:
    where, size = f"at the witness {name}", told.moment.seen.size
    if outcome is Outcome.COSIGNED:
        return Seen(where, size)
    if outcome is not Outcome.CONFLICT:
        return Seen(where, None)
    if (found := _MORE.fullmatch(text)) and int(found[1]) > size:
        return Seen(where, int(found[1]))
    raise LogUnavailable(
        f"The access log in the backup is not the one that was seen {where}.",
        how="Nothing was restored. Keep the archives for the audit and report it as a breach (464.10).",
        section="464.5",
        diagnostic=text,
    )


def _policy(file: Path) -> Policy:
    try:
        return parse_policy(file.read_bytes())
    except FormatError as problem:
        raise BadInput(f"The policy of witnesses can't be used: {problem.message}", section="464.5") from None


def demand_not_behind(seen: Sequence[Seen], size: int, *, by_witness: bool) -> None:
    """Return when nobody saw more than ``size`` records; else ``LogUnavailable`` says how many are missing.

    ``by_witness`` says that a checkpoint of a witness's was given, and one that can't be asked is no hindrance.
    """
    if (more := longest(seen, size)) is not None:
        raise LogUnavailable(
            f"The access log in the backup lacks {more.size - size:,} records: it has {size:,}, and {more.size:,} were "
            f"seen {more.where}.",
            how="Nothing was restored. Restore a newer backup. If there is none, --behind-witness REASON goes on, on "
            "record; the lost records are a breach to be looked at (464.10).",
            section="464.5",
        )
    silent = [each.where for each in seen if each.size is None]
    if silent and not by_witness:
        raise LogUnavailable(
            f"Nobody could be asked how long the access log was {', '.join(silent)}.",
            how="Nothing was restored. Give the newest checkpoint that the witness kept (--checkpoint FILE, from "
            "`workbench witness seen`); if it is lost, --behind-witness REASON goes on, on record.",
            section="464.5",
        )


def longest(seen: Sequence[Seen], size: int) -> More | None:
    """What was seen of the most records, if these are more than ``size``."""
    more = [More(each.where, each.size) for each in seen if each.size is not None and each.size > size]
    return max(more, key=lambda each: each.size, default=None)


def leads_from(url: str, note: bytes) -> bool:
    """Whether the log at this URL, signed or not, goes on from that checkpoint."""
    try:
        seen = Checkpoint.parse(Note.parse(note).text)
    except FormatError:
        return False
    engine = reading(parse(url))
    try:
        with or_unavailable("read"), engine.connect() as connection:
            return root(tree_tables.nodes(connection), seen.size) == seen.root
    except (KeyError, ValueError):
        return False  # it is shorter
    finally:
        engine.dispose()
