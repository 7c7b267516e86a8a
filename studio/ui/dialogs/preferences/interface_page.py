"""How the studio looks, and what wheel and brush do."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.session.preferences import BrushCursor
from studio.session.session import Session
from studio.ui import theme
from studio.ui.dialogs.preferences.setting import Page
from studio.ui.theme import ThemeChoice, tokens
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.segments import Segments
from studio.ui.widgets.slider import NumberSlider

_THEMES = (
    (ThemeChoice.SYSTEM.value, "As the system"),
    (ThemeChoice.DARK.value, "Dark"),
    (ThemeChoice.LIGHT.value, "Light"),
)
_ZOOMS, _SIZES = "zooms", "sizes"
_INTO, _APART = "into", "apart"
_CURSORS = (
    (BrushCursor.OUTLINE.value, "Outline"),
    (BrushCursor.CROSS.value, "Cross"),
    (BrushCursor.BOTH.value, "Both"),
)
_TINTS = ("", "#ff8a3d", "#ffd166", "#43c98b", "#3fc5d8", "#6d8bff", "#b57bff", "#ffffff")
"""Empty = the theme's."""
_OPACITY = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_SWATCH_PX, _PITCH_PX = 18.0, 27


class InterfacePage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.theme = Segments("Theme", _THEMES)
        self.wheel = Segments("Mouse wheel", ((_ZOOMS, "Zooms"), (_SIZES, "Sizes the brush")))
        self.pointer = Segments("Pointer of the brush", _CURSORS)
        self.results = Segments(
            "Accepted results", ((_INTO, "Into the layer"), (_APART, "As a new layer"))
        )
        self.tint = Tints()
        self.opacity = NumberSlider("", _OPACITY)
        self.opacity.setFixedWidth(220)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        self.add_heading("Window")
        self.add_setting("Theme", "", self.theme)
        self.add_heading("Canvas")
        self.add_setting("Mouse wheel", "With Ctrl held it does the other.", self.wheel)
        self.add_setting("Pointer of the brush", "", self.pointer)
        self.add_setting("Accepted results", "Shift + Enter always makes a layer.", self.results)
        self.add_heading("Mask")
        self.add_setting("Tint", "The first is the theme's own.", self.tint)
        self.add_setting("Opacity of the tint", "", self.opacity)
        self.end()

    def _connect(self) -> None:
        session, shown = self._session, theme.current()
        self.theme.chosen.connect(lambda name: shown.choose(ThemeChoice(name)))
        self.wheel.chosen.connect(lambda name: session.prefer(wheel_sizes_brush=name == _SIZES))
        self.pointer.chosen.connect(lambda name: session.prefer(brush_cursor=BrushCursor(name)))
        self.results.chosen.connect(lambda name: session.prefer(results_apart=name == _APART))
        self.tint.chosen.connect(lambda colour: session.update_tool(mask_colour=colour))
        self.opacity.value_changed.connect(lambda value: session.update_tool(mask_opacity=value))
        for changed in (session.preferences_changed, session.tool_changed, shown.changed):
            changed.connect(self._show)

    def _show(self) -> None:
        preferences, tool = self._session.preferences, self._session.tool
        self.theme.show_choice(theme.current().choice.value)
        self.wheel.show_choice(_SIZES if preferences.wheel_sizes_brush else _ZOOMS)
        self.pointer.show_choice(preferences.brush_cursor.value)
        self.results.show_choice(_APART if preferences.results_apart else _INTO)
        self.tint.set_current(tool.mask_colour)
        self.opacity.set_value(tool.mask_opacity)


class Tints(QWidget):
    """A row of colours; ← and → choose too."""

    chosen = Signal(str)
    """#rrggbb; empty = the theme's."""

    def __init__(self) -> None:
        super().__init__()
        self._current: int | None = 0
        self.setAccessibleName("Tint of the mask")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_current(self, colour: str) -> None:
        """Show a colour; none is marked where it is not among them."""
        self._current = _TINTS.index(colour) if colour in _TINTS else None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(len(_TINTS) * _PITCH_PX, _PITCH_PX)

    def centre_of(self, index: int) -> QPointF:
        return QPointF((index + 0.5) * _PITCH_PX, _PITCH_PX / 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, colour in enumerate(_TINTS):
            centre, radius = self.centre_of(index), _SWATCH_PX / 2
            painter.setPen(QPen(QColor(shown.line), 1))
            painter.setBrush(QColor(colour or shown.mask))
            painter.drawEllipse(centre, radius, radius)
            if index == self._current:
                painter.setPen(QPen(QColor(shown.accent if self.hasFocus() else shown.text), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRectF(0, 0, _SWATCH_PX + 7, _SWATCH_PX + 7)
                ring.moveCenter(centre)
                painter.drawEllipse(ring)

    def _choose(self, index: int) -> None:
        self._current = min(max(index, 0), len(_TINTS) - 1)
        self.update()
        self.chosen.emit(_TINTS[self._current])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(int(event.position().x() // _PITCH_PX))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._choose((self._current or 0) + step)
        else:
            super().keyPressEvent(event)
