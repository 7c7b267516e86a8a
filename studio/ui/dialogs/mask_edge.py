"""How far the mask's edge shall move or fade, seen on the canvas while it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QPoint, QSettings, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.operations.mask_edges import (
    LARGEST_PX,
    border_edit,
    feather_edit,
    grow_edit,
    shrink_edit,
    smooth_edit,
)
from studio.session.session import Session
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label, strong_label
from studio.ui.widgets.slider import Curve, NumberSlider

_WIDTH = NumberFormat(low=1, high=LARGEST_PX, unit="px")
_REACH_PX = 256.0
_DIALOG_PX = 330
_MARGIN = QPoint(372, 96)
"""From the window's right top corner: beside the panel, where it hides little of the picture."""
_PAUSE_MS = (25, 400)
"""Shortest and longest; as long as the mask took last time, so that the slider still follows."""


@dataclass(frozen=True, slots=True)
class EdgeChange:
    name: str
    """Its width is remembered under this."""
    title: str
    sentence: str
    usual_px: int
    make: Callable[[Document, int], PixelEdit | None]


GROW = EdgeChange("grow", "Grow mask", "Wider to all sides.", 8, grow_edit)
SHRINK = EdgeChange("shrink", "Shrink mask", "Narrower from all sides.", 8, shrink_edit)
FEATHER = EdgeChange(
    "feather", "Feather mask", "The edge fades over this much to each side.", 12, feather_edit
)
SMOOTH = EdgeChange(
    "smooth", "Smooth mask", "Corners are rounded, specks go; the edge stays sharp.", 8, smooth_edit
)
BORDER = EdgeChange("border", "Border of mask", "Only a band along the edge.", 8, border_edit)


class MaskEdgeDialog(QDialog):
    """What the canvas shows meanwhile is no step of undo; taking it is one."""

    def __init__(self, parent: QWidget, session: Session, change: EdgeChange) -> None:
        super().__init__(parent)
        self._session = session
        self._change = change
        self._shown: PixelEdit | None = None
        self.width_px = NumberSlider("Width", _WIDTH, reach=_REACH_PX, curve=Curve.LOGARITHMIC)
        self.width_px.set_value(self._remembered())
        self.apply = QPushButton("Apply")
        self.give_up = QPushButton("Cancel")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS[0])
        self._pause.timeout.connect(self.preview)
        self._lay_out()
        self.width_px.value_changed.connect(lambda _: self._pause.start())
        self.apply.clicked.connect(self.accept)
        self.give_up.clicked.connect(self.reject)
        self.finished.connect(self._finish)
        self._pause.start()

    @property
    def _px(self) -> int:
        return round(self.width_px.value)

    def preview(self) -> None:
        """Show the mask as it would be."""
        self._pause.stop()
        self._take_back()
        document, begun = self._session.document, perf_counter()
        try:
            self._shown = self._change.make(document, self._px)
        except StudioError as error:
            self._session.problem.emit(str(error))
            return
        if self._shown is not None:
            self._shown.apply(document)
        took_ms = round(1000 * (perf_counter() - begun))
        self._pause.setInterval(min(max(took_ms, _PAUSE_MS[0]), _PAUSE_MS[1]))

    def _take_back(self) -> None:
        if self._shown is not None:
            self._shown.revert(self._session.document)
            self._shown = None

    def _finish(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            if self._shown is None or self._pause.isActive():
                self.preview()
            QSettings().setValue(self._key, self._px)
            # It is done already: from here on it can be undone.
            edit, self._shown = self._shown, None
            self._session.push(edit)
        self._pause.stop()
        self._take_back()

    @property
    def _key(self) -> str:
        return f"mask/{self._change.name}_px"

    def _remembered(self) -> float:
        stored = str(QSettings().value(self._key, self._change.usual_px))
        return _WIDTH.clamped(float(stored)) if stored.isdecimal() else self._change.usual_px

    def _lay_out(self) -> None:
        self.setWindowTitle(self._change.title)
        self.setFixedWidth(_DIALOG_PX)
        self.width_px.field.setFixedWidth(62)
        self.apply.setProperty("role", "accent")
        self.apply.setDefault(True)
        self.give_up.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.give_up)
        buttons.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(4)
        layout.addWidget(strong_label(self._change.title))
        layout.addWidget(secondary_label(self._change.sentence))
        layout.addSpacing(8)
        layout.addWidget(self.width_px)
        layout.addSpacing(12)
        layout.addLayout(buttons)


def ask_mask_edge(parent: QWidget, session: Session, change: EdgeChange) -> MaskEdgeDialog:
    """Opens the dialog in front of a window, which waits for it."""
    dialog = MaskEdgeDialog(parent, session, change)
    dialog.finished.connect(dialog.deleteLater)
    corner = parent.mapToGlobal(QPoint(parent.width(), 0))
    dialog.move(corner.x() - _MARGIN.x() - _DIALOG_PX, corner.y() + _MARGIN.y())
    dialog.open()
    return dialog
