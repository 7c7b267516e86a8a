"""The bar's numbers for what is transformed and cropped, typed and clicked."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent
from studio.document.edit import PictureReplaced
from studio.document.layer import Layer
from studio.document.surface import Raster
from studio.session.session import Session
from studio.ui.canvas.tools.crop import Crop
from studio.ui.panels.options.crop import CropOptions
from studio.ui.panels.options.transform import TransformOptions
from studio.ui.widgets.value_field import ValueField
from studio.ui.window import MainWindow
from tests.session.fakes import a_picture
from tests.ui.canvas.tools.mouse import Mouse

LEFT = Qt.MouseButton.LeftButton
PLACE = Bounds(60, 20, 40, 30)


@pytest.fixture
def patched(window: MainWindow, session: Session) -> MainWindow:
    """A picture of 200 × 100 px with a layer that covers PLACE, active."""
    session.paste(np.full((100, 200, 3), 128, np.uint8))
    before = session.document.picture
    raster = Raster.clear(before.extent)
    raster.part(PLACE)[:] = 255
    layer = Layer(raster=raster, name="patch")
    session.push(PictureReplaced("New layer", before, before.inserted(layer, None, 1)))
    return window


@pytest.fixture
def transform(patched: MainWindow) -> TransformOptions:
    patched.toolbar.choose("transform")
    options = patched.tool_options.options
    assert isinstance(options, TransformOptions)
    return options


@pytest.fixture
def crop(patched: MainWindow) -> CropOptions:
    patched.toolbar.choose("crop")
    options = patched.tool_options.options
    assert isinstance(options, CropOptions)
    return options


def type_into(qtbot: QtBot, field: ValueField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def painted(session: Session) -> Bounds:
    return session.document.layers[1].raster.painted


def numbers(options: TransformOptions) -> tuple[float, ...]:
    fields = (options.left_px, options.top_px, options.width_px, options.height_px, options.angle)
    return tuple(field.value for field in fields)


# What is transformed.


def test_the_bar_shows_where_the_layer_lies(transform: TransformOptions):
    assert numbers(transform) == (60, 20, 40, 30, 0)


def test_typed_places_move_it(qtbot: QtBot, transform: TransformOptions, session: Session):
    type_into(qtbot, transform.left_px, "5")
    type_into(qtbot, transform.top_px, "-12")
    assert painted(session) == Bounds(5, -12, 40, 30)


def test_a_typed_width_keeps_the_proportions_and_the_left_top_corner(
    qtbot: QtBot, transform: TransformOptions, session: Session
):
    type_into(qtbot, transform.width_px, "80")
    assert painted(session) == Bounds(60, 20, 80, 60)
    assert numbers(transform) == (60, 20, 80, 60, 0)


def test_unlinked_sides_are_typed_apart(
    qtbot: QtBot, transform: TransformOptions, session: Session
):
    qtbot.mouseClick(transform.linked, LEFT)
    type_into(qtbot, transform.height_px, "10")
    assert painted(session) == Bounds(60, 20, 40, 10)


def test_a_typed_angle_turns_it(qtbot: QtBot, transform: TransformOptions, session: Session):
    type_into(qtbot, transform.angle, "90")
    assert painted(session) == Bounds(65, 15, 30, 40)


def test_all_that_is_typed_is_one_step_and_esc_takes_it_back(
    qtbot: QtBot, transform: TransformOptions, session: Session, patched: MainWindow
):
    steps = session.undo_stack.count()
    type_into(qtbot, transform.left_px, "5")
    type_into(qtbot, transform.angle, "30")
    assert session.undo_stack.count() == steps + 1
    assert transform.give_up.isVisible()
    qtbot.mouseClick(transform.give_up, LEFT)
    assert painted(session) == PLACE
    assert not transform.give_up.isVisible()


def test_enter_in_a_field_gives_the_keys_back_to_the_canvas(
    qtbot: QtBot, transform: TransformOptions, session: Session, patched: MainWindow
):
    type_into(qtbot, transform.left_px, "5")
    qtbot.waitUntil(patched.area.canvas.hasFocus)
    qtbot.keyClick(patched.area.canvas, Qt.Key.Key_Escape)
    assert painted(session) == PLACE


def test_buttons_turn_and_flip(qtbot: QtBot, transform: TransformOptions, session: Session):
    pixels = session.document.layers[1].raster.part(PLACE)
    pixels[:5, :7] = (9, 8, 7, 255)
    before = pixels.copy()
    qtbot.mouseClick(transform.turn_right, LEFT)
    raster = session.document.layers[1].raster
    assert_array_equal(raster.part(raster.painted), np.rot90(before, -1))
    qtbot.mouseClick(transform.turn_left, LEFT)
    qtbot.mouseClick(transform.flip_across, LEFT)
    raster = session.document.layers[1].raster
    assert_array_equal(raster.part(raster.painted), before[:, ::-1])
    qtbot.mouseClick(transform.flip_down, LEFT)
    raster = session.document.layers[1].raster
    assert_array_equal(raster.part(raster.painted), before[::-1, ::-1])


def test_without_smoothing_pixels_are_repeated(
    qtbot: QtBot, transform: TransformOptions, session: Session
):
    pixels = session.document.layers[1].raster.part(PLACE)
    pixels[::2] = (9, 8, 7, 255)
    before = pixels.copy()
    type_into(qtbot, transform.width_px, "80")
    qtbot.mouseClick(transform.smooth, LEFT)
    raster = session.document.layers[1].raster
    assert_array_equal(raster.part(raster.painted), before.repeat(2, 0).repeat(2, 1))


def test_the_numbers_follow_a_drag(
    transform: TransformOptions, patched: MainWindow, session: Session
):
    mouse = Mouse(patched.area.canvas)
    mouse.press(70, 30)
    mouse.move(75, 28)
    assert numbers(transform) == (65, 18, 40, 30, 0)
    mouse.release(75, 28)
    session.undo_stack.undo()
    assert numbers(transform) == (60, 20, 40, 30, 0)


def test_a_locked_layer_has_no_numbers_to_type(transform: TransformOptions, session: Session):
    before = session.document.picture
    assert before.active_node is not None
    locked = before.changed(before.active_node, locked=True)
    session.push(PictureReplaced("Lock", before, locked))
    assert not transform.left_px.isEnabled()


# What is cropped.


def tool(window: MainWindow) -> Crop:
    assert isinstance(window.area.canvas.tool, Crop)
    return window.area.canvas.tool


def test_typed_sides_make_a_frame_in_the_middle(
    qtbot: QtBot, crop: CropOptions, patched: MainWindow
):
    type_into(qtbot, crop.width_px, "100")
    type_into(qtbot, crop.height_px, "50")
    assert tool(patched).frame == Bounds(50, 25, 100, 50)


def test_a_shape_gives_the_largest_frame_and_binds_its_sides(
    qtbot: QtBot, crop: CropOptions, patched: MainWindow
):
    crop.shape.chosen.emit("16:9")
    assert tool(patched).frame == Bounds(11, 0, 178, 100)
    type_into(qtbot, crop.width_px, "80")
    assert tool(patched).frame.extent == Extent(80, 45)
    qtbot.mouseClick(crop.swap, LEFT)
    assert tool(patched).frame.extent == Extent(56, 100)


def test_a_click_crops(qtbot: QtBot, crop: CropOptions, session: Session, patched: MainWindow):
    assert not crop.apply.isVisible()
    type_into(qtbot, crop.width_px, "100")
    qtbot.mouseClick(crop.apply, LEFT)
    assert session.document.extent == Extent(100, 100)
    assert not crop.apply.isVisible()


def test_a_click_shows_all_of_the_picture(
    qtbot: QtBot, crop: CropOptions, session: Session, patched: MainWindow
):
    crop.shape.chosen.emit("1:1")
    qtbot.mouseClick(crop.give_up, LEFT)
    assert tool(patched).frame == Bounds(0, 0, 200, 100)
    assert crop.shape.currentText() == "Free"


def test_another_picture_is_shown_whole(
    qtbot: QtBot, crop: CropOptions, session: Session, patched: MainWindow
):
    type_into(qtbot, crop.width_px, "100")
    session.undo_stack.setClean()
    session.new(Extent(64, 48))
    session.paste(a_picture(64, 48))
    assert (crop.width_px.value, crop.height_px.value) == (64, 48)
