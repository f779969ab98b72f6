"""What a cluster is given and what it needs, as far as it can be seen without one (464.10)."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.store.reads_ground import SEALING, batch, opened, receipt_of
from tests.unit.store.rewrite_ground import OTHER
from workbench.errors import BadInput, ConfigError, StoreUnavailable
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.engine import Here
from workbench.store.engines import engine_of
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.sealing import FilesystemSealing, Ring, Sealing
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.store.spark_errand import Errand, Outcome, do

pytestmark = pytest.mark.section("464.10")


@pytest.fixture
def segments(tmp_path: Path) -> list[Segment]:
    """Two files of one store."""
    with Station(tmp_path) as station:
        store = opened(tmp_path / "reads")
        for number in (1, 2):
            store.append(batch(number, 100, months=0), receipt_of(station))
        store.close()
    folder = ReadFolder(tmp_path / "reads", Realm.LIVE, SEALING)
    return [folder.open(entry) for entry in folder.listing().entries][:2]


def rows(segment: Segment, work: Work) -> int:
    return segment.rows


def every_page(segment: Segment, work: Work) -> int:
    segment.check()
    return segment.rows


def refuses(segment: Segment, work: Work) -> int:
    raise BadInput("Too many.", where="window", how="Ask for less.")


def breaks(segment: Segment, work: Work) -> int:
    raise ValueError("7ABC123")


def sent(errand: Errand[int]) -> Outcome[int]:
    """As it goes to another process and comes back."""
    outcome: Outcome[int] = pickle.loads(pickle.dumps(do(pickle.loads(pickle.dumps(errand)))))  # noqa: S301
    return outcome


def test_a_file_opens_elsewhere_by_its_own_key_and_the_stores_key_is_not_sent(segments: list[Segment]) -> None:
    one, other = (segment.standing for segment in segments)
    assert sent(Errand(one, rows)).found == segments[0].rows
    assert SEALING.key not in pickle.dumps(one)
    with pytest.raises(StoreUnavailable):
        Segment.open(other.path, other.month, one.sealing)


@pytest.mark.parametrize("to", [OTHER, FilesystemSealing()], ids=["another key", "the file system"])
def test_while_a_store_is_sealed_anew_each_file_opens_elsewhere_by_its_own_seal(
    tmp_path: Path, segments: list[Segment], to: Sealing
) -> None:
    with closing(ReadFolder(tmp_path / "reads", Realm.LIVE, Ring(to, (SEALING,)))) as folder:
        folder.reseal(folder.listing().entries[0])
        entries = folder.listing().entries
        assert {entry.sealing for entry in entries} == {to.name, SEALING.name}
        for entry in entries:
            assert sent(Errand(folder.open(entry).standing, every_page)).found == entry.rows


def test_a_key_is_not_shown(segments: list[Segment]) -> None:
    assert "sealing" not in repr(segments[0].standing)
    assert "seal" not in repr(segments[0].standing.sealing).lower().removeprefix("ofonefile")


def test_what_goes_wrong_is_told_as_a_value(segments: list[Segment]) -> None:
    error = sent(Errand(segments[0].standing, refuses)).error
    assert isinstance(error, BadInput)
    assert (str(error), error.where) == ("Too many. Ask for less.", "window")
    assert sent(Errand(segments[0].standing, breaks)) == Outcome(broken="ValueError")


def test_a_file_that_was_removed_is_let_go_at_the_next_errand(segments: list[Segment]) -> None:
    one, other = (segment.standing for segment in segments)
    descriptors = Path("/proc/self/fd")

    def held() -> int:
        return sum(path.is_symlink() and str(one.path) in str(path.readlink()) for path in descriptors.iterdir())

    before = held()
    do(Errand(one, rows))
    assert held() == before + 1
    one.path.unlink()
    assert do(Errand(other, rows)).found
    assert held() == before
    assert do(Errand(one, rows)).gone


def test_without_a_cluster_this_process_looks(tmp_path: Path) -> None:
    with engine_of(_settings(tmp_path, engine="here")) as engine:
        assert isinstance(engine, Here)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "can't be read"),
    "open to others": (lambda path: path.chmod(0o640), "open to others"),
    "short": (lambda path: path.write_text("secret"), "shorter than 32"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cluster_needs_a_secret_that_is_one(tmp_path: Path, name: str) -> None:
    spoil, told = WRONG[name]
    spoil(_secret(tmp_path))
    with pytest.raises(ConfigError, match=told) as refused, engine_of(_settings(tmp_path)):
        pass
    assert refused.value.section == "464.10"


def test_a_cluster_needs_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _secret(tmp_path)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="no Java"), engine_of(_settings(tmp_path)):
        pass


def _secret(folder: Path) -> Path:
    path = folder / "custodian" / "spark-secret"
    path.parent.mkdir()
    path.touch(0o600)
    path.write_text("s" * 64)
    return path


def _settings(folder: Path, engine: str = "spark://127.0.0.1:7077") -> Settings:
    return Settings.from_mapping({"paths": {"data": str(folder)}, "store": {"engine": engine}})
