"""The canvas through the events that a person makes."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.events import JobId, Stepped
from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import Pixels
from studio.document.files.images import save_picture
from studio.session.session import Session
from studio.ui import theme
from studio.ui.canvas.tools import ERASER, TOOLS
from studio.ui.canvas.view import CanvasView
from studio.ui.pictures import pixels_of, qimage_of
from tests.session.fakes import a_picture, finished
from tests.ui.canvas.conftest import shown
from tests.ui.canvas.tools.pen import Pen
from tests.ui.pointing import move_to

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def at(x: float, y: float) -> QPoint:
    """A place in the picture, for the canvas of the fixture."""
    return QPoint(round(100 + x), round(100 + y))


def drag(qtbot: QtBot, canvas: CanvasView, *places: QPoint, button: Qt.MouseButton = LEFT) -> None:
    qtbot.mousePress(canvas, button, pos=places[0])
    for place in places[1:]:
        move_to(canvas, place)
    qtbot.mouseRelease(canvas, button, pos=places[-1])


def wheel(
    canvas: CanvasView,
    place: QPoint,
    notches: float,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def seen(canvas: CanvasView) -> Pixels:
    """(h, w, 3): the canvas as it is on the screen."""
    return pixels_of(canvas.grab().toImage())[..., :3]


def masked(session: Session) -> float:
    """Covered area in px."""
    return float(session.document.mask.pixels.sum()) / 255


# Painting the mask.


def test_a_drag_paints_the_mask_along_its_way(qtbot: QtBot, canvas: CanvasView, session: Session):
    drag(qtbot, canvas, at(40, 50), at(90, 50), at(140, 50))
    assert masked(session) == pytest.approx(100 * 20 + math.pi * 100, rel=0.03)


def test_a_stroke_is_one_step_of_undo(qtbot: QtBot, canvas: CanvasView, session: Session):
    drag(qtbot, canvas, at(40, 50), at(140, 50))
    painted = session.document.mask.pixels.copy()
    drag(qtbot, canvas, at(40, 20), at(140, 20))
    session.undo_stack.undo()
    assert_array_equal(session.document.mask.pixels, painted)
    session.undo_stack.undo()
    assert session.document.mask.is_empty


def test_a_click_outside_the_picture_is_no_step(qtbot: QtBot, canvas: CanvasView, session: Session):
    before = session.undo_stack.count()
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(5, 5))
    assert session.undo_stack.count() == before


def test_shift_and_a_click_draw_a_straight_line(qtbot: QtBot, canvas: CanvasView, session: Session):
    qtbot.mouseClick(canvas, LEFT, pos=at(20, 50))
    qtbot.mouseClick(canvas, LEFT, SHIFT, at(180, 50))
    assert (session.document.mask.pixels[50, 20:180] == 255).all()


def test_shift_begins_a_new_line_on_a_new_picture(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    qtbot.mouseClick(canvas, LEFT, pos=at(20, 50))
    session.new(Extent(200, 100))
    session.paste(a_picture(200, 100))
    canvas.zoom_to(1.0)
    place = canvas.viewport.to_view(Point(150, 50)).toPoint()
    qtbot.mouseClick(canvas, LEFT, SHIFT, place)
    assert masked(session) == pytest.approx(math.pi * 100, rel=0.05)


def test_the_eraser_takes_the_mask_away(qtbot: QtBot, canvas: CanvasView, session: Session):
    session.fill_mask()
    canvas.set_tool("mask_eraser")
    drag(qtbot, canvas, at(40, 50), at(140, 50))
    assert (session.document.mask.pixels[50, 40:140] == 0).all()


def test_the_rectangle_masks_what_it_spans(qtbot: QtBot, canvas: CanvasView, session: Session):
    canvas.set_tool("mask_rectangle")
    drag(qtbot, canvas, at(150, 80), at(60, 30), at(50, 20))
    assert session.document.mask.painted == Bounds(50, 20, 100, 60)


def test_a_blank_document_cannot_be_masked(qtbot: QtBot, blank: Session):
    canvas = shown(qtbot, blank)
    drag(qtbot, canvas, at(10, 10), at(40, 40))
    assert blank.document.mask.is_empty
    assert blank.undo_stack.count() == 0


def test_painting_shows_the_document_instead_of_a_result(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    session.generate()
    session.handle(finished(1, a_picture(64, 64)))
    qtbot.mouseClick(canvas, LEFT, pos=at(50, 50))
    assert session.current_result is None
    assert len(session.results) == 1


def test_a_pen_that_presses_lightly_paints_a_thin_line(canvas: CanvasView, session: Session):
    Pen(canvas).stroke((50, 50, 0.5))
    assert masked(session) == pytest.approx(math.pi * 25, rel=0.05)


# Zoom and pan.


@pytest.mark.parametrize("notches", [1, -1, 4, 0.25])
def test_the_wheel_zooms_at_the_cursor(canvas: CanvasView, notches: float):
    place = at(30, 70)
    before = canvas.viewport.to_picture(QPointF(place))
    wheel(canvas, place, notches)
    after = canvas.viewport.to_view(before)
    assert canvas.viewport.zoom == pytest.approx(1.2**notches)
    assert (after.x(), after.y()) == pytest.approx((place.x(), place.y()), abs=1.5)


def test_control_and_the_wheel_size_the_brush(canvas: CanvasView, session: Session):
    wheel(canvas, at(30, 70), 1, CONTROL)
    assert session.tool.mask_brush.size_px == pytest.approx(20 * 1.12)
    assert canvas.viewport.zoom == 1.0


def test_a_person_may_want_the_wheel_to_size_the_brush(canvas: CanvasView, session: Session):
    session.prefer(wheel_sizes_brush=True)
    wheel(canvas, at(30, 70), 1)
    assert session.tool.mask_brush.size_px == pytest.approx(20 * 1.12)
    assert canvas.viewport.zoom == 1.0
    wheel(canvas, at(30, 70), 1, CONTROL)
    assert canvas.viewport.zoom == pytest.approx(1.2)


def test_the_brush_has_a_smallest_and_a_largest_size(canvas: CanvasView, session: Session):
    wheel(canvas, at(30, 70), -500, CONTROL)
    assert session.tool.mask_brush.size_px == 1
    wheel(canvas, at(30, 70), 500, CONTROL)
    assert session.tool.mask_brush.size_px == 2000


@pytest.mark.parametrize("how", ["middle", "space", "hand"])
def test_the_picture_can_be_dragged(qtbot: QtBot, canvas: CanvasView, session: Session, how: str):
    if how == "hand":
        canvas.set_tool("hand")
    if how == "space":
        qtbot.keyPress(canvas, Qt.Key.Key_Space)
    button = MIDDLE if how == "middle" else LEFT
    drag(qtbot, canvas, QPoint(150, 150), QPoint(160, 150), QPoint(190, 130), button=button)
    corner = canvas.viewport.to_view(Point(0, 0))
    assert (corner.x(), corner.y()) == (140, 80)
    assert session.document.mask.is_empty


def test_after_space_the_brush_paints_again(qtbot: QtBot, canvas: CanvasView, session: Session):
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.mouseClick(canvas, LEFT, pos=at(50, 50))
    assert not session.document.mask.is_empty


def test_fit_shows_all_of_the_picture_and_stays_fitted(canvas: CanvasView):
    for size in ((400, 300), (700, 350)):
        canvas.fit()
        canvas.resize(*size)
        frame = canvas.viewport.rect(Bounds(0, 0, 200, 100))
        assert canvas.rect().contains(frame.toAlignedRect())
        assert frame.center().x() == pytest.approx(size[0] / 2, abs=1)


def test_resizing_keeps_the_middle_of_a_zoomed_picture(canvas: CanvasView):
    before = canvas.viewport.to_picture(QPointF(200, 150))
    canvas.resize(500, 400)
    after = canvas.viewport.to_picture(QPointF(250, 200))
    assert after == pytest.approx(before, abs=1)


def test_zoom_is_told(qtbot: QtBot, canvas: CanvasView):
    with qtbot.waitSignal(canvas.zoom_changed) as told:
        canvas.zoom_in()
    assert told.args == [1.5]


def test_where_the_pointer_is_in_the_picture_is_told(qtbot: QtBot, canvas: CanvasView):
    told: list[Point | None] = []
    canvas.cursor_moved.connect(told.append)
    move_to(canvas, at(30, 40))
    assert told == [Point(30, 40)]
    move_to(canvas, QPoint(2, 2))
    assert told[-1] is None


# What is seen.


def test_around_the_picture_is_the_surround(canvas: CanvasView):
    colour = QColor(theme.tokens().surround)
    assert seen(canvas)[2, 2].tolist() == list(colour.getRgb()[:3])


def test_a_part_of_the_empty_frame_that_is_painted_again_looks_as_it_did(
    qtbot: QtBot, blank: Session
):
    canvas = shown(qtbot, blank)
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    whole = canvas.rect()
    for part in (whole, *(QRect(120, 110, 20, 20),) * 3):
        painter = QPainter(image)
        painter.setClipRect(part)
        canvas.scene.paint(painter, canvas.viewport, part, whole, crisp=False)
        painter.end()
    assert image.pixelColor(130, 120) == image.pixelColor(150, 120)


def test_at_a_hundred_percent_each_pixel_is_shown_as_it_is(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    noise = np.random.default_rng(0).integers(0, 256, (100, 200, 3), np.uint8)
    session.paste(noise)
    assert_array_equal(seen(canvas)[100:200, 100:300], noise)


def test_far_zoomed_in_pixels_are_squares(canvas: CanvasView, session: Session):
    noise = np.random.default_rng(0).integers(0, 256, (100, 200, 3), np.uint8)
    session.paste(noise)
    canvas.zoom_at(8.0, QPointF(100, 100))
    squares = seen(canvas)[100:260, 100:260].reshape(20, 8, 20, 8, 3)
    assert_array_equal(squares[:, 0, :, 0], noise[:20, :20])
    assert (squares == squares[:, :1, :, :1]).all()


def test_the_mask_is_tinted_and_can_be_hidden(canvas: CanvasView, session: Session):
    plain = seen(canvas)
    session.fill_mask()
    red, green, _ = seen(canvas)[150, 200].astype(int)
    assert red > green + 40
    session.update_tool(overlays_shown=False)
    assert_array_equal(seen(canvas), plain)


def test_clear_parts_show_squares_of_two_colours(qtbot: QtBot, blank: Session):
    blank.paste(np.zeros((100, 200, 4), np.uint8))
    canvas = shown(qtbot, blank)
    part = seen(canvas)[110:190, 110:290].reshape(-1, 3)
    assert len(np.unique(part, axis=0)) == 2


def test_a_result_is_shown_in_its_bounds_only(canvas: CanvasView, session: Session):
    session.fill_mask()
    session.clear_mask()
    session.generate()
    session.handle(finished(1, a_picture(200, 100, 250), Bounds(50, 20, 30, 40)))
    picture = seen(canvas)[100:200, 100:300]
    assert (picture[20:60, 50:80] == 250).all()
    picture[20:60, 50:80] = 128
    assert (picture == 128).all()


def test_while_tab_is_held_the_original_is_seen(qtbot: QtBot, canvas: CanvasView, session: Session):
    plain = seen(canvas)
    session.fill_mask()
    session.generate()
    session.handle(finished(1, a_picture(200, 100, 250)))
    qtbot.keyPress(canvas, Qt.Key.Key_Tab)
    assert_array_equal(seen(canvas), plain)
    qtbot.keyRelease(canvas, Qt.Key.Key_Tab)
    assert (seen(canvas) != plain).any()


def test_a_preview_fills_its_place_and_a_label_tells_the_step(canvas: CanvasView, session: Session):
    session.generate()
    plain = seen(canvas)
    pixels = np.full((8, 16, 3), 200, np.uint8)
    extent = session.settings.extent
    session.handle(Stepped(JobId(1), 3, 9, Bounds.of(extent), pixels))
    after = seen(canvas)
    # The picture to come is square and lies in the middle of the frame.
    assert (after[190, 160:240] == 200).all()
    assert (after[105:135, 150:250] < 60).any()
    session.cancel()
    assert (plain[190, 160:240] == 128).all()


def test_a_preview_of_an_inpainting_keeps_to_the_mask(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    canvas.set_tool("mask_rectangle")
    drag(qtbot, canvas, at(50, 20), at(100, 60))
    session.update_tool(mask_opacity=0.0)
    session.generate()
    session.handle(
        Stepped(JobId(1), 3, 9, Bounds(30, 0, 120, 100), np.full((10, 12, 3), 200, np.uint8))
    )
    picture = seen(canvas)[100:200, 100:300]
    assert (picture[35:55, 55:95] == 200).all()
    assert (picture[70:95, 35:60] == 128).all()


def test_before_there_is_a_picture_it_invites_and_has_a_frame(qtbot: QtBot, blank: Session):
    canvas = shown(qtbot, blank)
    canvas.fit()
    assert canvas.scene.extent == Extent(64, 64)
    blank.update(extent=Extent(96, 64))
    assert canvas.scene.extent == Extent(96, 64)
    assert len(np.unique(seen(canvas).reshape(-1, 3), axis=0)) > 10


def test_context_box_and_its_sizes_are_known_before_generating(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    drag(qtbot, canvas, at(60, 50), at(90, 50))
    qtbot.waitUntil(lambda: canvas.scene.plan is not None)
    plan = canvas.scene.plan
    assert plan is not None
    assert plan.region.intersected(session.document.mask.painted) == session.document.mask.painted
    assert plan.label == f"context {plan.region.extent} → 64"
    session.clear_mask()
    qtbot.waitUntil(lambda: canvas.scene.plan is None)


def test_a_wider_mask_shows_where_pixels_may_change(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    drag(qtbot, canvas, at(60, 50), at(90, 50))
    session.update(grow_px=10)
    qtbot.waitUntil(lambda: canvas.scene.plan is not None)
    plan = canvas.scene.plan
    assert plan is not None
    assert plan.edge.boundingRect().width() == pytest.approx(50 + 20, abs=4)


# Only what changes is painted.


@pytest.fixture
def paint_areas(canvas: CanvasView, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Areas in px of each paint event from now on."""
    areas: list[int] = []
    paint: Callable[[QPaintEvent], None] = canvas.paintEvent

    def counted(event: QPaintEvent) -> None:
        areas.append(sum(rect.width() * rect.height() for rect in event.region()))
        paint(event)

    QApplication.processEvents()
    monkeypatch.setattr(canvas, "paintEvent", counted)
    return areas


def test_a_dab_paints_only_its_surroundings(
    qtbot: QtBot, canvas: CanvasView, session: Session, paint_areas: list[int]
):
    qtbot.mousePress(canvas, LEFT, pos=at(50, 50))
    QApplication.processEvents()
    assert paint_areas
    assert max(paint_areas) < 60 * 60
    qtbot.mouseRelease(canvas, LEFT, pos=at(50, 50))


def test_moving_the_pointer_paints_only_the_circle(
    qtbot: QtBot, canvas: CanvasView, paint_areas: list[int]
):
    move_to(canvas, at(50, 50))
    QApplication.processEvents()
    paint_areas.clear()
    move_to(canvas, at(52, 50))
    QApplication.processEvents()
    assert paint_areas
    assert max(paint_areas) < 40 * 40


# Dropping.


def drop(canvas: CanvasView, mime: QMimeData) -> bool:
    """Whether the canvas takes it."""
    copy = Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, mime, LEFT, none)
    QApplication.sendEvent(canvas, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(50, 50), copy, mime, LEFT, none)
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def test_a_dropped_file_is_asked_to_be_opened(
    qtbot: QtBot, canvas: CanvasView, session: Session, tmp_path: Path
):
    save_picture(tmp_path / "a.png", a_picture(20, 10))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    asked: list[Path] = []
    session.open_requested.connect(asked.append)
    assert drop(canvas, mime)
    assert asked == [tmp_path / "a.png"]


def test_a_dropped_picture_is_pasted(canvas: CanvasView, session: Session):
    mime = QMimeData()
    mime.setImageData(qimage_of(a_picture(20, 10, 250)))
    assert drop(canvas, mime)
    assert session.document.flattened_rgb()[50, 100].tolist() == [250] * 3


def test_dropped_words_are_not_taken(canvas: CanvasView):
    mime = QMimeData()
    mime.setText("words")
    assert not drop(canvas, mime)


# The table of tools.


def test_a_tool_that_is_let_go_leaves_nothing_or_a_whole_step(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    steps = session.undo_stack.count()
    for tool in TOOLS:
        canvas.set_tool(tool.name)
        assert canvas.tool_name == tool.name
        qtbot.mousePress(canvas, LEFT, pos=at(50, 50))
        move_to(canvas, at(60, 60))
        canvas.set_tool("hand")
        qtbot.mouseRelease(canvas, LEFT, pos=at(60, 60))
        session.undo_stack.setIndex(steps)
        assert session.document.mask.is_empty


def test_only_tools_that_share_a_slot_share_a_key(qapp: object):
    # Both erasers have E: it takes the one of the brush that was in hand last.
    tools = [tool for tool in TOOLS if tool.shortcut and tool.name != ERASER]
    slots = {(tool.shortcut, tool.group or tool.name) for tool in tools}
    assert len(slots) == len({key for key, _ in slots})
    for tool in TOOLS:
        assert not theme.icon(tool.icon).pixmap(16, 16).isNull()


def test_another_document_ends_a_stroke(qtbot: QtBot, canvas: CanvasView, session: Session):
    qtbot.mousePress(canvas, LEFT, pos=at(50, 50))
    session.new(Extent(64, 64))
    move_to(canvas, at(60, 50))
    qtbot.mouseRelease(canvas, LEFT, pos=at(60, 50))
    assert session.document.mask.is_empty
    assert session.undo_stack.count() == 0


def test_undo_in_the_middle_of_a_stroke_takes_the_stroke_back_whole(
    qtbot: QtBot, canvas: CanvasView, session: Session
):
    session.fill_mask()
    session.clear_mask()
    steps = session.undo_stack.index()
    qtbot.mousePress(canvas, LEFT, pos=at(50, 50))
    move_to(canvas, at(60, 50))
    session.undo()
    assert session.document.mask.is_empty
    move_to(canvas, at(90, 50))
    qtbot.mouseRelease(canvas, LEFT, pos=at(90, 50))
    assert session.document.mask.is_empty
    assert session.undo_stack.index() == steps
    session.redo()
    assert not session.document.mask.is_empty


def test_escape_gives_up_a_stroke(qtbot: QtBot, canvas: CanvasView, session: Session):
    before = session.undo_stack.count()
    qtbot.mousePress(canvas, LEFT, pos=at(50, 50))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, pos=at(60, 50))
    assert session.document.mask.is_empty
    assert session.undo_stack.count() == before


def test_a_replaced_picture_is_fitted(canvas: CanvasView, session: Session):
    session.generate()
    session.handle(finished(1, a_picture(64, 64, 250)))
    session.accept()
    assert canvas.scene.extent == Extent(64, 64)
    assert canvas.is_fitted
    session.undo_stack.undo()
    assert canvas.scene.extent == Extent(200, 100)
