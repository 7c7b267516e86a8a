"""What a command finds that comes while the pointer is down: whole strokes, or none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.core.pixels import Pixels
from studio.core.request import GenerationRequest, ImageToImage
from studio.document.files.images import open_picture, save_picture
from studio.session.session import Session
from studio.ui.dialogs.message import Unsaved
from studio.ui.menus import file
from studio.ui.window import MainWindow
from tests.session.fakes import FakeClient, settle
from tests.ui.pointing import move_to

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
BEGIN, ON, END = (-20, 0), ((-10, 8), (0, 10)), (20, 0)
"""Away from the middle of the canvas, in its px."""


class Painter:
    """Holds the pointer down on a picture of one layer."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session) -> None:
        self._qtbot, self._canvas, self._session = qtbot, window.area.canvas, session
        window.toolbar.choose("paint_brush")
        session.update_brush("paint_brush", size_px=8.0, smoothing=0.0)
        self._canvas.zoom_to(1.0)
        self.steps = session.undo_stack.count()

    @property
    def pixels(self) -> Pixels:
        """Of the layer, as they are."""
        return self._session.document.layers[0].raster.pixels.copy()

    def begin(self) -> None:
        self._qtbot.mousePress(self._canvas, LEFT, pos=self._at(BEGIN))
        for place in ON:
            move_to(self._canvas, self._at(place))

    def end(self) -> None:
        move_to(self._canvas, self._at(END))
        self._qtbot.mouseRelease(self._canvas, LEFT, pos=self._at(END))

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = CONTROL) -> None:
        self._qtbot.keyClick(self._canvas, key, keys)

    def _at(self, place: tuple[int, int]) -> QPoint:
        return self._canvas.rect().center() + QPoint(*place)


@pytest.fixture
def painter(qtbot: QtBot, with_picture: MainWindow, session: Session) -> Painter:
    return Painter(qtbot, with_picture, session)


def test_a_save_holds_all_that_was_painted_until_then(
    qtbot: QtBot, painter: Painter, session: Session, tmp_path: Path
) -> None:
    session.document.path = tmp_path / "boat.png"
    before = painter.pixels
    painter.begin()
    painter.press(Qt.Key.Key_S)
    painter.end()
    settle(qtbot, session)
    assert (painter.pixels != before).any()
    assert_array_equal(open_picture(tmp_path / "boat.png").pixels[..., :3], painter.pixels[..., :3])
    assert session.undo_stack.count() == painter.steps + 1
    assert not session.is_modified


def test_what_was_painted_until_a_save_is_taken_back_as_one_step(
    painter: Painter, session: Session, tmp_path: Path
) -> None:
    session.document.path = tmp_path / "boat.png"
    before = painter.pixels
    painter.begin()
    painter.press(Qt.Key.Key_S)
    painter.end()
    session.undo()
    assert_array_equal(painter.pixels, before)


def test_undo_takes_back_what_is_painted_just_now(painter: Painter, session: Session) -> None:
    before = painter.pixels
    painter.begin()
    painter.press(Qt.Key.Key_Z)
    painter.end()
    assert_array_equal(painter.pixels, before)
    assert session.undo_stack.index() == painter.steps


def test_a_single_key_is_a_slip(with_picture: MainWindow, painter: Painter) -> None:
    painter.begin()
    painter.press(Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier)
    painter.end()
    assert with_picture.area.canvas.tool_name == "paint_brush"


@pytest.mark.parametrize("name", ["invert_mask", "flatten", "duplicate_layer", "flip_across"])
def test_a_menu_finds_the_stroke_as_a_step_of_its_own(
    with_picture: MainWindow, painter: Painter, session: Session, name: str
) -> None:
    before = painter.pixels
    painter.begin()
    with_picture.actions_by_name[name].trigger()
    painter.end()
    assert session.undo_stack.text(painter.steps) == "Paint"
    session.go_to(painter.steps + 1)
    assert (painter.pixels != before).any()
    session.go_to(painter.steps)
    assert_array_equal(painter.pixels, before)


def test_the_engine_is_given_what_stays_in_the_document(
    painter: Painter, session: Session, client: FakeClient
) -> None:
    session.update(prompt="a red boat", strength=0.5)
    painter.begin()
    session.generate()
    painter.end()
    (request,) = client.submitted
    assert isinstance(request, GenerationRequest)
    assert isinstance(request.task, ImageToImage)
    assert_array_equal(request.task.image, painter.pixels[..., :3])


def test_the_copy_is_of_all_that_was_painted(painter: Painter, session: Session) -> None:
    painter.begin()
    copied = session.copied()
    painter.end()
    assert_array_equal(copied, session.document.flattened())


def test_a_window_that_is_closed_asks_about_the_stroke(
    with_picture: MainWindow,
    painter: Painter,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ask(_parent: object, title: str) -> Unsaved:
        asked.append(title)
        return Unsaved.CANCEL

    monkeypatch.setattr(file, "ask_unsaved", ask)
    painter.begin()
    assert not with_picture.close()
    painter.end()
    assert len(asked) == 1
    assert session.undo_stack.count() == painter.steps + 1


def test_a_file_that_has_been_opened_meanwhile_asks_about_the_stroke(
    qtbot: QtBot,
    painter: Painter,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_picture(tmp_path / "other.png", np.zeros((10, 10, 3), np.uint8))
    monkeypatch.setattr(file, "ask_unsaved", lambda *_: Unsaved.CANCEL)
    session.open(tmp_path / "other.png")
    painter.begin()
    settle(qtbot, session)
    painter.end()
    assert session.document.extent == Extent(64, 48)
    assert session.undo_stack.count() == painter.steps + 1


@pytest.mark.parametrize(
    "tool", ["mask_rectangle", "mask_ellipse", "mask_lasso", "mask_wand", "gradient", "transform"]
)
def test_other_tools_end_what_they_do_before_a_command(
    with_picture: MainWindow, painter: Painter, session: Session, tool: str
) -> None:
    with_picture.toolbar.choose(tool)
    painter.begin()
    session.do(lambda _: None)
    steps = session.undo_stack.count()
    shown = session.document.flattened()
    painter.end()
    assert steps == painter.steps + 1
    assert session.undo_stack.count() == steps
    assert_array_equal(session.document.flattened(), shown)
