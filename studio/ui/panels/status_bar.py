"""One quiet line: the engine, memory, the picture's size, the pointer, the zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.core.geometry import Point
from studio.session.engine_state import Broken, Running, Starting
from studio.session.session import Session
from studio.ui.panels.work_line import WorkLine
from studio.ui.theme import label_font, tokens
from studio.ui.widgets.labels import secondary_label, strong_label

HEIGHT_PX = 27
_MEMORY_MS = 2000
_GAP_PX = 22
_GB = 1e9
_PRECISIONS = {"float32": "fp32", "bfloat16": "bf16", "float16": "fp16"}


class Dot(QWidget):
    """In the colour of a token."""

    def __init__(self) -> None:
        super().__init__()
        self._token = "busy"
        self.setFixedSize(12, 12)

    @property
    def token(self) -> str:
        return self._token

    def show_token(self, token: str) -> None:
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens(), self._token)))
        painter.drawEllipse(2, 3, 7, 7)


class StatusBar(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.dot = Dot()
        self.model = strong_label()
        font = label_font()
        font.setWeight(self.model.font().weight())
        self.model.setFont(font)
        self.device, self.memory, self.extent, self.pointer = (secondary_label() for _ in range(4))
        self.zoom = strong_label("100 %")
        self.zoom.setFont(font)
        self.work = WorkLine(session.background)
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(13, 0, 14, 1)
        layout.setSpacing(0)
        layout.addWidget(self.dot)
        layout.addSpacing(5)
        layout.addWidget(self.model)
        layout.addWidget(self.device)
        for label in (self.memory, self.extent):
            label.setContentsMargins(_GAP_PX, 0, 0, 0)
            layout.addWidget(label)
        # Until it is known there is no gap for it either.
        self.memory.hide()
        layout.addStretch()
        layout.addWidget(self.work)
        layout.addSpacing(_GAP_PX)
        layout.addWidget(self.pointer)
        layout.addSpacing(_GAP_PX)
        layout.addWidget(self.zoom)
        self.zoom.setMinimumWidth(44)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _follow(self) -> None:
        session = self._session
        session.engine_changed.connect(self._show_engine)
        session.settings_changed.connect(self._show_engine)
        session.picture_changed.connect(self._show_extent)
        timer = QTimer(self, interval=_MEMORY_MS)
        timer.timeout.connect(self._show_memory)
        timer.start()
        self._show_engine()
        self._show_extent()

    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{zoom * 100:.0f} %")

    def show_pointer(self, point: Point | None) -> None:
        self.pointer.setText("" if point is None else f"x {int(point.x)}  y {int(point.y)}")

    def _show_engine(self) -> None:
        match self._session.engine:
            case Starting():
                self._tell_engine("busy", "", "starting engine…")
            case Broken(reason=reason):
                self._tell_engine("bad", "", "engine stopped")
                self.device.setToolTip(reason)
            case Running(ready=ready):
                model = self._session.model
                precision = _PRECISIONS.get(ready.device.precision, ready.device.precision)
                where = f" · {ready.device.title} · {precision}"
                self._tell_engine("good", model.title if model else "No model", where)

    def _tell_engine(self, token: str, model: str, rest: str) -> None:
        self.dot.show_token(token)
        self.model.setText(model)
        self.device.setText(rest)

    def _show_memory(self) -> None:
        # The timer comes here first when the window has been on screen for a while.
        import psutil  # noqa: PLC0415

        used, total = psutil.Process().memory_info().rss, psutil.virtual_memory().total
        self.memory.show()
        self.memory.setText(f"memory {used / _GB:.1f} of {total / _GB:.0f} GB")

    def _show_extent(self) -> None:
        self.extent.setText(str(self._session.document.extent))
