"""EasyOCR's networks: CRAFT finds text, a CRNN reads it, on PyTorch with or without a GPU (464.7(d)).

CRAFT: Baek et al., Character Region Awareness for Text Detection, CVPR 2019. Nothing is fetched here, and the files
are opened as plain tensors once their SHA-256 was found right.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from workbench.errors import ConfigError
from workbench.ocr.charset import Charset, Posteriors
from workbench.ocr.engines.engine import Info, Standing
from workbench.ocr.models.files import CRAFT, ENGLISH, ModelFile, digest
from workbench.ocr.quad import Pixels, Quad, ordered
from workbench.ocr.torch_vision import importable

NAME = "easyocr"
_HEIGHT, _LEAST_WIDTH, _MOST_WIDTH = 64, 320, 1280
_LINKED = 0.4
_CANVAS = 2560
_PIXELS = 1_000_000
"""What CRAFT is given at most: it takes half a kilobyte for each, and a child of the reader has 3 GiB with PyTorch."""
_SIDES = {"input_channel": 1, "output_channel": 256, "hidden_size": 256}
"""The shape of the reading network, as EasyOCR's second generation has it."""


class EasyOcr:
    """Both networks, loaded from a folder; ``device`` as PyTorch names it, chosen when left out."""

    def __init__(
        self, folder: Path, device: str = "", detector: ModelFile = CRAFT, recogniser: ModelFile = ENGLISH
    ) -> None:
        importable()
        import torch
        from easyocr import craft
        from easyocr.config import recognition_models
        from easyocr.model.vgg_model import Model

        self._device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        signs = recognition_models["gen2"]["english_g2"]["characters"]
        self._charset = Charset(["", *signs])
        self._detector = self._ready(craft.CRAFT(), folder, detector)
        self._recogniser = self._ready(Model(num_class=len(signs) + 1, **_SIDES), folder, recogniser)
        self._models = {known.name: known.sha256 for known in (detector, recogniser)}

    def info(self) -> Info:
        """Name, version, licence and the hash of each model."""
        return Info(NAME, importlib.metadata.version(NAME), "Apache-2.0", self._models)

    def detect(self, image: Pixels, scale: float, threshold: float) -> list[Quad]:
        """Lines of text, in the image's own pixels; boxes of words are joined along a line as EasyOCR does."""
        from easyocr.detection import get_textbox
        from easyocr.utils import group_text_box

        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        words = get_textbox(
            self._detector,
            rgb,
            _CANVAS,
            bearable(image, scale),
            threshold,
            _LINKED,
            _LINKED,
            poly=False,
            device=self._device,
        )[0]
        level, slanted = group_text_box(words, 0.1, 0.5, 0.5, 0.7, 0.05)
        upright = [[(left, top), (right, top), (right, bottom), (left, bottom)] for left, right, top, bottom in level]
        return [Quad(ordered(np.asarray(box, np.float32)), 1.0) for box in [*upright, *slanted]]

    def recognise(self, crops: Sequence[Pixels]) -> list[Posteriors]:
        """What may stand at each step along each crop."""
        return [self._line(crop) for crop in crops]

    def _line(self, crop: Pixels) -> Posteriors:
        import torch

        grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
        height, width = grey.shape
        wanted = min(_MOST_WIDTH, max(1, -(-_HEIGHT * width // height)))
        line = cv2.resize(grey, (wanted, _HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.float32) / 127.5 - 1
        laid = np.pad(line, ((0, 0), (0, max(0, _LEAST_WIDTH - wanted))), mode="edge")
        with torch.inference_mode():
            batch = torch.from_numpy(laid)[None, None].to(self._device)
            shares = torch.softmax(self._recogniser(batch, None), dim=2)[0]
        return self._charset.posteriors(shares.cpu().numpy())

    def _ready(self, network: Any, folder: Path, known: ModelFile) -> Any:
        import torch

        path = folder / known.name
        if not path.is_file() or digest(path) != known.sha256:
            raise ConfigError(f"{path} is not the model that was published.", how="See `workbench models status`.")
        tensors = torch.load(path, map_location=self._device, weights_only=True)
        network.load_state_dict({name.removeprefix("module."): tensor for name, tensor in tensors.items()})
        return network.to(self._device).eval()


def bearable(image: Pixels, scale: float) -> float:
    """The scale at which an image is looked at: the one that is wanted, or less where that takes too much memory."""
    height, width = image.shape[:2]
    return float(min(scale, (_PIXELS / (height * width)) ** 0.5))


def standing(folder: Path) -> Standing:
    """Whether the packages and the models are here; the models' content is checked when they are loaded."""
    missing = [name for name in ("easyocr", "torch", "torchvision") if importlib.util.find_spec(name) is None]
    if missing:
        return Standing(usable=False, why=f"{', '.join(missing)} is not installed; see docs/ocr.md.")
    lacking = [known.name for known in (CRAFT, ENGLISH) if not (folder / known.name).is_file()]
    if lacking:
        how = "get it with `workbench models install`"
        return Standing(usable=False, why=f"{', '.join(lacking)} is missing from {folder}; {how}.")
    return Standing(usable=True)
