"""Drawn photographs of invented vehicles (464.4.1, 464.7(g)): something to review where nothing is real.

Rear views of 960 by 540 pixels, JPEG; the same car gives the same bytes with the same version of the library.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

WIDTH, HEIGHT = 960, 540
_FINE = 2
"""Drawn so many times larger, then made small: smooth edges."""
_COLOURS = {
    "black": (38, 40, 44),
    "white": (226, 227, 224),
    "grey": (112, 116, 120),
    "silver": (172, 177, 181),
    "blue": (44, 72, 122),
    "red": (138, 36, 38),
    "green": (52, 84, 62),
}
_INK, _PLATE, _SCRIPT = (28, 36, 84), (238, 239, 234), (168, 38, 44)
_GLASS, _LAMP, _TRIM = (30, 36, 42), (170, 26, 30), (26, 27, 29)


@dataclass(frozen=True, slots=True)
class Car:
    """What stands before the camera, and how badly it is seen.

    ``near`` is 1 for a car that fills the picture and less for one farther off, ``aside`` how far left or right of the
    middle it stands (share of the width), ``turn`` degrees against the clock, ``blur`` and ``smear`` pixels out of
    focus and of movement, ``light`` 1 by day and less by night.
    """

    plate: str
    colour: str
    near: float = 1.0
    aside: float = 0.0
    turn: float = 0.0
    blur: float = 0.0
    smear: int = 0
    light: float = 1.0


def photograph(car: Car) -> bytes:
    """The photograph as the bytes of a file."""
    image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE))
    _surroundings(image)
    _body(ImageDraw.Draw(image), car)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    image = image.rotate(car.turn, Image.Resampling.BICUBIC, fillcolor=(92, 92, 90))
    image = image.filter(ImageFilter.GaussianBlur(car.blur)) if car.blur else image
    image = _smeared(image, car.smear)
    image = ImageEnhance.Brightness(image).enhance(car.light)
    file = io.BytesIO()
    _grained(image, car).save(file, "JPEG", quality=86)
    return file.getvalue()


def _surroundings(image: Image.Image) -> None:
    """Sky, hills and the road."""
    pen, wide, high = ImageDraw.Draw(image), image.width, image.height
    for row in range(high):
        share = row / high
        sky = (int(150 + 60 * share), int(176 + 30 * share), int(205 - 10 * share))
        pen.line((0, row, wide, row), fill=sky if share < 0.42 else (92 + int(30 * share),) * 3)
    pen.polygon([(0, high * 0.42), (wide * 0.3, high * 0.33), (wide * 0.62, high * 0.4), (wide, high * 0.35),
                 (wide, high * 0.43), (0, high * 0.43)], fill=(150, 138, 118))  # fmt: skip
    for left, right in ((0.06, 0.30), (0.94, 0.70)):
        pen.line((wide * left, high, wide * right, high * 0.44), fill=(214, 208, 180), width=10)


def _body(pen: ImageDraw.ImageDraw, car: Car) -> None:
    """The back of a car, its parts placed in shares of its own width."""
    unit = 620 * car.near * _FINE
    middle, ground = WIDTH * _FINE * (0.5 + car.aside), HEIGHT * _FINE * (0.62 + 0.30 * car.near)
    paint = _COLOURS[car.colour]
    dark, bright = (tuple(int(part * by) for part in paint) for by in (0.62, 1.12))

    def at(across: float, up: float) -> tuple[float, float]:
        return middle + across * unit, ground - up * unit

    def box(across: float, up: float, to: float, top: float) -> tuple[float, float, float, float]:
        return *at(across, top), *at(to, up)

    pen.ellipse(box(-0.54, -0.05, 0.54, 0.05), fill=(58, 58, 58))
    for side in (-1, 1):
        left, right = sorted((side * 0.46, side * 0.33))
        pen.rounded_rectangle(box(left, -0.02, right, 0.14), unit * 0.02, fill=(20, 20, 21))
    pen.polygon([at(-0.36, 0.42), at(-0.27, 0.64), at(0.27, 0.64), at(0.36, 0.42)], fill=paint)
    pen.polygon([at(-0.32, 0.43), at(-0.25, 0.61), at(0.25, 0.61), at(0.32, 0.43)], fill=_GLASS)
    pen.polygon([at(-0.18, 0.43), at(-0.10, 0.61), at(-0.02, 0.61), at(-0.08, 0.43)], fill=(52, 60, 68))
    pen.rounded_rectangle(box(-0.48, 0.05, 0.48, 0.44), unit * 0.06, fill=paint)
    pen.rounded_rectangle(box(-0.46, 0.37, 0.46, 0.43), unit * 0.03, fill=bright)
    pen.rounded_rectangle(box(-0.48, 0.05, 0.48, 0.15), unit * 0.04, fill=dark)
    pen.rounded_rectangle(box(-0.30, 0.03, 0.30, 0.08), unit * 0.02, fill=_TRIM)
    for side in (-1, 1):
        left, right = sorted((side * 0.47, side * 0.29))
        pen.rounded_rectangle(box(left, 0.27, right, 0.36), unit * 0.02, fill=_LAMP)
        pen.rounded_rectangle(box(left + 0.02, 0.29, right - 0.02, 0.31), unit * 0.01, fill=(232, 214, 196))
    pen.rounded_rectangle(box(-0.20, 0.16, 0.20, 0.345), unit * 0.015, fill=dark)
    _plate(pen, car, at(0, 0.255), unit * 0.36)


def _plate(pen: ImageDraw.ImageDraw, car: Car, centre: tuple[float, float], wide: float) -> None:
    """A plate of the American shape, two to one, its characters across nearly all of it."""
    high, (across, down) = wide / 2, centre
    pen.rounded_rectangle(
        (across - wide / 2, down - high / 2, across + wide / 2, down + high / 2), wide * 0.03, fill=_PLATE
    )
    band = (across - wide * 0.22, down - high * 0.40, across + wide * 0.22, down - high * 0.32)
    pen.rounded_rectangle(band, wide * 0.02, fill=_SCRIPT)  # an issuer's name would be read as a plate of its own
    size = wide * 0.30
    while (font := ImageFont.load_default(size)).getlength(car.plate) > wide * 0.90:
        size *= 0.97
    pen.text((across, down + high * 0.10), car.plate, _INK, font, anchor="mm", stroke_width=wide * 0.006)


def _smeared(image: Image.Image, pixels: int) -> Image.Image:
    """As it looks when the car moves across while the shutter is open."""
    moved = image
    for number in range(1, pixels):
        step = Image.new("RGB", image.size)
        step.paste(image, (number, 0))
        moved = Image.blend(moved, step, 1 / (number + 1))
    return moved


def _grained(image: Image.Image, car: Car) -> Image.Image:
    """With the grain of a sensor, more of it in the dark."""
    grain = random.Random(car.plate).randbytes(WIDTH * HEIGHT)  # noqa: S311 - noise of a picture, no secret
    noise = Image.merge("RGB", [Image.frombytes("L", (WIDTH, HEIGHT), grain)] * 3)
    return Image.blend(image, noise, 0.03 if car.light > 0.6 else 0.09)
