"""Whether what was released is a subset of what was logged (464.5), and no record is missing between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.accesslog import tree_tables
from workbench.accesslog.database import parse, reading
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.merkle import root
from workbench.accesslog.proof import Receipt
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.accesslog.tlog_policy import Party, Policy

Released = Mapping[str, Any]
"""What somebody got: user, intent, result, read_ids and, where it came along, receipt."""


@dataclass
class Ledgers:
    """Looks through a log as it grows, and finds in it what was released since the last look."""

    url: str
    keys: Path
    looked_at: int = 0
    found: int = 0
    kept: dict[int, Record] = field(default_factory=dict)

    def demand(self, released: Sequence[Released]) -> None:
        """``AssertionError`` for a gap, an answer without its two records, or a receipt that does not hold."""
        if not released and not Path(parse(self.url).database or "").exists():
            return
        keys = Keyring(self.keys)
        with closing(LogReader.open(self.url, keys)) as reader:
            self._look_on(reader)
        for answer in released:
            self._demand(answer)
        self._demand_receipts(keys, [answer["receipt"] for answer in released if answer.get("receipt")])
        self.found += len(released)

    def _look_on(self, reader: LogReader) -> None:
        fresh = reader.between(self.looked_at, self.looked_at + 1_000_000)
        assert [record.index for record in fresh] == list(range(self.looked_at, self.looked_at + len(fresh)))
        self.kept |= {record.index: record for record in fresh}
        self.looked_at += len(fresh)

    def _demand(self, answer: Released) -> None:
        assert answer["result"] in self.kept, f"released, but not on record: {answer}"
        intent, result = self.kept[answer["intent"]], self.kept[answer["result"]]
        assert (intent.kind, result.kind) == (Kind.INTENT, Kind.RESULT)
        assert intent.user == result.user == answer["user"]
        assert result.body["intent"] == intent.index < result.index
        assert sorted(result.body["read_ids"]) == sorted(answer["read_ids"])

    def _demand_receipts(self, keys: Keyring, receipts: Sequence[str]) -> None:
        policy = Policy((Party(keys.signing.public()),), {}, {}, "none")
        engine = reading(parse(self.url))
        with engine.connect() as connection:
            nodes = tree_tables.nodes(connection)
            roots: dict[int, bytes] = {}
            for text in receipts:
                receipt = Receipt.parse(text.encode())
                assert receipt.extra
                seen = receipt.check(receipt.extra, policy).checkpoint
                if seen.size not in roots:
                    roots[seen.size] = root(nodes, seen.size)
                assert roots[seen.size] == seen.root, f"the log of {seen.size} records is another than was signed"
        engine.dispose()
