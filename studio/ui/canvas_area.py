"""The canvas, and the cards that float over it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.session.session import Session
from studio.ui.canvas.navigator import Navigator
from studio.ui.canvas.recent_files import RecentFiles
from studio.ui.canvas.rulers import Corner, Ruler
from studio.ui.canvas.view import CanvasView
from studio.ui.widgets.cards import Banner, Card, Toast


class CanvasArea(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("canvasArea")
        self.canvas = CanvasView(session)
        self.rulers = (Ruler(self.canvas, is_top=True), Ruler(self.canvas, is_top=False))
        self._corner = Corner()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._corner, 0, 0)
        layout.addWidget(self.rulers[0], 0, 1)
        layout.addWidget(self.rulers[1], 1, 0)
        layout.addWidget(self.canvas, 1, 1)
        self.recent = RecentFiles(self.canvas, self)
        self._session = session
        session.view_changed.connect(self._follow_view)
        self._follow_view()
        self.banner = Banner(self)
        self.toast = Toast(self)
        self.navigator = Navigator(self.canvas, self)
        self._cards: list[Card] = [self.banner, self.toast, self.navigator]
        session.problem.connect(self._tell_problem)
        session.problem_over.connect(self.banner.hide)
        session.notice.connect(self._tell_notice)

    def add_card(self, card: Card) -> None:
        """It is placed again whenever the room changes."""
        self._cards.append(card)

    def _follow_view(self) -> None:
        for widget in (self._corner, *self.rulers):
            widget.setVisible(self._session.view.rulers)

    def _tell_problem(self, sentence: str) -> None:
        self.toast.hide()
        self.banner.tell(sentence)
        self.banner.place(self)

    def _tell_notice(self, sentence: str) -> None:
        self.toast.tell(sentence)
        self.toast.place(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for card in self._cards:
            card.place(self)
