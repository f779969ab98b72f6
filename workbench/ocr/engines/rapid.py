"""RapidOCR's networks (PP-OCRv6 in ONNX, Apache-2.0), run from the wheel as it was installed (464.7(d)).

The package's own Python is not imported: it would ask the internet for a model that is missing.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from workbench.errors import ConfigError
from workbench.ocr.charset import SIGNS, Charset, Posteriors
from workbench.ocr.detmap import Blobs, lines
from workbench.ocr.engines.engine import Info, Standing
from workbench.ocr.models.files import digest
from workbench.ocr.quad import Pixels, Quad

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NAME = "rapidocr"
DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
PUBLISHED = {
    DETECTOR: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    RECOGNISER: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
"""SHA-256 of each model as RapidOCR 3.10 publishes them."""

_HEIGHT, _LEAST_WIDTH, _MOST_WIDTH = 48, 320, 1280
_BATCH = 8
_STRIDE = 32
_SHY = {"W": 6.0}
"""What the recogniser says too seldom of small print, and by what factor: it takes a narrow W for N, M or K."""


class RapidOcr:
    """Both networks, loaded once they are what was published; raises ``ConfigError`` when they are not.

    ``threads``: how many cores one image may take.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        _demand_published(folder)
        self._detector = _session(folder / DETECTOR, threads)
        self._recogniser = _session(folder / RECOGNISER, threads)
        signs = self._recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._charset = Charset(["", *signs, " "])

    def info(self) -> Info:
        """Name, version, licence and the hash of each model."""
        return Info(NAME, importlib.metadata.version(NAME), "Apache-2.0", PUBLISHED)

    def detect(self, image: Pixels, scale: float, threshold: float) -> list[Quad]:
        """Lines of text, in the image's own pixels."""
        height, width = image.shape[:2]
        seen = [max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in (width, height)]
        interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        batch = _signed(cv2.resize(image, (seen[0], seen[1]), interpolation=interpolation))[None]
        probability = self._detector.run(None, {"x": batch})[0][0, 0]
        factors = np.array([width / seen[0], height / seen[1]], np.float32)
        found = lines(probability, Blobs(line=threshold))
        return [Quad((quad.corners * factors).astype(np.float32), quad.score) for quad in found]

    def recognise(self, crops: Sequence[Pixels]) -> list[Posteriors]:
        """What may stand at each step along each crop; crops of about one length are read together."""
        laid = [_laid(crop) for crop in crops]
        read: list[Posteriors] = [np.zeros((0, 37), np.float32)] * len(laid)
        order = sorted(range(len(laid)), key=lambda place: laid[place].shape[2])
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            width = laid[places[-1]].shape[2]
            batch = np.zeros((len(places), 3, _HEIGHT, width), np.float32)
            for row, place in enumerate(places):
                batch[row, :, :, : laid[place].shape[2]] = laid[place]
            for row, shares in zip(places, self._recogniser.run(None, {"x": batch})[0], strict=True):
                read[row] = _evened(self._charset.posteriors(shares))
        return read


def _evened(posteriors: Posteriors) -> Posteriors:
    """The same, with what the recogniser says too seldom said as often as it should."""
    for char, factor in _SHY.items():
        posteriors[:, SIGNS[char]] *= factor
    evened: Posteriors = posteriors / posteriors.sum(axis=1, keepdims=True)
    return evened


def _laid(crop: Pixels) -> npt.NDArray[np.float32]:
    """A crop at the height that the network reads, with nothing behind it up to its least width."""
    height, width = crop.shape[:2]
    wanted = min(_MOST_WIDTH, max(1, -(-_HEIGHT * width // height)))
    line = np.zeros((3, _HEIGHT, max(_LEAST_WIDTH, wanted)), np.float32)
    line[:, :, :wanted] = _signed(cv2.resize(crop, (wanted, _HEIGHT)))
    return line


def _signed(image: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """Channels first, -1 to 1."""
    return np.ascontiguousarray((image.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1))


def folder() -> Path:
    """Where the wheel's models stand; a folder that isn't there when the package is not installed."""
    spec = importlib.util.find_spec(NAME)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0] if places else NAME) / "models"


def standing() -> Standing:
    """Whether the package and its models are here."""
    lacking = [name for name in (NAME, "onnxruntime") if importlib.util.find_spec(name) is None]
    if lacking:
        return Standing(usable=False, why=f"{', '.join(lacking)} is not installed.")
    models = folder()
    missing = [name for name in PUBLISHED if not (models / name).is_file()]
    return Standing(not missing, f"{', '.join(missing)} is missing from {models}." if missing else "")


def _demand_published(models: Path) -> None:
    for name, published in PUBLISHED.items():
        path = models / name
        if not path.is_file() or digest(path) != published:
            raise ConfigError(
                f"{path} is not the model that was published.",
                how="See `workbench models verify`; install the package rapidocr again.",
            )


def _session(model: Path, threads: int) -> InferenceSession:
    # Else the library numbers this machine in the home folder and tells its maker of each session.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others work on this machine too
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
