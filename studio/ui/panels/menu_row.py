"""The first row of the window: its name, the menus, the picture's name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QWidget

from studio.session.session import Session
from studio.ui.theme import body_font
from studio.ui.widgets.labels import secondary_label, strong_label

HEIGHT_PX = 31


class MenuBar(QMenuBar):
    """Alt pressed and let go leads to the menus; held for what the pointer does, it does not."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt knows that of the mouse only. A pen has no mouse's press where it is understood.
        if event.type() is QEvent.Type.TabletPress:
            event = QEvent(QEvent.Type.MouseButtonPress)
        return super().eventFilter(watched, event)


class MenuRow(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setFixedHeight(HEIGHT_PX)
        self.bar = MenuBar()
        self.title = secondary_label()
        self.title.setFont(body_font())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(19)
        layout.addWidget(strong_label("Latent Studio"))
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch()
        layout.addWidget(self.title)
        session.document_replaced.connect(self._show_title)
        session.document_saved.connect(self._show_title)
        session.undo_stack.cleanChanged.connect(self._show_title)
        self._show_title()

    def _show_title(self) -> None:
        document = self._session.document
        name = document.path.name if document.path is not None else document.name
        self.title.setText(f"{name} •" if self._session.is_modified else name)
