"""How far the mask's edge shall move or fade, seen on the canvas while it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QDialog, QWidget

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
from studio.ui.dialogs.sheet import Sheet
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.slider import Curve, NumberSlider

_WIDTH = NumberFormat(low=1, high=LARGEST_PX, unit="px")
_REACH_PX = 256.0
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
    "smooth", "Smooth mask", "Rounder corners, no specks, a sharp edge.", 8, smooth_edit
)
BORDER = EdgeChange("border", "Border of mask", "Only a band along the edge.", 8, border_edit)


class MaskEdgeDialog(Sheet):
    """What the canvas shows meanwhile is no step of undo; taking it is one."""

    def __init__(self, parent: QWidget, session: Session, change: EdgeChange) -> None:
        super().__init__(parent, change.title, change.sentence, "Apply", is_beside=True)
        self._session = session
        self._change = change
        self._shown: PixelEdit | None = None
        self.width_px = NumberSlider("Width", _WIDTH, reach=_REACH_PX, curve=Curve.LOGARITHMIC)
        self.width_px.set_value(self._remembered())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS[0])
        self._pause.timeout.connect(self.preview)
        self.width_px.field.setFixedWidth(62)
        self.body.addWidget(self.width_px)
        self.width_px.value_changed.connect(lambda _: self._pause.start())
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
            self.refuse(str(error))
            return
        self.tell("")
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


def ask_mask_edge(parent: QWidget, session: Session, change: EdgeChange) -> MaskEdgeDialog:
    """Opens the dialog in front of a window, which waits for it."""
    dialog = MaskEdgeDialog(parent, session, change)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open_beside()
    return dialog
