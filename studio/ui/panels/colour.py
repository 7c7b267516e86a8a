"""The colours in hand: wheel, sliders, digits and swatches, on a card beside the tools."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.core.errors import BadInput
from studio.document.colour import Colour
from studio.session.session import Session
from studio.session.stored import COLOURS_KEPT
from studio.ui.keymap import Keymap
from studio.ui.panels.screen_picker import pick_from_screen
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.cards import SHADOW_PX, Card
from studio.ui.widgets.colour_slider import ColourSlider
from studio.ui.widgets.colour_wells import ColourWells
from studio.ui.widgets.colour_wheel import ColourWheel, Hsv
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.swatches import Swatches
from studio.ui.widgets.tabs import Tab, Tabs

_MARGIN_PX = 14
_WIDTH_PX = 232
_WELLS_PX = 40
_HEIGHT_WITH_SLIDERS_PX = 530
_HAND_PX = 36
_HSV = (("H", "Hue", 360), ("S", "Saturation", 100), ("V", "Value", 100))
_RGB = (("R", "Red", 255), ("G", "Green", 255), ("B", "Blue", 255))


class HandColours(ColourWells):
    """The wells at the foot of the tools."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(_HAND_PX)
        self._session = session
        self._keymap = keymap
        keymap.changed.connect(self._tell_keys)
        self._tell_keys()
        session.tool_changed.connect(self._follow)
        self._follow()

    def _tell_keys(self) -> None:
        swap, usual = self._keymap["swap_colours"], self._keymap["default_colours"]
        lines = (self._keymap.told(each.title, each.name) for each in (swap, usual))
        self.show_hint("\n".join(lines))

    def _follow(self) -> None:
        tool = self._session.tool
        self.show_colours(tool.foreground, tool.background)


class ColourCard(Card):
    """Floats over the canvas, at the foot of the tools, until it is closed."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._target = "foreground"
        self._hsv: Hsv = (0.0, 0.0, 0.0)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._follow()
        self.hide()

    def toggle(self, target: str) -> None:
        """Show it for the foreground or the background colour; hide it where it is shown."""
        if self.isVisible() and target == self._target:
            self.hide()
            return
        self._target = target
        self._follow()
        self.show()
        self.raise_()
        parent = self.parentWidget()
        if parent is not None:
            self.place(parent)

    def place(self, area: QWidget) -> None:
        """At the left, as low as it goes; without sliders where the window is low."""
        self.tabs.setVisible(area.height() >= _HEIGHT_WITH_SLIDERS_PX)
        # Of the width that it has: the rows of swatches follow from it.
        self.resize(self.width(), self.heightForWidth(self.width()))
        self.move(-SHADOW_PX + 8, max(-SHADOW_PX, area.height() - self.height() + SHADOW_PX - 8))

    @property
    def colour(self) -> Colour:
        """The one that is being changed."""
        tool = self._session.tool
        return tool.background if self._target == "background" else tool.foreground

    def _make_parts(self) -> None:
        self.wells = ColourWells(_WELLS_PX)
        self.digits = QLineEdit()
        self.digits.setAccessibleName("Colour in hexadecimal digits")
        self.digits.setMaxLength(9)
        # Whoever opens the card wants to paint on, with the canvas's keys.
        self.digits.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.wheel = ColourWheel()
        self.hsv = tuple(ColourSlider(*each) for each in _HSV)
        self.rgb = tuple(ColourSlider(*each) for each in _RGB)
        self.tabs = Tabs((Tab("HSV", _page(self.hsv)), Tab("RGB", _page(self.rgb))))
        self.recent = Swatches("Recent colours")
        self.swatches = Swatches("Swatches", can_change=True)
        self.swap = icon_button("swap", "Swap  X", self._swap)
        self.from_screen = icon_button("eyedropper", "Pick from the screen", self._pick_from_screen)
        self.keep = icon_button("plus", "Keep the colour in hand", self._keep, px=13)
        self.close_button = icon_button("x", "Close", self.hide, px=13)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        edge = SHADOW_PX + _MARGIN_PX
        layout.setContentsMargins(edge, edge - 4, edge, edge)
        layout.setSpacing(9)
        layout.addLayout(self._top_row())
        layout.addWidget(self.wheel, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.tabs)
        self._recent_label = secondary_label("Recent")
        layout.addWidget(self._recent_label)
        layout.addWidget(self.recent)
        layout.addLayout(self._swatches_row())
        layout.addWidget(self.swatches)
        self.setFixedWidth(_WIDTH_PX + 2 * edge)

    def _top_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.wells)
        row.addSpacing(4)
        row.addWidget(self.digits, 1)
        for button in (self.swap, self.from_screen, self.close_button):
            row.addWidget(button)
        return row

    def _swatches_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(secondary_label("Swatches"))
        row.addStretch()
        row.addWidget(self.keep)
        return row

    def _connect(self) -> None:
        self._session.tool_changed.connect(self._follow)
        self.wells.pressed.connect(self._aim)
        self.digits.editingFinished.connect(self._take_digits)
        self.wheel.picked.connect(lambda *hsv: self._take_hsv(hsv))
        for index, slider in enumerate(self.hsv):
            slider.value_changed.connect(lambda value, index=index: self._take_part(index, value))
        for index, slider in enumerate(self.rgb):
            slider.value_changed.connect(lambda value, index=index: self._take_byte(index, value))
        for swatches in (self.recent, self.swatches):
            swatches.taken.connect(self._take)
        self.swatches.removed.connect(self._drop)

    # What a person does.

    def _aim(self, target: str) -> None:
        self._target = target
        self._follow()

    def _take(self, colour: Colour) -> None:
        self._session.update_tool(**{self._target: colour})

    def _take_hsv(self, hsv: Hsv) -> None:
        self._hsv = hsv
        self._take(_colour_of(hsv))

    def _take_part(self, index: int, value: float) -> None:
        hue, saturation, value_ = (
            value if place == index else part for place, part in enumerate(self._hsv)
        )
        self._take_hsv((hue, saturation, value_))

    def _take_byte(self, index: int, value: float) -> None:
        parts = list(self.colour)
        parts[index] = round(255 * value)
        self._take(Colour(*parts))

    def _take_digits(self) -> None:
        if not self.digits.isModified():
            return
        self.digits.setModified(False)
        try:
            self._take(Colour.of_hex(self.digits.text()))
        except BadInput as error:
            self._session.problem.emit(str(error))
            self._follow()

    def _swap(self) -> None:
        tool = self._session.tool
        self._session.update_tool(foreground=tool.background, background=tool.foreground)

    def _keep(self) -> None:
        kept = self._session.tool.swatches
        if self.colour not in kept:
            self._session.update_tool(swatches=(*kept, self.colour)[-COLOURS_KEPT:])

    def _drop(self, index: int) -> None:
        kept = self._session.tool.swatches
        self._session.update_tool(swatches=(*kept[:index], *kept[index + 1 :]))

    def _pick_from_screen(self) -> None:
        pick_from_screen(self, self._take, self._session.problem.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    # What is shown.

    def _follow(self) -> None:
        tool, colour = self._session.tool, self.colour
        if _colour_of(self._hsv) != colour:
            self._hsv = _hsv_of(colour, self._hsv)
        self.wells.show_colours(tool.foreground, tool.background, self._target)
        if not self.digits.isModified():
            self.digits.setText(colour.hex)
        self.wheel.show_hsv(self._hsv)
        self._show_sliders(colour)
        self._recent_label.setVisible(bool(tool.recent))
        self.recent.setVisible(bool(tool.recent))
        self.recent.show_colours(tool.recent, colour)
        self.swatches.show_colours(tool.swatches, colour)
        area = self.parentWidget()
        needed = self.heightForWidth(self.width())
        if self.isVisible() and area is not None and needed != self.height():
            # The room that swatches need changes with their number.
            self.place(area)

    def _show_sliders(self, colour: Colour) -> None:
        hue, saturation, value = self._hsv
        ramps = (
            lambda share: QColor.fromHsvF(share % 1, 1, 1),
            lambda share: QColor.fromHsvF(hue % 1, share, value),
            lambda share: QColor.fromHsvF(hue % 1, saturation, share),
        )
        for slider, part, ramp in zip(self.hsv, self._hsv, ramps, strict=True):
            slider.show_value(part, ramp)
        for index, slider in enumerate(self.rgb):

            def ramp_of(share: float, index: int = index) -> QColor:
                parts = list(colour)
                parts[index] = round(255 * share)
                return QColor(*parts)

            slider.show_value(colour[index] / 255, ramp_of)


def _colour_of(hsv: Hsv) -> Colour:
    hue, saturation, value = hsv
    shown = QColor.fromHsvF(hue % 1, saturation, value)
    return Colour(shown.red(), shown.green(), shown.blue())


def _hsv_of(colour: Colour, before: Hsv) -> Hsv:
    """A grey has no hue and black no saturation either: those stay as they were."""
    shown = QColor(*colour)
    if shown.value() == 0:
        return before[0], before[1], 0.0
    hue = before[0] if shown.hueF() < 0 else shown.hueF()
    return hue, shown.saturationF(), shown.valueF()


def _page(sliders: tuple[ColourSlider, ...]) -> QWidget:
    page = QWidget()
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(3)
    for slider in sliders:
        rows.addWidget(slider)
    return page
