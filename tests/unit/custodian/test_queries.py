"""Searches under way are known to their askers alone, and no more are kept than there is room for (464.10(a))."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from workbench.custodian import queries as module
from workbench.custodian.queries import EACH, Queries
from workbench.errors import BadInput, Cancelled, NotFound

pytestmark = pytest.mark.section("464.10(a)")


def query(number: int) -> str:
    return f"{number:032x}"


def test_a_running_search_tells_how_far_it_is_and_for_how_long() -> None:
    now = [100.0]
    queries = Queries(lambda: now[0])
    with queries.running("ana", query(1)) as work:
        work.expect(4)
        work.done(3)
        now[0] += 2.5
        told = queries.progress("ana", query(1))
    assert (told.done, told.of, told.seconds) == (3, 4, 2.5)


def test_only_its_asker_may_know_of_it_or_call_it_off() -> None:
    queries = Queries()
    with queries.running("ana", query(1)) as work:
        for look in (queries.progress, queries.cancel):
            with pytest.raises(NotFound):
                look("ben", query(1))
        with queries.running("ben", query(1)) as other:  # an id of one's own may be another's too
            queries.cancel("ana", query(1))
            other.done()
        with pytest.raises(Cancelled):
            work.done()


def test_a_search_that_ended_is_forgotten_however_it_ended() -> None:
    queries = Queries()
    with pytest.raises(ZeroDivisionError), queries.running("ana", query(1)):
        raise ZeroDivisionError
    with pytest.raises(NotFound, match="No search of yours"):
        queries.progress("ana", query(1))


def test_an_id_is_used_once_at_a_time_and_without_one_nothing_is_kept() -> None:
    queries = Queries()
    with queries.running("ana", query(1)):
        with pytest.raises(BadInput) as told, queries.running("ana", query(1)):
            pass
        assert told.value.where == "query_id"
        queries.progress("ana", query(1))
    with queries.running("ana", ""), pytest.raises(NotFound):
        queries.progress("ana", "")


def test_one_person_and_all_together_have_so_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = Queries()
    with ExitStack() as running:
        for number in range(EACH):
            running.enter_context(queries.running("ana", query(number)))
        with pytest.raises(BadInput, match=f"{EACH} of your searches run already"), queries.running("ana", query(99)):
            pass
        monkeypatch.setattr(module, "MOST", EACH)
        with pytest.raises(BadInput, match="Too many searches run already"), queries.running("ben", query(0)):
            pass
    with queries.running("ben", query(0)):
        queries.progress("ben", query(0))


def test_what_somebody_runs_is_called_off_when_the_session_ends_and_nobody_elses() -> None:
    queries = Queries()
    with queries.running("ana", query(1)) as hers, queries.running("ben", query(1)) as his:
        queries.cancel_all("ana")
        with pytest.raises(Cancelled):
            hers.done()
        his.done()
