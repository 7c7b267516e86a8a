"""The active layer moved, scaled, turned and flipped, through real events."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Point
from studio.core.pixels import Pixels
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, Layer
from studio.document.operations.moving import layer_at, painted_bounds
from studio.document.picture import Guides
from studio.document.placement import Placement
from studio.document.surface import Raster
from studio.document.turning import Axis
from studio.session.session import Session
from studio.ui.canvas.tools.transform import Transform
from studio.ui.canvas.view import CanvasView
from tests.ui.canvas.tools.mouse import ALT, CONTROL, SHIFT, Mouse

PLACE = Bounds(60, 20, 40, 30)


@pytest.fixture
def layer(session: Session) -> Layer:
    """A coloured rectangle of 40 × 30 px over the grey picture, active."""
    raster = Raster.clear(session.document.extent)
    raster.part(PLACE)[:] = _colours()
    layer = Layer(raster=raster, name="patch")
    before = session.document.picture
    after = before.inserted(layer, None, 1)
    session.push(PictureReplaced("New layer", before, after))
    return layer


@pytest.fixture
def mouse(canvas: CanvasView, layer: Layer) -> Mouse:
    canvas.set_tool("transform")
    return Mouse(canvas)


def _colours() -> Pixels:
    pixels = np.random.default_rng(0).integers(0, 256, (PLACE.height, PLACE.width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


def patch(session: Session) -> Raster:
    return session.document.layers[1].raster


def tool(canvas: CanvasView) -> Transform:
    assert isinstance(canvas.tool, Transform)
    return canvas.tool


def press(qtbot: QtBot, canvas: CanvasView, key: Qt.Key, keys=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(canvas, key, keys)


# Moving.


def test_a_drag_moves_the_layer_by_whole_pixels(session: Session, mouse: Mouse):
    mouse.drag((70, 30), (83.4, 25.2))
    raster = patch(session)
    assert raster.painted == PLACE.moved(13, -5)
    assert_array_equal(raster.part(raster.painted), _colours())


def test_a_drag_from_beside_the_layer_moves_it_too(session: Session, mouse: Mouse):
    mouse.drag((10, 90), (15, 90))
    assert patch(session).painted == PLACE.moved(5, 0)


def test_what_is_moved_outside_can_be_moved_back(session: Session, mouse: Mouse):
    mouse.drag((70, 30), (-30, 30))
    assert patch(session).painted == PLACE.moved(-100, 0)
    mouse.drag((70, 30), (170, 30))
    assert_array_equal(patch(session).part(PLACE), _colours())


def test_shift_keeps_a_move_to_one_axis(session: Session, mouse: Mouse):
    mouse.drag((70, 30), (90, 35), keys=SHIFT)
    assert patch(session).painted == PLACE.moved(20, 0)


def test_while_it_is_dragged_the_document_stays_and_the_canvas_shows_it(
    session: Session, mouse: Mouse, canvas: CanvasView
):
    mouse.press(70, 30)
    mouse.move(100, 60)
    assert patch(session).painted == PLACE
    assert tool(canvas).placement == Placement.of(PLACE).moved(30, 30)
    shown = canvas.grab().toImage()
    assert shown.pixelColor(100 + 110, 100 + 55) != shown.pixelColor(100 + 10, 100 + 10)
    assert shown.pixelColor(100 + 65, 100 + 25) == shown.pixelColor(100 + 10, 100 + 10)
    mouse.release(100, 60)
    assert patch(session).painted == PLACE.moved(30, 30)


def test_esc_gives_a_drag_up(qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView):
    steps = session.undo_stack.count()
    mouse.press(70, 30)
    mouse.move(100, 60)
    press(qtbot, canvas, Qt.Key.Key_Escape)
    mouse.release(100, 60)
    assert patch(session).painted == PLACE
    assert session.undo_stack.count() == steps


def test_arrows_nudge_by_one_pixel_and_with_shift_by_ten(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView
):
    press(qtbot, canvas, Qt.Key.Key_Right)
    press(qtbot, canvas, Qt.Key.Key_Down, SHIFT)
    assert patch(session).painted == PLACE.moved(1, 10)
    assert_array_equal(patch(session).part(PLACE.moved(1, 10)), _colours())


# One step.


def test_all_that_is_done_to_a_layer_is_one_step_of_undo(
    qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView
):
    steps = session.undo_stack.count()
    mouse.drag((70, 30), (80, 30))
    press(qtbot, canvas, Qt.Key.Key_Left)
    assert session.undo_stack.undoText() == "Move layer"
    tool(canvas).work.turn(1)
    assert session.undo_stack.undoText() == "Transform layer"
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    assert_array_equal(patch(session).part(PLACE), _colours())


def test_enter_ends_the_step(qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView):
    steps = session.undo_stack.count()
    mouse.drag((70, 30), (80, 30))
    press(qtbot, canvas, Qt.Key.Key_Return)
    mouse.drag((70, 30), (80, 30))
    assert session.undo_stack.count() == steps + 2
    session.undo_stack.undo()
    assert patch(session).painted == PLACE.moved(10, 0)


def test_esc_takes_all_of_it_back(qtbot: QtBot, session: Session, mouse: Mouse, canvas: CanvasView):
    mouse.drag((70, 30), (80, 30))
    tool(canvas).work.turn(1)
    press(qtbot, canvas, Qt.Key.Key_Escape)
    assert_array_equal(patch(session).part(PLACE), _colours())
    assert not tool(canvas).work.is_begun


def test_undo_in_between_begins_anew(session: Session, mouse: Mouse, canvas: CanvasView):
    mouse.drag((70, 30), (80, 30))
    session.undo_stack.undo()
    assert tool(canvas).placement == Placement.of(PLACE)
    mouse.drag((70, 30), (75, 30))
    assert patch(session).painted == PLACE.moved(5, 0)
    session.undo_stack.undo()
    assert patch(session).painted == PLACE


def test_what_is_painted_in_between_is_transformed_too(
    session: Session, mouse: Mouse, canvas: CanvasView
):
    mouse.drag((70, 30), (80, 30))
    with_paint = patch(session).pixels.copy()
    with_paint[90, 150] = 255
    session.paste_into_layer(with_paint)
    mouse.drag((70, 30), (71, 30))
    assert patch(session).pixels[90, 151].all()


def test_turning_twice_is_made_from_the_pixels_of_before(
    session: Session, mouse: Mouse, canvas: CanvasView
):
    work, start = tool(canvas).work, Placement.of(PLACE)
    work.place(replace(start, angle=33.0))
    work.place(replace(start, angle=0.0))
    assert_array_equal(patch(session).part(PLACE), _colours())


def test_a_second_drag_shows_the_pixels_of_before_too(
    session: Session, layer: Layer, mouse: Mouse, canvas: CanvasView
):
    del mouse
    work = tool(canvas).work
    small = replace(Placement.of(PLACE), width=10.0, height=8.0)
    work.place(small)
    larger = work.floating(Placement.of(PLACE))[layer.uid]
    assert larger.raster is layer.raster
    assert larger.transform.isIdentity()
    # What only comes to lie elsewhere is seen as it has been made.
    moved = work.floating(small.moved(7, -3))[layer.uid]
    assert moved.raster is patch(session)
    assert (moved.transform.dx(), moved.transform.dy()) == (7, -3)


def test_back_where_it_was_is_no_step(session: Session, mouse: Mouse, canvas: CanvasView):
    index = session.undo_stack.index()
    mouse.drag((70, 30), (80, 30))
    mouse.drag((80, 30), (70, 30))
    assert session.undo_stack.index() == index
    assert not tool(canvas).work.is_begun


def test_another_tool_leaves_what_was_done(session: Session, mouse: Mouse, canvas: CanvasView):
    mouse.drag((70, 30), (80, 30))
    canvas.set_tool("hand")
    assert patch(session).painted == PLACE.moved(10, 0)


# Scaling.


def test_a_corner_scales_in_proportion(session: Session, mouse: Mouse):
    mouse.drag((100, 50), (140, 60))
    assert patch(session).painted == Bounds(60, 20, 80, 60)


def test_shift_frees_a_corner(session: Session, mouse: Mouse):
    mouse.drag((100, 50), (140, 60), keys=SHIFT)
    assert patch(session).painted == Bounds(60, 20, 80, 40)


def test_unlinked_a_corner_is_free_and_shift_binds_it(
    session: Session, mouse: Mouse, canvas: CanvasView
):
    tool(canvas).keeps_shape = False
    mouse.drag((100, 50), (140, 60))
    assert patch(session).painted == Bounds(60, 20, 80, 40)
    session.undo_stack.undo()
    mouse.drag((100, 50), (140, 60), keys=SHIFT)
    assert patch(session).painted == Bounds(60, 20, 80, 60)


def test_alt_scales_around_the_centre(session: Session, mouse: Mouse):
    mouse.drag((100, 50), (120, 65), keys=ALT)
    assert patch(session).painted == Bounds(40, 5, 80, 60)


def test_a_side_scales_one_way(session: Session, mouse: Mouse):
    mouse.drag((60, 35), (40, 80))
    assert patch(session).painted == Bounds(40, 20, 60, 30)


def test_a_side_dragged_over_the_other_flips(session: Session, mouse: Mouse):
    mouse.drag((60, 35), (140, 35))
    raster = patch(session)
    assert raster.painted == Bounds(100, 20, 40, 30)
    assert_array_equal(raster.part(raster.painted), _colours()[:, ::-1])


# Turning.


def test_the_ring_around_a_corner_turns_in_steps_with_shift(session: Session, mouse: Mouse):
    centre = Placement.of(PLACE).centre
    start = (100 + 12, 50 + 12)
    distance = math.dist(centre, start)
    angle = math.atan2(start[1] - centre.y, start[0] - centre.x) + math.radians(93)
    end = (centre.x + distance * math.cos(angle), centre.y + distance * math.sin(angle))
    mouse.drag(start, end, keys=SHIFT)
    raster = patch(session)
    assert_array_equal(raster.part(raster.painted), np.rot90(_colours(), -1))


def test_a_turned_layer_covers_as_much(session: Session, mouse: Mouse):
    mouse.drag((112, 62), (80, 90))
    alpha = patch(session).pixels[..., 3]
    assert alpha.sum() / 255 == pytest.approx(PLACE.extent.area, rel=0.02)
    assert patch(session).painted != PLACE


# Views, groups, and what cannot be moved.


def test_handles_are_where_they_are_seen_on_a_turned_and_mirrored_canvas(
    session: Session, mouse: Mouse, canvas: CanvasView
):
    centre = QPointF(canvas.rect().center())
    canvas._look(canvas.viewport.turned(40, centre).mirrored(centre))
    mouse.drag((100, 50), (140, 60))
    assert patch(session).painted == Bounds(60, 20, 80, 60)


def test_a_group_is_transformed_as_one(session: Session, mouse: Mouse, canvas: CanvasView):
    picture = session.document.picture
    top = picture.nodes[1]
    group = Group(children=(top,), name="group")
    after = replace(picture, nodes=(picture.nodes[0], group), active_node=group.uid)
    session.push(PictureReplaced("Group", picture, after))
    mouse.drag((70, 30), (90, 30))
    assert painted_bounds(session.document.picture.nodes[1]) == PLACE.moved(20, 0)


def test_ctrl_takes_the_layer_under_the_pointer(
    session: Session, mouse: Mouse, canvas: CanvasView, layer: Layer
):
    below = session.document.layers[0]
    session.choose(node=below.uid)
    mouse.drag((70, 30), (80, 30), keys=CONTROL)
    assert session.document.picture.active_node == layer.uid
    assert patch(session).painted == PLACE.moved(10, 0)
    mouse.drag((20, 90), (20, 80), keys=CONTROL)
    assert session.document.picture.active_node == below.uid
    assert session.document.layers[0].raster.painted == Bounds(0, -10, 200, 100)


def test_what_is_hidden_is_not_under_the_pointer(session: Session, layer: Layer):
    picture = session.document.picture
    assert layer_at(picture, Point(70, 30)) is picture.layers[1]
    hidden = picture.changed(layer.uid, visible=False)
    assert layer_at(hidden, Point(70, 30)) is picture.layers[0]
    assert layer_at(hidden, Point(-5, 30)) is None


def test_a_drag_tells_its_numbers(mouse: Mouse, canvas: CanvasView):
    before = canvas.grab().toImage()
    mouse.press(70, 30)
    mouse.move(71, 30)
    under = canvas.grab().toImage()
    # Below the box lies a dark badge with light letters.
    row = [under.pixelColor(x, 100 + 50 + 22).lightness() for x in range(160, 205)]
    plain = [before.pixelColor(x, 100 + 50 + 22).lightness() for x in range(160, 205)]
    assert min(row) < 40 < min(plain)
    mouse.release(71, 30)


def test_a_locked_layer_stays_and_it_is_said_why(
    session: Session, mouse: Mouse, canvas: CanvasView, qtbot: QtBot
):
    node = session.document.picture.node
    assert node is not None
    before = session.document.picture
    session.push(PictureReplaced("Lock", before, before.changed(node.uid, locked=True)))
    with qtbot.waitSignal(session.problem) as told:
        mouse.drag((70, 30), (90, 30))
    assert "“patch” is locked" in told.args[0]
    assert patch(session).painted == PLACE


def test_a_clear_layer_has_nothing_to_move(
    session: Session, mouse: Mouse, canvas: CanvasView, qtbot: QtBot
):
    before = session.document.picture
    clear = Layer.clear("clear", before.extent)
    session.push(PictureReplaced("New layer", before, before.inserted(clear, None, 2)))
    with qtbot.waitSignal(session.problem) as told:
        mouse.drag((70, 30), (90, 30))
    assert "Nothing is painted on “clear”" in told.args[0]


def test_a_large_layer_is_made_in_the_background(
    session: Session,
    mouse: Mouse,
    canvas: CanvasView,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("studio.session.patience.AT_ONCE_PX", 10)
    mouse.drag((70, 30), (80, 30))
    assert tool(canvas).work.is_busy
    assert tool(canvas).placement == Placement.of(PLACE).moved(10, 0)
    qtbot.waitUntil(lambda: not tool(canvas).work.is_busy)
    assert patch(session).painted == PLACE.moved(10, 0)
    assert tool(canvas).work.is_begun


def test_what_is_changed_meanwhile_stays_as_it_was_changed(
    session: Session,
    mouse: Mouse,
    canvas: CanvasView,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("studio.session.patience.AT_ONCE_PX", 10)
    mouse.drag((70, 30), (80, 30))
    session.fill_mask()
    with qtbot.waitSignal(session.notice) as told:
        qtbot.waitUntil(lambda: not tool(canvas).work.is_busy)
    assert "has been changed meanwhile" in told.args[0]
    assert patch(session).painted == PLACE
    assert not session.document.mask.is_empty


def test_flips_and_quarters_are_exact(session: Session, mouse: Mouse, canvas: CanvasView):
    work = tool(canvas).work
    work.flip(Axis.HORIZONTAL)
    assert_array_equal(patch(session).part(PLACE), _colours()[:, ::-1])
    work.flip(Axis.VERTICAL)
    work.turn(2)
    assert_array_equal(patch(session).part(PLACE), _colours())
    assert Point(80, 35) == work.placement.centre


def test_edges_close_to_the_canvass_edges_lie_on_them(session: Session, mouse: Mouse):
    session.update_view(snap_to_edges=True)
    mouse.drag((70, 30), (13, 30))
    assert patch(session).painted == Bounds(0, 20, 40, 30)


def test_a_dragged_handle_lies_on_a_guide_nearby(session: Session, mouse: Mouse):
    before = session.document.picture
    session.push(PictureReplaced("Guide", before, replace(before, guides=Guides(upright=(150.0,)))))
    session.update_view(guides=True, snap_to_guides=True)
    mouse.drag((100, 35), (147, 35))
    assert patch(session).painted == Bounds(60, 20, 90, 30)
