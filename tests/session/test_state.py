import numpy as np
from numpy.testing import assert_array_equal

from studio.core.capabilities import TaskName
from studio.core.geometry import Bounds, Extent
from studio.core.request import GenerationRequest, Inpaint
from studio.session.session import Session
from tests.session.fakes import FakeClient, Told, a_picture, finished


def seeds(client: FakeClient) -> list[int]:
    return [r.seed for r in client.submitted if isinstance(r, GenerationRequest)]


def test_a_fixed_seed_is_used_as_it_is(session: Session, client: FakeClient) -> None:
    session.update(seed=7)
    session.generate()
    assert seeds(client) == [7]


def test_a_random_seed_is_resolved_before_the_engine_sees_it(
    session: Session, client: FakeClient
) -> None:
    session.generate()
    session.handle(finished(1, a_picture(64, 64)))
    session.generate()
    first, second = seeds(client)
    assert first != second
    assert session.results[0].seed == first
    assert session.settings.seed is None


def test_a_change_of_what_generate_means_is_told_once(session: Session) -> None:
    titles: list[tuple[str, TaskName]] = []
    session.intent_changed.connect(
        lambda: titles.append((session.intent.title, session.intent.task))
    )
    session.paste(a_picture(64, 64))
    session.update(strength=0.5)
    session.update(steps=3)
    session.fill_mask()
    assert titles == [
        ("Refine", TaskName.IMAGE_TO_IMAGE),
        ("Refine masked", TaskName.INPAINT),
    ]


def test_strokes_written_into_the_document_are_told(session: Session, told: Told) -> None:
    session.document.mask.pixels[2:4, 2:4] = 255
    session.document.notify(Bounds(2, 2, 2, 2))
    assert told.changes == [Bounds(2, 2, 2, 2)]


def test_the_old_document_tells_nothing_any_longer(session: Session, told: Told) -> None:
    old = session.document
    session.new(Extent(32, 32))
    told.changes.clear()
    old.notify(Bounds(0, 0, 1, 1))
    assert told.changes == []


def test_what_the_engine_gets_is_what_was_painted(session: Session, client: FakeClient) -> None:
    session.paste(a_picture(64, 64, 50))
    session.set_mask(np.full((64, 64), 255, np.uint8))
    session.generate()
    request = client.submitted[0]
    assert isinstance(request, GenerationRequest)
    assert isinstance(request.task, Inpaint)
    assert_array_equal(request.task.image, 50)
