"""The offer to go on with work that was not saved when a studio ended."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.session.lost import Lost
from studio.ui.menus.desk import Desk
from studio.ui.menus.file import may_drop_work
from studio.ui.theme import tokens
from studio.ui.widgets.cards import SHADOW_PX, Card
from studio.ui.widgets.labels import secondary_label, strong_label
from studio.ui.widgets.painting import faded

_PICTURE_PX = 96
_TEXT_PX = 260
_DAYS_NAMED = 6


class RecoveryCard(Card):
    def __init__(self, desk: Desk, area: QWidget) -> None:
        super().__init__(area)
        self._desk = desk
        self._area = area
        self._lost: Lost | None = None
        self.title = strong_label()
        self.told = secondary_label()
        for label in (self.title, self.told):
            # A picture's name is never markup.
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setFixedWidth(_TEXT_PX)
        self.recover = _button("Recover", "accent")
        self.discard = _button("Discard", "")
        self._lay_out()
        self.recover.clicked.connect(self._recover)
        self.discard.clicked.connect(desk.session.discard_lost)
        desk.session.lost_changed.connect(self._show_lost)
        self.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.recover)
        buttons.addWidget(self.discard)
        buttons.addStretch()
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.title, self.told):
            words.addWidget(label)
        words.addSpacing(8)
        words.addLayout(buttons)
        layout = QHBoxLayout(self)
        left = SHADOW_PX + 14 + _PICTURE_PX + 16
        layout.setContentsMargins(left, SHADOW_PX + 14, SHADOW_PX + 14, SHADOW_PX + 14)
        layout.addLayout(words)

    def sizeHint(self) -> QSize:
        words = super().sizeHint()
        return words.expandedTo(QSize(0, _PICTURE_PX + 2 * (SHADOW_PX + 14)))

    def place(self, area: QWidget) -> None:
        """A little above the middle, where a picture would be."""
        self.resize(self.sizeHint())
        self.move((area.width() - self.width()) // 2, (area.height() - self.height()) // 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._lost is None:
            return
        ratio = self.devicePixelRatioF()
        picture = self._lost.thumbnail.scaled(
            round(_PICTURE_PX * ratio),
            round(_PICTURE_PX * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture.setDevicePixelRatio(ratio)
        size = picture.deviceIndependentSize()
        left = SHADOW_PX + 14 + (_PICTURE_PX - size.width()) / 2
        top = (self.height() - size.height()) / 2
        painter = QPainter(self)
        painter.drawImage(round(left), round(top), picture)
        painter.setPen(QPen(faded(tokens().text, 0.12), 1))
        painter.drawRect(round(left), round(top), round(size.width()) - 1, round(size.height()) - 1)

    def _show_lost(self) -> None:
        lost = self._lost = self._desk.session.lost
        self.setVisible(lost is not None)
        if lost is None:
            return
        document = lost.recovered.document
        self.title.setText(f"“{document.name}” was not saved")
        layers = len(document.layers)
        of_layers = f" · {layers} layers" if layers > 1 else ""
        when = when_text(lost.when, datetime.now())
        self.told.setText(
            f"The studio ended unexpectedly.\n{when} · {document.extent} px{of_layers}"
        )
        self.place(self._area)
        self.raise_()
        self.update()

    def _recover(self) -> None:
        if may_drop_work(self._desk, self._recover):
            self._desk.session.recover()


def when_text(when: datetime, now: datetime) -> str:
    """As a person says it: today, yesterday, a weekday, or a date."""
    days = (now.date() - when.date()).days
    clock = f"{when:%H:%M}"
    if days <= 0:
        return f"Today, {clock}"
    if days == 1:
        return f"Yesterday, {clock}"
    return f"{when:%A}, {clock}" if days <= _DAYS_NAMED else f"{when.day} {when:%B %Y}, {clock}"


def _button(text: str, role: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
