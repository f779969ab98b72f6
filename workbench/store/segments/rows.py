"""Reads as pages of columns (464.9): what a search looks at in one page, everything else in the page after it.

In a file words are numbers of two bytes, and its index tells which word each stands for; only what holds too many
different ones stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from workbench.plates.column import keys_of
from workbench.plates.key import Keys
from workbench.store.segments.block import MISSING, Page
from workbench.store.segments.texts import hexadecimal, identities_of
from workbench.wire.reads import READ_COLUMNS

CORE = ("ordinal", "key", "resolved_key", "time", "latitude", "longitude", "camera", "source")
"""What a search looks at: the number of the read in its file, its keys (unsigned, 0 for none), time, place, source."""
_FROM_KEYS = ("plate", "resolved_plate")
REST = tuple(name for name in READ_COLUMNS if name not in (*CORE, *_FROM_KEYS))
_MOST_WORDS = 65_535
_OF_ONE = ("read_id", "vendor_id", "plate_as_given")
"""Never in a list of words, which may outlive the reads that it was made of."""
_WORDED = tuple(n for n, kind in READ_COLUMNS.items() if kind == pl.String() and n not in (*_OF_ONE, *_FROM_KEYS))
_CHANGED = ("plate_as_given", "time", "received")

Booleans = npt.NDArray[np.bool_]


def columns(reads: pl.DataFrame) -> pa.Table:
    """Reads (READ_SCHEMA) as they are kept: plates as keys, the plate as given where it differs, words by number.

    Raises ``ValueError``, with the column, for a plate that is not in its one spelling.
    """
    given = pl.col("plate_as_given")
    table = reads.select(
        *(name for name in READ_COLUMNS if name not in (*_WORDED, *_FROM_KEYS, *_CHANGED)),
        # Words are numbered by categories of their own, which end with this table.
        *(pl.col(name).cast(pl.Categorical(pl.Categories.random())).to_physical() for name in _WORDED),
        pl.col("time", "received").dt.epoch("us"),
        plate_as_given=pl.when(given.is_null()).then(pl.lit("")).when(given != pl.col("plate")).then(given),
    )
    arrow = table.drop("read_id").to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
    made = {name: arrow.column(name) for name in arrow.schema.names}
    made |= {name: _encoded(reads[name], table[name]) for name in _WORDED}
    made |= {"key": pa.array(keys_of(reads["plate"])), "resolved_key": pa.array(keys_of(reads["resolved_plate"]))}
    made |= {"read_id": identities_of(reads["read_id"]), "ordinal": pa.nulls(len(reads), pa.uint32())}
    return pa.table({name: made[name] for name in (*CORE, *REST)})


def numbered(rows: pa.Table) -> pa.Table:
    """The rows with their numbers in this file."""
    at = rows.schema.get_field_index("ordinal")
    return rows.set_column(at, "ordinal", pa.array(np.arange(len(rows), dtype=np.uint32)))


def candidate_keys(rows: pa.Table) -> tuple[Keys, npt.NDArray[np.int64]]:
    """The other readings that the cameras gave, as keys, and the row of each; neither of its plates is among them."""
    lists = rows.column("candidates").combine_chunks()
    lists = lists.chunk(0) if isinstance(lists, pa.ChunkedArray) else lists
    plates = pl.Series("candidates", pc.struct_field(lists.flatten(), "plate"), dtype=pl.String)
    if not len(plates):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    row = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    keys = keys_of(plates)
    other = (keys > 0) & (keys != numbers(rows, "key")[row]) & (keys != numbers(rows, "resolved_key")[row])
    pairs = np.unique(np.stack([keys[other], row[other].astype(np.uint64)]), axis=1)
    return pairs[0], pairs[1].astype(np.int64)


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Several as one; identities become text where some of them are."""
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


def _with_text_ids(table: pa.Table) -> pa.Table:
    at = table.schema.get_field_index("read_id")
    return table.set_column(at, "read_id", pa.chunked_array([hexadecimal(one) for one in table.column(at).chunks]))


def coded(rows: pa.Table) -> tuple[pa.Table, dict[str, pa.Array]]:
    """The rows with numbers for words, and the words of each such column, nothing as the last."""
    made: dict[str, Any] = {}
    words: dict[str, pa.Array] = {}
    for name in rows.schema.names:
        column = rows.column(name)
        if not pa.types.is_dictionary(column.type):
            made[name] = column
            continue
        whole = column.combine_chunks()
        whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        if len(whole.dictionary) > _MOST_WORDS:
            made[name] = whole.dictionary_decode()
            continue
        words[name] = pa.concat_arrays([whole.dictionary.cast(pa.large_string()), pa.nulls(1, pa.large_string())])
        made[name] = whole.indices.fill_null(MISSING).cast(pa.uint16())
    return pa.table(made), words


def numbers(columns: pa.RecordBatch | pa.Table, name: str) -> npt.NDArray[Any]:
    """A numeric column; NaN where a number is missing."""
    column = columns.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    values: npt.NDArray[Any] = column.to_numpy(zero_copy_only=False)
    return values


def restored(core: Page, rest: Page) -> pa.Table:
    """All rows of a block as ``columns`` made them."""
    pages = {**dict.fromkeys(REST, rest), **dict.fromkeys(CORE, core)}
    return pa.table({name: pages[name].dictionary(name) for name in (*CORE, *REST)})


def _encoded(words: pl.Series, codes: pl.Series) -> pa.DictionaryArray:
    """Words by their numbers: the distinct ones of a column, and for each row which of them it has."""
    known = codes.is_not_null().to_numpy()
    numbers_ = codes.fill_null(0).to_numpy()
    place = np.full(int(numbers_.max(initial=0)) + 1, -1)
    place[numbers_[known]] = np.flatnonzero(known)
    used = np.flatnonzero(place >= 0)
    indices = np.zeros(len(place), np.int32)
    indices[used] = np.arange(len(used))
    distinct = words[place[used]].to_arrow(compat_level=pl.CompatLevel.oldest())
    return pa.DictionaryArray.from_arrays(pa.array(indices[numbers_], mask=~known), distinct)
