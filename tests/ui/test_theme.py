"""The window's dress."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from studio.ui import theme
from studio.ui.theme import ThemeChoice
from studio.ui.tokens import DARK, LIGHT, Tokens
from studio.ui.window import MainWindow


@pytest.fixture(autouse=True)
def as_the_system_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.current().choose(ThemeChoice.SYSTEM)


def test_the_application_has_one_theme(qapp: QApplication) -> None:
    assert theme.current() is theme.current()


@pytest.mark.parametrize(
    ("choice", "tokens"), [(ThemeChoice.DARK, DARK), (ThemeChoice.LIGHT, LIGHT)]
)
def test_a_theme_dresses_palette_and_style_sheet(
    qapp: QApplication, choice: ThemeChoice, tokens: Tokens
) -> None:
    theme.current().choose(choice)
    assert theme.tokens() is tokens
    assert qapp.palette().window().color() == QColor(tokens.panel)
    assert tokens.accent in qapp.styleSheet()


def test_a_chosen_theme_is_remembered(qapp: QApplication) -> None:
    theme.current().choose(ThemeChoice.LIGHT)
    assert QSettings().value("window/theme") == "light"


def test_the_menu_changes_the_theme(window: MainWindow) -> None:
    menu = window.theme_menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Light").trigger()
    assert theme.tokens() is LIGHT


def test_an_icon_takes_the_colours_of_a_new_theme(qapp: QApplication) -> None:
    icon = theme.icon("eye")
    theme.current().choose(ThemeChoice.DARK)
    dark = painted(icon)
    theme.current().choose(ThemeChoice.LIGHT)
    assert painted(icon) != dark


def test_an_unknown_icon_is_a_mistake(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        theme.icon("no such icon")


def test_figures_are_tabular(qapp: QApplication) -> None:
    assert theme.body_font().featureValue(theme.TABULAR) == 1


@pytest.mark.parametrize("tokens", [DARK, LIGHT])
@pytest.mark.parametrize("ground", ["panel", "raised", "field"])
def test_text_can_be_read_on_every_ground(tokens: Tokens, ground: str) -> None:
    """WCAG 2.2: 4.5 for text of this size."""
    assert contrast(tokens.text, getattr(tokens, ground)) > 7
    assert contrast(tokens.secondary, getattr(tokens, ground)) > 4.5


def painted(icon: QIcon) -> QImage:
    image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    icon.paint(painter, QRect(0, 0, 32, 32))
    painter.end()
    return image


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue, _ = QColor(colour).getRgbF()
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
