"""Going on with a purpose declared in another notebook: one's own, while it stands, and on record (464.5(4))."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.custodian import PURPOSE, Custodian
from workbench.client import Client
from workbench.errors import LogUnavailable, NotFound, PurposeRequired, Refused, TrainingRequired
from workbench.policy.purpose import GO_ON

pytestmark = pytest.mark.section("464.5")


@pytest.fixture
def ana(custodian: Custodian) -> Iterator[Client]:
    """Ana in one notebook, with nothing left open."""
    custodian.end_all()
    with custodian.client() as client:
        yield client


@pytest.fixture
def elsewhere(custodian: Custodian) -> Iterator[Client]:
    """Ana in another notebook."""
    with custodian.client() as client:
        yield client


def test_what_stands_is_listed_newest_first_and_counts_nowhere_else(ana: Client, elsewhere: Client) -> None:
    assert ana.standing_purposes() == []
    first, second = ana.declare(PURPOSE), ana.declare({**PURPOSE, "case_number": "26-09999"})
    assert elsewhere.standing_purposes() == [second, first]
    assert elsewhere.current_purpose() is None
    with pytest.raises(PurposeRequired):
        elsewhere.search("7ABC*")
    ana.end(second)
    assert elsewhere.standing_purposes() == [first]


def test_nobody_sees_or_goes_on_with_anothers(ana: Client, custodian: Custodian) -> None:
    declared = ana.declare(PURPOSE)
    with custodian.client("ben") as ben:
        assert declared not in ben.standing_purposes()
        with pytest.raises(Refused) as refused:
            ben.go_on(declared.purpose_id)
        assert ben.current_purpose() is None
    assert refused.value.section == "464.5.2"
    record = custodian.records(action="purpose.continue")[0]
    assert (record.kind, record.user, record.body["section"]) == ("refusal", "ben", "464.5.2")


def test_going_on_is_on_record_with_the_words_shown_and_renews_the_idle_time(
    ana: Client, elsewhere: Client, custodian: Custodian
) -> None:
    declared = ana.declare(PURPOSE)
    stands = elsewhere.go_on(declared.purpose_id, GO_ON)
    assert elsewhere.current_purpose() == stands
    assert stands.expires_at > declared.expires_at
    assert stands.model_copy(update={"expires_at": declared.expires_at}) == declared
    record = custodian.records(action="purpose.continue")[0]
    assert (record.kind, record.user, record.body["elements"]["prompt"]) == ("intent", "ana", GO_ON)
    assert record.purpose["case_number"] == PURPOSE["case_number"]
    assert record.purpose["declared_in"] == declared.record


def test_what_ended_stays_ended(ana: Client, elsewhere: Client, custodian: Custodian) -> None:
    declared = ana.declare(PURPOSE)
    ana.end()
    with pytest.raises(Refused, match="has ended"):
        elsewhere.go_on(declared.purpose_id)
    assert custodian.records(action="purpose.continue")[0].kind == "refusal"
    assert elsewhere.standing_purposes() == []
    with pytest.raises(NotFound):
        elsewhere.go_on("of nobody")


@pytest.mark.section("464.4.1")
def test_the_agencys_reads_ask_for_training_again(ana: Client, custodian: Custodian) -> None:
    with custodian.trained():
        declared = ana.declare({**PURPOSE, "realm": "live"})
        assert ana.go_on(declared.purpose_id).realm == "live"
    with pytest.raises(TrainingRequired):
        ana.go_on(declared.purpose_id)


@pytest.mark.section("464.6")
def test_what_can_not_be_recorded_is_not_gone_on_with(ana: Client, elsewhere: Client, custodian: Custodian) -> None:
    declared = ana.declare(PURPOSE)
    with custodian.disk_full(), pytest.raises(LogUnavailable):
        elsewhere.go_on(declared.purpose_id)
    assert elsewhere.current_purpose() is None
