"""Dialogs that ask for the size of a picture, through keys and clicks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent, Point
from studio.document import room
from studio.document.colour import Colour
from studio.session.session import Session
from studio.ui.dialogs.canvas_size import CanvasSizeDialog
from studio.ui.dialogs.new_document import NewDocumentDialog, presets
from studio.ui.dialogs.resize import ResizeDialog
from studio.ui.dialogs.sheet import Sheet
from studio.ui.pictures import qimage_of
from studio.ui.widgets.segments import Segments
from studio.ui.window import MainWindow
from tests.session.fakes import a_picture

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def resize(qtbot: QtBot, with_picture: MainWindow, session: Session) -> ResizeDialog:
    """For a picture of 64 × 48 px."""
    return _opened(qtbot, ResizeDialog(with_picture, session))


@pytest.fixture
def canvas_size(qtbot: QtBot, with_picture: MainWindow, session: Session) -> CanvasSizeDialog:
    return _opened(qtbot, CanvasSizeDialog(with_picture, session))


@pytest.fixture
def new(qtbot: QtBot, with_picture: MainWindow, session: Session) -> NewDocumentDialog:
    return _opened(qtbot, NewDocumentDialog(with_picture, session))


def _opened(qtbot: QtBot, dialog):
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)


def choose(qtbot: QtBot, segments: Segments, name: str) -> None:
    qtbot.mouseClick(segments, LEFT, pos=segments.place_of(name).center().toPoint())


# Resize.


def test_the_other_side_follows_while_one_is_typed(qtbot: QtBot, resize: ResizeDialog):
    type_into(qtbot, resize.size_fields.width_px, "128")
    assert resize.size_fields.height_px.text() == "96"
    assert resize.size_fields.extent == Extent(128, 96)
    assert "128 × 96 px" in resize.note.text()


def test_enter_in_a_field_resizes(qtbot: QtBot, resize: ResizeDialog, session: Session):
    type_into(qtbot, resize.size_fields.height_px, "24")
    qtbot.keyClick(resize.size_fields.height_px, Qt.Key.Key_Return)
    assert session.document.extent == Extent(32, 24)
    assert not resize.isVisible()


def test_esc_in_a_field_changes_nothing(qtbot: QtBot, resize: ResizeDialog, session: Session):
    type_into(qtbot, resize.size_fields.height_px, "24")
    qtbot.keyClick(resize.size_fields.height_px, Qt.Key.Key_Escape)
    assert session.document.extent == Extent(64, 48)
    assert not resize.isVisible()


def test_a_click_resizes_as_one_step(qtbot: QtBot, resize: ResizeDialog, session: Session):
    steps = session.undo_stack.count()
    type_into(qtbot, resize.size_fields.width_px, "100")
    qtbot.mouseClick(resize.apply, LEFT)
    assert session.document.extent == Extent(100, 75)
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    assert_array_equal(session.document.flattened_rgb(), a_picture(64, 48))


def test_unlinked_sides_are_free(qtbot: QtBot, resize: ResizeDialog):
    qtbot.mouseClick(resize.size_fields.link, LEFT)
    type_into(qtbot, resize.size_fields.width_px, "100")
    assert resize.size_fields.extent == Extent(100, 48)
    qtbot.mouseClick(resize.size_fields.link, LEFT)
    assert resize.size_fields.extent == Extent(100, 75)


def test_per_cent_is_of_what_the_picture_is(qtbot: QtBot, resize: ResizeDialog):
    choose(qtbot, resize.size_fields.units, "percent")
    assert resize.size_fields.width_px.text() == "100.0"
    type_into(qtbot, resize.size_fields.width_px, "150")
    assert resize.size_fields.extent == Extent(96, 72)
    choose(qtbot, resize.size_fields.units, "px")
    assert resize.size_fields.height_px.text() == "72"


def test_pixel_art_is_repeated(qtbot: QtBot, resize: ResizeDialog, session: Session):
    resize.resampling.chosen.emit("nearest")
    type_into(qtbot, resize.size_fields.width_px, "128")
    qtbot.keyClick(resize.size_fields.width_px, Qt.Key.Key_Return)
    expected = a_picture(64, 48).repeat(2, 0).repeat(2, 1)
    assert_array_equal(session.document.flattened_rgb(), expected)


def test_what_is_too_large_is_refused_in_the_dialog(qtbot: QtBot, resize: ResizeDialog):
    type_into(qtbot, resize.size_fields.width_px, "20000")
    assert "1 to 16384 px" in resize.note.text()
    assert not resize.apply.isEnabled()
    type_into(qtbot, resize.size_fields.width_px, "200")
    assert resize.apply.isEnabled()


def test_what_memory_cannot_hold_is_refused_in_the_dialog(
    qtbot: QtBot, resize: ResizeDialog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(room, "free_bytes", lambda: 500_000_000)
    type_into(qtbot, resize.size_fields.width_px, "16000")
    assert "only 500 MB are free" in resize.note.text()
    assert not resize.apply.isEnabled()


# Canvas size.


def test_the_anchor_says_where_room_comes(
    qtbot: QtBot, canvas_size: CanvasSizeDialog, session: Session
):
    type_into(qtbot, canvas_size.size_fields.width_px, "80")
    place = canvas_size.anchor.place_of(2, 1).center().toPoint()
    qtbot.mouseClick(canvas_size.anchor, LEFT, pos=place)
    assert canvas_size.anchor.anchor == Point(1.0, 0.5)
    assert canvas_size.margins.text() == "Left +16 px"
    qtbot.mouseClick(canvas_size.apply, LEFT)
    assert_array_equal(session.document.flattened()[:, 16:, :3], a_picture(64, 48))
    assert not session.document.flattened()[:, :16].any()


def test_arrows_move_the_anchor(qtbot: QtBot, canvas_size: CanvasSizeDialog):
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(canvas_size.anchor, key)
    assert canvas_size.anchor.anchor == Point(0.0, 0.0)


def test_a_smaller_canvas_says_that_layers_keep_the_rest(
    qtbot: QtBot, canvas_size: CanvasSizeDialog
):
    type_into(qtbot, canvas_size.size_fields.height_px, "40")
    assert canvas_size.margins.text() == "Top −4 px\nBottom −4 px"
    assert "Layers keep" in canvas_size.note.text()


# A new picture.


def test_a_new_picture_is_clear_and_blank(qtbot: QtBot, new: NewDocumentDialog, session: Session):
    choose(qtbot, new.background, "clear")
    type_into(qtbot, new.size_fields.width_px, "40")
    type_into(qtbot, new.size_fields.height_px, "30")
    qtbot.mouseClick(new.apply, LEFT)
    assert session.document.extent == Extent(40, 30)
    assert session.document.is_blank


@pytest.mark.parametrize(
    ("background", "colour"), [("white", (255, 255, 255)), ("colour", (10, 20, 30))]
)
def test_a_new_picture_has_a_background(
    qtbot: QtBot,
    new: NewDocumentDialog,
    session: Session,
    background: str,
    colour: tuple[int, int, int],
):
    session.update_tool(foreground=Colour(10, 20, 30))
    choose(qtbot, new.background, background)
    qtbot.mouseClick(new.apply, LEFT)
    assert (session.document.flattened() == (*colour, 255)).all()
    assert session.document.layers[0].name == "Background"
    assert not session.is_modified


def test_the_background_is_remembered(
    qtbot: QtBot, new: NewDocumentDialog, with_picture: MainWindow, session: Session
):
    choose(qtbot, new.background, "white")
    qtbot.mouseClick(new.apply, LEFT)
    assert _opened(qtbot, NewDocumentDialog(with_picture, session)).background.current == "white"


def test_a_preset_sets_both_sides_and_can_be_turned(qtbot: QtBot, new: NewDocumentDialog):
    names = [title for title, _ in presets(new._session)]
    new.preset.chosen.emit(str(names.index("Full HD")))
    assert new.size_fields.extent == Extent(1920, 1080)
    qtbot.mouseClick(new.swap, LEFT)
    assert new.size_fields.extent == Extent(1080, 1920)
    assert new.preset.currentText() == "A size of your own"


def test_the_clipboard_and_the_picture_offer_their_sizes(
    with_picture: MainWindow, session: Session
):
    QGuiApplication.clipboard().setImage(qimage_of(np.zeros((11, 22, 3), np.uint8)))
    found = dict(presets(session))
    assert found["Like the clipboard"] == Extent(22, 11)
    assert found["Like the picture"] == Extent(64, 48)


# The menu.


@pytest.mark.parametrize(
    ("name", "kind"),
    [("resize", ResizeDialog), ("canvas_size", CanvasSizeDialog), ("new", NewDocumentDialog)],
)
def test_the_menu_opens_them(qtbot: QtBot, with_picture: MainWindow, name: str, kind: type[Sheet]):
    with_picture.actions_by_name[name].trigger()
    dialog = with_picture.findChild(kind)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def turned(way: Callable[..., np.ndarray], *args: int) -> np.ndarray:
    return way(a_picture(64, 48), *args)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("turn_right", turned(np.rot90, -1)),
        ("turn_left", turned(np.rot90, 1)),
        ("turn_round", turned(np.rot90, 2)),
        ("flip_across", turned(np.fliplr)),
        ("flip_down", turned(np.flipud)),
    ],
)
def test_the_menu_turns_the_picture(
    with_picture: MainWindow, session: Session, name: str, expected: np.ndarray
):
    with_picture.actions_by_name[name].trigger()
    assert_array_equal(session.document.flattened_rgb(), expected)


def test_the_menu_crops_to_the_mask(with_picture: MainWindow, session: Session):
    crop = with_picture.actions_by_name["crop_to_mask"]
    mask = np.zeros((48, 64), np.uint8)
    mask[10:30, 20:50] = 255
    session.set_mask(mask)
    assert crop.isEnabled()
    crop.trigger()
    assert_array_equal(session.document.flattened_rgb(), a_picture(64, 48)[10:30, 20:50])


def test_the_menu_trims_a_border_and_says_where_there_is_none(
    qtbot: QtBot, window: MainWindow, session: Session
):
    bordered = np.full((40, 50, 3), 9, np.uint8)
    bordered[5:30, 10:45] = 200
    session.paste(bordered)
    window.actions_by_name["trim"].trigger()
    assert session.document.extent == Extent(35, 25)
    with qtbot.waitSignal(session.notice) as told:
        window.actions_by_name["trim"].trigger()
    assert "no clear or plain border" in told.args[0]


def test_a_large_picture_is_resized_in_the_background(
    qtbot: QtBot, resize: ResizeDialog, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("studio.session.patience.AT_ONCE_PX", 10)
    type_into(qtbot, resize.size_fields.width_px, "128")
    qtbot.mouseClick(resize.apply, LEFT)
    assert session.document.extent == Extent(64, 48)
    assert session.background.running is not None
    qtbot.waitUntil(lambda: session.document.extent == Extent(128, 96))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("flip_layer_across", turned(np.fliplr)), ("flip_layer_down", turned(np.flipud))],
)
def test_the_menu_flips_the_layer(
    with_picture: MainWindow, session: Session, name: str, expected: np.ndarray
):
    with_picture.actions_by_name[name].trigger()
    assert_array_equal(session.document.flattened_rgb(), expected)


def test_the_menu_turns_the_layer_and_the_canvas_stays(with_picture: MainWindow, session: Session):
    with_picture.actions_by_name["turn_layer_right"].trigger()
    assert session.document.extent == Extent(64, 48)
    raster = session.document.layers[0].raster
    expected = np.rot90(a_picture(64, 48), -1)
    assert_array_equal(raster.part(raster.painted)[..., :3], expected)
    with_picture.actions_by_name["turn_layer_left"].trigger()
    assert_array_equal(session.document.flattened_rgb(), a_picture(64, 48))


def test_the_menu_takes_the_tool_that_transforms(with_picture: MainWindow):
    with_picture.actions_by_name["transform"].trigger()
    assert with_picture.area.canvas.tool_name == "transform"
