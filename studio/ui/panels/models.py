"""The models that can be chosen, and what each is for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.core.capabilities import ModelInfo
from studio.session.engine_state import Broken, Running, Starting
from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.widgets.buttons import action_button, icon_button
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.rows import ListRow, RowList


class ModelsPanel(QWidget):
    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._list = RowList(footer=_buttons(actions))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        session.engine_changed.connect(self._show_models)
        session.settings_changed.connect(self._show_chosen)
        self._show_models()

    @property
    def rows(self) -> tuple[QWidget, ...]:
        return self._list.rows

    def _show_models(self) -> None:
        self._shown: list[tuple[ModelInfo, ListRow]] = []
        for model in (*self._session.models, *self._session.upscalers):
            row = ListRow(after=self._buttons_of(model))
            row.tell(model.title, model_text(model))
            row.setToolTip(model.path)
            self._shown.append((model, row))
            if model in self._session.models:
                row.clicked.connect(lambda name=model.name: self._session.update(model=name))
        self._list.show_rows(tuple(row for _, row in self._shown))
        self._list.tell_empty(self._empty_text())
        self._show_chosen()

    def _buttons_of(self, model: ModelInfo) -> tuple[QWidget, ...]:
        if not model.is_elsewhere:
            return ()
        tip = "Take out of this list; the files stay"
        return (icon_button("x", tip, lambda: self._session.forget_model(model)),)

    def _empty_text(self) -> str:
        match self._session.engine:
            case Starting(what=what):
                return f"{what}…"
            case Broken(reason=reason):
                return reason
            case Running():
                return "No model is installed."

    def _show_chosen(self) -> None:
        for model, row in self._shown:
            row.set_chosen(model.name == self._session.settings.model)


def _buttons(actions: Actions) -> QWidget:
    buttons = QWidget()
    row = QHBoxLayout(buttons)
    row.setContentsMargins(RING_PX, 8, RING_PX, 4)
    row.setSpacing(8)
    for text, name in (("Use a folder…", "open_model"), ("Use a file…", "open_model_file")):
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(actions[name].trigger)
        row.addWidget(button)
    row.addWidget(action_button(actions["model_folder"], "folder-open"))
    return buttons


def model_text(model: ModelInfo) -> str:
    """ "text to image · inpaint · 256 × 256" """
    if model.upscale_factor > 1:
        return f"enlarges {model.upscale_factor}×"
    tasks = " · ".join(task.value.replace("-", " ") for task in model.tasks)
    return f"{model.native_extent} · {tasks}"
