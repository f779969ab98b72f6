"""One picture or video, looked at (464.7(d)): what the child processes of the reader do."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from workbench.errors import BadInput
from workbench.ocr.image import decoded
from workbench.ocr.plate import Plate
from workbench.ocr.quad import Pixels
from workbench.ocr.reader import PlateReader
from workbench.ocr.track import Track, Tracker
from workbench.reader import exif, fingerprint
from workbench.reader.sampling import Sampler
from workbench.wire.look import Exif, Looked, LookedCandidate, LookedEngine, LookedPhotograph, LookedPlate

FRAMES_A_SECOND = 3.0
MOST_FRAMES = 3600
"""Frames of a video that are looked at: twenty minutes."""
_MOST_PIXELS = 9_000_000
"""Of a video's frame."""


@dataclass(slots=True)
class Answer:
    """Findings with the pictures that belong to them."""

    photographs: list[LookedPhotograph] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)

    def keep(self, picture: bytes) -> int:
        """Add a picture; which one it is."""
        self.pictures.append(picture)
        return len(self.pictures) - 1

    def add(self, image: Pixels, plates: Sequence[Plate], *, said: Exif, second: float | None = None) -> None:
        """Add a photograph; of a video's frame its picture too."""
        height, width = image.shape[:2]
        self.photographs.append(
            LookedPhotograph(
                width=width,
                height=height,
                perceptual_hash=fingerprint.dhash(image),
                exif=said,
                plates=[self._plate(image, plate) for plate in plates],
                thumbnail=self.keep(fingerprint.thumbnail(image)),
                second=second,
                picture=None if second is None else self.keep(fingerprint.jpeg(image)),
            )
        )

    def told(self, reader: PlateReader) -> Looked:
        """The answer's message."""
        return Looked(
            photographs=self.photographs, engine=engine_of(reader), sizes=[len(picture) for picture in self.pictures]
        )

    def _plate(self, image: Pixels, plate: Plate) -> LookedPlate:
        return LookedPlate(
            box=[(round(float(x), 1), round(float(y), 1)) for x, y in plate.quad.corners],
            candidates=[
                LookedCandidate(
                    plate=each.plate,
                    confidence=round(min(1.0, each.confidence), 6),
                    characters=[round(min(1.0, share), 4) for share in each.characters],
                )
                for each in plate.candidates
            ],
            crop=self.keep(fingerprint.crop(image, plate.quad)),
        )


def photograph(reader: PlateReader, octets: bytes, least: float) -> Answer:
    """Look at a photograph; raises ``BadInput`` that says what is wrong with it."""
    image = decoded(octets).pixels
    answer = Answer()
    answer.add(image, _likely(reader.read(image), least), said=exif.told(octets))
    return answer


def video(reader: PlateReader, octets: bytes, least: float, alive: Callable[[], None]) -> Answer:
    """Look at a video: each passing plate once, in its best frame. ``alive`` is called after each frame."""
    answer, tracker = Answer(), Tracker()
    looked = 0
    for second, image in _frames(octets):
        found = reader.lines(image)
        lines = [line for line in found if _likely([reader.plate(line, reader.share(line, found[0]))], least)]
        _best_frames(answer, reader, tracker.add(second, lines, image), least)
        looked += 1
        alive()
    if not looked:
        raise BadInput("The video is damaged, or of a kind that can't be read.", how="Save it as MP4 with H.264.")
    _best_frames(answer, reader, tracker.ended(), least)
    return answer


def engine_of(reader: PlateReader) -> LookedEngine:
    """Which engine looks."""
    info = reader.engine.info()
    return LookedEngine(name=info.name, version=info.version, models=dict(info.models))


def _best_frames(answer: Answer, reader: PlateReader, tracks: list[Track], least: float) -> None:
    for track in tracks:
        plate = reader.voted(track.voters())
        best = track.best
        if isinstance(best.frame, np.ndarray) and _likely([plate], least):
            answer.add(best.frame, [plate], said=Exif(), second=round(best.second, 3))


def _likely(plates: Sequence[Plate], least: float) -> list[Plate]:
    return [plate for plate in plates if plate.candidates[0].confidence >= least]


def _frames(octets: bytes) -> Iterator[tuple[float, Pixels]]:
    """Frames some of which are looked at, each with its second, decoded from memory: the reader opens no file."""
    source = io.BytesIO(octets)  # OpenCV keeps no reference of its own to what it reads from
    capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [])  # type: ignore[call-overload]
    try:
        sampler = Sampler(capture.get(cv2.CAP_PROP_FPS), FRAMES_A_SECOND)
        looked = 0
        while capture.isOpened() and capture.grab():
            second = sampler.second(capture.get(cv2.CAP_PROP_POS_MSEC))
            if second is not None:
                _demand_small(capture)
                done, image = capture.retrieve()
                if done:
                    looked += 1
                    yield second, np.asarray(image, np.uint8)
            if looked >= MOST_FRAMES:
                raise BadInput("The video is longer than twenty minutes.", how="Hand it in in parts.")
    except cv2.error as error:
        raise BadInput("The video is damaged.", how="Get it from its source again.", diagnostic=str(error)) from None
    finally:
        capture.release()


def _demand_small(capture: cv2.VideoCapture) -> None:
    if capture.get(cv2.CAP_PROP_FRAME_WIDTH) * capture.get(cv2.CAP_PROP_FRAME_HEIGHT) > _MOST_PIXELS:
        raise BadInput("The video's frames have more than 9 million pixels.", how="Save it smaller.")
