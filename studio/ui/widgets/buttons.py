"""Buttons: the one in the accent, quiet ones with an icon, and those that open a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QToolButton, QWidget

from studio.ui.theme import STANDARD, IconColours, body_font, icon, strong_font, tokens
from studio.ui.widgets.painting import faded, paint_glyph

_RADIUS_PX = 9.0
_GAP_PX = 8


class AccentButton(QAbstractButton):
    """What a press most likely wants: filled with the accent; title, then a fainter hint."""

    def __init__(self, title: str = "", *, glyph: str = "") -> None:
        super().__init__()
        self._hint = ""
        self._glyph = glyph
        self._square_left = self._square_right = False
        self.setText(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hint(self, hint: str) -> None:
        self._hint = hint
        self.updateGeometry()
        self.update()

    def join(self, *, left: bool = False, right: bool = False) -> None:
        """Square corners where another button touches."""
        self._square_left, self._square_right = left, right

    def sizeHint(self) -> QSize:
        if self._glyph:
            return QSize(39, 39)
        width = QFontMetrics(strong_font(14)).horizontalAdvance(self.text())
        hint = QFontMetrics(body_font()).horizontalAdvance(self._hint)
        return QSize(width + hint + 4 * _GAP_PX, 39)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._shape(), self._fill())
        if self.hasFocus():
            painter.setPen(faded(tokens().on_accent, 0.55))
            inner = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
            painter.drawRoundedRect(inner, _RADIUS_PX - 2, _RADIUS_PX - 2)
        if self._glyph:
            centre = QRectF(self.rect()).center()
            paint_glyph(painter, self._glyph, centre, 14, self._ink(1.0))
        else:
            self._paint_text(painter)

    def _shape(self) -> QPainterPath:
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area, _RADIUS_PX, _RADIUS_PX)
        path.setFillRule(Qt.FillRule.WindingFill)
        if self._square_left:
            path.addRect(area.adjusted(0, 0, -area.width() / 2, 0))
        if self._square_right:
            path.addRect(area.adjusted(area.width() / 2, 0, 0, 0))
        return path

    def _fill(self) -> QColor:
        shown = tokens()
        if not self.isEnabled():
            return QColor(shown.groove)
        if self.isDown():
            return QColor(shown.accent_pressed)
        return QColor(shown.accent_hover if self.underMouse() else shown.accent)

    def _ink(self, strength: float) -> QColor:
        shown = tokens()
        return faded(shown.on_accent if self.isEnabled() else shown.secondary, strength)

    def _paint_text(self, painter: QPainter) -> None:
        title_font, hint_font = strong_font(14), body_font()
        title_width = QFontMetrics(title_font).horizontalAdvance(self.text())
        hint_width = QFontMetrics(hint_font).horizontalAdvance(self._hint)
        gap = _GAP_PX if self._hint else 0
        left = max(_GAP_PX, (self.width() - title_width - gap - hint_width) // 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(title_font)
        painter.setPen(self._ink(1.0))
        painter.drawText(QRectF(left, 0, title_width + 2, self.height()), middle, self.text())
        painter.setFont(hint_font)
        painter.setPen(self._ink(0.72))
        place = QRectF(left + title_width + gap, 0, hint_width + 2, self.height())
        painter.drawText(place, middle, self._hint)


class CaretButton(QToolButton):
    """A title with a caret: a press opens what is under it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 44, 39)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = (self.underMouse() or self.isDown()) and self.isEnabled()
        painter.setPen(QColor(shown.accent if self.hasFocus() else shown.line))
        painter.setBrush(QColor(shown.hover if lit else shown.raised))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, _RADIUS_PX, _RADIUS_PX)
        ink = QColor(shown.text if self.isEnabled() else shown.disabled)
        painter.setPen(ink)
        text = area.adjusted(12, 0, -28, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
        paint_glyph(painter, "caret-down", QPointF(area.right() - 16, area.center().y()), 12, ink)


def icon_button(
    glyph: str,
    tooltip: str,
    pressed: Callable[[], object],
    *,
    px: int = 16,
    colours: IconColours = STANDARD,
) -> QToolButton:
    """A quiet button that is its icon."""
    button = QToolButton()
    button.setProperty("role", "bare")
    button.setIcon(icon(glyph, colours))
    button.setIconSize(QSize(px, px))
    button.setToolTip(tooltip)
    button.setAccessibleName(tooltip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda _checked=False: pressed())
    return button


def action_button(action: QAction, glyph: str, *, px: int = 16) -> QToolButton:
    """A quiet button that does what an action does, and can be pressed while that can be done."""
    button = icon_button(glyph, action.text(), action.trigger, px=px)

    def follow() -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{action.text()}  {keys}" if keys else action.text())
        button.setEnabled(action.isEnabled())

    action.changed.connect(follow)
    follow()
    return button


def open_below(menu: QMenu, widget: QWidget) -> None:
    """Shows a menu under a widget, its right edge at the widget's."""
    width = menu.sizeHint().width()
    menu.popup(widget.mapToGlobal(QPoint(widget.width() - width, widget.height() + 4)))
