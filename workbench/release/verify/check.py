"""The check itself (464.5, 464.9): from a file, and a policy if there is one, to a verdict; nobody is asked anything.

The list of files is believed because of its signature, the files because of the list, the record because of the tree.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.accesslog.verify.signed import Checkpoint, Key, Malformed, checkpoint, decoded, key
from workbench.accesslog.verify.trust import trust
from workbench.release.verify.archive import files_of
from workbench.release.verify.proof import checkpoint_in, leads_to
from workbench.release.verify.verdict import Verdict

FORMAT = "alpr-evidence-package/1"
_MANIFEST, _NOTE, _KEY, _CHECKPOINT = "manifest.json", "manifest.note", "log-key.txt", "checkpoint"
_NUMBER = re.compile("[0-9]{1,19}", re.ASCII)
_LINE = re.compile("\N{EM DASH} ([^ +\n]+) ([A-Za-z0-9+/]+=*)")


@dataclass(frozen=True, slots=True)
class _Statement:
    """What was signed: of which record, and the SHA-256 (hexadecimal) of the list of files."""

    record: int
    manifest: str


def verify(package: Path, policy: bytes | None = None) -> Verdict:
    """Whether a package is whole, signed, and of a record that stands in the log.

    Without a ``policy`` (C2SP tlog-policy) the key is the one that came with it, which shows no more than that the
    package is of one piece. Raises ``Unusable`` for a policy that can't be read, ``OSError`` for no file.
    """
    keys = trust(policy).logs if policy is not None else None
    try:
        files = files_of(package)
        given = _key(files)
        said, signer = _statement(files, [given] if keys is None else keys)
        found = [*_listed(files, said), *_logged(files, said, signer)]
    except Malformed as problem:
        return Verdict((f"It can't be verified: {problem}.",))
    named = files[_KEY].decode().strip() if signer == given else f"{signer.name}+{signer.id.hex()}"
    return Verdict(tuple(found), len(files), said.record, named, keys is not None)


def _key(files: Mapping[str, bytes]) -> Key:
    try:
        return key(_file(files, _KEY).decode().strip())
    except UnicodeDecodeError:
        raise Malformed("the key in it is no text") from None


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise Malformed(f"{name} is not there")
    return files[name]


def _statement(files: Mapping[str, bytes], keys: list[Key]) -> tuple[_Statement, Key]:
    text, blank, below = _file(files, _NOTE).rpartition(b"\n\n")
    try:
        lines, signatures = text.decode().split("\n"), below.decode().split("\n")
    except UnicodeDecodeError:
        raise Malformed("its signed statement is no text") from None
    if not blank or signatures.pop() or len(lines) != 3 or lines[0] != FORMAT or not _NUMBER.fullmatch(lines[1]):
        raise Malformed("its signed statement is none of a package")
    for line in signatures:
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise Malformed("a signature under its statement can't be read")
        value = decoded(parts[2])
        for each in keys:
            if (parts[1], value[:4]) == (each.name, each.id) and each.made(text + b"\n", value[4:]):
                return _Statement(int(lines[1]), lines[2]), each
    raise Malformed("no key that is trusted signed it, or the signature is false")


def _listed(files: Mapping[str, bytes], said: _Statement) -> list[str]:
    """What differs between the files and the signed list of them."""
    manifest = _file(files, _MANIFEST)
    if hashlib.sha256(manifest).hexdigest() != said.manifest:
        return ["manifest.json is not the one that was signed"]
    listed = _files_in(manifest, said)
    found = [f"{name} is not there" for name in listed if name not in files]
    found += [f"{name} is in no list" for name in files if name not in {*listed, _MANIFEST, _NOTE}]
    for name, entry in listed.items():
        if (data := files.get(name)) is None:
            continue
        if (len(data), hashlib.sha256(data).hexdigest()) != (entry.get("size"), entry.get("sha256")):
            found.append(f"{name} was changed")
    return found


def _files_in(manifest: bytes, said: _Statement) -> dict[str, dict[str, Any]]:
    try:
        made = json.loads(manifest)
    except (ValueError, RecursionError):
        raise Malformed("its manifest can't be read") from None
    listed = made.get("files") if isinstance(made, dict) else None
    if not isinstance(listed, dict) or not all(isinstance(entry, dict) for entry in listed.values()):
        raise Malformed("its manifest lists no files")
    if (made.get("format"), made.get("record")) != (FORMAT, said.record):
        raise Malformed("its manifest is of something else than its statement")
    return listed


def _logged(files: Mapping[str, bytes], said: _Statement, signer: Key) -> list[str]:
    """Why the record can't be believed to stand in the log."""
    proof = _file(files, f"receipts/record-{said.record}.tlog-proof")
    if checkpoint_in(proof) != _file(files, _CHECKPOINT):
        return ["the proof leads to another checkpoint than the one beside it"]
    head = checkpoint(checkpoint_in(proof))
    if head.origin != signer.name or not _signed(head, signer):
        return ["the checkpoint is not signed by the key that signed the manifest"]
    if not leads_to(proof, head.size, head.root, said.record):
        return [f"record {said.record} does not stand in the log under this checkpoint"]
    return []


def _signed(head: Checkpoint, signer: Key) -> bool:
    made = [signer.made(head.text, value) for value in head.of(signer)]
    return bool(made) and all(made)
