"""What is seen before there is a picture: the frame of the one to come, and how to begin."""

from __future__ import annotations

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


def paint_invitation(painter: QPainter, frame: QRectF, extent: Extent) -> None:
    """The words in the middle of the frame, or below it where it is too small for them."""
    shown = tokens()
    height = _GLYPH_PX + 3.9 * _LINE_PX
    fits = frame.width() > _WIDTH_PX and frame.height() > height + _LINE_PX
    top = frame.center().y() - height / 2 if fits else frame.bottom() + _LINE_PX / 2
    middle = frame.center().x()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(middle, top + _GLYPH_PX / 2)
    paint_glyph(painter, "image", centre, _GLYPH_PX, faded(shown.secondary, 0.9))
    top += _GLYPH_PX + _LINE_PX * 0.4
    for text, font, colour, gap in (
        (TITLE, strong_font(_TITLE_PX), shown.text, 0.0),
        (INVITATION, body_font(), shown.secondary, 0.0),
        (f"{extent} px", label_font(), shown.secondary, 0.5),
    ):
        top += gap * _LINE_PX
        _paint_line(painter, text, QRectF(middle - 300, top, 600, _LINE_PX), font, colour)
        top += _LINE_PX
    painter.restore()


def _paint_line(painter: QPainter, text: str, rect: QRectF, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
