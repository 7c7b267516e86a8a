"""What floats over the canvas: cards with a soft shadow, a banner, a toast."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio.ui.theme import IconColours, icon, tokens
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.painting import faded

SHADOW_PX = 14
_RADIUS_PX = 14.0
_TOAST_MS = 4000


class Card(QWidget):
    """A raised surface inside a margin of SHADOW_PX for its shadow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def place(self, area: QWidget) -> None:
        """Centred at the top of the area that it floats over."""
        self.adjustSize()
        self.move((area.width() - self.width()) // 2, 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(SHADOW_PX, SHADOW_PX, -SHADOW_PX, -SHADOW_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded("#000000", 0.026 if shown.is_dark else 0.010))
        for reach in range(1, SHADOW_PX):
            halo = card.adjusted(-reach, 2 - reach, reach, reach)
            painter.drawRoundedRect(halo, _RADIUS_PX + reach, _RADIUS_PX + reach)
        painter.setPen(QPen(QColor(shown.line), 1))
        painter.setBrush(QColor(shown.panel))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)


class SentenceCard(Card):
    """A card that says one sentence; hidden until there is one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = QLabel()
        # It may quote a file's name: never markup.
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(self, sentence: str) -> None:
        self._text.setText(sentence)
        self.show()
        self.raise_()


class Banner(SentenceCard):
    """One sentence about what went wrong; stays until it is dismissed, replaced or over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        sign = QLabel()
        warning = icon("warning-circle", IconColours("bad", "bad", "bad", "bad"))
        sign.setPixmap(warning.pixmap(20, 20))
        self.dismiss = icon_button("x", "Dismiss", self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SHADOW_PX + 14, SHADOW_PX + 9, SHADOW_PX + 8, SHADOW_PX + 9)
        layout.setSpacing(10)
        layout.addWidget(sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.dismiss)

    def place(self, area: QWidget) -> None:
        """As wide as its sentence, up to what is easily read."""
        metrics = self._text.fontMetrics()
        chrome = 2 * SHADOW_PX + 90
        width = min(area.width() - 24, max(260, metrics.horizontalAdvance(self.text) + chrome), 640)
        self.resize(width, self.heightForWidth(width))
        self.move((area.width() - self.width()) // 2, 2)


class Toast(SentenceCard):
    """One short sentence that goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SHADOW_PX + 16, SHADOW_PX + 9, SHADOW_PX + 16, SHADOW_PX + 9)
        layout.addWidget(self._text)
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.hide)

    def tell(self, sentence: str) -> None:
        super().tell(sentence)
        self._timer.start()
