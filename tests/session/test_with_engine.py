"""Session, bridge and engine together, on real models that are only tiny."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QSettings

from studio.bridge import EngineClient
from studio.core.events import Event
from studio.core.geometry import Bounds, Extent
from studio.document.operations.named_masks import mask_look_edit
from studio.session.engine_state import Running
from studio.session.jobs import JobState
from studio.session.session import Session
from tests.session.fakes import Told, a_picture
from tests.tiny_models import save_led_model, save_tiny_models

SECONDS = 60


class Studio:
    """A session on a running engine, and a way to wait for what it tells."""

    def __init__(self, folder: Path, settings: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.client = EngineClient(self._deliver, self.loop, folders=(folder,))
        self.session = Session(self.client, QSettings(str(settings), QSettings.Format.IniFormat))
        self._changed = asyncio.Event()
        self.client.start()
        self.until(lambda: isinstance(self.session.engine, Running))

    def until(self, is_so: Callable[[], bool]) -> None:
        self.loop.run_until_complete(asyncio.wait_for(self._until(is_so), SECONDS))

    def until_idle(self) -> None:
        self.until(lambda: self.session.jobs.is_idle)

    def close(self) -> None:
        self.client.close()
        self.loop.close()

    def _deliver(self, event: Event) -> None:
        self.session.handle(event)
        self._changed.set()

    async def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            self._changed.clear()
            await self._changed.wait()


@pytest.fixture(scope="module")
def running(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("models")
    save_tiny_models(folder)
    save_led_model(folder / "tiny-led")
    studio = Studio(folder, folder / "settings.ini")
    yield studio
    studio.close()


@pytest.fixture
def studio(running: Studio) -> Studio:
    session = running.session
    session.new(Extent(64, 64))
    session.discard_all()
    session.update(model="tiny", prompt="a red boat", steps=3, seed=1, strength=1.0, count=1)
    return running


def test_a_prompt_becomes_a_candidate_and_then_the_picture(studio: Studio) -> None:
    session = studio.session
    steps: list[int] = []
    session.preview_changed.connect(
        lambda: steps.append(session.preview.step if session.preview else 0)
    )
    session.generate()
    studio.until_idle()
    (candidate,) = session.results
    assert candidate.extent == Extent(64, 64)
    assert steps[-1] == 0
    assert 3 in steps
    session.accept()
    assert_array_equal(session.document.flattened_rgb(), candidate.image)
    assert "a red boat" in session.parameters
    assert "Seed: 1" in session.parameters


def test_a_picture_with_things_in_places_is_made_again_from_its_own_settings(
    studio: Studio,
) -> None:
    session = studio.session
    session.update(model="tiny-led", extent=Extent(64, 64), steps=2, places_words=True)
    session.begin_sheet()
    session.document.mask.part(Bounds(5, 7, 21, 33))[:] = 255
    uid = session.document.picture.active_mask
    session.do(lambda document: mask_look_edit(document, uid, prompt="a red boat"))
    for _ in range(2):
        session.generate()
        studio.until_idle()
        # As it would be done on another day.
        parameters = session.results[-1].parameters
        session.new(Extent(64, 64))
        session.update(places_words=False, steps=3, seed=9, prompt="")
        session.use_parameters(parameters)
    first, second = session.results
    assert_array_equal(second.image, first.image)
    assert second.parameters == first.parameters
    assert "a red boat" in first.parameters
    session.update(places_words=False)
    session.clear_mask()
    session.generate()
    studio.until_idle()
    assert (session.results[-1].image != first.image).any()


def test_fill_leaves_all_that_is_not_masked_as_it_was(studio: Studio) -> None:
    session = studio.session
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    session.paste(noise)
    mask = np.zeros((64, 64), np.uint8)
    mask[16:48, 16:40] = 255
    session.set_mask(mask)
    assert session.intent.title == "Fill"
    session.generate()
    studio.until_idle()
    session.accept()
    after = session.document.flattened_rgb()
    assert_array_equal(after[mask == 0], noise[mask == 0])
    assert (after[mask == 255] != noise[mask == 255]).any()


def test_an_enlarged_picture_is_four_times_as_large(studio: Studio) -> None:
    session = studio.session
    session.paste(a_picture(24, 16))
    session.upscale(4)
    studio.until_idle()
    session.accept()
    assert session.document.extent == Extent(96, 64)


def test_a_cancelled_job_makes_no_candidate_and_the_next_one_runs(studio: Studio) -> None:
    session = studio.session
    session.update(steps=900)
    session.generate()
    studio.until(lambda: session.preview is not None)
    session.update(steps=2)
    session.generate()
    session.cancel()
    studio.until_idle()
    assert [job.state for job in session.jobs.done[:2]] == [JobState.FINISHED, JobState.CANCELLED]
    assert len(session.results) == 1


def test_a_model_that_is_gone_fails_with_a_sentence(studio: Studio) -> None:
    session = studio.session
    told = Told(session)
    session.update(model="gone")
    session.generate()
    studio.until_idle()
    assert len(told.problems) == 1
    assert "gone" in told.problems[0]
