"""Of the tools that fill, draw gradients and pick colours."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.document.operations.filling import GradientShape
from studio.session.session import Session
from studio.ui.canvas.backdrop import paint_checkerboard
from studio.ui.menus.desk import Desk
from studio.ui.panels.options.brush import InsideMask
from studio.ui.panels.options.options import ToolOptions, bar_slider, named
from studio.ui.theme import tokens
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.painting import faded
from studio.ui.widgets.segments import Segments
from studio.ui.widgets.value_field import ValueField

_TOLERANCE = NumberFormat(low=0, high=255)
_GROW = NumberFormat(low=-64, high=64, unit="px")
_SIDES_PX = (1, 5, 15, 51)


class FillOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tolerance = bar_slider("Tolerance", _TOLERANCE)
        self.tolerance.field.setFixedWidth(32)
        self.contiguous = CheckBox("Contiguous")
        self.contiguous.setToolTip("Only what hangs together; Shift does the other")
        self.all_layers = CheckBox("All layers")
        self.all_layers.setToolTip("Compare what is seen; else the active layer’s own pixels")
        self.antialias = CheckBox("Antialias")
        self.grow = ValueField(_GROW, 0, hugs=True)
        self.grow.setToolTip("How far to fill beyond the edge, so that no rim stays")
        for box in (self.tolerance, self.contiguous, self.all_layers, self.antialias):
            self.row.addWidget(box)
        self.row.addLayout(named("Grow", self.grow))
        self.row.addWidget(InsideMask(desk))
        self.row.addStretch(1)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.tolerance.value_changed.connect(lambda value: self._compare(tolerance=round(value)))
        self.all_layers.clicked.connect(lambda on: self._compare(all_layers=on))
        self.antialias.clicked.connect(lambda on: self._compare(antialias=on))
        self.contiguous.clicked.connect(lambda on: self._take(contiguous=on))
        self.grow.value_changed.connect(lambda value: self._take(grow_px=round(value)))
        self.session.tool_changed.connect(self._show)

    def _take(self, **changes: object) -> None:
        self.session.update_tool(fill=replace(self.session.tool.fill, **changes))

    def _compare(self, **changes: object) -> None:
        self._take(likeness=replace(self.session.tool.fill.likeness, **changes))

    def _show(self) -> None:
        fill = self.session.tool.fill
        self.tolerance.set_value(fill.likeness.tolerance)
        self.all_layers.setChecked(fill.likeness.all_layers)
        self.antialias.setChecked(fill.likeness.antialias)
        self.contiguous.setChecked(fill.contiguous)
        self.grow.set_value(fill.grow_px)


class GradientOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shape = Segments("Shape", [("linear", "Linear"), ("radial", "Radial")])
        self.end = Segments("Ends in", [("background", "To background"), ("clear", "To clear")])
        for widget in (GradientStrip(self.session), self.shape, self.end, InsideMask(desk)):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        self.shape.chosen.connect(lambda name: self._take(shape=GradientShape(name)))
        self.end.chosen.connect(lambda name: self._take(to_clear=name == "clear"))
        self.session.tool_changed.connect(self._show)
        self._show()

    def _take(self, **changes: object) -> None:
        self.session.update_tool(gradient=replace(self.session.tool.gradient, **changes))

    def _show(self) -> None:
        gradient = self.session.tool.gradient
        self.shape.show_choice(gradient.shape.value)
        self.end.show_choice("clear" if gradient.to_clear else "background")


class GradientStrip(QWidget):
    """From which colour to which."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setFixedSize(QSize(110, 22))
        session.tool_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        tool, shown = self._session.tool, tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 6, 6)
        painter.setClipPath(shape)
        paint_checkerboard(painter, frame, shown.is_dark)
        colours = QLinearGradient(frame.topLeft(), frame.topRight())
        colours.setColorAt(0, QColor(*tool.foreground))
        end = QColor(*tool.foreground, 0) if tool.gradient.to_clear else QColor(*tool.background)
        colours.setColorAt(1, end)
        painter.fillPath(shape, colours)
        painter.setClipping(False)
        painter.strokePath(shape, QPen(faded(shown.text, 0.2), 1))


class PickerOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        choices = [(str(px), "Point" if px == 1 else f"{px} × {px}") for px in _SIDES_PX]
        self.side_px = Segments("Mean of", choices)
        self.sample_all = CheckBox("All layers")
        self.sample_all.setToolTip("Take what is seen; else the active layer’s own colour")
        self.row.addWidget(self.side_px)
        self.row.addWidget(self.sample_all)
        self.row.addStretch(1)
        self.side_px.chosen.connect(lambda px: self._take(side_px=int(px)))
        self.sample_all.clicked.connect(lambda on: self._take(sample_all=on))
        self.session.tool_changed.connect(self._show)
        self._show()

    def _take(self, **changes: object) -> None:
        self.session.update_tool(picker=replace(self.session.tool.picker, **changes))

    def _show(self) -> None:
        picker = self.session.tool.picker
        nearest = min(_SIDES_PX, key=lambda px: abs(px - picker.side_px))
        self.side_px.show_choice(str(nearest))
        self.sample_all.setChecked(picker.sample_all)
