"""A thin bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import tokens

_BAR_PX = 4


class ProgressBar(QWidget):
    """Keeps its place while nothing runs, so that nothing below it moves."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setFixedHeight(_BAR_PX)

    @property
    def share(self) -> float | None:
        return self._share

    def show_share(self, share: float | None) -> None:
        """0..1; None where nothing runs."""
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        if self._share is None:
            return
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, colour in ((1.0, shown.groove), (self._share, shown.accent)):
            painter.setBrush(QColor(colour))
            bar = QRectF(0, 0, max(_BAR_PX, self.width() * share), _BAR_PX)
            painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
