"""Rulers, guides, grids, the navigator and the divider, through the events that a hand makes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import Pixels
from studio.document.operations.geometry import crop_edit
from studio.session.session import Session
from studio.ui.canvas.rulers import Ruler
from studio.ui.canvas.view import CanvasView
from studio.ui.canvas_area import CanvasArea
from studio.ui.pictures import pixels_of
from studio.ui.theme import tokens
from tests.session.fakes import finished
from tests.ui.pointing import move_to

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def area(qtbot: QtBot, session: Session) -> Iterator[CanvasArea]:
    """With rulers, at 100 %, the picture's corner at (100, 100) of the canvas."""
    area = CanvasArea(session)
    qtbot.addWidget(area)
    area.resize(420, 320)
    session.update_view(rulers=True, pixel_grid=True)
    with qtbot.waitExposed(area):
        area.show()
    canvas = area.canvas
    canvas.zoom_to(1.0)
    canvas.pan_by(QPointF(100 - canvas.viewport.left, 100 - canvas.viewport.top))
    yield area


def drag_from(qtbot: QtBot, ruler: Ruler, start: QPoint, canvas: CanvasView, end: QPoint) -> None:
    """From a place of the ruler to a place of the canvas."""
    window = ruler.window()
    onto = ruler.mapFrom(window, canvas.mapTo(window, end))
    qtbot.mousePress(ruler, LEFT, pos=start)
    move_to(ruler, onto)
    qtbot.mouseRelease(ruler, LEFT, pos=onto)


def seen(canvas: CanvasView) -> Pixels:
    return pixels_of(canvas.grab().toImage())[..., :3]


# Guides.


def test_a_drag_from_the_upper_ruler_makes_a_level_guide(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    drag_from(qtbot, area.rulers[0], QPoint(150, 10), area.canvas, QPoint(150, 130))
    assert session.document.picture.guides.level == (30.0,)


def test_a_drag_from_the_left_ruler_makes_an_upright_guide(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    drag_from(qtbot, area.rulers[1], QPoint(10, 150), area.canvas, QPoint(170, 150))
    assert session.document.picture.guides.upright == (70.0,)


def test_a_guide_is_one_step_of_undo(qtbot: QtBot, area: CanvasArea, session: Session):
    before = session.undo_stack.count()
    drag_from(qtbot, area.rulers[1], QPoint(10, 150), area.canvas, QPoint(170, 150))
    assert session.undo_stack.count() == before + 1
    session.undo_stack.undo()
    assert session.document.picture.guides.upright == ()


def test_the_mark_of_a_guide_is_dragged_to_move_it(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    drag_from(qtbot, area.rulers[1], QPoint(10, 150), area.canvas, QPoint(170, 150))
    drag_from(qtbot, area.rulers[0], QPoint(170, 15), area.canvas, QPoint(240, 40))
    assert session.document.picture.guides.upright == (140.0,)


def test_a_guide_that_is_dragged_off_the_picture_is_removed(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    drag_from(qtbot, area.rulers[1], QPoint(10, 150), area.canvas, QPoint(170, 150))
    drag_from(qtbot, area.rulers[0], QPoint(170, 15), area.canvas, QPoint(20, 40))
    assert session.document.picture.guides.upright == ()


def test_a_guide_keeps_to_an_edge_that_is_near(qtbot: QtBot, area: CanvasArea, session: Session):
    drag_from(qtbot, area.rulers[1], QPoint(10, 150), area.canvas, QPoint(202, 150))
    assert session.document.picture.guides.upright == (100.0,)


def test_guides_need_a_straight_view(qtbot: QtBot, area: CanvasArea, session: Session):
    area.canvas.turn_by(20)
    with qtbot.waitSignal(session.problem) as told:
        qtbot.mousePress(area.rulers[0], LEFT, pos=QPoint(150, 10))
    assert "straight" in str(told.args)
    assert session.document.picture.guides.level == ()


def test_on_a_turned_view_the_upper_ruler_makes_upright_guides(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    area.canvas.turn_by(90, QPointF(200, 150))
    at = area.canvas.viewport.to_view(Point(70, 50)).toPoint()
    drag_from(qtbot, area.rulers[0], QPoint(150, 10), area.canvas, at)
    assert session.document.picture.guides.upright == (70.0,)


def test_guides_are_seen_and_can_be_hidden(qtbot: QtBot, area: CanvasArea, session: Session):
    drag_from(qtbot, area.rulers[1], QPoint(10, 150), area.canvas, QPoint(170, 150))
    accent = QColor(tokens().accent)
    assert seen(area.canvas)[20, 170].tolist() == pytest.approx(
        [accent.red(), accent.green(), accent.blue()], abs=30
    )
    plain = seen(area.canvas)[20, 150].tolist()
    session.update_view(guides=False)
    assert seen(area.canvas)[20, 170].tolist() == pytest.approx(plain, abs=6)


def test_rulers_go_where_they_are_not_wanted(area: CanvasArea, session: Session):
    session.update_view(rulers=False)
    assert not any(ruler.isVisible() for ruler in area.rulers)


# Grids.


def test_the_grid_lies_on_its_multiples(area: CanvasArea, session: Session):
    session.update_view(grid=True, grid_px=50)
    row = seen(area.canvas)[110, 100:300, 2].astype(int)
    assert sorted(np.flatnonzero(row != 128)) == [0, 50, 100, 150]


def test_the_grid_begins_at_its_offset(area: CanvasArea, session: Session):
    session.update_view(grid=True, grid_px=50, grid_x_px=20)
    row = seen(area.canvas)[110, 100:300, 2].astype(int)
    assert sorted(np.flatnonzero(row != 128)) == [20, 70, 120, 170]


def test_the_grid_takes_a_colour_of_its_own(area: CanvasArea, session: Session):
    session.update_view(grid=True, grid_px=50, grid_colour="#ff8a3d")
    red, green, blue = seen(area.canvas)[110, 150].tolist()[:3]
    assert max(red, blue) - green > 40


def test_pixels_have_a_grid_only_when_they_are_large(area: CanvasArea):
    area.canvas.zoom_at(8.0, QPointF(100, 100))
    assert (seen(area.canvas)[150:200, 150:200] == 128).all()
    area.canvas.zoom_at(12.0, QPointF(100, 100))
    assert not (seen(area.canvas)[150:200, 150:200] == 128).all()


# The navigator.


def test_a_click_in_the_navigator_brings_that_place_to_the_middle(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    session.update_view(navigator=True)
    canvas, navigator = area.canvas, area.navigator
    canvas.zoom_to(8.0)
    qtbot.mouseClick(navigator, LEFT, pos=navigator.rect().center())
    middle = canvas.viewport.to_picture(QPointF(canvas.rect().center()))
    assert middle == pytest.approx((100, 50), abs=1)


def test_the_navigator_shades_what_is_not_seen(area: CanvasArea, session: Session):
    session.update_view(navigator=True)
    area.canvas.zoom_to(8.0)
    area.canvas.pan_by(-area.canvas.viewport.to_view(Point(0, 0)))
    shown = pixels_of(area.navigator.grab().toImage())[..., 0]
    height, width = shown.shape
    left_top, right_low = shown[height // 4, width // 5], shown[height * 3 // 4, width * 4 // 5]
    assert left_top > right_low + 30


def test_a_blank_document_has_no_navigator(area: CanvasArea, session: Session):
    session.update_view(navigator=True)
    assert area.navigator.isVisible()
    session.undo_stack.undo()
    assert not area.navigator.isVisible()


# Before and after.


@pytest.fixture
def split(area: CanvasArea, session: Session) -> CanvasView:
    """A white result over the grey picture, divided in the middle of the canvas."""
    session.update_view(split=True, rulers=False)
    session.generate()
    job = session.jobs.running
    assert job is not None
    assert job.id is not None
    white = np.full((100, 200, 4), 255, np.uint8)
    session.handle(finished(job.id, white, Bounds(0, 0, 200, 100)))
    session.select_result(0)
    return area.canvas


def test_a_result_is_shown_right_of_the_divider_only(split: CanvasView):
    line = split.width() // 2
    shown = seen(split)
    assert shown[110, line - 40].tolist() == [128] * 3
    assert shown[110, line + 40].tolist() == [255] * 3


def test_the_divider_is_dragged(qtbot: QtBot, split: CanvasView, session: Session):
    line, steps = split.width() // 2, session.undo_stack.count()
    move_to(split, QPoint(line, 150))
    assert split.cursor().shape() is Qt.CursorShape.SplitHCursor
    qtbot.mousePress(split, LEFT, pos=QPoint(line, 150))
    move_to(split, QPoint(line - 60, 150))
    qtbot.mouseRelease(split, LEFT, pos=QPoint(line - 60, 150))
    assert seen(split)[110, line - 40].tolist() == [255] * 3
    assert session.undo_stack.count() == steps


# Turning.


def test_a_turned_picture_is_painted_where_places_say(area: CanvasArea, session: Session):
    pixels = session.document.layers[0].raster.pixels
    pixels[20:40, 20:40, :3] = (255, 0, 0)
    session.document.notify(Bounds(20, 20, 20, 20))
    for turn in (
        lambda: area.canvas.turn_by(30),
        area.canvas.mirror,
        lambda: area.canvas.turn_by(60),
    ):
        turn()
        at = area.canvas.viewport.to_view(Point(30, 30)).toPoint()
        assert seen(area.canvas)[at.y(), at.x()].tolist() == [255, 0, 0]


def test_straightening_ends_every_turn(area: CanvasArea):
    canvas = area.canvas
    canvas.turn_by(35)
    canvas.mirror()
    canvas.turn_by(-80)
    canvas.straighten()
    assert canvas.viewport.is_flat


def test_a_turn_leaves_the_middle_where_it_is(area: CanvasArea):
    canvas = area.canvas
    middle = QPointF(canvas.rect().center())
    before = canvas.viewport.to_picture(middle)
    canvas.turn_by(25)
    canvas.mirror()
    assert canvas.viewport.to_picture(middle) == pytest.approx(before, abs=1)


def test_a_fitted_picture_stays_fitted_when_it_is_turned(area: CanvasArea):
    canvas = area.canvas
    canvas.fit()
    canvas.turn_by(45)
    shown = canvas.viewport.rect(Bounds(0, 0, 200, 100)).toAlignedRect()
    assert canvas.is_fitted
    assert canvas.rect().contains(shown)


def test_a_stroke_on_a_turned_view_lands_under_the_pointer(
    qtbot: QtBot, area: CanvasArea, session: Session
):
    session.update_brush("mask_brush", size_px=10.0, hardness=1.0)
    canvas = area.canvas
    canvas.turn_by(40)
    at = canvas.viewport.to_view(Point(60, 40)).toPoint()
    qtbot.mouseClick(canvas, LEFT, pos=at)
    painted = session.document.mask.painted
    centre = painted.x + painted.width / 2, painted.y + painted.height / 2
    assert centre == pytest.approx((60, 40), abs=1.5)


# The divider between the picture as it was at first and as it is now.


@pytest.fixture
def painted(area: CanvasArea, session: Session) -> CanvasView:
    """The grey picture with a black layer over it, beside what it was at first."""
    session.update_view(split=True, rulers=False)
    session.paste(np.zeros((100, 200, 3), np.uint8))
    QApplication.processEvents()
    return area.canvas


def test_without_a_result_the_picture_is_shown_beside_what_it_was_at_first(
    painted: CanvasView, session: Session
):
    line, shown = painted.width() // 2, seen(painted)
    assert painted.scene.split_names == ("at first", "now")
    assert shown[110, line - 40].tolist() == [128] * 3
    assert shown[110, line + 40].tolist() == [0] * 3
    session.undo_stack.undo()
    QApplication.processEvents()
    assert not painted.scene.is_split
    assert seen(painted)[110, line + 40].tolist() == [128] * 3
    session.undo_stack.redo()
    QApplication.processEvents()
    assert seen(painted)[110, line - 40].tolist() == [128] * 3


def test_a_result_is_compared_with_what_it_would_replace(painted: CanvasView, session: Session):
    session.update(prompt="a boat")
    session.generate()
    session.handle(finished(1, np.full((100, 200, 3), 255, np.uint8)))
    line, shown = painted.width() // 2, seen(painted)
    assert painted.scene.split_names == ("before", "after")
    assert shown[110, line - 40].tolist() == [0] * 3
    assert shown[110, line + 40].tolist() == [255] * 3


def test_a_picture_that_was_cut_is_fitted_in_beside_what_it_is(
    painted: CanvasView, session: Session
):
    bounds = Bounds(0, 0, 100, 100)
    session.do(lambda document: crop_edit(document, bounds))
    painted.fit()
    assert painted.scene.is_split
    shown, frame = seen(painted), painted.viewport.rect(Bounds(0, 0, 100, 100))
    left, middle = round(frame.left()), round(frame.center().y())
    assert shown[middle, left + 5].tolist() == [128] * 3
    assert shown[round(frame.top()) + 5, left + 5].tolist() != [128] * 3


def test_another_document_has_nothing_to_be_compared_with(painted: CanvasView, session: Session):
    session.undo_stack.setClean()
    session.new(Extent(64, 64))
    assert not painted.scene.is_split
    assert painted.scene.first.compositor is None
