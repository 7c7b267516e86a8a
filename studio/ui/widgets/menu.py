"""A menu that paints itself: ticks in the accent, keys faintly at the right edge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu

from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded, paint_glyph

_LEFT_PX, _RIGHT_PX = 12.0, 14.0
_COLUMN_PX = 20.0
"""For a tick or an icon, where any row of the menu has one."""
_SIGN_PX, _ARROW_PX = 15.0, 10.0
_RADIUS_PX = 6.0
_SEPARATOR_INSET_PX = 8


class Menu(QMenu):
    """The style sheet gives its measures; Qt gives it its keys, its pointer and its submenus."""

    def paintEvent(self, event: QPaintEvent) -> None:
        rows = [(action, QRectF(self.actionGeometry(action))) for action in self.actions()]
        if not all(QRectF(self.rect()).contains(place) for _, place in rows if not place.isEmpty()):
            # Higher than the screen: Qt scrolls it, and paints how.
            super().paintEvent(event)
            return
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(shown.raised))
        painter.setPen(QColor(shown.line))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        has_column = any(_has_sign(action) for action, _ in rows)
        for action, place in rows:
            if not action.isVisible():
                continue
            if action.isSeparator():
                middle = round(place.center().y())
                line = QRectF(place.left(), middle, place.width(), 1)
                inset = _SEPARATOR_INSET_PX
                painter.fillRect(line.adjusted(inset, 0, -inset, 0), QColor(shown.line))
            else:
                self._paint_row(painter, action, place, has_column)

    def _paint_row(
        self, painter: QPainter, action: QAction, place: QRectF, has_column: bool
    ) -> None:
        shown = tokens()
        is_lit = action is self.activeAction() and action.isEnabled()
        if is_lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shown.accent))
            painter.drawRoundedRect(place, _RADIUS_PX, _RADIUS_PX)
        ink = shown.on_accent if is_lit else shown.text if action.isEnabled() else shown.disabled
        inside = place.adjusted(_LEFT_PX, 0, -_RIGHT_PX, 0)
        if has_column:
            self._paint_sign(painter, action, inside, is_lit)
            inside.setLeft(inside.left() + _COLUMN_PX)
        words, keys = _texts(action)
        painter.setPen(QColor(ink))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, words)
        faint = faded(ink, 0.75) if is_lit else QColor(shown.secondary)
        if action.menu() is not None:
            tip = QPointF(inside.right() - _ARROW_PX / 2, place.center().y())
            paint_glyph(painter, "caret-right", tip, _ARROW_PX, faint)
        elif keys:
            painter.setPen(faint if action.isEnabled() else QColor(ink))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inside, right, keys)

    def _paint_sign(self, painter: QPainter, action: QAction, inside: QRectF, is_lit: bool) -> None:
        centre = QPointF(inside.left() + _SIGN_PX / 2 - 1, inside.center().y())
        if _has_icon(action):
            rect = QRectF(0, 0, _SIGN_PX, _SIGN_PX)
            rect.moveCenter(centre)
            mode = QIcon.Mode.Active if is_lit else QIcon.Mode.Normal
            state = mode if action.isEnabled() else QIcon.Mode.Disabled
            action.icon().paint(painter, rect.toRect(), mode=state)
        elif action.isChecked():
            shown = tokens()
            usual = shown.accent if action.isEnabled() else shown.disabled
            paint_glyph(
                painter, "check", centre, _SIGN_PX, QColor(shown.on_accent if is_lit else usual)
            )


def _has_sign(action: QAction) -> bool:
    return not action.isSeparator() and (action.isCheckable() or _has_icon(action))


def _has_icon(action: QAction) -> bool:
    return action.isIconVisibleInMenu() and not action.icon().isNull()


def _texts(action: QAction) -> tuple[str, str]:
    """The words, and what stands at the right: what follows a tab, or the keys."""
    words, _, aside = action.text().partition("\t")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return _plain(words), _plain(aside) or keys


def _plain(text: str) -> str:
    """Without the marks of letters to be pressed with Alt."""
    return "&".join(part.replace("&", "") for part in text.split("&&"))
