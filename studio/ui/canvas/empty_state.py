"""What is seen before there is a picture: the frame of the one to come, and how to begin."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from studio.core.geometry import Extent
from studio.ui.theme import body_font, label_font, strong_font, tokens
from studio.ui.widgets.painting import faded, paint_glyph

TITLE = "Describe a picture and press Generate"
INVITATION = "or drop one here"
_TITLE_PX = 16
_GLYPH_PX = 34.0
_LINE_PX = 24.0
_WIDTH_PX = 380.0
_RADIUS_PX = 14.0
_SIGN_PX = _GLYPH_PX + 0.4 * _LINE_PX
LINES_PX = 3.5 * _LINE_PX
WORDS_PX = _SIGN_PX + LINES_PX
"""Heights of the words, without and with the sign over them."""
_ABOVE_LIST_PX = 20.0
LIST_PX, HEAD_PX, ROW_PX = 340, 24, 28
"""Of the list of files: its width, and the heights of its heading and of each row."""


def paint_frame(painter: QPainter, frame: QRectF, colour: QColor | None = None) -> None:
    """A dashed rounded frame, in the widget's px."""
    shown = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour or faded(shown.secondary, 0.55), 1.2 if colour is None else 2.0)
    pen.setDashPattern([5, 4.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(faded(shown.text, 0.025))
    painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)
    painter.restore()


def faint_ink() -> QColor:
    """What has less weight and is read on the surround, which is darker than a light panel."""
    return faded(tokens().text, 0.7)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where things lie, in the widget's px."""

    words_top: float
    has_sign: bool
    """Over the words, where there is room for it."""
    list_top: float
    rows: int
    """Of the list of files, for which there is room."""


def invitation(frame: QRectF, canvas: QRectF, files: int) -> Invitation:
    """Words in the middle of the frame and files under them, as far as both have room there.

    Else the files, or both, come below the frame. files: how many could be offered.
    """
    height = WORDS_PX + (_ABOVE_LIST_PX + HEAD_PX + files * ROW_PX if files else 0)
    if _has_room(frame, height):
        top = frame.center().y() - height / 2
        return Invitation(top, True, top + WORDS_PX + _ABOVE_LIST_PX, files)
    is_inside = _has_room(frame, WORDS_PX)
    below = frame.bottom() + _LINE_PX / 2
    words = frame.center().y() - WORDS_PX / 2 if is_inside else below
    has_sign = is_inside or below + WORDS_PX <= canvas.bottom()
    words_px = WORDS_PX if has_sign else LINES_PX
    top = below if is_inside else words + words_px + _ABOVE_LIST_PX
    room = int((canvas.bottom() - top - HEAD_PX - _LINE_PX / 2) // ROW_PX)
    return Invitation(words, has_sign, top, min(max(room, 0), files))


def _has_room(frame: QRectF, height: float) -> bool:
    return frame.width() > _WIDTH_PX and frame.height() > height + _LINE_PX


def paint_invitation(painter: QPainter, frame: QRectF, extent: Extent, place: Invitation) -> None:
    """The words, in the middle of the frame's width."""
    shown = tokens()
    middle = frame.center().x()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = place.words_top
    if place.has_sign:
        centre = QPointF(middle, top + _GLYPH_PX / 2)
        paint_glyph(painter, "image", centre, _GLYPH_PX, faint_ink())
        top += _SIGN_PX
    for text, font, ink, gap in (
        (TITLE, strong_font(_TITLE_PX), QColor(shown.text), 0.0),
        (INVITATION, body_font(), faint_ink(), 0.0),
        (f"{extent} px", label_font(), faint_ink(), 0.5),
    ):
        top += gap * _LINE_PX
        _paint_line(painter, text, QRectF(middle - 300, top, 600, _LINE_PX), font, ink)
        top += _LINE_PX
    painter.restore()


def _paint_line(painter: QPainter, text: str, rect: QRectF, font: QFont, ink: QColor) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
