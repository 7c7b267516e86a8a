"""Colours, type and icons of the window, in a dark and a light dress.

One `Theme` belongs to the application; widgets read `tokens()` when they paint and repaint on
`Theme.changed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from studio.ui.icons import glyph_icon
from studio.ui.stylesheet import stylesheet
from studio.ui.tokens import DARK, LIGHT, Tokens

BODY_PX = 13
LABEL_PX = 11.5
TABULAR = QFont.Tag("tnum")
"""Figures of one width, so that a number that changes does not move."""
_REMEMBERED = "window/theme"


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Theme(QObject):
    """Dresses the application, and again whenever the system or the person changes their mind."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._hints = app.styleHints()
        self.choice = ThemeChoice.SYSTEM
        self.tokens = DARK
        app.setStyle("Fusion")
        app.setFont(body_font())
        self._hints.colorSchemeChanged.connect(self._refresh)
        self.choose(_remembered_choice())

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay dark or light; remembered."""
        self.choice = choice
        QSettings().setValue(_REMEMBERED, choice.value)
        # The platform's own parts (title bar, file dialogs) follow where Qt can tell them.
        self._hints.setColorScheme(_SCHEMES[choice])
        self._dress(self._wanted())

    def _wanted(self) -> Tokens:
        if self.choice is ThemeChoice.SYSTEM:
            light = self._hints.colorScheme() is Qt.ColorScheme.Light
        else:
            light = self.choice is ThemeChoice.LIGHT
        return LIGHT if light else DARK

    def _refresh(self) -> None:
        if self._wanted() is not self.tokens:
            self._dress(self._wanted())

    def _dress(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._app.setPalette(_palette(tokens))
        self._app.setStyleSheet(stylesheet(tokens))
        self.changed.emit()


_SCHEMES = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
}


def current() -> Theme:
    """The application's theme, dressed at the first call; RuntimeError without an application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("A theme needs a QApplication.")
    found = app.findChild(Theme, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or Theme(app)


def tokens() -> Tokens:
    """The colours that are shown now."""
    return current().tokens


def _remembered_choice() -> ThemeChoice:
    value = str(QSettings().value(_REMEMBERED, ThemeChoice.SYSTEM.value))
    return ThemeChoice(value) if value in set(ThemeChoice) else ThemeChoice.SYSTEM


def body_font() -> QFont:
    """Inter where it is installed, else the system's UI font; tabular figures."""
    font = QFont("Inter") if _has_inter() else QGuiApplication.font()
    font.setPixelSize(BODY_PX)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(TABULAR, 1)
    return font


@cache
def _has_inter() -> bool:
    return "Inter" in QFontDatabase.families()


def label_font() -> QFont:
    """For what names a field, one size below the body."""
    font = body_font()
    font.setPointSizeF(LABEL_PX * 72 / QGuiApplication.primaryScreen().logicalDotsPerInchY())
    return font


def strong_font(pixel_size: int = BODY_PX) -> QFont:
    font = body_font()
    font.setPixelSize(pixel_size)
    font.setWeight(QFont.Weight.DemiBold)
    return font


@dataclass(frozen=True, slots=True)
class IconColours:
    """Names of tokens, by an icon's state."""

    normal: str = "icon"
    active: str = "text"
    selected: str = "text"
    checked: str = "on_accent"


STANDARD = IconColours()


def icon(name: str, colours: IconColours = STANDARD) -> QIcon:
    """A Phosphor icon in the theme's colours, which it asks for at each paint."""

    def colouring(mode: QIcon.Mode, state: QIcon.State) -> QColor:
        shown = tokens()
        if mode is QIcon.Mode.Disabled:
            return QColor(shown.disabled)
        if state is QIcon.State.On:
            return QColor(getattr(shown, colours.checked))
        if mode is QIcon.Mode.Normal:
            return QColor(getattr(shown, colours.normal))
        return QColor(getattr(shown, colours.active))

    return glyph_icon(name, colouring)


def _palette(shown: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: shown.panel,
        role.WindowText: shown.text,
        role.Base: shown.field,
        role.AlternateBase: shown.raised,
        role.Text: shown.text,
        role.Button: shown.raised,
        role.ButtonText: shown.text,
        role.BrightText: shown.on_accent,
        role.Highlight: shown.accent,
        role.HighlightedText: shown.on_accent,
        role.PlaceholderText: shown.placeholder,
        role.ToolTipBase: shown.raised,
        role.ToolTipText: shown.text,
        role.Link: shown.accent,
        role.Accent: shown.accent,
        role.Light: shown.raised,
        role.Midlight: shown.line,
        role.Mid: shown.line,
        role.Dark: shown.line,
        role.Shadow: shown.surround,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(shown.disabled))
    return palette
