"""How a picture is enlarged: by which model, how much is restored, and to which size."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.widgets.choice_box import ChoiceBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.popup import Popup
from studio.ui.widgets.slider import NumberSlider

_RESTORING = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_WIDTH_PX = 268
_FIELD_PX = 46
_FAITHFUL = "Keeps to what is there, in seconds."
_INVENTING = "Draws new fine detail in steps: slower, and another with each seed."


class UpscalePopup(Popup):
    def __init__(self, parent: QWidget, session: Session, actions: Actions) -> None:
        super().__init__(parent)
        self._session = session
        self.models = ChoiceBox("Upscaler")
        self.hint = secondary_label()
        self.restoring = NumberSlider(
            "Restore",
            _RESTORING,
            tooltip="How damaged the picture is: 0 = clean, 50 % = a JPEG file of middling quality",
        )
        self.twice = self._size_button("2×", actions["upscale_2"])
        self.four_times = self._size_button("4×", actions["upscale_4"])
        self.sizes = {2: secondary_label(), 4: secondary_label()}
        self._lay_out()
        self.models.chosen.connect(lambda name: session.update(upscaler=name))
        self.restoring.value_changed.connect(lambda value: session.update(restoring=value))
        for told in (session.engine_changed, session.settings_changed, session.picture_changed):
            told.connect(self._show)
        self._show()

    def _size_button(self, title: str, action: QAction) -> QPushButton:
        button = QPushButton(title)
        button.setToolTip(action.toolTip())
        button.clicked.connect(lambda: self._start(action))
        return button

    def _start(self, action: QAction) -> None:
        self.hide()
        action.trigger()

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDTH_PX)
        self.hint.setWordWrap(True)
        self.restoring.field.setFixedWidth(_FIELD_PX)
        sizes = QGridLayout()
        sizes.setHorizontalSpacing(8)
        sizes.setVerticalSpacing(5)
        for column, (button, label) in enumerate(
            zip((self.twice, self.four_times), self.sizes.values(), strict=True)
        ):
            sizes.setColumnStretch(column, 1)
            sizes.addWidget(button, 0, column)
            sizes.addWidget(label, 1, column, Qt.AlignmentFlag.AlignHCenter)
        self.rows.addWidget(self.models)
        self.rows.addWidget(self.hint)
        self.rows.addWidget(self.restoring)
        self.rows.addSpacing(3)
        self.rows.addLayout(sizes)

    def _show(self) -> None:
        session, upscaler = self._session, self._session.upscaler
        choices = [(model.name, model.title) for model in session.upscalers]
        self.models.offer(choices, upscaler.name if upscaler else "")
        self.hint.setText(_INVENTING if upscaler and upscaler.is_stochastic else _FAITHFUL)
        self.restoring.setVisible(upscaler is not None and upscaler.takes_strength)
        self.restoring.set_value(session.settings.restoring)
        for scale, label in self.sizes.items():
            label.setText(f"{session.document.extent.scaled(scale)} px")
        self.adjustSize()
