"""The side panel makes room for what is worked with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.session.session import Session
from studio.ui.window import MainWindow
from tests.session.fakes import a_picture, finished
from tests.ui.conftest import shown_window

LEFT = Qt.MouseButton.LeftButton


def resized(window: MainWindow, width: int, height: int) -> MainWindow:
    window.resize(width, height)
    QApplication.processEvents()
    return window


def test_settings_give_way_where_the_window_is_low(window: MainWindow) -> None:
    sampling = window.side.sampling
    resized(window, 1600, 1000)
    assert sampling.model.isVisible()
    resized(window, 1280, 720)
    assert not sampling.model.isVisible()
    assert sampling.strength.isVisible()


def test_folded_settings_are_summed_up(window: MainWindow, session: Session) -> None:
    resized(window, 1280, 720)
    session.update(steps=12, count=3, extent=Extent(96, 64))
    assert window.side.sampling.fold.words == (
        "Landscapes · Euler · 12 steps · 3 pictures · 96 × 64"
    )


def test_a_person_opens_the_settings_and_they_stay_open(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    resized(window, 1280, 720)
    qtbot.mouseClick(window.side.sampling.fold, LEFT)
    assert window.side.sampling.model.isVisible()
    resized(window, 1280, 700)
    assert window.side.sampling.model.isVisible()
    another = resized(shown_window(qtbot, session), 1280, 720)
    assert another.side.sampling.model.isVisible()


def test_at_every_size_four_layers_can_be_seen(with_picture: MainWindow, session: Session) -> None:
    resized(with_picture, 1280, 720)
    tree = with_picture.side.layers.tree
    room = tree.visibleRegion().boundingRect().height()
    assert room >= 4 * tree.size_of_rows.height_px


def test_beside_open_settings_two_layers_keep_their_room(
    qtbot: QtBot, with_picture: MainWindow
) -> None:
    resized(with_picture, 1280, 720)
    qtbot.mouseClick(with_picture.side.sampling.fold, LEFT)
    QApplication.processEvents()
    layers = with_picture.side.layers
    with_picture.side.ensureWidgetVisible(layers.buttons["new_layer"])
    room = layers.tree.visibleRegion().boundingRect().height()
    assert room >= 2 * layers.tree.size_of_rows.height_px
    button = layers.buttons["new_layer"]
    assert button.height() >= button.sizeHint().height()


def test_the_queue_is_marked_while_there_is_work(window: MainWindow, session: Session) -> None:
    words = window.side.tabs.words
    idle = words.grab().toImage()
    session.update(prompt="a red boat")
    session.generate()
    assert words.grab().toImage() != idle
    session.handle(finished(1, a_picture(64, 64)))
    assert words.grab().toImage() == idle


def test_what_is_below_stays_where_it_is_while_a_job_runs(
    window: MainWindow, session: Session
) -> None:
    resized(window, 1600, 1000)
    session.update(prompt="a boat")
    idle = window.side.tabs.geometry()
    session.generate()
    QApplication.processEvents()
    assert window.side.generate.cancel.isVisible()
    assert window.side.tabs.geometry() == idle
