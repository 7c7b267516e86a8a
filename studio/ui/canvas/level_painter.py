"""One level of a pyramid on the screen: a picture, or a mask as a tint."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.ui.canvas.levels import Level, aligned


def draw_level(painter: QPainter, level: Level, part: Bounds) -> None:
    """All of the window: the painter's clip says what of it, and every clip sees the same."""
    target = QRectF(part.x, part.y, part.width, part.height)
    painter.drawImage(target, level.image, level.source(part))


def draw_tinted(
    painter: QPainter, level: Level, visible: Bounds, extent: Extent, shades: list[int]
) -> None:
    """By way of colours: QPainter scales them four times as fast as values in a table."""
    step = 1 << level.index
    part = aligned(visible.padded(step), step).intersected(level.window.clipped(extent))
    source = level.source(part)
    values = level.image.copy(source.toAlignedRect())
    values.setColorTable(shades)
    colours = values.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    target = QRectF(part.x, part.y, part.width, part.height)
    painter.drawImage(target, colours, source.translated(-source.x(), -source.y()))
