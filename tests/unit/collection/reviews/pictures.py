"""Photographs that the tests draw, handed in as the reader of photographs would: original, crops, thumbnail, reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import cv2
import numpy as np

from tests.policy.people import NOW, analyst, ask_for
from tests.unit.collection.desk import Desk
from tests.unit.ocr.drawn import encoded
from tests.unit.store.photograph_ground import OFFER, new, seen
from tests.unit.store.reads_ground import read, table
from workbench.plates.lookalikes import class_of
from workbench.policy.roles import Operation
from workbench.store.images import ImageStore
from workbench.wire.photographs import ImageKind, Photograph

CROP = (260, 90)
"""Width and height of a crop, pixels."""
_LEFT, _TOP, _STEP = 60, 300, 320


def drawn(*plates: str, width: int = 960, height: int = 540) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A street with a car for each plate, blue, green, red; no person and no place is in it."""
    image = np.full((height, width, 3), (150, 130, 110), np.uint8)
    cv2.rectangle(image, (0, height * 2 // 3), (width, height), (80, 80, 82), -1)
    for place, plate in enumerate(plates):
        left, paint = _LEFT + place * _STEP, ((120, 70, 40), (60, 100, 60), (50, 50, 130))[place % 3]
        cv2.rectangle(image, (left - 30, _TOP - 170), (left + CROP[0] + 30, _TOP + 150), paint, -1)
        cv2.rectangle(image, (left + 10, _TOP - 150), (left + CROP[0] - 10, _TOP - 60), (60, 55, 50), -1)
        image[_TOP : _TOP + CROP[1], left : left + CROP[0]] = face(plate)
    return image


def face(plate: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A plate, laid level, as its crop shows it."""
    image = np.full((CROP[1], CROP[0], 3), (232, 238, 238), np.uint8)
    cv2.rectangle(image, (2, 2), (CROP[0] - 3, CROP[1] - 3), (150, 90, 40), 2)
    (text, tall), _ = cv2.getTextSize(plate, cv2.FONT_HERSHEY_SIMPLEX, 1.5, 4)
    place = ((CROP[0] - text) // 2, (CROP[1] + tall) // 2)
    cv2.putText(image, plate, place, cv2.FONT_HERSHEY_SIMPLEX, 1.5, (70, 35, 20), 4, cv2.LINE_AA)
    return image


def box(place: int) -> list[list[float]]:
    """Where the plate of a car stands, four corners in pixels."""
    left, right, bottom = _LEFT + place * _STEP, _LEFT + place * _STEP + CROP[0], _TOP + CROP[1]
    return [[left, _TOP], [right, _TOP], [right, bottom], [left, bottom]]


def plate_of(text: str, place: int, crop: str, sure: float) -> dict[str, Any]:
    """One plate as the recogniser tells of it: unsure of the first character that is like another one."""
    at = next((at for at, char in enumerate(text) if len(class_of(char)) > 1), 0)
    other = next((char for char in class_of(text[at]) if char != text[at]), "X")
    swapped = text[:at] + other + text[at + 1 :]
    doubts = [sure if each == at else 0.97 for each in range(len(text))]
    fewer = [1 - sure if each == at else 0.97 for each in range(len(text))]
    candidates = [
        {"plate": text, "confidence": sure, "characters": doubts},
        {"plate": swapped, "confidence": round(0.9 * (1 - sure), 3), "characters": fewer},
    ]
    return {"plate": text, "confidence": sure, "box": box(place), "candidates": candidates, "crop": crop}


def handed_in(desk: Desk, images: ImageStore, *plates: str, sure: float = 0.97, shown: str = "") -> Photograph:
    """A photograph of these plates whose reads stand in the store; ``shown`` stands on the first one instead."""
    station = desk.station
    receipt = station.gate.admit(analyst(), None, ask_for(Operation.INGEST))
    painted = [shown or plates[0], *plates[1:]]
    picture, faces = drawn(*painted), [face(plate) for plate in painted]
    taken = NOW - timedelta(hours=2)
    with images.keeping():
        original = images.put(ImageKind.ORIGINAL, encoded(picture), receipt)
        small = images.put(ImageKind.THUMBNAIL, encoded(cv2.resize(picture, (320, 180))), receipt)
        crops = [images.put(ImageKind.CROP, encoded(one, "PNG"), receipt) for one in faces]
        station.registers.photograph_batches.begin("b-1", OFFER, "ana", NOW, receipt)
        told = [plate_of(text, place, crops[place], sure) for place, text in enumerate(plates)]
        named = new(f"{'-'.join(plates)}.jpg", sha256=original)
        kept = station.registers.photographs.add("b-1", named, NOW, receipt).photograph
        what = seen((), dhash=original[:16], thumbnail=small, width=960, height=540)
        what = replace(what, plates=told)
        station.registers.photographs.keep(kept, what, receipt)
    found = station.registers.photographs.get(kept, receipt)
    rows = [
        read(
            one.read_id,
            one.plate,
            taken,
            confidence=one.confidence,
            camera="EC-04",
            latitude=32.792,
            longitude=-115.5631,
            batch_id="b-1",
            format="photograph",
            candidates=[{"plate": each.plate, "confidence": each.confidence} for each in one.candidates[1:]],
        )
        for one in found.plates
    ]
    desk.store.append(table(rows), receipt)
    station.registers.photographs.read([kept], receipt)
    return station.registers.photographs.get(kept, receipt)
