"""The one style sheet of the window, made from tokens."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from studio.ui.tokens import Tokens

_RULES = Template("""
QMainWindow, QDialog { background: $panel; }
QDialog { border: 1px solid $line; }
QWidget#canvasArea { background: $surround; }
QToolTip {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 4px 7px;
}

QLabel { background: transparent; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="accent"] { color: $accent; }
QLabel:disabled { color: $disabled; }

QMenuBar { background: $panel; border: none; padding: 0 8px 0 0; }
QMenuBar::item { background: transparent; padding: 5px 5px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu {
    background: $raised; border: 1px solid $line; padding: 5px;
}
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 6px; margin: 0; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QLineEdit, QPlainTextEdit {
    background: $field; color: $text; border: 1px solid $line; border-radius: 9px;
    padding: 6px 10px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QPlainTextEdit:hover { border-color: $placeholder; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit:disabled { color: $disabled; }
QLineEdit[role="number"] {
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 0 1px;
}
QLineEdit[role="number"]:hover { background: $hover; }
QLineEdit[role="number"]:focus { background: $field; border-color: $accent; }
QLineEdit[role="inline"] {
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 0 0;
}
QLineEdit[role="inline"]:focus { background: $field; border-color: $accent; padding: 0 4px; }
QLineEdit[framed="true"], QLineEdit[framed="true"]:hover, QLineEdit[framed="true"]:focus {
    background: transparent; border-color: transparent;
}

QComboBox { padding: 6px 26px 6px 10px; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox::down-arrow { image: none; width: 0; }
QPushButton, QToolButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 8px;
    padding: 6px 12px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[role="accent"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; border-radius: 8px;
}
QPushButton[role="accent"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="accent"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[role="accent"]:disabled {
    background: $groove; border-color: $groove; color: $secondary;
}
QToolButton[role="bare"], QPushButton[role="bare"] {
    background: transparent; border: 1px solid transparent; padding: 3px;
}
QToolButton[role="bare"]:hover, QPushButton[role="bare"]:hover { background: $hover; }
QToolButton[role="bare"]:focus, QPushButton[role="bare"]:focus { border-color: $accent; }
QToolButton[role="tool"] {
    background: transparent; border: 1px solid transparent; border-radius: 8px; padding: 0;
}
QToolButton[role="tool"]:hover { background: $hover; }
QToolButton[role="tool"]:focus { border-color: $accent; }
QToolButton[role="tool"]:checked { background: $accent; }

QScrollArea, QScrollArea QWidget[role="plain"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle { background: $groove; border-radius: 3px; margin: 1px; }
QScrollBar::handle:hover { background: $placeholder; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractItemView { background: $panel; border: none; outline: none; }
QListView::item { padding: 8px 8px; border-radius: 8px; color: $text; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $chosen; color: $text; }
QListView[role="words"] { background: $raised; border: 1px solid $line; padding: 4px; }
QListView[role="words"]::item { padding: 3px 8px; border-radius: 6px; }
QListView[role="words"]::item:selected { background: $accent; color: $on_accent; }

QHeaderView { background: transparent; }
QHeaderView::section {
    background: transparent; color: $secondary; border: none; padding: 4px 8px;
}
QFileDialog QComboBox {
    background: $field; color: $text; border: 1px solid $line; border-radius: 9px;
}
QFileDialog QToolButton { padding: 4px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
""")


def stylesheet(tokens: Tokens) -> str:
    """Rules for every widget that Qt draws; sliders and rows of ours draw themselves."""
    return _RULES.substitute(asdict(tokens))
