"""Tools that mask shapes and colours, through real events; areas against computed ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent, Point
from studio.document.masking.shapes import Mode
from studio.session.session import Session
from studio.session.tool_settings import SelectionSettings
from studio.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
TRIANGLE = ((20, 10), (120, 20), (60, 80))
_PRESS, _MOVE, _RELEASE, _DOUBLE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)


class Hand:
    """A mouse over places of the picture, with keys held."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def press(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(_PRESS, x, y, keys, LEFT)

    def move(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(_MOVE, x, y, keys, Qt.MouseButton.NoButton)

    def release(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._send(_RELEASE, x, y, keys, LEFT)

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(x, y, keys)
        self.release(x, y, keys)

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self._send(_DOUBLE, x, y, NO_KEYS, LEFT)
        self.release(x, y)

    def drag(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(*places[0], keys)
        for place in places[1:]:
            self.move(*place, keys)
        self.release(*places[-1], keys)

    def _send(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        keys: Qt.KeyboardModifier,
        button: Qt.MouseButton,
    ) -> None:
        view = self._canvas.viewport.to_view(Point(x, y))
        held = Qt.MouseButton.NoButton if kind == _RELEASE else LEFT
        everywhere = QPointF(self._canvas.mapToGlobal(view))
        event = QMouseEvent(kind, view, everywhere, button, held, keys)
        QApplication.sendEvent(self._canvas, event)


@pytest.fixture
def hand(canvas: CanvasView) -> Hand:
    return Hand(canvas)


@pytest.fixture
def choose(canvas: CanvasView, session: Session) -> Callable[..., None]:
    """Take a tool in hand, set in some way."""

    def take(name: str, **settings: object) -> None:
        session.update_tool(selection=SelectionSettings(**settings))  # type: ignore[arg-type]
        canvas.set_tool(name)

    return take


def area(session: Session) -> float:
    return float(session.document.mask.pixels.sum() / 255)


def columns(session: Session, y: int) -> tuple[int, int]:
    """First and last masked column of a row."""
    found = np.flatnonzero(session.document.mask.pixels[y])
    return int(found[0]), int(found[-1])


def shoelace(*corners: tuple[float, float]) -> float:
    following = (*corners[1:], corners[0])
    pairs = zip(corners, following, strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def test_a_rectangle_masks_what_it_spans_as_one_step(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    hand.drag((150, 80), (60, 30), (50, 20))
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
    hand: Hand, session: Session, choose: Callable[..., None], mode: Mode, expected: float
):
    choose("mask_rectangle")
    hand.drag((20, 20), (60, 60))
    choose("mask_rectangle", mode=mode)
    hand.drag((40, 20), (80, 60))
    assert area(session) == expected


@pytest.mark.parametrize(
    ("keys", "expected"), [(SHIFT, 60 * 40), (ALT, 20 * 40), (SHIFT | ALT, 20 * 40)]
)
def test_keys_held_from_the_start_say_it_for_once(
    hand: Hand,
    session: Session,
    choose: Callable[..., None],
    keys: Qt.KeyboardModifier,
    expected: float,
):
    choose("mask_rectangle", mode=Mode.REPLACE)
    hand.drag((20, 20), (60, 60))
    hand.drag((40, 20), (80, 60), keys=keys)
    assert area(session) == expected


def test_shift_pressed_later_makes_a_square(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    hand.press(20, 20)
    hand.move(40, 30)
    hand.release(70, 30, SHIFT)
    assert session.document.mask.painted == Bounds(20, 20, 50, 50)


def test_shift_held_from_the_start_makes_one_only_when_pressed_again(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    hand.drag((20, 20), (40, 30), (70, 40), keys=SHIFT)
    assert session.document.mask.painted == Bounds(20, 20, 50, 20)
    hand.press(100, 20, SHIFT)
    hand.move(110, 30)
    hand.release(150, 30, SHIFT)
    assert session.document.mask.painted == Bounds(20, 20, 130, 50)


def test_alt_pressed_later_draws_from_the_middle(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_ellipse")
    hand.press(100, 50)
    hand.move(110, 60)
    hand.release(140, 80, ALT)
    assert session.document.mask.painted == Bounds(60, 20, 80, 60)
    assert area(session) == pytest.approx(math.pi * 40 * 30, rel=0.003)


def test_shift_and_alt_pressed_later_draw_a_circle_around_a_place(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_ellipse")
    hand.press(100, 50)
    hand.move(110, 60)
    hand.release(140, 60, ALT | SHIFT)
    assert area(session) == pytest.approx(math.pi * 40 * 40, rel=0.003)


def test_an_ellipse_has_its_area(hand: Hand, session: Session, choose: Callable[..., None]):
    choose("mask_ellipse")
    hand.drag((30, 10), (90, 50), (150, 90))
    assert area(session) == pytest.approx(math.pi * 60 * 40, rel=0.003)


def test_a_soft_edge_keeps_the_area(hand: Hand, session: Session, choose: Callable[..., None]):
    choose("mask_ellipse", softness_px=8)
    hand.drag((60, 20), (140, 80))
    assert area(session) == pytest.approx(math.pi * 40 * 30, rel=0.01)
    assert columns(session, 50) != (60, 139)


def test_without_antialiasing_pixels_are_in_or_out(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_ellipse", antialias=False)
    hand.drag((60, 20), (140, 80))
    assert set(np.unique(session.document.mask.pixels)) == {0, 255}


def test_a_click_masks_nothing(hand: Hand, session: Session, choose: Callable[..., None]):
    choose("mask_rectangle", mode=Mode.REPLACE)
    session.fill_mask()
    hand.click(50, 50)
    assert area(session) == 200 * 100


def test_escape_gives_a_drag_up(
    qtbot: QtBot, canvas: CanvasView, hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_rectangle")
    hand.press(20, 20)
    hand.move(60, 60)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    hand.release(80, 80)
    assert session.document.mask.is_empty
    assert session.undo_stack.undoText() == "Paste"


def test_a_lasso_masks_what_it_goes_round(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_lasso")
    circle = [
        (
            100 + 40 * math.cos(turn / 100 * 2 * math.pi),
            50 + 40 * math.sin(turn / 100 * 2 * math.pi),
        )
        for turn in range(100)
    ]
    hand.drag(*circle)
    assert area(session) == pytest.approx(shoelace(*circle), rel=0.005)
    assert session.undo_stack.undoText() == "Add to mask: lasso"


def test_a_lasso_may_leave_the_picture(hand: Hand, session: Session, choose: Callable[..., None]):
    choose("mask_lasso")
    hand.drag((150, -40), (260, -40), (260, 50), (150, 50))
    assert session.document.mask.painted == Bounds(150, 0, 50, 50)
    assert area(session) == 50 * 50


@pytest.mark.parametrize("how", ["double click", "enter", "first corner", "another tool"])
def test_a_polygon_is_closed_in_several_ways(
    qtbot: QtBot,
    canvas: CanvasView,
    hand: Hand,
    session: Session,
    choose: Callable[..., None],
    how: str,
):
    choose("mask_polygon")
    for corner in TRIANGLE[:-1]:
        hand.click(*corner)
    if how == "double click":
        hand.double_click(*TRIANGLE[-1])
    else:
        hand.click(*TRIANGLE[-1])
    if how == "enter":
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    elif how == "first corner":
        hand.click(TRIANGLE[0][0] + 3, TRIANGLE[0][1] - 2)
    elif how == "another tool":
        canvas.set_tool("hand")
    assert area(session) == pytest.approx(shoelace(*TRIANGLE), rel=0.002)
    assert session.undo_stack.count() == 2


def test_backspace_takes_the_last_corner_back(
    qtbot: QtBot, canvas: CanvasView, hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_polygon")
    for corner in (*TRIANGLE, (190, 95)):
        hand.click(*corner)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(canvas, Qt.Key.Key_Enter)
    assert area(session) == pytest.approx(shoelace(*TRIANGLE), rel=0.002)


def test_escape_gives_a_polygon_up(
    qtbot: QtBot, canvas: CanvasView, hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_polygon")
    for corner in TRIANGLE:
        hand.click(*corner)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert session.document.mask.is_empty


def test_shift_holds_a_side_to_eighths_of_a_turn(
    qtbot: QtBot, canvas: CanvasView, hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_polygon")
    hand.click(20, 20)
    hand.click(80, 23, SHIFT)
    hand.click(82, 60, SHIFT)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert area(session) == pytest.approx(60 * 40 / 2, rel=0.002)


def test_a_polygon_with_alt_is_taken_away(
    qtbot: QtBot, canvas: CanvasView, hand: Hand, session: Session, choose: Callable[..., None]
):
    session.fill_mask()
    choose("mask_polygon")
    hand.click(*TRIANGLE[0], ALT)
    for corner in TRIANGLE[1:]:
        hand.click(*corner)
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
    hand: Hand, spotted: Session, choose: Callable[..., None], tool: str, expected: float
):
    choose(tool, antialias=False)
    hand.click(30, 30)
    assert area(spotted) == expected
    hand.click(150, 50, ALT)
    hand.click(30, 30, ALT)
    assert spotted.document.mask.is_empty


def test_the_wands_tolerance_counts(hand: Hand, spotted: Session, choose: Callable[..., None]):
    choose("mask_wand", tolerance=88)
    hand.click(30, 30)
    assert area(spotted) == 200 * 100


def test_a_click_with_the_wand_outside_the_picture_does_nothing(
    hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_wand")
    hand.click(-20, 30)
    assert session.document.mask.is_empty


def test_why_the_wand_cannot_is_told(
    qtbot: QtBot, hand: Hand, session: Session, choose: Callable[..., None]
):
    choose("mask_wand", sample_all=False)
    session.document.show(replace(session.document.picture, active_node=None))
    with qtbot.waitSignal(session.problem) as told:
        hand.click(30, 30)
    assert told.args == ["Choose a layer first: a group has no pixels of its own."]


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_shapes_lie_where_they_are_drawn_on_a_turned_canvas(
    canvas: CanvasView,
    hand: Hand,
    session: Session,
    choose: Callable[..., None],
    is_mirrored: bool,
):
    canvas.turn_by(30)
    if is_mirrored:
        canvas.mirror()
    choose("mask_ellipse")
    hand.drag((40, 20), (100, 40), (140, 80))
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
    Hand(canvas).drag((10, 10), (40, 10), (40, 40))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert blank.document.mask.is_empty
    assert blank.undo_stack.count() == 0


def test_the_size_is_shown_while_a_box_is_dragged(
    canvas: CanvasView, hand: Hand, choose: Callable[..., None]
):
    choose("mask_rectangle")
    hand.press(20, 20)
    before = canvas.grab().toImage()
    hand.move(120, 60)
    during = canvas.grab().toImage()
    # Beside the pointer lies a dark label with white figures.
    place = canvas.viewport.to_view(Point(120, 60)) + QPoint(30, 24)
    assert before.pixelColor(place.toPoint()) != during.pixelColor(place.toPoint())
    hand.release(120, 60)


def test_a_large_wand_click_is_one_step_of_undo(
    hand: Hand, spotted: Session, choose: Callable[..., None]
):
    choose("mask_wand")
    before = spotted.undo_stack.count()
    hand.click(100, 90)
    assert spotted.undo_stack.count() == before + 1
    spotted.undo_stack.undo()
    assert_array_equal(spotted.document.mask.pixels, 0)
    assert spotted.document.extent == Extent(200, 100)


def test_a_drag_to_the_side_changes_the_tolerance_while_looking(
    monkeypatch: pytest.MonkeyPatch, hand: Hand, spotted: Session, choose: Callable[..., None]
):
    # However slow the machine is that tests.
    monkeypatch.setattr("studio.ui.canvas.tools.wand._PATIENCE_S", math.inf)
    choose("mask_wand", tolerance=60, antialias=False)
    before = spotted.undo_stack.count()
    hand.press(30, 30)
    assert area(spotted) == 40 * 40
    hand.move(100, 30)
    assert area(spotted) == 200 * 100
    hand.move(33, 30)
    assert area(spotted) == 40 * 40
    hand.move(110, 30)
    hand.release(110, 30)
    assert area(spotted) == 200 * 100
    assert spotted.tool.selection.tolerance == 100
    assert spotted.undo_stack.count() == before + 1
    spotted.undo_stack.undo()
    assert spotted.document.mask.is_empty


def test_a_trembling_click_keeps_the_tolerance(
    hand: Hand, spotted: Session, choose: Callable[..., None]
):
    choose("mask_wand", tolerance=60)
    hand.drag((30, 30), (33, 31), (32, 30))
    assert spotted.tool.selection.tolerance == 60


def test_escape_takes_the_wands_patch_back(
    qtbot: QtBot, canvas: CanvasView, hand: Hand, spotted: Session, choose: Callable[..., None]
):
    choose("mask_wand", tolerance=60)
    hand.press(30, 30)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    hand.release(30, 30)
    assert spotted.document.mask.is_empty
