"""A vector tile with lines that have text properties (464.7(d)), as protocol buffers.

Source: Mapbox Vector Tile Specification 2.1, sections 4.3 (geometry) and 4.4 (attributes).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.basemap.cutting import EXTENT, Whole

_VERSION, _LINES, _MOVE, _DRAW = 2, 2, 1, 2


@dataclass
class Layer:
    """One layer under way: features one by one, keys and values told once."""

    name: str
    features: list[bytes] = field(default_factory=list)
    _keys: dict[str, int] = field(default_factory=dict)
    _values: dict[str, int] = field(default_factory=dict)

    def add(self, lines: Iterable[Whole], properties: dict[str, str]) -> None:
        """Add lines in whole units of the tile, with their properties."""
        tags = []
        for key, value in properties.items():
            tags += [self._keys.setdefault(key, len(self._keys)), self._values.setdefault(value, len(self._values))]
        packed = _bytes(2, b"".join(map(varint, tags))), _number(3, _LINES), _bytes(4, geometry(lines))
        self.features.append(b"".join(packed))

    def encoded(self) -> bytes:
        """The tile that has this layer alone."""
        parts = [_bytes(1, self.name.encode())]
        parts += [_bytes(2, feature) for feature in self.features]
        parts += [_bytes(3, key.encode()) for key in self._keys]
        parts += [_bytes(4, _bytes(1, value.encode())) for value in self._values]
        parts += [_number(5, EXTENT), _number(15, _VERSION)]
        return _bytes(3, b"".join(parts))


def geometry(lines: Iterable[Whole]) -> bytes:
    """Lines as commands: move to the first point, draw to the others, each as the step from the last."""
    packed, at = [], (0, 0)
    for line in lines:
        for number, point in enumerate(line):
            if number < 2:
                packed.append(varint((_MOVE | 1 << 3) if number == 0 else (_DRAW | (len(line) - 1) << 3)))
            packed += [varint(zigzag(point[axis] - at[axis])) for axis in (0, 1)]
            at = point
    return b"".join(packed)


def zigzag(number: int) -> int:
    """A number whose sign is its last bit."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def varint(number: int) -> bytes:
    """A number from 0 in groups of seven bits, the lowest first."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def _bytes(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)
