"""Reads as pages of columns (464.9): what a search looks at in one page, everything else in the page after it.

Each page is one Arrow IPC stream, so nothing here depends on a format of our own; words are dictionary-encoded,
a page at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute

from workbench.plates.characters import LONGEST
from workbench.plates.key import Keys, pack_many, unpack_many
from workbench.wire.reads import READ_COLUMNS

BLOCK = 4096
"""Reads of one block: a page to search in and a page with the rest."""
CORE = ("ordinal", "key", "resolved_key", "time", "latitude", "longitude", "camera", "source")
"""What a search looks at: the number of the read in its file, its keys (unsigned, 0 for none), time, place, source."""
_FROM_KEYS = ("plate", "resolved_plate")
REST = tuple(name for name in READ_COLUMNS if name not in (*CORE, *_FROM_KEYS))
_OF_ONE = ("read_id", "vendor_id", "plate_as_given")
"""Never in a list of words, which may outlive the reads that it was made of."""
_FEW = 256
"""So many different words go into each page; of more, only those that stand in it."""

Booleans = npt.NDArray[np.bool_]


def columns(reads: pl.DataFrame) -> pa.Table:
    """Reads (READ_SCHEMA) as they are kept: plates as keys, the plate as given where it differs, words by number.

    Raises ``ValueError``, with the column, for a plate that is not in its one spelling.
    """
    given = pl.col("plate_as_given")
    table = reads.select(
        *(name for name in READ_COLUMNS if name not in (*_FROM_KEYS, "plate_as_given", "time", "received")),
        pl.col("time", "received").dt.epoch("us"),
        plate_as_given=pl.when(given.is_null()).then(pl.lit("")).when(given != pl.col("plate")).then(given),
    )
    arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
    made = {name: _encoded(name, arrow.column(name)) for name in arrow.schema.names}
    made |= {"key": pa.array(_keys(reads["plate"])), "resolved_key": pa.array(_keys(reads["resolved_plate"]))}
    made |= {"read_id": _identities(reads["read_id"]), "ordinal": pa.nulls(len(reads), pa.uint32())}
    return pa.table({name: made[name] for name in (*CORE, *REST)})


def numbered(rows: pa.Table) -> pa.Table:
    """The rows with their numbers in this file."""
    at = rows.schema.get_field_index("ordinal")
    return rows.set_column(at, "ordinal", pa.array(np.arange(len(rows), dtype=np.uint32)))


def candidate_keys(rows: pa.Table) -> tuple[Keys, npt.NDArray[np.int64]]:
    """The other readings that the cameras gave, as keys, and the row of each; neither of its plates is among them."""
    lists = rows.column("candidates").combine_chunks()
    lists = lists.chunk(0) if isinstance(lists, pa.ChunkedArray) else lists
    plates = pl.Series("candidates", pa.compute.struct_field(lists.flatten(), "plate"), dtype=pl.String)
    if not len(plates):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    row = pa.compute.list_parent_indices(lists).to_numpy().astype(np.int64)
    keys = _keys(plates)
    other = (keys > 0) & (keys != numbers(rows, "key")[row]) & (keys != numbers(rows, "resolved_key")[row])
    pairs = np.unique(np.stack([keys[other], row[other].astype(np.uint64)]), axis=1)
    return pairs[0], pairs[1].astype(np.int64)


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Several as one."""
    if len({table.schema.field("read_id").type for table in tables}) > 1:
        tables = [_with_text_ids(table) for table in tables]
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def without(rows: pa.Table, gone: Booleans) -> pa.Table:
    """The other rows, and no word that stood in these alone."""
    left = rows.filter(pa.array(~gone)).combine_chunks()
    for at, field in enumerate(left.schema):
        if pa.types.is_dictionary(field.type):
            words = left.column(at).cast(field.type.value_type)
            left = left.set_column(at, field.name, words.dictionary_encode())
    return left


def _keys(plates: pl.Series) -> Keys:
    """The keys of plates, 0 where there is none; ``ValueError`` names the column that holds no plates."""
    keys = np.zeros(len(plates), np.uint64)
    known = plates.is_not_null()
    if known.any():
        try:
            keys[known.to_numpy()] = pack_many(_fixed_width(plates.drop_nulls()))
        except ValueError:
            raise ValueError(plates.name) from None
    return keys


def _fixed_width(plates: pl.Series) -> npt.NDArray[np.bytes_]:
    """Texts of at most ten bytes as an array of bytes, filled up with zeros; ``ValueError`` for longer ones."""
    if (plates.str.len_bytes() > LONGEST).any() or (plates.str.len_bytes() != plates.str.len_chars()).any():
        raise ValueError("only normalised plates have keys")
    padded = plates.str.pad_end(LONGEST, "\0").to_arrow(compat_level=pl.CompatLevel.oldest())
    return np.frombuffer(padded.buffers()[2], f"S{LONGEST}", len(plates))


def _identities(read_ids: pl.Series) -> pa.Array:
    """Identities of 32 hexadecimal digits as 16 bytes each; others as they are."""
    raw = read_ids.str.decode("hex", strict=False)
    if raw.null_count() or (read_ids.str.len_bytes() != 32).any() or (read_ids != read_ids.str.to_lowercase()).any():
        return read_ids.to_arrow(compat_level=pl.CompatLevel.oldest())
    data = raw.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(raw), [None, data])


def _with_text_ids(table: pa.Table) -> pa.Table:
    at = table.schema.get_field_index("read_id")
    column = pl.Series(table.column(at))
    text = column.bin.encode("hex") if column.dtype == pl.Binary else column
    return table.set_column(at, "read_id", text.to_arrow(compat_level=pl.CompatLevel.oldest()))


def core_page(block: pa.Table, entry: Keys | None = None) -> bytes:
    """A block's page to search in; ``entry`` are the keys that the block is ordered by."""
    core = block.select(CORE)
    return _page(core if entry is None else core.append_column("entry", pa.array(entry)))


def rest_page(block: pa.Table) -> bytes:
    """A block's page with the rest."""
    return _page(block.select(REST), compression="lz4")


def batch(page: bytes) -> pa.RecordBatch:
    """The columns of a page."""
    with pa.ipc.open_stream(pa.py_buffer(page)) as reader:
        return reader.read_next_batch()


def numbers(columns: pa.RecordBatch | pa.Table, name: str) -> npt.NDArray[Any]:
    """A numeric column; NaN where a number is missing."""
    column = columns.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    values: npt.NDArray[Any] = column.to_numpy(zero_copy_only=False)
    return values


def among(columns: pa.RecordBatch, name: str, wanted: Iterable[str], *, any_case: bool = False) -> Booleans:
    """Where a column of words holds one of these; a missing word is none of them."""
    column = columns.column(name)
    words = {word.lower() for word in wanted} if any_case else set(wanted)
    there = [word.lower() if any_case and word else word for word in column.dictionary.to_pylist()]
    fits = np.array([*(word in words for word in there), False], np.bool_)
    return np.asarray(fits[column.indices.fill_null(-1).to_numpy(zero_copy_only=False)])


def words(columns: pa.RecordBatch, name: str, rows: npt.NDArray[np.integer]) -> pl.Series:
    """These rows of a column of words."""
    return pl.Series(name, _words(columns.column(name).take(pa.array(rows))), dtype=pl.String)


def frame(core: pa.RecordBatch, rest: pa.RecordBatch, rows: npt.NDArray[np.integer]) -> pl.DataFrame:
    """These rows of a block as reads (READ_COLUMNS), and with ``key`` and ``resolved_key``, unsigned."""
    taken = pa.array(rows)
    parts = {
        name: _words(columns.column(name).take(taken)) for columns in (core, rest) for name in columns.schema.names
    }
    key, resolved = (parts[name].to_numpy(zero_copy_only=False) for name in ("key", "resolved_key"))
    table = pl.DataFrame({name: pl.from_arrow(part) for name, part in parts.items()})
    if table.schema["read_id"] == pl.Binary:
        table = table.with_columns(pl.col("read_id").bin.encode("hex"))
    known = resolved > 0
    corrected = pl.Series([None], dtype=pl.String).new_from_index(0, len(table))
    plate = pl.Series("plate", unpack_many(key), dtype=pl.String)
    table = table.with_columns(
        plate,
        corrected.scatter(np.flatnonzero(known), unpack_many(resolved[known])).alias("resolved_plate"),
        pl.col("time").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        plate_as_given=pl.when(pl.col("plate_as_given").is_null())
        .then(plate)
        .when(pl.col("plate_as_given") != "")
        .then("plate_as_given"),
    )
    return table.select(*(pl.col(name).cast(kind) for name, kind in READ_COLUMNS.items()), "key", "resolved_key")


def _page(block: pa.Table, compression: str | None = None) -> bytes:
    narrow = pa.table({name: _narrow(block.column(name)) for name in block.schema.names})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, narrow.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_table(narrow)
    return bytes(sink.getvalue())


def _encoded(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    plain = name in _OF_ONE or not pa.types.is_large_string(column.type)
    return column if plain else column.dictionary_encode()


def _narrow(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A page's own words where there are many in all."""
    if not pa.types.is_dictionary(column.type) or len(column.chunk(0).dictionary) <= _FEW:
        return column
    return column.cast(column.type.value_type).dictionary_encode()


def _words(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
