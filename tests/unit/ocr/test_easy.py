"""EasyOCR's own networks, loaded and run as they are on a machine that has its weights; here the test makes these."""

from __future__ import annotations

import pickle
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.unit.ocr.drawn import photograph
from workbench.errors import BadInput, ConfigError, Unavailable
from workbench.ocr.engines.easy import EasyOcr, standing
from workbench.ocr.models.download import download
from workbench.ocr.models.files import CRAFT, ENGLISH, ModelFile, digest
from workbench.ocr.reader import FAST, PlateReader
from workbench.ocr.torch_vision import importable

pytestmark = pytest.mark.section("464.7(d)")
torch = pytest.importorskip("torch", reason="the extra easyocr is not installed")
if find_spec("easyocr") is None:
    pytest.skip("the extra easyocr is not installed", allow_module_level=True)


def described(path: Path) -> ModelFile:
    return ModelFile(path.name, "easyocr", "", "", digest(path), "", path.stat().st_size)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ModelFile, ModelFile]:
    """A folder with both networks as EasyOCR saves them, of weights at random."""
    importable()
    from easyocr.config import recognition_models
    from easyocr.craft import CRAFT as FINDER
    from easyocr.model.vgg_model import Model

    torch.manual_seed(464)
    folder = tmp_path_factory.mktemp("models")
    signs = len(recognition_models["gen2"]["english_g2"]["characters"]) + 1
    reader = Model(input_channel=1, output_channel=256, hidden_size=256, num_class=signs)
    for name, network in ((CRAFT.name, FINDER()), (ENGLISH.name, reader)):
        torch.save({f"module.{key}": tensor for key, tensor in network.state_dict().items()}, folder / name)
    return folder, described(folder / CRAFT.name), described(folder / ENGLISH.name)


def test_torchvision_is_importable_beside_a_torch_without_cuda() -> None:
    importable()
    importable()
    from torchvision.models import vgg16_bn

    assert callable(vgg16_bn)


def test_both_networks_load_and_run(made: tuple[Path, ModelFile, ModelFile]) -> None:
    engine = EasyOcr(made[0], "cpu", *made[1:])
    assert engine.info().models == {known.name: known.sha256 for known in made[1:]}
    crops = [np.full((20, 90, 3), 200, np.uint8), np.full((31, 400, 3), 10, np.uint8)]
    for read in engine.recognise(crops):
        assert read.shape[1] == 37
        assert len(read) >= 30
        assert read.sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert engine.detect(photograph("7ABC123", width=160, height=120, size=0.4), 1.0, 0.99) == []
    assert PlateReader(engine, "us", FAST).read(photograph("7ABC123", width=160, height=120, size=0.4)) == []


def test_a_file_that_was_swapped_is_not_opened(made: tuple[Path, ModelFile, ModelFile], tmp_path: Path) -> None:
    (tmp_path / CRAFT.name).write_bytes((made[0] / CRAFT.name).read_bytes())
    (tmp_path / ENGLISH.name).write_bytes(pickle.dumps({"module.x": 1}))
    with pytest.raises(ConfigError, match="english_g2"):
        EasyOcr(tmp_path, "cpu", *made[1:])


def test_a_file_that_would_run_code_does_not_even_with_the_right_checksum(
    made: tuple[Path, ModelFile, ModelFile], tmp_path: Path
) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "sprung",)  # type: ignore[return-value]

    (tmp_path / CRAFT.name).write_bytes((made[0] / CRAFT.name).read_bytes())
    torch.save({"module.x": Trap()}, tmp_path / ENGLISH.name)
    with pytest.raises(pickle.UnpicklingError):
        EasyOcr(tmp_path, "cpu", made[1], described(tmp_path / ENGLISH.name))
    assert not (tmp_path / "sprung").exists()


def test_without_the_files_it_says_how_they_come(tmp_path: Path) -> None:
    found = standing(tmp_path)
    assert not found.usable
    assert "workbench models install" in found.why
    (tmp_path / CRAFT.name).touch()
    assert CRAFT.name not in standing(tmp_path).why
    (tmp_path / ENGLISH.name).touch()
    assert standing(tmp_path).usable


def test_what_is_fetched_and_is_not_what_was_published_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importable()
    from easyocr.config import detection_models, recognition_models

    for name, models, key in (
        (CRAFT.name, detection_models, "craft"),
        (ENGLISH.name, recognition_models["gen2"], "english_g2"),
    ):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(name, b"swapped on the way")
        monkeypatch.setitem(models[key], "url", (tmp_path / f"{name}.zip").as_uri())
    with pytest.raises(BadInput, match="not the file that was published"):
        download(tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []
    (tmp_path / f"{CRAFT.name}.zip").unlink()
    with pytest.raises(Unavailable, match="can't be fetched"):
        download(tmp_path / "models")
