"""The whole picture: its size, its canvas, which way it is turned."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from studio.core.geometry import Bounds
from studio.core.work import Work
from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.operations import geometry, moving
from studio.document.turning import Axis
from studio.session.patience import QUICK, do_patiently
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, has_mask, has_picture


def crop_to_mask(desk: Desk) -> None:
    desk.session.do(lambda document: geometry.crop_edit(document, geometry.mask_bounds(document)))


def trim(desk: Desk) -> None:
    """Says so where there is nothing to cut."""
    session = desk.session
    with session.telling_problems():
        bounds = geometry.content_bounds(session.document)
        if bounds == Bounds.of(session.document.extent):
            session.notice.emit("There is no clear or plain border to trim.")
        else:
            session.do(lambda document: geometry.crop_edit(document, bounds, title="Trim"))


def resize(desk: Desk) -> None:
    from studio.ui.dialogs.resize import ResizeDialog  # noqa: PLC0415

    _open(ResizeDialog(desk.window, desk.session))


def canvas_size(desk: Desk) -> None:
    from studio.ui.dialogs.canvas_size import CanvasSizeDialog  # noqa: PLC0415

    _open(CanvasSizeDialog(desk.window, desk.session))


def turn_right(desk: Desk) -> None:
    _turn(desk, 1)


def turn_left(desk: Desk) -> None:
    _turn(desk, 3)


def turn_round(desk: Desk) -> None:
    _turn(desk, 2)


def flip_across(desk: Desk) -> None:
    _flip(desk, Axis.HORIZONTAL)


def flip_down(desk: Desk) -> None:
    _flip(desk, Axis.VERTICAL)


def take_transform(desk: Desk) -> None:
    desk.choose_tool("transform")


def turn_layer_right(desk: Desk) -> None:
    _place_layer(desk, lambda document, uid: moving.turn_layer_edit(document, uid, 1))


def turn_layer_left(desk: Desk) -> None:
    _place_layer(desk, lambda document, uid: moving.turn_layer_edit(document, uid, 3))


def flip_layer_across(desk: Desk) -> None:
    _place_layer(desk, lambda document, uid: moving.flip_layer_edit(document, uid, Axis.HORIZONTAL))


def flip_layer_down(desk: Desk) -> None:
    _place_layer(desk, lambda document, uid: moving.flip_layer_edit(document, uid, Axis.VERTICAL))


def _place_layer(desk: Desk, make: Callable[[Document, str], Edit | None]) -> None:
    """With the layer or group that is worked on."""
    desk.session.do(lambda document: make(document, document.picture.active_node or ""))


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _turn(desk: Desk, quarters: int) -> None:
    _patiently(desk, "Rotate", lambda document, work: geometry.turn_edit(document, quarters, work))


def _flip(desk: Desk, axis: Axis) -> None:
    _patiently(desk, "Flip", lambda document, work: geometry.flip_edit(document, axis, work))


def _patiently(desk: Desk, title: str, make: Callable[[Document, Work], Edit | None]) -> None:
    picture = desk.session.document.picture
    px = picture.extent.area * max(1, len(picture.layers)) // QUICK
    do_patiently(desk.session, title, px, make)


ROWS: Rows = (
    Row("crop_to_mask", "Crop to mask", crop_to_mask, can=has_mask),
    Row("trim", "Trim borders", trim, can=has_picture),
    SEPARATOR,
    Row("resize", "Resize…", resize, "Ctrl+Alt+I", can=has_picture),
    Row("canvas_size", "Canvas size…", canvas_size, "Ctrl+Alt+C", can=has_picture),
    SEPARATOR,
    Row("turn_right", "Rotate 90° clockwise", turn_right, can=has_picture),
    Row("turn_left", "Rotate 90° counter-clockwise", turn_left, can=has_picture),
    Row("turn_round", "Rotate 180°", turn_round, can=has_picture),
    Row("flip_across", "Flip horizontally", flip_across, can=has_picture),
    Row("flip_down", "Flip vertically", flip_down, can=has_picture),
    SEPARATOR,
    Row("transform", "Transform layer", take_transform, "Ctrl+T", can=has_picture),
    Row("turn_layer_right", "Rotate layer 90° clockwise", turn_layer_right, can=has_picture),
    Row("turn_layer_left", "Rotate layer 90° counter-clockwise", turn_layer_left, can=has_picture),
    Row("flip_layer_across", "Flip layer horizontally", flip_layer_across, can=has_picture),
    Row("flip_layer_down", "Flip layer vertically", flip_layer_down, can=has_picture),
)
