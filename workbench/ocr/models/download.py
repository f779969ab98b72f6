"""Fetching EasyOCR's files from where they are published, only when somebody asks for it (464.7(d))."""

from __future__ import annotations

import tempfile
from pathlib import Path

from workbench.errors import Unavailable
from workbench.ocr.models.files import CRAFT, ENGLISH
from workbench.ocr.models.install import install


def download(folder: Path) -> list[str]:
    """Fetch both files over the internet, check and install them; returns their names.

    Raises ``Unavailable`` when EasyOCR is not installed or the internet can't be reached, ``BadInput`` when what came
    is not what was published.
    """
    from workbench.ocr.torch_vision import importable

    try:
        importable()
        from easyocr.config import detection_models, recognition_models
        from easyocr.utils import download_and_unzip
    except ImportError as error:
        raise Unavailable("EasyOCR is not installed here.", how="See docs/ocr.md.", diagnostic=repr(error)) from None
    addresses = {
        CRAFT.name: detection_models["craft"]["url"],
        ENGLISH.name: recognition_models["gen2"]["english_g2"]["url"],
    }
    with tempfile.TemporaryDirectory(prefix="models-") as place:
        for name, address in addresses.items():
            try:
                download_and_unzip(address, name, place, verbose=False)
            except OSError as error:
                raise Unavailable(
                    f"{name} can't be fetched: {error}.",
                    how="On a closed network give a folder or an archive with it.",
                ) from None
        return install(Path(place), folder)
