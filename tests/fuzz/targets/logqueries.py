"""Queries of the access log (464.6), against a log of a few dozen records."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from pydantic import ValidationError

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, text_of
from tests.unit.accesslog.logs import BEGINNING
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.errors import BadInput
from workbench.wire.log import LogQuery

RECORDS = 40
_FIELDS = ("plate", "text", "user", "case_number", "start", "end", "before", "limit", "kind", "action")


def _made() -> LogReader:
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    keys, url = Keyring.open(folder / "keys"), f"sqlite:///{folder}/log.sqlite"
    clock = (BEGINNING + timedelta(seconds=number) for number in range(RECORDS))
    journal = Journal.open(url, keys, now=lambda: next(clock))
    stated = {"purpose": {"category": "stolen_plate", "case_number": "2026-00417"}, "realm": "live"}
    for number in range(RECORDS):
        kind = (Kind.INTENT, Kind.RESULT, Kind.REFUSAL, Kind.EVENT)[number % 4]
        said = {**stated, "elements": {"pattern": '7ABC*"', "x": "50%_Ñ"}, "reason": "ÑANDÚ said “no”"}
        journal.append(kind, ("ana", "ben")[number % 2], "search.plates", said)
    journal.close()
    return LogReader.open(url, keys)


_READER = _made()


def run(data: bytes) -> None:
    """A page is what was asked for, newest first, and never more; the counts are those of all pages."""
    try:
        query = _query(data)
    except ValidationError:
        return
    try:
        page, total = _READER.page(query)
        counts = _READER.counts(query)
    except BadInput as error:
        assert error.message
        return
    indexes = [record.index for record in page]
    assert indexes == sorted(set(indexes), reverse=True)
    assert len(page) <= min(query.limit, total)
    assert total <= RECORDS
    assert sum(counts.by_user.values()) == sum(counts.by_kind.values()) == total
    for record in page:
        assert query.before is None or record.index < query.before
        assert not query.user or record.user == query.user
        assert not query.kind or record.kind == query.kind
        assert not query.start or record.time >= query.start
        assert not query.end or record.time < query.end


def _query(data: bytes) -> LogQuery:
    """As it is posted, or, where it does not begin as JSON, field after field."""
    if data[:1] == b"{":
        return LogQuery.model_validate_json(data)
    said = dict(zip(_FIELDS, text_of(data).split("\x1f"), strict=False))
    return LogQuery.model_validate({name: value for name, value in said.items() if value})


TARGET = Target(
    "logqueries",
    run,
    seeds=[
        b"7ABC123\x1f50%_",
        b"\x1f\x1fana\x1f2026-00417\x1f2026-03-02T08:00:10Z\x1f\x1f9\x1f3",
        b"{}",
        b'{"user":"ana","kind":"intent","limit":3,"before":30}',
        b'{"text":"\xc3\xb1and\xc3\xba","action":"search.plates"}',
        b'{"plate":"7ABC123","case_number":"2026-00417"}',
        b'{"start":"2026-03-02T08:00:10.005Z","end":"2026-03-02T08:00:20-00:00","text":"50%_"}',
    ],
    modules=MODULES["logqueries"],
    words=[
        b'"text":"',
        b'"plate":"',
        b'"before":',
        b'"start":"',
        b"9223372036854775807",
        b"2099-12-31T23:59:59.999999-23:59",
        b"1990-01-01T00:00:00+23:59",
        b"\\u0000",
        b"\\ud800",
        b"%",
        b"_",
        b"\\\\",
        b"' OR 1=1 --",
    ],
    longest=600,
)
