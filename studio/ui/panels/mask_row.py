"""A mask in the list of masks; the active one shows what it has of its own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QImage,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.document.picture import NamedMask
from studio.document.surface import Mask
from studio.ui.theme import tokens
from studio.ui.widgets.buttons import open_below
from studio.ui.widgets.field_box import FIELD_PX, TextBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label, secondary_line
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.name_field import NameField
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.prompt_editor import PromptLine
from studio.ui.widgets.rows import ROW_PX, DraggedRow, Picture, stacked
from studio.ui.widgets.value_field import ValueField

COLOURS = (
    ("", "As all masks"),
    ("#ff4d6d", "Red"),
    ("#ff9f43", "Orange"),
    ("#43c98b", "Green"),
    ("#35c3e8", "Cyan"),
    ("#6d8bff", "Blue"),
    ("#a97bff", "Violet"),
    ("#ff6bd6", "Pink"),
    ("#b0b6c0", "Grey"),
)
_STRENGTH = NumberFormat(
    low=0.01, high=1.0, step=0.05, factor=100, unit="%", none_text="as the panel’s"
)
_PROMPT_HINT = "Its own prompt, instead of the panel’s"
_PLACED_HINT = "What shall be here"
_PICTURE_PX = 38
_FINEST_PX = 256
_DOT_PX = 12


class Swatch(QToolButton):
    """A dot in the mask's colour, which offers others."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._colour = QColor()
        self.setProperty("role", "bare")
        self.setFixedSize(26, 26)
        self.setToolTip("Colour of the tint")
        self.setAccessibleName("Colour of the tint")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open_colours)

    def show_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.update()

    def open_colours(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for colour, name in COLOURS:
            action = menu.addAction(_dot_icon(QColor(colour or tokens().mask)), name)
            action.triggered.connect(lambda _=False, colour=colour: self.chosen.emit(colour))
        open_below(menu, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_dot(QPainter(self), QRectF(self.rect()), self._colour)


class MaskRow(DraggedRow):
    """Lit and unfolded while it is the active one."""

    changed = Signal(str, object)
    """A field of NamedMask, and its new value."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(_PICTURE_PX)
        self.name = NameField()
        self.subtitle = secondary_line()
        # In line with the name, which has a frame.
        self.subtitle.setContentsMargins(1, 0, 0, 0)
        self.swatch = Swatch()
        self.prompt = PromptLine()
        self.prompt.setAccessibleName("Prompt of the mask")
        self.strength = ValueField(_STRENGTH, None, hugs=True)
        self.strength.setAccessibleName("Strength of the mask")
        self._details = QWidget()
        # Short lists do not stretch: rows keep their heights, and the rest stays empty.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.name.renamed.connect(lambda name: self.changed.emit("name", name))
        self.swatch.chosen.connect(lambda colour: self.changed.emit("colour", colour))
        self.prompt.taken.connect(lambda text: self.changed.emit("prompt", text))
        self.strength.value_changed.connect(lambda value: self.changed.emit("strength", value))

    def show_mask(
        self, entry: NamedMask, colour: QColor, *, active: bool, places: bool = False
    ) -> None:
        """colour: of its tint as it is seen. places: its words say what shall be where."""
        self.set_chosen(active)
        self.name.set_name(entry.name)
        self.subtitle.setText(subtitle_of(entry, places=places))
        self.swatch.show_colour(colour)
        self.prompt.show_text(entry.prompt)
        self.prompt.setPlaceholderText(_PLACED_HINT if places else _PROMPT_HINT)
        self.strength.set_value(entry.strength)
        # Only what is filled is more or less strongly so.
        self.strength.setEnabled(not (places and entry.prompt))
        self._details.setVisible(active)

    def show_picture(self, mask: Mask, colour: QColor) -> None:
        self.picture.show_image(mask_picture(mask, colour, 2 * _PICTURE_PX))

    def _lay_out(self) -> None:
        heading = QWidget()
        heading.setFixedHeight(ROW_PX)
        top = QHBoxLayout(heading)
        top.setContentsMargins(7, 0, 6, 0)
        top.setSpacing(9)
        top.addWidget(self.picture)
        top.addLayout(stacked(self.name, self.subtitle), 1)
        top.addWidget(self.swatch)
        self._lay_out_details()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading)
        layout.addWidget(self._details)

    def _lay_out_details(self) -> None:
        box = TextBox(self.prompt)
        box.setFixedHeight(FIELD_PX + 2 * RING_PX)
        below = QHBoxLayout()
        below.setContentsMargins(4, 0, 4, 0)
        below.addWidget(secondary_label("Strength"))
        below.addWidget(self.strength)
        below.addStretch()
        layout = QVBoxLayout(self._details)
        layout.setContentsMargins(5, 0, 5, 8)
        layout.setSpacing(3)
        layout.addWidget(box)
        layout.addLayout(below)


def subtitle_of(entry: NamedMask, *, places: bool = False) -> str:
    """ "A red balloon · 60 %" """
    if entry.mask.is_empty:
        return f"Empty: paint {'where it shall be' if places else 'what shall be replaced'}"
    if places and entry.prompt:
        return f"Here: {entry.prompt}"
    strength = "" if entry.strength is None else _STRENGTH.text(entry.strength)
    own = " · ".join(part for part in (entry.prompt, strength) if part)
    return own or (
        "Filled with the panel’s prompt" if places else "Prompt and strength of the panel"
    )


def mask_picture(mask: Mask, colour: QColor, px: int) -> QImage:
    """All of a mask, fitted into a square of that many pixels, in its colour on dark."""
    step = max(1, mask.extent.longest_side // _FINEST_PX)
    part = np.ascontiguousarray(mask.pixels[::step, ::step])
    height, width = part.shape
    small = QImage(part.data, width, height, part.strides[0], QImage.Format.Format_Alpha8)
    fitted = small.scaled(
        px, px, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    shape = QImage(fitted.size(), QImage.Format.Format_ARGB32_Premultiplied)
    shape.fill(colour)
    painter = QPainter(shape)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, fitted)
    painter.end()
    picture = QImage(px, px, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(QColor(tokens().groove))
    painter = QPainter(picture)
    left, top = (px - shape.width()) // 2, (px - shape.height()) // 2
    painter.fillRect(left, top, shape.width(), shape.height(), QColor(tokens().surround))
    painter.drawImage(left, top, shape)
    painter.end()
    return picture


def _paint_dot(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(area.center(), _DOT_PX / 2, _DOT_PX / 2)


def _dot_icon(colour: QColor) -> QIcon:
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(2, 2)
    _paint_dot(painter, QRectF(0, 0, 16, 16), colour)
    painter.end()
    return QIcon(pixmap)
