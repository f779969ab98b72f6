"""A table with its head, as one Arrow IPC stream (Apache Arrow columnar format, streaming)."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from workbench.wire.search import Found

MEDIA_TYPE = "application/vnd.apache.arrow.stream"
_KEY = b"alpr"


def pack(head: Found, table: pl.DataFrame) -> bytes:
    """One Arrow IPC stream; the head stands in the schema's metadata."""
    arrow = table.to_arrow()
    arrow = arrow.replace_schema_metadata({_KEY: head.model_dump_json().encode()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, arrow.schema) as writer:
        writer.write_table(arrow)
    return bytes(sink.getvalue().to_pybytes())


def unpack(data: bytes) -> tuple[Found, pl.DataFrame]:
    """The head and the table of a stream that ``pack`` made."""
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        arrow = reader.read_all()
    head = Found.model_validate_json((arrow.schema.metadata or {})[_KEY])
    frame = pl.from_arrow(arrow.replace_schema_metadata(None))
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("an answer is a table")
    return head, frame
