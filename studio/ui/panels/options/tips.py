"""The tips of a brush, shown by what they draw."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from studio.core.geometry import Extent, Point
from studio.core.pixels import MaskPixels
from studio.document.brushes.brush import Brush, Tip
from studio.document.brushes.stroke import mask_stroke
from studio.document.brushes.tips import mark
from studio.document.document import Document
from studio.ui.theme import label_font, tokens
from studio.ui.widgets.painting import paint_glyph

TITLES = {
    Tip.ROUND: "Round",
    Tip.AIRBRUSH: "Airbrush",
    Tip.SQUARE: "Square",
    Tip.FLAT: "Flat",
    Tip.CHALK: "Chalk",
    Tip.BRISTLES: "Bristles",
}
_TILE = QSize(84, 58)
_COLUMNS = 3
_SAMPLE = Extent(144, 64)
"""Twice as large as it is shown, for dense screens."""
_SAMPLE_BRUSH_PX = 26.0
_BUTTON = QSize(44, 28)
_MARK_PX = 22


class TipTiles(QWidget):
    chosen = Signal(str)
    """The value of a Tip."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.tiles = {tip: TipTile(tip) for tip in Tip}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        for index, (tip, tile) in enumerate(self.tiles.items()):
            self._group.addButton(tile)
            grid.addWidget(tile, index // _COLUMNS, index % _COLUMNS)
            tile.clicked.connect(lambda _=False, tip=tip: self.chosen.emit(tip.value))

    def show_tip(self, tip: Tip) -> None:
        self.tiles[tip].setChecked(True)


class TipTile(QAbstractButton):
    """A stroke of the tip over its name."""

    def __init__(self, tip: Tip) -> None:
        super().__init__()
        self._tip = tip
        self.setCheckable(True)
        self.setFixedSize(_TILE)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(TITLES[tip])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(shown.accent if self.isChecked() or self.hasFocus() else shown.line))
        painter.setBrush(QColor(shown.hover if self.underMouse() else shown.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        place = QRectF(6, 5, _SAMPLE.width / 2, _SAMPLE.height / 2)
        painter.drawImage(place, tinted(sample(self._tip), QColor(shown.text)))
        painter.setFont(label_font())
        painter.setPen(QColor(shown.text if self.isChecked() else shown.secondary))
        words = QRectF(0, self.height() - 20, self.width(), 17)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, TITLES[self._tip])


class BrushButton(QAbstractButton):
    """Shows the mark of the brush in hand; opens what else there is to set of it."""

    def __init__(self) -> None:
        super().__init__()
        self._brush = Brush()
        self.setFixedSize(_BUTTON)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Brush settings")
        self.setToolTip("Tip, flow, spacing, smoothing and pressure")

    def show_brush(self, brush: Brush) -> None:
        self._brush = brush
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        painter.setPen(QColor(shown.accent if self.hasFocus() else shown.line))
        painter.setBrush(QColor(shown.hover if lit else shown.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        px = _MARK_PX * self.devicePixelRatioF()
        cover = mark(self._brush.tip, round(px), self._brush.hardness, 0.0, 0.0)
        place = QRectF(4, (self.height() - _MARK_PX) / 2, _MARK_PX, _MARK_PX)
        painter.drawImage(place, tinted(cover[1:-2, 1:-2], QColor(shown.text)))
        centre = QPointF(self.width() - 10, self.height() / 2)
        paint_glyph(painter, "caret-down", centre, 10, QColor(shown.secondary))


def tinted(cover: MaskPixels, colour: QColor) -> QImage:
    """A colour as far as it is covered."""
    alpha = cover[..., None].astype(np.uint16)
    parts = np.array([colour.red(), colour.green(), colour.blue(), 255], np.uint16)
    pixels = (alpha * parts // 255).astype(np.uint8)
    height, width = cover.shape
    kind = QImage.Format.Format_RGBA8888_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, kind).copy()


@cache
def sample(tip: Tip) -> MaskPixels:
    """A wave that is drawn with a growing hand."""
    document = Document(_SAMPLE)
    brush = Brush(size_px=_SAMPLE_BRUSH_PX, hardness=0.2 if tip is Tip.AIRBRUSH else 0.95, tip=tip)
    stroke = mask_stroke(document, brush)
    reach = _SAMPLE.width - 2 * _SAMPLE_BRUSH_PX * 0.7
    for step in range(25):
        share = step / 24
        x = _SAMPLE_BRUSH_PX * 0.7 + share * reach
        y = _SAMPLE.height / 2 - 13 * math.sin(2 * math.pi * share)
        stroke.move_to(Point(x, y), 0.35 + 0.65 * math.sin(math.pi * (0.1 + 0.8 * share)))
    stroke.finish()
    return document.mask.pixels
