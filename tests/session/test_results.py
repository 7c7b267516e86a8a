import pytest

from studio.core.geometry import Bounds
from studio.session import results
from studio.session.results import Candidate, Results
from tests.session.fakes import a_picture


def a_candidate(job: int = 1, batch: int = 1) -> Candidate:
    return Candidate(a_picture(8, 8), Bounds(2, 2, 4, 4), job, "", "Fill", job, batch)


def with_jobs(*jobs: int, batch: int = 1) -> Results:
    found = Results()
    for job in jobs:
        found.add(a_candidate(job, batch))
    return found


def jobs(found: Results) -> list[int]:
    return [candidate.job for candidate in found.candidates]


def test_the_first_of_a_batch_is_shown() -> None:
    assert with_jobs(1).current == 0


def test_the_others_of_a_batch_leave_the_choice_alone() -> None:
    assert with_jobs(1, 2, 3).current == 0


def test_the_first_of_the_next_batch_is_shown() -> None:
    found = with_jobs(1, 2)
    found.add(a_candidate(3, batch=2))
    assert found.current == 2


def test_a_choice_outside_is_the_nearest_end() -> None:
    found = with_jobs(1, 2, 3)
    found.choose(9)
    assert found.current == 2
    found.choose(-9)
    assert found.current == 0


def test_without_results_nothing_can_be_chosen() -> None:
    found = Results()
    found.choose(0)
    assert found.chosen is None


def test_discarding_shows_the_neighbour() -> None:
    found = with_jobs(1, 2, 3)
    found.choose(1)
    found.discard()
    assert (jobs(found), found.current) == ([1, 3], 1)
    found.discard()
    assert (jobs(found), found.current) == ([1], 0)
    found.discard()
    assert (jobs(found), found.current) == ([], None)


def test_taking_one_shows_the_document_and_keeps_the_others() -> None:
    found = with_jobs(1, 2, 3)
    found.choose(1)
    taken = found.take()
    assert taken is not None
    assert taken.job == 2
    assert (jobs(found), found.current) == ([1, 3], None)


def test_there_are_never_more_than_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_RESULTS", 3)
    found = with_jobs(1, 2, 3, 4, 5)
    assert jobs(found) == [1, 4, 5], "the one that is shown stays"


def test_they_never_hold_more_memory_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_BYTES", 2 * 8 * 8 * 3)
    found = with_jobs(1, 2, 3)
    assert jobs(found) == [1, 3]


def test_for_another_document_each_is_a_whole_picture() -> None:
    found = with_jobs(1, 2)
    found.detach()
    assert found.current is None
    assert {candidate.bounds for candidate in found.candidates} == {Bounds(0, 0, 8, 8)}
