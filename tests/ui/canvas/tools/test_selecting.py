"""Tools that mask shapes and colours, through real events; areas against computed ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent, Point
from studio.document.masking.shapes import Mode
from studio.session.session import Session
from studio.session.tool_settings import SelectionSettings
from studio.ui.canvas.view import CanvasView
from tests.ui.areas import round_the_circle, shoelace
from tests.ui.canvas.tools.mouse import ALT, SHIFT, Mouse

TRIANGLE = ((20, 10), (120, 20), (60, 80))


@pytest.fixture
def mouse(canvas: CanvasView) -> Mouse:
    return Mouse(canvas)


@pytest.fixture
def choose(canvas: CanvasView, session: Session) -> Callable[..., None]:
    """Take a tool in hand, set in some way."""

    def take(name: str, **settings: Any) -> None:
        session.update_tool(selection=SelectionSettings(**settings))
        canvas.set_tool(name)

    return take


def area(session: Session) -> float:
    return float(session.document.mask.pixels.sum() / 255)


def columns(session: Session, y: int) -> tuple[int, int]:
    """First and last masked column of a row."""
    found = np.flatnonzero(session.document.mask.pixels[y])
    return int(found[0]), int(found[-1])


def test_a_rectangle_masks_what_it_spans_as_one_step(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    mouse.drag((150, 80), (60, 30), (50, 20))
    assert session.document.mask.painted == Bounds(50, 20, 100, 60)
    assert session.undo_stack.undoText() == "Add to mask: rectangle"
    session.undo_stack.undo()
    assert session.document.mask.is_empty


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.REPLACE, 40 * 40),
        (Mode.ADD, 60 * 40),
        (Mode.SUBTRACT, 20 * 40),
        (Mode.INTERSECT, 20 * 40),
    ],
)
def test_the_chosen_mode_says_how_shapes_meet_the_mask(
    mouse: Mouse, session: Session, choose: Callable[..., None], mode: Mode, expected: float
):
    choose("mask_rectangle")
    mouse.drag((20, 20), (60, 60))
    choose("mask_rectangle", mode=mode)
    mouse.drag((40, 20), (80, 60))
    assert area(session) == expected


@pytest.mark.parametrize(
    ("keys", "expected"), [(SHIFT, 60 * 40), (ALT, 20 * 40), (SHIFT | ALT, 20 * 40)]
)
def test_keys_held_from_the_start_say_it_for_once(
    mouse: Mouse,
    session: Session,
    choose: Callable[..., None],
    keys: Qt.KeyboardModifier,
    expected: float,
):
    choose("mask_rectangle", mode=Mode.REPLACE)
    mouse.drag((20, 20), (60, 60))
    mouse.drag((40, 20), (80, 60), keys=keys)
    assert area(session) == expected


def test_shift_pressed_later_makes_a_square(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    mouse.press(20, 20)
    mouse.move(40, 30)
    mouse.release(70, 30, SHIFT)
    assert session.document.mask.painted == Bounds(20, 20, 50, 50)


def test_shift_held_from_the_start_makes_one_only_when_pressed_again(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    mouse.drag((20, 20), (40, 30), (70, 40), keys=SHIFT)
    assert session.document.mask.painted == Bounds(20, 20, 50, 20)
    mouse.press(100, 20, SHIFT)
    mouse.move(110, 30)
    mouse.release(150, 30, SHIFT)
    assert session.document.mask.painted == Bounds(20, 20, 130, 50)


def test_alt_pressed_later_draws_from_the_middle(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_ellipse")
    mouse.press(100, 50)
    mouse.move(110, 60)
    mouse.release(140, 80, ALT)
    assert session.document.mask.painted == Bounds(60, 20, 80, 60)
    assert area(session) == pytest.approx(math.pi * 40 * 30, rel=0.003)


def test_shift_and_alt_pressed_later_draw_a_circle_around_a_place(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_ellipse")
    mouse.press(100, 50)
    mouse.move(110, 60)
    mouse.release(140, 60, ALT | SHIFT)
    assert area(session) == pytest.approx(math.pi * 40 * 40, rel=0.003)


def test_an_ellipse_has_its_area(mouse: Mouse, session: Session, choose: Callable[..., None]):
    choose("mask_ellipse")
    mouse.drag((30, 10), (90, 50), (150, 90))
    assert area(session) == pytest.approx(math.pi * 60 * 40, rel=0.003)


def test_a_soft_edge_keeps_the_area(mouse: Mouse, session: Session, choose: Callable[..., None]):
    choose("mask_ellipse", softness_px=8)
    mouse.drag((60, 20), (140, 80))
    assert area(session) == pytest.approx(math.pi * 40 * 30, rel=0.01)
    assert columns(session, 50) != (60, 139)


def test_without_antialiasing_pixels_are_in_or_out(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_ellipse", antialias=False)
    mouse.drag((60, 20), (140, 80))
    assert set(np.unique(session.document.mask.pixels)) == {0, 255}


def test_a_click_masks_nothing(mouse: Mouse, session: Session, choose: Callable[..., None]):
    choose("mask_rectangle", mode=Mode.REPLACE)
    session.fill_mask()
    mouse.click(50, 50)
    assert area(session) == 200 * 100


def test_escape_gives_a_drag_up(
    qtbot: QtBot, canvas: CanvasView, mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    mouse.press(20, 20)
    mouse.move(60, 60)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.release(80, 80)
    assert session.document.mask.is_empty
    assert session.undo_stack.undoText() == "Paste"


def test_a_lasso_masks_what_it_goes_round(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_lasso")
    circle = tuple(round_the_circle((100, 50), 40, 100))
    mouse.drag(*circle)
    assert area(session) == pytest.approx(shoelace(*circle), rel=0.005)
    assert session.undo_stack.undoText() == "Add to mask: lasso"


def test_a_lasso_may_leave_the_picture(mouse: Mouse, session: Session, choose: Callable[..., None]):
    choose("mask_lasso")
    mouse.drag((150, -40), (260, -40), (260, 50), (150, 50))
    assert session.document.mask.painted == Bounds(150, 0, 50, 50)
    assert area(session) == 50 * 50


@pytest.mark.parametrize("how", ["double click", "enter", "first corner", "another tool"])
def test_a_polygon_is_closed_in_several_ways(
    qtbot: QtBot,
    canvas: CanvasView,
    mouse: Mouse,
    session: Session,
    choose: Callable[..., None],
    how: str,
):
    choose("mask_polygon")
    for corner in TRIANGLE[:-1]:
        mouse.click(*corner)
    if how == "double click":
        mouse.double_click(*TRIANGLE[-1])
    else:
        mouse.click(*TRIANGLE[-1])
    if how == "enter":
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    elif how == "first corner":
        mouse.click(TRIANGLE[0][0] + 3, TRIANGLE[0][1] - 2)
    elif how == "another tool":
        canvas.set_tool("hand")
    assert area(session) == pytest.approx(shoelace(*TRIANGLE), rel=0.002)
    assert session.undo_stack.count() == 2


def test_backspace_takes_the_last_corner_back(
    qtbot: QtBot, canvas: CanvasView, mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_polygon")
    for corner in (*TRIANGLE, (190, 95)):
        mouse.click(*corner)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(canvas, Qt.Key.Key_Enter)
    assert area(session) == pytest.approx(shoelace(*TRIANGLE), rel=0.002)


def test_escape_gives_a_polygon_up(
    qtbot: QtBot, canvas: CanvasView, mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_polygon")
    for corner in TRIANGLE:
        mouse.click(*corner)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert session.document.mask.is_empty


def test_shift_holds_a_side_to_eighths_of_a_turn(
    qtbot: QtBot, canvas: CanvasView, mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_polygon")
    mouse.click(20, 20)
    mouse.click(80, 23, SHIFT)
    mouse.click(82, 60, SHIFT)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert area(session) == pytest.approx(60 * 40 / 2, rel=0.002)


def test_a_polygon_with_alt_is_taken_away(
    qtbot: QtBot, canvas: CanvasView, mouse: Mouse, session: Session, choose: Callable[..., None]
):
    session.fill_mask()
    choose("mask_polygon")
    mouse.click(*TRIANGLE[0], ALT)
    for corner in TRIANGLE[1:]:
        mouse.click(*corner)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert area(session) == pytest.approx(200 * 100 - shoelace(*TRIANGLE), rel=0.001)


@pytest.fixture
def spotted(session: Session) -> Session:
    """Two darker squares on the grey, apart."""
    pixels = np.full((100, 200, 3), 128, np.uint8)
    pixels[20:60, 20:60] = 40
    pixels[40:80, 140:160] = 40
    session.paste(pixels)
    return session


@pytest.mark.parametrize(
    ("tool", "expected"), [("mask_wand", 40 * 40), ("mask_colour", 40 * 40 + 20 * 40)]
)
def test_the_wand_and_the_colour(
    mouse: Mouse, spotted: Session, choose: Callable[..., None], tool: str, expected: float
):
    choose(tool, antialias=False)
    mouse.click(30, 30)
    assert area(spotted) == expected
    mouse.click(150, 50, ALT)
    mouse.click(30, 30, ALT)
    assert spotted.document.mask.is_empty


def test_the_wands_tolerance_counts(mouse: Mouse, spotted: Session, choose: Callable[..., None]):
    choose("mask_wand", tolerance=88)
    mouse.click(30, 30)
    assert area(spotted) == 200 * 100


def test_a_click_with_the_wand_outside_the_picture_does_nothing(
    mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_wand")
    mouse.click(-20, 30)
    assert session.document.mask.is_empty


def test_why_the_wand_cannot_is_told(
    qtbot: QtBot, mouse: Mouse, session: Session, choose: Callable[..., None]
):
    choose("mask_wand", sample_all=False)
    session.document.show(replace(session.document.picture, active_node=None))
    with qtbot.waitSignal(session.problem) as told:
        mouse.click(30, 30)
    assert told.args == ["Choose a layer first: a group has no pixels of its own."]


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_shapes_lie_where_they_are_drawn_on_a_turned_canvas(
    canvas: CanvasView,
    mouse: Mouse,
    session: Session,
    choose: Callable[..., None],
    is_mirrored: bool,
):
    canvas.turn_by(30)
    if is_mirrored:
        canvas.mirror()
    choose("mask_ellipse")
    mouse.drag((40, 20), (100, 40), (140, 80))
    assert area(session) == pytest.approx(math.pi * 50 * 30, rel=0.003)
    assert session.document.mask.painted == Bounds(40, 20, 100, 60)


@pytest.mark.parametrize(
    "tool", ["mask_rectangle", "mask_ellipse", "mask_lasso", "mask_polygon", "mask_wand"]
)
def test_nothing_is_masked_on_a_blank_document(qtbot: QtBot, blank: Session, tool: str):
    canvas = CanvasView(blank)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.set_tool(tool)
    Mouse(canvas).drag((10, 10), (40, 10), (40, 40))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert blank.document.mask.is_empty
    assert blank.undo_stack.count() == 0


def test_the_size_is_shown_while_a_box_is_dragged(
    canvas: CanvasView, mouse: Mouse, choose: Callable[..., None]
):
    choose("mask_rectangle")
    mouse.press(20, 20)
    before = canvas.grab().toImage()
    mouse.move(120, 60)
    during = canvas.grab().toImage()
    # Beside the pointer lies a dark label with white figures.
    place = canvas.viewport.to_view(Point(120, 60)) + QPoint(30, 24)
    assert before.pixelColor(place.toPoint()) != during.pixelColor(place.toPoint())
    mouse.release(120, 60)


def test_a_large_wand_click_is_one_step_of_undo(
    mouse: Mouse, spotted: Session, choose: Callable[..., None]
):
    choose("mask_wand")
    before = spotted.undo_stack.count()
    mouse.click(100, 90)
    assert spotted.undo_stack.count() == before + 1
    spotted.undo_stack.undo()
    assert_array_equal(spotted.document.mask.pixels, 0)
    assert spotted.document.extent == Extent(200, 100)


def test_a_drag_to_the_side_changes_the_tolerance_while_looking(
    monkeypatch: pytest.MonkeyPatch, mouse: Mouse, spotted: Session, choose: Callable[..., None]
):
    # However slow the machine is that tests.
    monkeypatch.setattr("studio.ui.canvas.tools.wand._PATIENCE_S", math.inf)
    choose("mask_wand", tolerance=60, antialias=False)
    before = spotted.undo_stack.count()
    mouse.press(30, 30)
    assert area(spotted) == 40 * 40
    mouse.move(100, 30)
    assert area(spotted) == 200 * 100
    mouse.move(33, 30)
    assert area(spotted) == 40 * 40
    mouse.move(110, 30)
    mouse.release(110, 30)
    assert area(spotted) == 200 * 100
    assert spotted.tool.selection.tolerance == 100
    assert spotted.undo_stack.count() == before + 1
    spotted.undo_stack.undo()
    assert spotted.document.mask.is_empty


def test_a_trembling_click_keeps_the_tolerance(
    mouse: Mouse, spotted: Session, choose: Callable[..., None]
):
    choose("mask_wand", tolerance=60)
    mouse.drag((30, 30), (33, 31), (32, 30))
    assert spotted.tool.selection.tolerance == 60


def test_escape_takes_the_wands_patch_back(
    qtbot: QtBot, canvas: CanvasView, mouse: Mouse, spotted: Session, choose: Callable[..., None]
):
    choose("mask_wand", tolerance=60)
    mouse.press(30, 30)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.release(30, 30)
    assert spotted.document.mask.is_empty
