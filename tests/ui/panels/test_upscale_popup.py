"""The sheet under Upscale: which model, how much is restored, to which size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from studio.core.request import UpscaleRequest
from studio.session.session import Session
from studio.session.settings import GenerationSettings, load_settings
from studio.ui.panels.upscale_popup import UpscalePopup
from studio.ui.window import MainWindow
from tests.session.fakes import READY, UPSCALER, FakeClient

LEFT = Qt.MouseButton.LeftButton
FAST = replace(UPSCALER, title="Fast", takes_strength=True)
DETAILED = replace(
    UPSCALER,
    name="detailed",
    title="Detailed",
    is_stochastic=True,
    default_sampler="dpmpp_2m",
)


@pytest.fixture
def popup(qtbot: QtBot, with_picture: MainWindow, session: Session) -> UpscalePopup:
    """Open, with both kinds of upscaler to choose from."""
    session.handle(replace(READY, models=(*READY.models[:2], FAST, DETAILED)))
    panel = with_picture.side.generate
    qtbot.mouseClick(panel.upscale, LEFT)
    return panel.upscaling


def choose(popup: UpscalePopup, name: str) -> None:
    index = popup.models.findData(name)
    popup.models.setCurrentIndex(index)
    popup.models.activated.emit(index)


def test_the_sizes_are_said_before_they_are_asked_for(popup: UpscalePopup) -> None:
    assert popup.sizes[2].text() == "128 × 96 px"
    assert popup.sizes[4].text() == "256 × 192 px"


def test_the_first_upscaler_is_chosen_to_begin_with(popup: UpscalePopup) -> None:
    assert popup.models.currentText() == "Fast"
    assert popup.restoring.isVisible()


def test_only_a_model_that_takes_a_strength_shows_it(popup: UpscalePopup, session: Session) -> None:
    choose(popup, "detailed")
    assert session.settings.upscaler == "detailed"
    assert not popup.restoring.isVisible()
    choose(popup, FAST.name)
    assert popup.restoring.isVisible()


def test_each_kind_says_what_it_does(popup: UpscalePopup) -> None:
    faithful = popup.hint.text()
    choose(popup, "detailed")
    assert popup.hint.text() != faithful


def test_the_strength_goes_into_the_request(
    qtbot: QtBot, popup: UpscalePopup, client: FakeClient
) -> None:
    field = popup.restoring.field
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.mouseClick(popup.four_times, LEFT)
    (request,) = client.submitted
    assert isinstance(request, UpscaleRequest)
    assert (request.scale, request.strength, request.model) == (4, 0.4, FAST.name)


def test_the_chosen_model_enlarges(qtbot: QtBot, popup: UpscalePopup, client: FakeClient) -> None:
    choose(popup, "detailed")
    qtbot.mouseClick(popup.twice, LEFT)
    (request,) = client.submitted
    assert request.model == "detailed"


def test_progress_counts_tiles_of_the_one_and_steps_of_the_other(
    popup: UpscalePopup, session: Session
) -> None:
    session.upscale(2)
    choose(popup, "detailed")
    session.upscale(2)
    assert session.jobs.running is not None
    assert [session.jobs.running.unit, session.jobs.waiting[0].unit] == ["tile", "step"]


def test_a_choice_is_remembered(popup: UpscalePopup, session: Session, store: QSettings) -> None:
    choose(popup, "detailed")
    session.update(restoring=0.25)
    kept = load_settings(store, GenerationSettings())
    assert (kept.upscaler, kept.restoring) == ("detailed", 0.25)


def test_escape_closes_it_and_asks_for_nothing(
    qtbot: QtBot, popup: UpscalePopup, client: FakeClient
) -> None:
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert client.submitted == []
