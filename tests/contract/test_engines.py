"""Every query of the store finds the same on a Spark cluster as in this process (464.7(d), 464.9)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.contract.engines import Dies, Fails, Ground, Held, Rows, connected, furnished, segments_of
from tests.policy.people import NOW
from tests.spark import Spark
from tests.waiting import until
from workbench.errors import BadInput, Cancelled, StoreUnavailable
from workbench.plates.key import pack_many
from workbench.plates.pattern import parse
from workbench.store.engine import Engine, Here
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.reads_sighted import Count
from workbench.store.receipt import Receipt
from workbench.store.segments.conditions import Conditions
from workbench.store.sightings import SPOT_SCHEMA, TALLIES, Scene, Where, Work
from workbench.store.spark_engine import OnSpark
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle, Window

pytestmark = [pytest.mark.section("464.7(d)"), pytest.mark.timeout(900)]

DAY = timedelta(days=1)
MONTH = Window(start=NOW - 45 * DAY, end=NOW - 15 * DAY)
WEEK = Window(start=NOW - 8 * DAY, end=NOW - DAY)
DOWNTOWN = Circle(latitude=32.792, longitude=-115.563, radius_m=1500)
VALLEY = Polygon(vertices=((32.70, -115.65), (32.85, -115.65), (32.78, -115.45)))
STATE = frozenset({"state"})
WHITE_FORDS = {"colour": frozenset({"White"}), "make": frozenset({"ford"})}
EVERYWHERE = Where()
MANY = 50_000_000
Question = Callable[[ReadStore, Ground], pl.DataFrame]


def plates(text: str, *, lookalikes: bool = False, distance: int = 0, **more: Any) -> Question:
    """A search for a partial plate; what it says of the whole stands in each row."""
    query = PlateQuery(parse(text, lookalikes=lookalikes, distance=distance), **({"limit": MANY} | more))

    def asked(store: ReadStore, ground: Ground) -> pl.DataFrame:
        found = store.find(query, ground.receipt)
        return found.reads.with_columns(total=found.total, plates=found.plates)

    return asked


def of_some_plates(where: Where) -> Question:
    """Sightings of every hundredth plate."""
    return lambda store, ground: store.of_plates(
        pack_many(ground.plates.gather_every(100).to_numpy().astype("S10")), where, ground.receipt
    )


def at(where: Where) -> Question:
    """All that were somewhere."""
    return lambda store, ground: store.at(where, ground.receipt, most=MANY)


def around(store: ReadStore, ground: Ground) -> pl.DataFrame:
    """Near each tenth read of a vehicle's looks, but those of other sources."""
    spots = store.at(Where(scenes=(Scene(WEEK, DOWNTOWN),), vehicle=WHITE_FORDS), ground.receipt, most=MANY)
    told = spots.head(20).with_row_index("spot").select(pl.col(name).cast(of) for name, of in SPOT_SCHEMA.items())
    return store.around(told, 600, 800, Where(sources=STATE), ground.receipt, most=MANY)


def tally(where: Where, *by: str) -> Question:
    """Counts."""
    return lambda store, ground: store.tally(where, by, ground.receipt)


QUESTIONS: dict[str, Question] = {
    "find by position": plates("7?B????"),
    "find a fragment": plates("*AB*"),
    "find a run in the middle": plates("7*3"),
    "find one of a set": plates("[678][AB]*"),
    "find with look-alikes": plates("5E*", lookalikes=True),
    "find with one look-alike": plates("~8B*"),
    "find within one edit": plates("6WDN318", distance=1),
    "find within two edits": plates("6WDN318", distance=2),
    "find within an edit and wildcards": plates("6WD?31?", distance=1),
    "find with other readings": plates("*8B*", candidates=True),
    "find in a window": plates("7*", window=MONTH),
    "find in a circle": plates("6*", circle=DOWNTOWN),
    "find in both": plates("*A*", window=MONTH, circle=DOWNTOWN),
    "find of a source": plates("7?B*", sources=STATE),
    "find of no source": plates("7?B*", sources=frozenset()),
    "find by looks": plates("*A*", vehicle=WHITE_FORDS),
    "find the newest of equals": plates("*7*", limit=13),
    "find the closest": plates("8B*", lookalikes=True, candidates=True, limit=10),
    "find nothing": plates("QQQQQQQQQ*"),
    "plates": of_some_plates(EVERYWHERE),
    "plates in scenes": of_some_plates(Where(scenes=(Scene(MONTH), Scene(WEEK, VALLEY)), sources=STATE)),
    "at a circle in a window": at(Where(scenes=(Scene(WEEK, DOWNTOWN),))),
    "at a polygon": at(Where(scenes=(Scene(area=VALLEY),), vehicle=WHITE_FORDS)),
    "at several scenes": at(Where(scenes=(Scene(WEEK, DOWNTOWN), Scene(MONTH, VALLEY)), sources=STATE)),
    "around": around,
    **{
        f"tally by {', '.join(by) or 'nothing'}": tally(EVERYWHERE, *by)
        for size in (0, 1, 2)
        for by in combinations(TALLIES, size)
        if size < 2 or "hour" in by
    },
    "tally of a scene": tally(Where(scenes=(Scene(MONTH, DOWNTOWN),), sources=STATE), "camera", "hour_of_week"),
}
EMPTY = {"find of no source", "find nothing"}


@pytest.fixture(scope="module")
def engine(spark: Spark, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with connected(spark, tmp_path_factory.mktemp("data")) as engine:
        yield engine


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((20_000, 3), id="20,000"),
        pytest.param((10_000_000, 10), id="10 M", marks=[pytest.mark.long, pytest.mark.timeout(7200)]),
    ],
)
def ground(
    request: pytest.FixtureRequest, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    with furnished(tmp_path_factory.mktemp("agency"), engine, *request.param) as ground:
        yield ground


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_find_the_same_rows_in_the_same_order(ground: Ground, name: str) -> None:
    here = QUESTIONS[name](ground.here, ground)
    assert_frame_equal(QUESTIONS[name](ground.there, ground), here)
    assert here.is_empty() is (name in EMPTY)


@pytest.fixture(scope="module")
def small(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A store of its own for what does harm."""
    with furnished(tmp_path_factory.mktemp("small"), engine, 4_000, 2) as ground:
        yield ground


REFUSED: dict[str, Callable[[ReadStore, Receipt], Any]] = {
    "where it is put together": lambda store, receipt: store.at(EVERYWHERE, receipt, most=3),
    "where it is found": lambda store, receipt: store.around(
        pl.DataFrame([(0, NOW - 20 * DAY, 32.79, -115.56)], schema=SPOT_SCHEMA, orient="row"),
        20 * 86_400, 50_000, EVERYWHERE, receipt, most=3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", REFUSED)
def test_too_many_reads_are_refused_in_the_same_words(small: Ground, place: str) -> None:
    told = []
    for store in (small.here, small.there):
        with pytest.raises(BadInput) as refused:
            REFUSED[place](store, small.receipt)
        told.append((str(refused.value), refused.value.where))
    assert told[0] == told[1]


def test_other_processes_did_the_looking_and_progress_was_counted_by_file(small: Ground, engine: Engine) -> None:
    work, asked = Work(), [(segment, Rows()) for segment, _ in segments_of(small.folder)]
    found = list(engine.each(asked, work))
    assert [segment for segment, _ in found] == [segment for segment, _ in asked]
    assert [rows for _, (rows, _) in found] == [entry.rows for _, entry in segments_of(small.folder)]
    assert os.getpid() not in {process for _, (_, process) in found}
    assert work.progress == (len(asked), len(asked))


def test_files_that_do_not_fit_into_one_job_go_into_several_and_a_reader_may_stop(
    small: Ground, engine: OnSpark
) -> None:
    by_two, work = OnSpark(engine._cluster, at_once=2), Work()
    asked = [(segment, Rows()) for segment, _ in segments_of(small.folder)]
    assert len(asked) > 4
    assert [rows for _, (rows, _) in by_two.each(asked, work)] == [segment.rows for segment, _ in asked]
    assert work.progress == (len(asked), len(asked))
    next(iter(by_two.each(asked, work := Work())))
    assert work.progress == (2, len(asked))


def test_a_search_that_was_called_off_ends_and_the_next_one_is_answered(
    small: Ground, engine: Engine, tmp_path: Path
) -> None:
    work, segment = Work(), segments_of(small.folder)[0][0]

    def call_off() -> None:
        until((tmp_path / "begun").exists, 120)
        work.cancel()

    caller = threading.Thread(target=call_off)
    caller.start()
    with pytest.raises(Cancelled):
        list(engine.each([(segment, Held(tmp_path))], work))
    caller.join()
    assert [rows for _, (rows, _) in engine.each([(segment, Rows())], Work())] == [segment.rows]


def test_a_search_called_off_before_it_began_is_not_begun(small: Ground) -> None:
    work = Work()
    work.cancel()
    with pytest.raises(Cancelled):
        small.there.tally(EVERYWHERE, (), small.receipt, work)


@pytest.mark.section("464.10")
def test_the_text_of_an_error_reaches_neither_the_answer_nor_the_logs(
    small: Ground, engine: Engine, spark: Spark
) -> None:
    segment = segments_of(small.folder)[0][0]
    with pytest.raises(StoreUnavailable) as failed:
        list(engine.each([(segment, Fails("9ZZZ999"))], Work()))
    assert "9ZZZ999" not in f"{failed.value} {failed.value.diagnostic}"
    assert failed.value.diagnostic == "ValueError"
    assert "9ZZZ999" not in spark.logs()


def test_workers_that_die_are_the_stores_failure_and_others_take_their_place(small: Ground, engine: Engine) -> None:
    segment = segments_of(small.folder)[0][0]
    with pytest.raises(StoreUnavailable, match="cluster"):
        list(engine.each([(segment, Dies())], Work()))
    assert [rows for _, (rows, _) in engine.each([(segment, Rows())], Work())] == [segment.rows]


def test_a_damaged_file_is_told_in_the_same_words(engine: Engine, tmp_path: Path) -> None:
    with furnished(tmp_path, engine, 2_000, 2) as ground:
        segment = segments_of(ground.folder)[0][0]
        with segment.standing.path.open("r+b") as file:
            file.seek(200)
            file.write(b"damage")
        told = []
        for store in (ground.here, ground.there):
            with pytest.raises(StoreUnavailable) as failed:
                store.tally(EVERYWHERE, (), ground.receipt)
            told.append((str(failed.value), failed.value.diagnostic))
        assert told[0] == told[1]


def test_a_file_that_a_later_commit_removed_is_still_looked_through(engine: Engine, tmp_path: Path) -> None:
    with furnished(tmp_path, engine, 2_000, 2) as ground:
        asked = [(segment, Count(Conditions(), ("camera",))) for segment, _ in segments_of(ground.folder)]
        asked[0][0].standing.path.unlink()
        for (_, here), (_, there) in zip(Here().each(asked, Work()), engine.each(asked, Work()), strict=True):
            assert_frame_equal(there, here, check_row_order=False)


def test_workers_that_do_not_see_the_files_are_named(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with furnished(tmp_path, engine, 2_000, 2):
        monkeypatch.chdir(tmp_path)  # each process has a folder of its own by the name below
        asked = [(segment, Rows()) for segment, _ in segments_of(Path("/proc/self/cwd/reads"))]
        with pytest.raises(StoreUnavailable, match="does not see the files"):
            list(engine.each(asked, Work()))


@pytest.mark.section("464.10")
def test_secret_and_plates_stand_in_no_command_line_and_no_log(small: Ground, spark: Spark) -> None:
    """The secret is in the environment of executors alone, as Spark has it."""
    assert QUESTIONS["find a fragment"](small.there, small).height
    lines = list(_command_lines())
    assert any(b"CoarseGrainedExecutorBackend" in line for line in lines)
    assert not [line for line in lines if spark.secret.encode() in line]
    assert spark.secret not in os.environ.values()
    logs = spark.logs()
    assert "Running task" in logs
    assert spark.secret not in logs
    assert not [plate for plate in small.plates if len(plate) > 4 and plate in logs]


def _command_lines() -> Iterator[bytes]:
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            yield entry.read_bytes()
