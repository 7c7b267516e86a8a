"""Painting on layers through the events that a person makes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent, Point
from studio.document.brushes.brush import Tip
from studio.document.colour import Colour
from studio.document.operations.filling import GradientShape
from studio.document.operations.layers import toggle_edit
from studio.session.session import Session
from studio.session.tool_settings import GradientSettings, PickerSettings
from studio.ui.canvas.view import CanvasView
from studio.ui.pictures import pixels_of
from tests.session.fakes import Told, a_picture, finished
from tests.ui.canvas.conftest import shown
from tests.ui.canvas.tools.pen import Kind, Pen
from tests.ui.pointing import move_to

LEFT = Qt.MouseButton.LeftButton
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
RED = Colour(220, 30, 40)
PAINTING = ("paint_brush", "eraser", "smudge", "blur")


def at(x: float, y: float) -> QPoint:
    """A place in the picture, for the canvas of the fixture."""
    return QPoint(round(100 + x), round(100 + y))


def drag(
    qtbot: QtBot, canvas: CanvasView, *places: QPoint, keys: Qt.KeyboardModifier = NONE
) -> None:
    qtbot.mousePress(canvas, LEFT, keys, places[0])
    for place in places[1:]:
        move_to(canvas, place)
    qtbot.mouseRelease(canvas, LEFT, keys, places[-1])


def layer(session: Session) -> np.ndarray:
    active = session.document.active_layer
    assert active is not None
    return active.raster.pixels


def painted(session: Session, colour: Colour = RED) -> int:
    """In px."""
    return int((layer(session)[..., :3] == colour).all(axis=2).sum())


@pytest.fixture
def easel(canvas: CanvasView, session: Session) -> CanvasView:
    """The canvas with the paint brush in hand, hard, 20 px, red, and no smoothing."""
    for tool in PAINTING:
        session.update_brush(tool, size_px=20.0, hardness=1.0, opacity=1.0, smoothing=0.0)
    session.update_tool(foreground=RED, background=Colour(0, 0, 250))
    canvas.set_tool("paint_brush")
    return canvas


# Brushes.


def test_a_drag_paints_a_stadium_on_the_layer(qtbot: QtBot, easel: CanvasView, session: Session):
    drag(qtbot, easel, at(40, 50), at(90, 50), at(140, 50))
    assert painted(session) == pytest.approx(100 * 20 + math.pi * 100, rel=0.05)
    assert session.document.mask.is_empty


def test_a_stroke_is_one_step_of_undo(qtbot: QtBot, easel: CanvasView, session: Session):
    before, steps = layer(session).copy(), session.undo_stack.count()
    drag(qtbot, easel, at(40, 50), at(90, 20), at(140, 50))
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    assert_array_equal(layer(session), before)


def test_escape_in_the_middle_of_a_stroke_takes_it_back(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    before, steps = layer(session).copy(), session.undo_stack.count()
    qtbot.mousePress(easel, LEFT, pos=at(40, 50))
    move_to(easel, at(140, 50))
    qtbot.keyClick(easel, Qt.Key.Key_Escape)
    qtbot.mouseRelease(easel, LEFT, pos=at(140, 50))
    assert_array_equal(layer(session), before)
    assert session.undo_stack.count() == steps


@pytest.mark.parametrize("tool", PAINTING)
def test_another_tool_in_the_middle_of_a_stroke_ends_it_where_it_is(
    qtbot: QtBot, easel: CanvasView, session: Session, tool: str
):
    session.document.layers[0].raster.pixels[:, 70:90, :3] = 7
    before = layer(session).copy()
    easel.set_tool(tool)
    qtbot.mousePress(easel, LEFT, pos=at(40, 50))
    move_to(easel, at(100, 50))
    easel.set_tool("hand")
    ended = layer(session).copy()
    move_to(easel, at(140, 50))
    qtbot.mouseRelease(easel, LEFT, pos=at(140, 50))
    assert (ended != before).any()
    assert_array_equal(layer(session), ended)
    session.undo()
    assert_array_equal(layer(session), before)


def test_shift_and_a_click_draw_a_straight_line(qtbot: QtBot, easel: CanvasView, session: Session):
    qtbot.mouseClick(easel, LEFT, pos=at(20, 50))
    qtbot.mouseClick(easel, LEFT, SHIFT, at(180, 50))
    assert (layer(session)[50, 20:180, :3] == RED).all()


def test_the_eraser_makes_clear(qtbot: QtBot, easel: CanvasView, session: Session):
    easel.set_tool("eraser")
    drag(qtbot, easel, at(40, 50), at(140, 50))
    cleared = int((layer(session)[..., 3] == 0).sum())
    assert cleared == pytest.approx(100 * 20 + math.pi * 100, rel=0.05)


def test_the_pens_other_end_erases(easel: CanvasView, session: Session):
    session.update_brush("paint_brush", pressure_sizes=False)
    Pen(easel).stroke((100, 50, 0.7), kind=Kind.Eraser)
    cleared = (255 - layer(session)[..., 3].astype(int)).sum() / 255
    assert cleared == pytest.approx(math.pi * 100, rel=0.02)


def test_a_pen_that_presses_harder_along_its_way_draws_a_wedge(easel: CanvasView, session: Session):
    session.update_brush("paint_brush", spacing=0.02)
    touches = [(20.0 + 4 * step, 50.0, 0.1 + step / 50) for step in range(40)]
    Pen(easel).stroke(*touches)
    heights = (layer(session)[:, 30:170, :3] == RED).all(axis=2).sum(axis=0)
    assert heights[5] == pytest.approx(20 * 0.15, abs=2)
    assert heights[-10] == pytest.approx(20 * 0.8, abs=2)
    assert (np.diff(heights.astype(int)) >= -2).all()


def test_every_move_of_a_fast_pen_is_drawn(easel: CanvasView, session: Session):
    session.update_brush("paint_brush", size_px=3.0, pressure_sizes=False)
    turns = np.linspace(0, 2 * math.pi, 400)
    Pen(easel).stroke(*[(100 + 40 * math.cos(t), 50 + 40 * math.sin(t), 0.5) for t in turns])
    cover = (layer(session)[..., 0].astype(float) - 128) / (RED.red - 128)
    assert cover.sum() == pytest.approx(2 * math.pi * 40 * 3, rel=0.05)
    for turn in np.linspace(0, 6, 50):
        x, y = round(99.5 + 40 * math.cos(turn)), round(49.5 + 40 * math.sin(turn))
        assert layer(session)[y, x, 0] > 180


def test_smudge_and_blur_change_only_where_they_go(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    layer(session)[:, 100:, :3] = 0
    for tool in ("smudge", "blur"):
        before = layer(session).copy()
        easel.set_tool(tool)
        drag(qtbot, easel, at(80, 50), at(120, 50))
        changed = (layer(session) != before).any(axis=2)
        assert changed[40:60, 80:130].any()
        assert not changed[:38].any() and not changed[62:].any()


@pytest.mark.parametrize("tool", ["smudge", "blur"])
def test_smudge_and_blur_can_work_on_the_mask(
    qtbot: QtBot, easel: CanvasView, session: Session, tool: str
):
    session.document.mask.pixels[:, 100:] = 255
    session.update_tool(smears_mask=True, inside_mask=True)
    before = layer(session).copy()
    easel.set_tool(tool)
    drag(qtbot, easel, at(80, 50), at(120, 50))
    assert_array_equal(layer(session), before)
    mask = session.document.mask.pixels
    assert ((mask > 0) & (mask < 255))[40:60, 80:130].any()
    session.undo_stack.undo()
    assert not ((mask > 0) & (mask < 255)).any()


def test_a_mask_without_an_edge_is_told(qtbot: QtBot, easel: CanvasView, session: Session):
    told = Told(session)
    session.update_tool(smears_mask=True)
    easel.set_tool("blur")
    drag(qtbot, easel, at(80, 50), at(120, 50))
    assert told.problems == ["Nothing is masked yet: there is no edge to blur."]


def test_painting_can_keep_to_the_mask(qtbot: QtBot, easel: CanvasView, session: Session):
    session.document.mask.pixels[:, :90] = 255
    session.update_tool(inside_mask=True)
    drag(qtbot, easel, at(40, 50), at(140, 50))
    assert (layer(session)[50, 40:90, :3] == RED).all()
    assert (layer(session)[50, 90:, :3] == 128).all()


def test_an_empty_mask_keeps_nothing_from_being_painted(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    session.update_tool(inside_mask=True)
    qtbot.mouseClick(easel, LEFT, pos=at(50, 50))
    assert painted(session) > 200


def test_a_blank_sheet_gets_its_first_layer(qtbot: QtBot, blank: Session):
    canvas = shown(qtbot, blank)
    blank.update_tool(foreground=RED)
    blank.update_brush("paint_brush", size_px=20.0, hardness=1.0)
    canvas.set_tool("paint_brush")
    drag(qtbot, canvas, at(20, 30), at(30, 30), at(40, 30))
    assert len(blank.document.layers) == 1
    assert (layer(blank)[30, 20:40, :3] == RED).all()
    blank.undo_stack.undo()
    assert not layer(blank).any()
    blank.undo_stack.undo()
    assert blank.document.is_blank


@pytest.mark.parametrize("tool", PAINTING)
def test_a_locked_layer_is_told_and_left_alone(
    qtbot: QtBot, easel: CanvasView, session: Session, tool: str
):
    active = session.document.active_layer
    assert active is not None
    session.document.show(session.document.picture.changed(active.uid, locked=True))
    easel.set_tool(tool)
    with qtbot.waitSignal(session.problem) as told:
        drag(qtbot, easel, at(40, 50), at(140, 50))
    assert "locked" in told.args[0]
    assert painted(session) == 0


@pytest.mark.parametrize("tool", [*PAINTING, "fill", "gradient"])
def test_a_hidden_layer_is_told_and_left_alone(
    qtbot: QtBot, easel: CanvasView, session: Session, tool: str
):
    session.push(toggle_edit(session.document))
    before = layer(session).copy()
    easel.set_tool(tool)
    with qtbot.waitSignal(session.problem) as told:
        drag(qtbot, easel, at(40, 50), at(140, 50))
    assert "hidden" in told.args[0]
    assert_array_equal(layer(session), before)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_stroke_goes_where_the_pointer_is_in_a_turned_look(
    qtbot: QtBot, easel: CanvasView, session: Session, mirrored: bool
):
    middle = QPointF(200, 150)
    easel.turn_by(30.0)
    if mirrored:
        easel.mirror()
    start = easel.viewport.to_view(Point(60, 40)).toPoint()
    end = easel.viewport.to_view(Point(140, 70)).toPoint()
    drag(qtbot, easel, start, middle.toPoint(), end)
    assert (layer(session)[40, 60, :3] == RED).all()
    assert (layer(session)[70, 140, :3] == RED).all()
    assert painted(session) > 20 * math.hypot(80, 30) * 0.8


def test_smoothing_hangs_the_brush_behind_the_pointer_until_it_is_lifted(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    session.update_brush("paint_brush", smoothing=0.5)
    qtbot.mousePress(easel, LEFT, pos=at(20, 50))
    for x in range(30, 181, 10):
        move_to(easel, at(x, 50))
    assert (layer(session)[50, 135:, :3] == 128).all()
    qtbot.mouseRelease(easel, LEFT, pos=at(180, 50))
    assert (layer(session)[50, 20:180, :3] == RED).all()


def test_painting_shows_the_document_instead_of_a_result(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    session.generate()
    session.handle(finished(1, a_picture(64, 64)))
    qtbot.mouseClick(easel, LEFT, pos=at(50, 50))
    assert session.current_result is None


def test_colours_that_were_painted_with_are_remembered_once(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    green = Colour(0, 200, 0)
    for colour in (RED, green, RED):
        session.update_tool(foreground=colour)
        qtbot.mouseClick(easel, LEFT, pos=at(50, 50))
    assert session.tool.recent == (RED, green)


def test_alt_erases_with_the_mask_brush(qtbot: QtBot, canvas: CanvasView, session: Session):
    session.fill_mask()
    qtbot.mouseClick(canvas, LEFT, ALT, at(100, 50))
    assert session.document.mask.pixels[50, 100] == 0


@pytest.mark.parametrize("tip", list(Tip))
def test_the_cursor_shows_how_large_every_tip_is(
    qtbot: QtBot, easel: CanvasView, session: Session, tip: Tip
):
    session.update_brush("paint_brush", tip=tip, size_px=60.0)
    plain = pixels_of(easel.grab().toImage())

    def marked() -> np.ndarray:
        return np.argwhere((pixels_of(easel.grab().toImage()) != plain).any(axis=2))

    move_to(easel, at(80, 40))
    move_to(easel, at(100, 50))
    qtbot.waitUntil(lambda: bool(marked().size))
    height, width = np.ptp(marked(), axis=0)
    expected = (60 + 15) / math.sqrt(2) if tip is Tip.FLAT else 60
    assert height == pytest.approx(expected, abs=7) and width == pytest.approx(expected, abs=7)


# The picker.


def test_the_picker_takes_what_is_seen(qtbot: QtBot, easel: CanvasView, session: Session):
    layer(session)[:, 100:, :3] = (10, 20, 30)
    easel.set_tool("picker")
    qtbot.mouseClick(easel, LEFT, pos=at(150, 50))
    assert session.tool.foreground == (10, 20, 30)
    qtbot.mouseClick(easel, LEFT, CONTROL, at(50, 50))
    assert session.tool.background == (128, 128, 128)


def test_the_picker_can_take_a_mean(qtbot: QtBot, easel: CanvasView, session: Session):
    layer(session)[:, 100:, :3] = 0
    session.update_tool(picker=PickerSettings(side_px=15))
    easel.set_tool("picker")
    qtbot.mouseClick(easel, LEFT, pos=at(100, 50))
    assert session.tool.foreground.red == pytest.approx(128 * 7 / 15, abs=1)


def test_alt_picks_while_a_brush_is_in_hand(qtbot: QtBot, easel: CanvasView, session: Session):
    steps = session.undo_stack.count()
    drag(qtbot, easel, at(20, 50), at(50, 50), keys=ALT)
    assert session.tool.foreground == (128, 128, 128)
    assert session.undo_stack.count() == steps


def test_escape_brings_the_colour_back_that_was_there(
    qtbot: QtBot, easel: CanvasView, session: Session
):
    easel.set_tool("picker")
    qtbot.mousePress(easel, LEFT, pos=at(50, 50))
    assert session.tool.foreground == (128, 128, 128)
    qtbot.keyClick(easel, Qt.Key.Key_Escape)
    qtbot.mouseRelease(easel, LEFT, pos=at(50, 50))
    assert session.tool.foreground == RED


# Fill and gradient.


def test_a_click_fills_what_hangs_together(qtbot: QtBot, easel: CanvasView, session: Session):
    layer(session)[20:40, 30:80, :3] = layer(session)[60:80, 30:80, :3] = 255
    easel.set_tool("fill")
    qtbot.mouseClick(easel, LEFT, pos=at(50, 30))
    assert painted(session) == pytest.approx(20 * 50, abs=140)
    assert (layer(session)[62:78, 32:78, :3] == 255).all()
    qtbot.mouseClick(easel, LEFT, SHIFT, at(50, 70))
    assert (layer(session)[62:78, 32:78, :3] == RED).all()


def test_a_blank_sheet_is_filled_whole(qtbot: QtBot, blank: Session):
    canvas = shown(qtbot, blank)
    blank.update_tool(foreground=RED)
    canvas.set_tool("fill")
    qtbot.mouseClick(canvas, LEFT, pos=at(30, 30))
    assert painted(blank) == blank.document.extent.area == Extent(64, 64).area


def test_a_drag_draws_a_gradient(qtbot: QtBot, easel: CanvasView, session: Session):
    easel.set_tool("gradient")
    drag(qtbot, easel, at(50, 50), at(100, 60), at(150, 50))
    row = layer(session)[10].astype(int)
    assert row[20].tolist() == [*RED, 255]
    assert row[180].tolist() == [0, 0, 250, 255]
    assert row[100, 0] == pytest.approx(110, abs=3)
    session.undo_stack.undo()
    assert (layer(session)[..., :3] == 128).all()


def test_shift_keeps_a_gradient_level(qtbot: QtBot, easel: CanvasView, session: Session):
    easel.set_tool("gradient")
    drag(qtbot, easel, at(50, 50), at(150, 62), keys=SHIFT)
    assert (layer(session) == layer(session)[:1]).all()


def test_a_radial_gradient_fades_to_nothing(qtbot: QtBot, easel: CanvasView, session: Session):
    gradient = GradientSettings(shape=GradientShape.RADIAL, to_clear=True)
    session.update_tool(gradient=gradient)
    easel.set_tool("gradient")
    drag(qtbot, easel, at(100, 50), at(140, 50))
    assert layer(session)[50, 100, 0] == pytest.approx(220, abs=3)
    assert layer(session)[50, 145, :3].tolist() == [128, 128, 128]
    assert layer(session)[90, 100, :3] == pytest.approx([128] * 3, abs=4)


def test_a_gradient_is_seen_while_it_is_drawn(qtbot: QtBot, easel: CanvasView, session: Session):
    easel.set_tool("gradient")
    qtbot.mousePress(easel, LEFT, pos=at(50, 50))
    move_to(easel, at(150, 50))
    image = pixels_of(easel.grab().toImage())
    assert image[110, 110, :3].tolist() == list(RED)
    assert (layer(session)[..., :3] == 128).all()
    qtbot.keyClick(easel, Qt.Key.Key_Escape)
    qtbot.mouseRelease(easel, LEFT, pos=at(150, 50))
    assert (layer(session)[..., :3] == 128).all()


def test_a_click_is_no_gradient(qtbot: QtBot, easel: CanvasView, session: Session):
    steps = session.undo_stack.count()
    easel.set_tool("gradient")
    qtbot.mouseClick(easel, LEFT, pos=at(50, 50))
    assert session.undo_stack.count() == steps
