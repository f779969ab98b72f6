"""Four corners of a line of text in an image: measured, joined, widened and cut out upright (464.7(d))."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""An image as OpenCV holds it: height x width x 3, blue, green, red."""
Corners = npt.NDArray[np.float32]
"""4 x 2, in pixels (x, y): top left, top right, bottom right, bottom left of the text as it is read."""


@dataclass(frozen=True, slots=True, eq=False)
class Quad:
    """Where a line of text stands; ``score`` is how sure the localiser is, 0 to 1."""

    corners: Corners
    score: float

    @property
    def width(self) -> float:
        """Length of the longer of the two edges along the text, in pixels."""
        return max(_edge(self.corners, 0, 1), _edge(self.corners, 3, 2))

    @property
    def height(self) -> float:
        """Length of the longer of the two edges across the text, in pixels."""
        return max(_edge(self.corners, 0, 3), _edge(self.corners, 1, 2))

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, in pixels."""
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright rectangle around it, in pixels."""
        (left, top), (right, bottom) = self.corners.min(axis=0), self.corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def widened(self, along: float, across: float) -> Quad:
        """The same, longer and higher on each side by a share of its height; negative shares shrink it."""
        right = _unit(self.corners[1] + self.corners[2] - self.corners[0] - self.corners[3])
        down = _unit(self.corners[2] + self.corners[3] - self.corners[0] - self.corners[1])
        signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
        moved = signs[:, :1] * right * (along * self.height) + signs[:, 1:] * down * (across * self.height)
        return Quad((self.corners + moved).astype(np.float32), self.score)

    def scaled(self, factor: float) -> Quad:
        """The same in an image that is ``factor`` times as large."""
        return Quad((self.corners * factor).astype(np.float32), self.score)


def upright(quad: Quad, image: Pixels) -> Pixels:
    """The text cut out and laid level, at the image's own resolution; never larger than the quad."""
    width, height = max(1, round(quad.width)), max(1, round(quad.height))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(quad.corners, target)
    cut = cv2.warpPerspective(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def overlap(one: Quad, other: Quad) -> float:
    """Shared area of the rectangles around two quads as a part of the smaller one, 0 to 1."""
    a, b = one.bounds, other.bounds
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return width * height / smaller if smaller > 0 else 0.0


def ordered(points: Corners) -> Corners:
    """Four corners in reading order, of a text that runs more across than down."""
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _edge(corners: Corners, one: int, other: int) -> float:
    return float(np.linalg.norm(corners[one] - corners[other]))


def _unit(vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return vector / length if length else np.array([1, 0], np.float32)
