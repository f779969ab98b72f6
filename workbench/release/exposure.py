"""Who was shown what, by the access log alone (464.10): result records name the reads that were released to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record, stamp
from workbench.wire.breach import AskScope

_AT_ONCE = 1_000


@dataclass(slots=True)
class _Person:
    """What is counted of one person or device; a look at a hit or an image counts as a search."""

    searches: int = 0
    looks_at_log: int = 0
    batches: int = 0
    sign_ins: int = 0
    refused: int = 0
    reads: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)

    def count(self, record: Record) -> None:
        """One record more; of all of them the first and the last are kept."""
        body = record.body
        client = body.get("client")
        if isinstance(client, Mapping) and client.get("address"):
            self.addresses.add(str(client["address"]))
        self.records = [*self.records[:1], record]
        self.refused += record.kind is Kind.REFUSAL
        self.sign_ins += record.action == "hub.signin"
        if record.kind is not Kind.RESULT or body.get("outcome") != "released":
            return
        self.batches += record.action == "collection.take"
        self.looks_at_log += record.action in ("log.read", "log.export")
        if isinstance(body.get("file"), Mapping):
            self.files.append(str(body["file"].get("name", "")))
        if body.get("realm") == "live" and "read_ids" in body:
            self.searches += 1
            self.reads.update(body["read_ids"])

    def told(self, user: str) -> dict[str, Any]:
        """As ``wire.breach.Exposed``."""
        first, last = self.records[0], self.records[-1]
        counts = {name: getattr(self, name) for name in ("searches", "looks_at_log", "batches", "sign_ins", "refused")}
        ends = {"records": [first.index, last.index], "first": stamp(first.time), "last": stamp(last.time)}
        seen = {"reads": len(self.reads), "files": self.files, "addresses": sorted(self.addresses)}
        return {"user": user, **counts, **seen, **ends}


def exposed(reader: LogReader, asked: AskScope) -> dict[str, Any]:
    """As ``wire.breach.Scope``, without who asked: whoever saw most comes first. A look at the whole period."""
    begin, end = reader.span(asked.begins, asked.ends)
    people: dict[str, _Person] = {}
    for start in range(begin, end, _AT_ONCE):
        for record in reader.between(start, min(end, start + _AT_ONCE)):
            if not asked.user or record.user == asked.user:
                people.setdefault(record.user, _Person()).count(record)
    ordered = sorted(people.items(), key=lambda each: (-len(each[1].reads), each[0]))
    given = asked.model_dump(mode="json", exclude={"number"})
    every = set[str]().union(*(person.reads for person in people.values()))
    told = [person.told(user) for user, person in ordered]
    return {**given, "people": told, "reads": len(every), "looked_through": end - begin}
