"""How a row of the tree looks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from studio.document.layer import Group, Layer
from studio.ui.canvas.backdrop import paint_checkerboard
from studio.ui.panels.layers.row_plan import CLIP_PX, RowPlan
from studio.ui.panels.layers.rows import subtitle
from studio.ui.theme import body_font, label_font, tokens
from studio.ui.widgets.painting import faded, paint_glyph
from studio.ui.widgets.thumbnails import paint_thumbnail

_RADIUS_PX = 8.0
_HIDDEN = 0.45
"""How much of a hidden layer's picture is shown."""


@dataclass(frozen=True, slots=True)
class RowState:
    is_active: bool
    is_chosen: bool
    """One of several."""
    is_hovered: bool
    is_target: bool
    """What is dragged would go into it."""
    is_dragged: bool
    is_edited: bool
    """Its name is hidden by a field."""


def paint_row(painter: QPainter, plan: RowPlan, state: RowState, picture: QImage | None) -> None:
    """picture: of a layer; None for a group."""
    painter.save()
    if state.is_dragged:
        painter.setOpacity(0.4)
    _paint_ground(painter, plan, state)
    node = plan.entry.node
    shown = tokens()
    glyph = "eye" if node.visible else "eye-slash"
    ink = QColor(shown.icon if node.visible else shown.disabled)
    paint_glyph(painter, glyph, plan.eye.center(), 16, ink)
    if isinstance(node, Group):
        caret = "caret-down" if node.is_open else "caret-right"
        paint_glyph(painter, caret, plan.caret.center(), 11, QColor(shown.icon))
        folder = "folder-simple"
        paint_glyph(painter, folder, plan.picture.center(), 19, ink)
    elif picture is not None:
        _paint_picture(painter, plan, picture, node.visible)
    if node.clips:
        centre = QPointF(plan.picture.left() - CLIP_PX / 2, plan.row.center().y())
        paint_glyph(painter, "arrow-elbow-left-down", centre, 12, QColor(shown.secondary))
    if not state.is_edited:
        _paint_words(painter, plan)
    _paint_signs(painter, plan, state)
    painter.restore()


def paint_focus(painter: QPainter, plan: RowPlan) -> None:
    """Around the active row, while keys are in use."""
    painter.setPen(QPen(QColor(tokens().accent), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(plan.row.adjusted(0.5, 1, -0.5, -1), _RADIUS_PX, _RADIUS_PX)


def _paint_ground(painter: QPainter, plan: RowPlan, state: RowState) -> None:
    shown = tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    ground = plan.row.adjusted(0, 0.5, 0, -0.5)
    if state.is_active or state.is_chosen:
        # A row that is chosen beside the active one is lit less.
        painter.setBrush(QColor(shown.chosen) if state.is_active else faded(shown.hover, 0.75))
        painter.drawRoundedRect(ground, _RADIUS_PX, _RADIUS_PX)
    elif state.is_hovered:
        painter.setBrush(faded(shown.hover, 0.55))
        painter.drawRoundedRect(ground, _RADIUS_PX, _RADIUS_PX)
    if state.is_target:
        painter.setPen(QColor(shown.accent))
        painter.setBrush(faded(shown.accent, 0.14))
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)


def _paint_picture(painter: QPainter, plan: RowPlan, picture: QImage, visible: bool) -> None:
    shown = tokens()
    ratio = picture.width() / max(1, picture.height())
    place = QRectF(plan.picture)
    if ratio > 1:
        spare = place.height() * (1 - 1 / ratio) / 2
        place.adjust(0, spare, 0, -spare)
    else:
        spare = place.width() * (1 - ratio) / 2
        place.adjust(spare, 0, -spare, 0)
    painter.save()
    if not visible:
        painter.setOpacity(painter.opacity() * _HIDDEN)
    paint_thumbnail(painter, _on_squares(picture, shown.is_dark), place, radius=4.0)
    painter.restore()


def _on_squares(picture: QImage, is_dark: bool) -> QImage:
    image = QImage(picture.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_checkerboard(painter, QRectF(image.rect()), is_dark)
    painter.drawImage(0, 0, picture)
    painter.end()
    return image


def _paint_words(painter: QPainter, plan: RowPlan) -> None:
    shown, node = tokens(), plan.entry.node
    painter.setPen(QColor(shown.text if node.visible else shown.secondary))
    _paint_line(painter, plan.title, node.name, body_font())
    if plan.size.has_subtitle:
        painter.setPen(QColor(shown.secondary))
        below = plan.title.translated(0, 19).adjusted(0, 0, 0, -2)
        _paint_line(painter, below, subtitle(node), label_font())


def _paint_line(painter: QPainter, place: QRectF, text: str, font: QFont) -> None:
    painter.setFont(font)
    line = QFontMetrics(font).elidedText(
        text.replace("\n", " "), Qt.TextElideMode.ElideRight, int(place.width())
    )
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)


def _paint_signs(painter: QPainter, plan: RowPlan, state: RowState) -> None:
    shown, node = tokens(), plan.entry.node
    if node.locked:
        paint_glyph(painter, "lock-simple", plan.sign, 13, QColor(shown.secondary))
    elif isinstance(node, Layer) and node.alpha_locked:
        paint_glyph(painter, "drop-half", plan.sign, 13, QColor(shown.secondary))
    if state.is_hovered or state.is_active:
        paint_glyph(painter, "dots-three", plan.more.center(), 16, QColor(shown.secondary))
