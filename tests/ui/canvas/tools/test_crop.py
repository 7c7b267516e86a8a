"""The frame of what stays, drawn and dragged through real events."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.session.session import Session
from studio.ui.canvas.tools.crop import Crop, largest_inside
from studio.ui.canvas.view import CanvasView
from tests.session.fakes import a_picture
from tests.ui.canvas.tools.mouse import ALT, SHIFT, Mouse

WHOLE = Bounds(0, 0, 200, 100)


@pytest.fixture
def pixels(session: Session) -> Pixels:
    """What the picture holds: noise."""
    noise = np.random.default_rng(0).integers(0, 256, (100, 200, 4), np.uint8)
    noise[..., 3] = 255
    session.document.layers[0].raster.pixels[:] = noise
    return noise


@pytest.fixture
def mouse(canvas: CanvasView, pixels: Pixels) -> Mouse:
    canvas.set_tool("crop")
    return Mouse(canvas)


def tool(canvas: CanvasView) -> Crop:
    assert isinstance(canvas.tool, Crop)
    return canvas.tool


def test_a_drag_draws_a_frame_and_enter_crops_to_it(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView, pixels: Pixels
):
    mouse.drag((50, 20), (130.4, 79.6))
    assert tool(canvas).frame == Bounds(50, 20, 80, 60)
    assert session.document.extent == Extent(200, 100)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert session.document.extent == Extent(80, 60)
    assert_array_equal(session.document.flattened(), pixels[20:80, 50:130])


def test_a_crop_is_one_step_of_undo(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView, pixels: Pixels
):
    mouse.drag((50, 20), (130, 80))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    session.undo_stack.undo()
    assert_array_equal(session.document.flattened(), pixels)
    assert tool(canvas).frame == WHOLE


def test_a_double_click_inside_crops(session: Session, mouse: Mouse):
    mouse.drag((50, 20), (130, 80))
    mouse.double_click(90, 50)
    assert session.document.extent == Extent(80, 60)


def test_esc_shows_all_of_the_picture_again(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView
):
    mouse.drag((50, 20), (130, 80))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert tool(canvas).frame == WHOLE
    assert session.undo_stack.index() == 1


def test_handles_change_the_frame(mouse: Mouse, canvas: CanvasView):
    mouse.drag((200, 100), (150, 90))
    assert tool(canvas).frame == Bounds(0, 0, 150, 90)
    mouse.drag((0, 45), (20, 45))
    assert tool(canvas).frame == Bounds(20, 0, 130, 90)


def test_alt_keeps_the_middle(mouse: Mouse, canvas: CanvasView):
    mouse.drag((200, 100), (180, 90), keys=ALT)
    assert tool(canvas).frame == Bounds(20, 10, 160, 80)


def test_a_frame_is_moved_by_its_inside_and_by_arrows(
    qtbot: QtBot, mouse: Mouse, canvas: CanvasView
):
    mouse.drag((50, 20), (130, 80))
    mouse.drag((90, 50), (100, 45))
    assert tool(canvas).frame == Bounds(60, 15, 80, 60)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    assert tool(canvas).frame == Bounds(59, 25, 80, 60)


def test_a_frame_close_to_an_edge_lies_on_it(mouse: Mouse, canvas: CanvasView):
    mouse.drag((50, 20), (196, 104))
    assert tool(canvas).frame == Bounds(50, 20, 150, 80)


def test_a_frame_beyond_the_canvas_gives_it_room(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView, pixels: Pixels
):
    mouse.drag((200, 50), (240, 50))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    shown = session.document.flattened()
    assert session.document.extent == Extent(240, 100)
    assert_array_equal(shown[:, :200], pixels)
    assert not shown[:, 200:].any()


def test_a_ratio_holds_while_the_frame_is_drawn_and_dragged(mouse: Mouse, canvas: CanvasView):
    tool(canvas).choose_ratio(1.0)
    assert tool(canvas).frame == Bounds(50, 0, 100, 100)
    mouse.drag((150, 100), (120, 60))
    frame = tool(canvas).frame
    assert frame.width == frame.height == 70
    mouse.drag((10, 10), (30, 20))
    assert tool(canvas).frame == Bounds(10, 10, 20, 20)


def test_shift_draws_a_square(mouse: Mouse, canvas: CanvasView):
    mouse.drag((50, 20), (90, 30), keys=SHIFT)
    assert tool(canvas).frame == Bounds(50, 20, 40, 40)


def test_what_is_outside_can_be_kept(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView, pixels: Pixels
):
    tool(canvas).keeps_outside = True
    mouse.drag((50, 20), (130, 80))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert session.document.layers[0].raster.bounds == Bounds(-50, -20, 200, 100)
    assert_array_equal(session.document.layers[0].raster.pixels, pixels)


def test_the_frame_is_where_it_is_seen_on_a_turned_canvas(mouse: Mouse, canvas: CanvasView):
    canvas._look(canvas.viewport.turned(90, QPointF(canvas.rect().center())))
    mouse.drag((50, 20), (130, 80))
    assert tool(canvas).frame == Bounds(50, 20, 80, 60)


def test_what_goes_is_veiled(mouse: Mouse, canvas: CanvasView):
    before = canvas.grab().toImage()
    mouse.drag((50, 20), (130, 80))
    mouse.move(10, 90)
    after = canvas.grab().toImage()
    assert after.pixelColor(110, 190).lightness() < before.pixelColor(110, 190).lightness()
    assert after.pixelColor(160, 130) == before.pixelColor(160, 130)


def test_a_frame_drawn_for_another_picture_is_forgotten(
    session: Session, mouse: Mouse, canvas: CanvasView
):
    mouse.drag((50, 20), (130, 80))
    session.new(Extent(64, 64))
    session.paste(a_picture(64, 48))
    assert tool(canvas).frame == Bounds(0, 0, 64, 48)


def test_without_a_picture_nothing_is_cropped(qtbot: QtBot, session: Session, mouse: Mouse):
    session.new(Extent(64, 64))
    mouse.drag((5, 5), (30, 30))
    assert session.undo_stack.count() == 0


def test_the_largest_frame_of_a_shape():
    assert largest_inside(WHOLE, 1.0) == Bounds(50, 0, 100, 100)
    assert largest_inside(WHOLE, 4.0) == Bounds(0, 25, 200, 50)
