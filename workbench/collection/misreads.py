"""What the agency's own reads teach about misread characters (464.7(d)): counted once each, made into a new version.

Reads of the training store teach nothing, nor does a demonstration: generated reads misread as their generator was
told. A new version is an event in the access log, with counts and without a plate.
"""

from __future__ import annotations

import hashlib
import json

import polars as pl

from workbench.gate import Gate
from workbench.plates.characters import LONGEST
from workbench.plates.confusion import Counts
from workbench.plates.confusion_counts import DIFFERING, together
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.confusion import Draft, compared

ACTION = "confusion.version"
PIECE = 500_000
"""Reads that are counted at a time."""


def add_candidates(
    gate: Gate, registers: Registers, reads: pl.DataFrame, batch_id: str, receipt: Receipt, settings: Settings
) -> None:
    """Count the other readings of a batch whose reads (``wire.reads``) are all new to the store.

    The caller sees to it that they are; a batch counts once. Raises ``StoreUnavailable`` and ``LogUnavailable``.
    """
    if not teaches(receipt.realm, settings):
        return
    if counts := counts_of(reads):
        registers.confusion.add_candidates(batch_id, counts, receipt)
    renew(gate, registers, settings)


def renew(gate: Gate, registers: Registers, settings: Settings) -> None:
    """Make a new version when it is due: told in the access log first, in force afterwards."""
    if (draft := registers.confusion.due()) is not None:
        record = gate.event(ACTION, "custodian", settings.agency.organisation, _told(draft))
        registers.confusion.put_in_force(draft, record.index, record.time)


def counts_of(reads: pl.DataFrame) -> Counts:
    """The sum of ``confusion_counts.of_read`` over reads, whole columns at a time.

    Nothing where no read has another reading: such cameras don't say when they are in doubt.
    """
    if not reads["candidates"].list.len().sum():
        return {}
    return together(_counted(piece) for piece in reads.iter_slices(PIECE))


def teaches(realm: Realm, settings: Settings) -> bool:
    """Whether reads of this store say how cameras misread: generated ones misread as their generator was told."""
    return realm is Realm.LIVE and not settings.demo.generated


def _told(draft: Draft) -> dict[str, object]:
    """What the record says: how much was counted of which origin, and a digest of each count in the register."""
    counts = sorted((*pair, count) for pair, count in together(draft.by_origin.values()).items())
    return {
        "version": draft.name,
        "number": draft.number,
        "characters": draft.characters,
        "counted": {origin.value: compared([part]) for origin, part in draft.by_origin.items()},
        "pairs": len(counts),
        "counts_sha256": hashlib.sha256(json.dumps(counts).encode()).hexdigest(),
    }


def _counted(reads: pl.DataFrame) -> Counts:
    own = reads.select("plate", pl.col("confidence").cast(pl.Float64).alias("sure"), "candidates").with_row_index(
        "read"
    )
    others = _others(own.filter(pl.col("sure") > 0))
    besides = others.group_by("read").agg(pl.col("sure").sum().alias("besides"))
    own = own.join(besides, on="read", how="left").with_columns(pl.col("besides").fill_null(0.0))
    right = pl.when(pl.col("sure") > 0).then(pl.col("sure") / (pl.col("sure") + pl.col("besides"))).otherwise(1.0)
    whole = own.select("read", whole=pl.col("sure") + pl.col("besides"))
    doubted = others.join(whole, on="read").select("meant", "plate", share=pl.col("sure") / pl.col("whole"))
    return _by_character(pl.concat([own.select("plate", meant="plate", share=right).select(doubted.columns), doubted]))


def _others(own: pl.DataFrame) -> pl.DataFrame:
    """The other readings that count, one a row, with the ``sure`` that is theirs: ``confusion_counts.of_read``."""
    each = own.explode("candidates").select(
        "read",
        "plate",
        meant=pl.col("candidates").struct.field("plate"),
        sure=pl.col("candidates").struct.field("confidence").cast(pl.Float64),
    )
    one_length = pl.col("plate").str.len_bytes() == pl.col("meant").str.len_bytes()
    differing = pl.sum_horizontal(
        pl.col("plate").str.slice(place, 1) != pl.col("meant").str.slice(place, 1) for place in range(LONGEST)
    )
    fitting = each.filter((pl.col("sure") > 0) & one_length & differing.is_between(1, DIFFERING))
    return fitting.unique(["read", "meant"], keep="first", maintain_order=True)


def _by_character(pairs: pl.DataFrame) -> Counts:
    """The shares of plates (``meant``, ``plate``) by their characters, place by place."""
    counts: list[Counts] = []
    for place in range(LONGEST):
        chars = pairs.group_by(
            pl.col("meant").str.slice(place, 1), pl.col("plate").str.slice(place, 1).alias("observed")
        ).agg(pl.col("share").sum())
        counts.append({(meant, seen): share for meant, seen, share in chars.iter_rows() if meant})
    return together(counts)
