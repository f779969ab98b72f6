"""Cameras, watched plates, open cases and words (464.3, 464.7.1(b), 464.9, 464.10(b)): on record before they count."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.people import NOW, Station, person
from tests.unit.administration.conftest import ADAM, EVE
from workbench.administration.case_file import cases_in
from workbench.administration.lists import (
    import_cases,
    keep_camera,
    keep_lexicon,
    labels_of,
    lists,
    unwatch,
    watch,
)
from workbench.audit.own_watch import word_of
from workbench.errors import AssentRequired, BadInput, NotFound, Refused
from workbench.plates.normalise import normalise
from workbench.policy.purpose import Category, problems
from workbench.policy.roles import Role
from workbench.wire.programme_lists import (
    CaseList,
    ImportCases,
    KeepCamera,
    KeepLexicon,
    Lexicon,
    LexiconName,
    UnwatchPlate,
    WatchPlate,
)

pytestmark = pytest.mark.section("464.3.1", "464.10(b)")

KEY = b"watched!" * 4
PLATE = "7ABC 123"
WHY = "The member left the department in May."
SOURCES = ("department", "state")


@pytest.fixture
def office(station: Station) -> Station:
    station.registers.watch_list.use(KEY)
    return station


def watching(**changes: Any) -> WatchPlate:
    return WatchPlate.model_validate({"plate": PLATE, "kind": "household", "about": "otto", **changes})


def word(office: Station, plate: str) -> str:
    """As what audits know it."""
    known = word_of(office.registers)
    return known(office.registers.watch_list.short(normalise(plate))) if known else ""


def camera(**changes: Any) -> KeepCamera:
    said = {"name": "EC-04", "source": "department", "latitude": 32.79, "longitude": -115.56, "place": "Main at 4th"}
    return KeepCamera.model_validate({"camera": {**said, **changes}})


@pytest.mark.section("464.7.1(b)", "464.7.1(c)")
def test_a_watched_plate_stands_nowhere_and_is_found_however_it_is_spaced(office: Station) -> None:
    kept = watch(office.gate, office.registers, ADAM, watching(note="wife's car"))
    assert (word(office, "7abc-123"), word(office, "7ABC124")) == ("household, otto", "")
    record = office.reader.get(kept.record)
    assert record.body["elements"]["entry"] == kept.entry == office.registers.watch_list.hashed("7ABC123")
    everything = json.dumps([dict(each.body) for each in office.records()], default=str)
    assert "7ABC" not in everything
    assert "7ABC" not in str(lists(office.gate, office.registers, ADAM))


@pytest.mark.section("464.7.1(b)")
def test_another_key_makes_another_hash_and_none_makes_none(office: Station) -> None:
    kept = watch(office.gate, office.registers, ADAM, watching())
    office.registers.watch_list.use(b"another " * 4)
    assert office.registers.watch_list.hashed(PLATE) != kept.entry
    assert word(office, PLATE) == ""
    with pytest.raises(ValueError, match="32 bytes"):
        office.registers.watch_list.use(b"short")


@pytest.mark.section("464.7.1(b)")
def test_one_plate_may_concern_two_members_and_each_once(office: Station) -> None:
    watch(office.gate, office.registers, ADAM, watching())
    watch(office.gate, office.registers, ADAM, watching(about="eve", kind="own"))
    with pytest.raises(BadInput, match="already"):
        watch(office.gate, office.registers, ADAM, watching())
    with pytest.raises(BadInput):
        watch(office.gate, office.registers, ADAM, watching(plate="not a plate!"))
    assert [each.about for each in lists(office.gate, office.registers, ADAM).watched] == ["eve", "otto"]


@pytest.mark.section("464.7.1(b)")
def test_an_entry_is_taken_off_by_two_administrators(office: Station) -> None:
    kept = watch(office.gate, office.registers, ADAM, watching(note="wife's car"))
    said = UnwatchPlate(entry=kept.entry, about="otto", reason=WHY)
    with pytest.raises(AssentRequired):
        unwatch(office.gate, office.registers, ADAM, said)
    assert word(office, PLATE) == "household, otto", "nobody alone takes it off"
    (question,) = office.registers.assents.pending(office.clock)
    told = question.summary["elements"]
    assert (told["kind"], told["about"], told["note"]) == ("household", "otto", "wife's car")
    _approve(office)
    unwatch(office.gate, office.registers, ADAM, said)
    assert word(office, PLATE) == ""
    with pytest.raises(NotFound):
        unwatch(office.gate, office.registers, ADAM, said)
    assert office.records()[-1].body["outcome"] == "refused"


@pytest.mark.section("464.7.1(b)")
def test_one_approval_takes_one_entry_off_once(office: Station) -> None:
    kept = watch(office.gate, office.registers, ADAM, watching())
    said = UnwatchPlate(entry=kept.entry, about="otto", reason=WHY)
    with pytest.raises(AssentRequired):
        unwatch(office.gate, office.registers, ADAM, said)
    _approve(office)
    unwatch(office.gate, office.registers, ADAM, said)
    watch(office.gate, office.registers, EVE, watching())
    with pytest.raises(AssentRequired):
        unwatch(office.gate, office.registers, ADAM, said)
    assert word(office, PLATE) == "household, otto", "what was approved was done, and is not done again unasked"


def test_a_camera_is_registered_for_a_source_that_there_is(office: Station) -> None:
    with pytest.raises(BadInput, match="not a configured source"):
        keep_camera(office.gate, office.registers, ADAM, camera(source="neighbour"), SOURCES)
    assert office.records()[-1].body["outcome"] == "refused"
    keep_camera(office.gate, office.registers, ADAM, camera(), SOURCES)
    keep_camera(office.gate, office.registers, ADAM, camera(name="EC-05", active=False), SOURCES)
    assert office.registers.cameras.places("department") == {"EC-04": (32.79, -115.56)}
    keep_camera(office.gate, office.registers, ADAM, camera(source="state"), SOURCES)
    assert office.registers.cameras.places("department") == {}
    assert [(each.name, each.source) for each in office.registers.cameras.all()] == [
        ("EC-04", "state"),
        ("EC-05", "department"),
    ]


def asked_in(office: Station, text: str) -> CaseList:
    return import_cases(office.gate, office.registers, ADAM, ImportCases(name="open.csv", text=text))


def imported(office: Station, text: str) -> CaseList:
    """Once a second administrator approved it."""
    with pytest.raises(AssentRequired, match="name cases that they could not name before"):
        asked_in(office, text)
    _approve(office)
    return asked_in(office, text)


STOOD = "Case,Closed,Members\n26-1,,\n26-2,2026-07-31,\n26-3,,ana ben\n"


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("26-4,,", "26-4"),
        ("26-4,2026-07-31,", "26-4"),
        ("26-2,,", "26-2"),
        ("26-2,2026-08-01,", "26-2"),
        ("26-3,,ana ben cem", "26-3"),
        ("26-3,,", "26-3"),
        ("26-3,,ana", ""),
        ("26-1,2026-07-31,", ""),
        ("26-1,,ana", ""),
        ("26-2,2026-07-30,", ""),
        (" 26-1 ,,", ""),
    ],
)
def test_a_list_that_opens_a_case_takes_two_and_one_that_shuts_some_takes_one(
    office: Station, line: str, opens: str
) -> None:
    imported(office, STOOD)
    text = f"Case,Closed,Members\n{line}\n"
    if not opens:
        assert asked_in(office, text).cases == len([each for each in cases_in(text) if each.closed is None])
        return
    with pytest.raises(AssentRequired):
        asked_in(office, text)
    (question,) = office.registers.assents.pending(office.clock)
    assert (question.summary["elements"]["opened"], question.summary["elements"]["opens"]) == (1, [opens])
    assert office.registers.open_cases.listed("26-1"), "what stood stands"


def test_an_approved_list_goes_in_once_and_no_other_one_in_its_place(office: Station) -> None:
    with pytest.raises(AssentRequired):
        asked_in(office, "26-1\n")
    _approve(office)
    with pytest.raises(AssentRequired):
        asked_in(office, "26-1\n26-9999\n")
    asked_in(office, "26-1\n")
    office.registers.assents.answer(
        office.registers.assents.pending(office.clock)[0].assent, "eve", False, "", NOW, record=1
    )
    asked_in(office, "26-1\n")  # opens nothing any more
    imported(office, "26-2\n")
    with pytest.raises(AssentRequired):
        asked_in(office, "26-1\n")


def test_open_cases_are_imported_whole_and_replace_what_stood(office: Station) -> None:
    cases = office.registers.open_cases
    assert cases.listed("26-1") is None
    text = "\ufeffCase,Officer\r\n26-0001,otto\r\n\r\nIA 26/3,eve\r\n26-0001,again\r\n"
    told = imported(office, text)
    assert (told.cases, told.imported_by, told.record) == (2, "adam", office.records()[-1].index)
    assert (cases.listed(" 26-0001 "), cases.listed("ia 26/3"), cases.listed("26-0002")) == (True, True, False)
    for broken in ("26-0009\nhello\n", "", "Case\n"):
        with pytest.raises(BadInput):
            import_cases(office.gate, office.registers, ADAM, ImportCases(name="broken.csv", text=broken or " "))
        assert cases.current() == told
        assert office.records()[-1].body["outcome"] == "refused"
    imported(office, "26-0002\n")
    assert (cases.listed("26-0001"), cases.listed("26-0002")) == (False, True)


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=30))
def test_each_case_is_taken_once_in_the_order_of_the_list(numbers: list[int]) -> None:
    cases = [f"26-{number:04d}" for number in numbers]
    assert [each.number for each in cases_in("\n".join(["Case", *cases]))] == list(dict.fromkeys(cases))


def test_a_closed_case_stands_on_the_list_and_is_not_open(office: Station) -> None:
    text = "Case,Closed,Members\n26-1,2026-07-31,\n26-2,,ana ben\n"
    told = imported(office, text)
    cases = office.registers.open_cases
    assert (told.cases, cases.listed("26-1"), cases.listed("26-2")) == (1, False, True)
    counted = office.records()[-1].body["elements"]
    assert (counted["cases"], counted["closed"]) == (1, 1)
    with pytest.raises(BadInput, match="Line 2 has 'soon' as its day"):
        cases_in("Case,Closed\n26-1,soon\n")


def test_words_have_versions_and_a_vague_phrase_is_dropped_by_two(office: Station) -> None:
    def keep(*entries: str) -> Lexicon:
        said = KeepLexicon(name=LexiconName.VAGUE, entries=list(entries))
        return keep_lexicon(office.gate, office.registers, ADAM, said)

    assert office.registers.lexicons.current(LexiconName.VAGUE).version == 0
    assert keep("routine  patrol work", "as discussed").version == 1
    assert keep("routine patrol work", "as discussed", "per sergeant").entries[0] == "routine patrol work"
    with pytest.raises(AssentRequired):
        keep("routine patrol work")
    assert office.registers.lexicons.current(LexiconName.VAGUE).version == 2
    _approve(office)
    kept = keep("routine patrol work")
    assert (kept.version, office.registers.lexicons.current(LexiconName.VAGUE)) == (3, kept)


def test_a_phrase_of_the_agency_says_nothing_in_a_purpose() -> None:
    reason, why = "Routine patrol work, as discussed this morning.", "A witness read the plate of the grey van."
    stated = ("stolen_plate", "26-0001", reason, why)
    assert problems(*stated) == {}
    assert problems(*stated, ["routine  PATROL work", "discussed this"]).keys() == {"narrative"}
    assert problems(*stated, ["no such words"]) == {}


@pytest.mark.section("464.3")
def test_purposes_are_called_as_the_agency_calls_them(office: Station) -> None:
    said = KeepLexicon(name=LexiconName.LABELS, entries=["stolen_plate = Plate taken off a car"])
    kept = keep_lexicon(office.gate, office.registers, ADAM, said)
    assert labels_of(kept) == {Category.STOLEN_PLATE: "Plate taken off a car"}
    for odd in ("curiosity = Just looking", "stolen_plate =", "stolen_plate"):
        with pytest.raises(BadInput):
            keep_lexicon(office.gate, office.registers, ADAM, KeepLexicon(name=LexiconName.LABELS, entries=[odd]))


ACTS: list[Callable[[Station, Any], object]] = [
    lambda office, who: lists(office.gate, office.registers, who),
    lambda office, who: keep_camera(office.gate, office.registers, who, camera(), SOURCES),
    lambda office, who: watch(office.gate, office.registers, who, watching()),
    lambda office, who: unwatch(office.gate, office.registers, who, UnwatchPlate(entry="ab", reason=WHY)),
    lambda office, who: import_cases(office.gate, office.registers, who, ImportCases(name="a", text="26-0001")),
    lambda office, who: keep_lexicon(
        office.gate, office.registers, who, KeepLexicon(name=LexiconName.VAGUE, entries=["as told"])
    ),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.TRAINER, Role.AUDITOR, Role.VENDOR], ids=str)
def test_nobody_else_keeps_any_of_it_and_each_attempt_is_on_record(
    office: Station, role: Role, act: Callable[[Station, Any], object]
) -> None:
    before = len(office.records())
    with pytest.raises(Refused) as refused:
        act(office, person(role, name="nell"))
    assert refused.value.section == "464.4"
    assert len(office.records()) == before + 1


def _approve(office: Station) -> None:
    (row,) = office.registers.assents.pending(office.clock)
    office.registers.assents.answer(row.assent, EVE.username, True, "", NOW, record=9)
