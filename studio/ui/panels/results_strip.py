"""Finished pictures float over the canvas until one is accepted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.session.results import Candidate
from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.keymap import short
from studio.ui.pictures import qimage_of
from studio.ui.widgets.cards import SHADOW_PX, Card
from studio.ui.widgets.thumbnails import ThumbnailRow, thumbnail


class ResultsStrip(Card):
    """←, → choose; Enter accepts and Esc discards while the canvas or this has the focus."""

    def __init__(self, session: Session, actions: Actions, area: QWidget) -> None:
        super().__init__(area)
        self._session = session
        self._actions = actions
        self._area = area
        self._thumbnails: dict[Candidate, QImage] = {}
        self.pictures = ThumbnailRow()
        self.pictures.setMouseTracking(True)
        self.accept = _button("accent")
        self.accept.setToolTip("With Shift: as a layer of its own")
        self.discard = _button("")
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.pictures.chosen.connect(session.select_result)
        self.accept.clicked.connect(lambda _=False: self._accept())
        self.discard.clicked.connect(session.discard)
        session.results_changed.connect(self._show_results)
        for name in ("accept", "discard"):
            actions[name].changed.connect(self._show_keys)
        self._show_keys()
        self._show_results()

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.accept)
        buttons.addWidget(self.discard)
        layout = QHBoxLayout(self)
        margin = SHADOW_PX + 9
        layout.setContentsMargins(margin, margin, SHADOW_PX + 10, margin)
        layout.setSpacing(12)
        layout.addWidget(self.pictures)
        layout.addLayout(buttons)

    def place(self, area: QWidget) -> None:
        """Centred at the bottom of the canvas, as wide as it needs to be and may be."""
        width = min(self.sizeHint().width(), area.width() - 8)
        height = self.sizeHint().height()
        self.setGeometry((area.width() - width) // 2, area.height() - height, width, height)

    def _accept(self) -> None:
        held = QGuiApplication.keyboardModifiers()
        self._session.accept(apart=bool(held & Qt.KeyboardModifier.ShiftModifier))

    def _show_keys(self) -> None:
        for button, name in ((self.accept, "accept"), (self.discard, "discard")):
            keys = short(self._actions[name].shortcut().toString())
            button.setText(f"{name.capitalize()}  {keys}".rstrip())

    def _show_results(self) -> None:
        results, current = self._session.results, self._session.current_result
        self._thumbnails = {
            each: self._thumbnails.get(each) or thumbnail(qimage_of(each.image)) for each in results
        }
        images = [self._thumbnails[each] for each in results]
        self.pictures.show_images(images, current, [_tooltip(each) for each in results])
        for button in (self.accept, self.discard):
            button.setEnabled(current is not None)
        self.setVisible(bool(results))
        if results:
            self.place(self._area)
            self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 -- Qt's signature
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self._actions.menu(self, [("accept", "accept_apart", "discard", "discard_all")])
        current = self._session.current_result
        chosen = None if current is None else self._session.results[current]
        if chosen is not None and chosen.seed is not None:
            menu.addSeparator()
            seed = chosen.seed
            keep = menu.addAction(f"Keep its seed, {seed}")
            keep.triggered.connect(lambda: self._session.update(seed=seed))
        menu.popup(event.globalPos())


def _button(role: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setMinimumWidth(104)
    return button


def _tooltip(candidate: Candidate) -> str:
    seed = "" if candidate.seed is None else f" · seed {candidate.seed}"
    return f"{candidate.title} · {candidate.extent}{seed}"
