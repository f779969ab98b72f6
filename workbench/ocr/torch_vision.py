"""Making torchvision importable beside a torch without CUDA (464.7(d)).

torchvision's wheels are built for CUDA. Beside a CPU build of torch their compiled part does not load, and the import
ends over two operators, ``nms`` and ``qnms``, whose shapes it wants to describe. EasyOCR uses neither: it is enough
that torch knows how they are called.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_kept: list[Any] = []
"""The definitions last as long as the object that made them."""


def importable() -> None:
    """Import torchvision; raises ``ImportError`` when it or torch is missing or can't be used."""
    try:
        importlib.import_module("torchvision")
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise ImportError(f"torchvision can't be used: {error}") from error
        _define()
        importlib.import_module("torchvision")


def _define() -> None:
    import torch

    for name in [name for name in sys.modules if name == "torchvision" or name.startswith("torchvision.")]:
        del sys.modules[name]
    if not _kept:
        library = torch.library.Library("torchvision", "FRAGMENT")
        for schema in _SCHEMAS:
            library.define(schema)
        _kept.append(library)
