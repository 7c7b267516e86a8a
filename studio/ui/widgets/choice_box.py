"""A field that offers a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.choice_menu import choice_actions
from studio.ui.widgets.field_box import FIELD_PX
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.painting import RING_PX, paint_field, paint_glyph

_BARE_PX = 26
_BARE_CHROME_PX = 26


class ChoiceBox(QComboBox):
    """Names with titles; a person's choice is told by its name."""

    chosen = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self.setAccessibleName(placeholder)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # Arrows and letters choose without the menu.
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    def sizeHint(self) -> QSize:
        return QSize(150, FIELD_PX + 2 * RING_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, FIELD_PX + 2 * RING_PX)

    def offer(self, choices: Sequence[tuple[str, str]], name: str) -> None:
        """(name, title) of each choice, and the one that is chosen; tells nobody.

        A name that is not among them is shown as it stands.
        """
        if choices and name not in {each for each, _ in choices}:
            choices = [*choices, (name, name)]
        if choices != [(self.itemData(i), self.itemText(i)) for i in range(self.count())]:
            self.clear()
            for each, title in choices:
                self.addItem(title, each)
        self.setCurrentIndex(self.findData(name))
        self.setEnabled(bool(choices))

    def showPopup(self) -> None:
        """A menu like the others, in place of the list that the style would frame."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choices = [(self.itemData(i), self.itemText(i)) for i in range(self.count())]
        menu.addActions(choice_actions(menu, choices, self.currentData(), self.chosen.emit))
        menu.setMinimumWidth(self.width() - 2 * RING_PX)
        menu.popup(self.mapToGlobal(QPoint(RING_PX, self.height())))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        inside = paint_field(
            painter, self.rect(), focused=self.hasFocus(), hovered=self.underMouse()
        )
        text = self.currentText() or self._placeholder
        usable = inside.adjusted(11, 0, -28, 0)
        painter.setPen(QColor(shown.text if self.isEnabled() else shown.disabled))
        elided = self.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(usable.width())
        )
        painter.drawText(usable, Qt.AlignmentFlag.AlignVCenter, elided)
        centre = QPointF(inside.right() - 16, inside.center().y())
        paint_glyph(painter, "caret-down", centre, 12, QColor(shown.secondary))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class BareChoice(ChoiceBox):
    """The same without a frame, for a row of small controls."""

    def __init__(
        self, placeholder: str, parent: QWidget | None = None, *, hugs: bool = False
    ) -> None:
        """hugs: as wide as what is chosen; else as the widest choice, so that nothing moves."""
        super().__init__(placeholder, parent)
        self._hugs = hugs
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        titles = [self.itemText(index) for index in range(self.count())]
        if self._hugs and titles:
            titles = [self.currentText()]
        widest = max((self.fontMetrics().horizontalAdvance(title) for title in titles), default=60)
        return QSize(widest + _BARE_CHROME_PX, _BARE_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.underMouse() and self.isEnabled()
        painter.setPen(QColor(shown.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.hover) if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 6, 6)
        painter.setPen(QColor(shown.text if self.isEnabled() else shown.disabled))
        text = place.adjusted(6, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.currentText())
        width = self.fontMetrics().horizontalAdvance(self.currentText())
        centre = QPointF(text.left() + width + 11, place.center().y())
        paint_glyph(painter, "caret-down", centre, 11, QColor(shown.secondary))
