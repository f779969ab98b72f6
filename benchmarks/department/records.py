"""Whether each answer stands in the log: its intent before its result, with its count, and nothing besides (464.5)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.department.analyst import Searched
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.wire.log import LogQuery


def missing(data: Path, answers: Sequence[Searched]) -> list[Searched]:
    """The answers whose records don't stand, or say something else."""
    with _reader(data) as reader:
        return [answer for answer in answers if not _stands(reader, answer)]


def results(data: Path, names: Sequence[str]) -> int:
    """How many results of searches of these people stand."""
    found, before = 0, None
    with _reader(data) as reader:
        while page := reader.page(LogQuery(limit=1000, before=before, action="search.plates", kind="result"))[0]:
            found += sum(record.user in names for record in page)
            before = page[-1].index
    return found


def _reader(data: Path) -> closing[LogReader]:
    keep = data / "custodian"
    return closing(LogReader.open(f"sqlite:///{keep / 'log.sqlite'}", Keyring(keep / "log-keys")))


def _stands(reader: LogReader, answer: Searched) -> bool:
    intent, result = reader.get(answer.record), reader.get(answer.result)
    said = {"outcome": "released", "intent": answer.record, "count": answer.reads}
    return (
        answer.record < answer.result
        and (intent.kind, intent.user) == (Kind.INTENT, answer.name)
        and (result.kind, result.user) == (Kind.RESULT, answer.name)
        and said.items() <= dict(result.body).items()
    )
