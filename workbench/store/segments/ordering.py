"""The orders of the copies of a segment (464.9), by sorting one number a row where several columns would decide."""

from __future__ import annotations

import numpy as np

from workbench.store.segments.layout import Degrees, Keys, Numbers

DAY_US = 86_400_000_000
_CURVE_BITS = 33

ROW_BITS = 26
"""Bits that the number of a row may take beside what it is ordered by; so that rows in time need no second sort."""


def by_place(time: Numbers, latitude: Degrees, longitude: Degrees) -> Numbers:
    """By day, place and time (microseconds since 1970, UTC); reads without a place come last in their day."""
    day = time // DAY_US
    since = (day - (day.min() if len(day) else 0)).astype(np.uint64)
    return by_key(since << np.uint64(_CURVE_BITS) | _curve(latitude, longitude), time)


def by_key(keys: Keys, time: Numbers) -> Numbers:
    """By keys, then by time; equal rows keep their order."""
    if len(keys) >> ROW_BITS or not _in_time(time):
        return np.lexsort((time, keys))
    if not len(keys) or int(keys.max()) >> (64 - ROW_BITS):
        keys = _ranks(keys)
    ordered = np.sort(keys << np.uint64(ROW_BITS) | np.arange(len(keys), dtype=np.uint64))
    return (ordered & np.uint64((1 << ROW_BITS) - 1)).view(np.int64)


def _ranks(keys: Keys) -> Keys:
    """How many smaller ones there are among the distinct keys."""
    quick = np.argsort(keys)
    ordered = keys[quick]
    ranks = np.zeros(len(keys), np.uint64)
    ranks[quick[1:]] = np.cumsum(ordered[1:] != ordered[:-1])
    return ranks


def _in_time(time: Numbers) -> bool:
    return bool((time[1:] >= time[:-1]).all())


def _curve(latitude: Degrees, longitude: Degrees) -> Keys:
    """Where each place stands on a Z-order curve (Morton 1966), 16 bits each way: cells of about 0.003 degrees."""
    missing = np.isnan(latitude) | np.isnan(longitude)
    north = np.clip((np.nan_to_num(latitude) + 90) / 180 * 65535, 0, 65535).astype(np.uint64)
    east = np.clip((np.nan_to_num(longitude) + 180) / 360 * 65535, 0, 65535).astype(np.uint64)
    curve = _spread(north) << np.uint64(1) | _spread(east)
    curve[missing] = np.uint64(2**32)
    return curve


def _spread(bits: Keys) -> Keys:
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | bits << np.uint64(shift)) & np.uint64(mask)
    return bits
