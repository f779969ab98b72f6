"""Draws the sample of a quarterly audit anew, from the exported log alone (464.6, 464.10(c)).

    workbench log export FOLDER --config FILE           as the custodian's OS user; holds no plate
    python docs/recompute_sample.py FOLDER --begin 2026-07-01T07:00:00Z --end 2026-10-01T07:00:00Z --value 4f1c...

Needs Python 3.11 and nothing else: not one line of the workbench is used here. Prints as JSON the checkpoint at the
period's end, the seed, and each row with why it is looked at. ``--size`` takes the place of ``--end`` for an audit of
a period that was not over; ``--allowed`` is the number of findings that the size allows for. Rows that were added
because a plate is watched are not among these: nobody outside can know of them, and they change none of the others.
Whether the folder is the log that it says it is, ``workbench log verify`` and the Go client of docs/access-log.md tell.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from math import comb
from pathlib import Path
from typing import Any

Leaf = dict[str, Any]
READS = ("images.look", "reviews.queue", "hits.page", "export.reads")
RECORDS = ("log.read", "log.export", "audit.queue", "audit.rows", "audit.standing", "breach.scope")
SHOWS = READS + RECORDS
OUT = ("export.reads", "log.export")


def bundle(folder: Path, number: int) -> bytes:
    """The bytes of one bundle of entries, whole or partial; empty when there is none."""
    text = f"{number:03d}"
    text = text.zfill(-(-len(text) // 3) * 3)
    parts = [text[at : at + 3] for at in range(0, len(text), 3)]
    whole = folder / "tile" / "entries" / "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])
    if whole.is_file():
        return whole.read_bytes()
    partial = [path for path in Path(f"{whole}.p").glob("*") if path.name.isdigit()]
    return max(partial, key=lambda path: int(path.name)).read_bytes() if partial else b""


def entries(folder: Path) -> Iterator[bytes]:
    """All entries in their order."""
    number = 0
    while data := bundle(folder, number):
        at = 0
        while at < len(data):
            length = int.from_bytes(data[at : at + 2], "big")
            yield data[at + 2 : at + 2 + length]
            at += 2 + length
        number += 1


def root(hashes: list[bytes]) -> bytes:
    """The root of RFC 6962 over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(hashes[:left]) + root(hashes[left:])).digest()


def is_row(leaf: Leaf) -> bool:
    """Whether it is a request to see reads or records."""
    action = leaf.get("action", "")
    if leaf.get("realm") != "live" or not (action.startswith("search.") or action in SHOWS):
        return False
    return leaf["kind"] == "intent" or (leaf["kind"] == "refusal" and leaf.get("needs") != "own")


def sure(leaves: list[tuple[int, Leaf]]) -> dict[int, str]:
    """The rows that are looked at in any case."""
    found: dict[int, str] = {}
    after: dict[str, int] = {}
    for index, leaf in leaves:
        who, refused = leaf["user"], leaf["kind"] == "refusal"
        if leaf.get("needs") == "second-person":
            found[index] = "four-eyes"
        elif refused:
            found[index] = "refused"
        elif leaf["action"] in OUT:
            found[index] = "taken out"
        elif after.get(who, 0) > 0:
            found[index] = "after a training lapse"
        if refused and leaf.get("section") in ("464.4.1", "464.7(e)"):
            after[who] = 5
        else:
            after[who] = max(0, after.get(who, 0) - 1)
    return found


def needed(rows: int, allowed: int) -> int:
    """The smallest sample in which so few findings have a chance of 5 % at most if more than 1 % are misuse."""
    bad = rows // 100 + 1
    if rows <= allowed or bad > rows:
        return rows
    for drawn in range(rows + 1):
        ways = sum(comb(bad, hit) * comb(rows - bad, drawn - hit) for hit in range(allowed + 1) if hit <= drawn)
        if ways * 20 <= comb(rows, drawn):
            return drawn
    return rows


def sample(leaves: list[tuple[int, Leaf]], seed: bytes, allowed: int) -> dict[int, str]:
    """The rows that are looked at, each with why."""
    found = sure(leaves)
    order = [(hashlib.sha256(seed + index.to_bytes(8, "big")).digest(), index) for index, _ in leaves]
    shuffled = [index for _, index in sorted(order) if index not in found]
    drawn = needed(len(shuffled), allowed)
    for index in shuffled[:drawn]:
        found[index] = "random"
    users = {index: leaf["user"] for index, leaf in leaves}
    for index in shuffled[drawn:]:
        if sum(users[each] == users[index] for each in found) < 5:
            found[index] = "each person"
    return dict(sorted(found.items()))


def telling(value: str) -> str:
    """The letters and digits of the value, small."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", value).casefold() if sign.isalnum())


def main(given: list[str]) -> int:
    """Print the sample."""
    parser = argparse.ArgumentParser(description="Draws the sample of an audit anew from an exported access log.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--begin", type=datetime.fromisoformat, required=True, help="of the period, with an offset")
    border = parser.add_mutually_exclusive_group(required=True)
    border.add_argument("--end", type=datetime.fromisoformat, help="of the period, with an offset")
    border.add_argument("--size", type=int, help="how many records the log had at the end of the period")
    parser.add_argument("--value", required=True, help="the public random value")
    parser.add_argument("--allowed", type=int, default=0)
    said = parser.parse_args(given)
    raw = list(entries(said.folder))
    every = [json.loads(entry) for entry in raw]
    times = [datetime.fromisoformat(leaf["time"]) for leaf in every]
    size = sum(time < said.end for time in times) if said.size is None else said.size
    if size > len(raw):
        sys.exit(f"the export holds {len(raw)} records, fewer than {size}")
    origin = (said.folder / "checkpoint").read_text("utf-8").split("\n")[0]
    top = base64.b64encode(root([hashlib.sha256(b"\x00" + entry).digest() for entry in raw[:size]])).decode()
    checkpoint = f"{origin}\n{size}\n{top}\n"
    seed = hashlib.sha256(checkpoint.encode() + telling(said.value).encode()).digest()
    rows = [(index, every[index]) for index in range(size) if times[index] >= said.begin and is_row(every[index])]
    chosen = sample(rows, seed, said.allowed)
    told = {"checkpoint": checkpoint, "seed": seed.hex(), "population": len(rows), "rows": chosen}
    json.dump(told, sys.stdout, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
