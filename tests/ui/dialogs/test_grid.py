"""The grid is seen where it would be while it is set up, and stays only when that is taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.session.session import Session
from studio.ui.dialogs.grid import GridDialog
from studio.ui.window import MainWindow
from tests.ui.dialogs.test_sizes import type_into

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot, with_picture: MainWindow, session: Session) -> GridDialog:
    dialog = GridDialog(with_picture, session)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open_beside()
        dialog.activateWindow()
    return dialog


def test_a_hidden_grid_is_seen_while_it_is_set_up(dialog: GridDialog, session: Session):
    assert dialog.isVisible()
    assert session.view.grid


def test_what_is_typed_is_seen_at_once_and_stays(
    qtbot: QtBot, dialog: GridDialog, session: Session
):
    type_into(qtbot, dialog.spacing.field, "20")
    qtbot.keyClick(dialog.spacing.field, Qt.Key.Key_Tab)
    type_into(qtbot, dialog.across, "5")
    qtbot.keyClick(dialog.across, Qt.Key.Key_Tab)
    assert (session.view.grid_px, session.view.grid_x_px, session.view.grid_y_px) == (20, 5, 0)
    qtbot.mouseClick(dialog.apply, LEFT)
    assert not dialog.isVisible()
    assert session.view.grid
    assert session.view.grid_px == 20


def test_enter_in_a_field_takes_what_it_says(qtbot: QtBot, dialog: GridDialog, session: Session):
    type_into(qtbot, dialog.down, "7")
    qtbot.keyClick(dialog.down, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert session.view.grid_y_px == 7


def test_a_colour_is_chosen_by_a_click(qtbot: QtBot, dialog: GridDialog, session: Session):
    qtbot.mouseClick(dialog.colour, LEFT, pos=dialog.colour.centre_of(3).toPoint())
    assert session.view.grid_colour == "#43c98b"
    qtbot.mouseClick(dialog.colour, LEFT, pos=dialog.colour.centre_of(0).toPoint())
    assert session.view.grid_colour == ""


def test_esc_leaves_the_view_as_it_was(qtbot: QtBot, dialog: GridDialog, session: Session):
    before = session.view
    dialog.spacing.slider.setValue(20)
    dialog.colour.chosen.emit("#ffffff")
    assert session.view.grid_px != 64
    session.update_view(rulers=True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not session.view.grid
    assert (session.view.grid_px, session.view.grid_colour) == (before.grid_px, "")
    assert session.view.rulers, "what is no business of the dialog's stays"


def test_it_hides_nothing_of_the_picture(dialog: GridDialog, with_picture: MainWindow):
    canvas = with_picture.area.canvas
    edge = canvas.mapToGlobal(canvas.rect().topRight()).x()
    assert dialog.frameGeometry().left() > edge


def test_the_menu_opens_it(qtbot: QtBot, with_picture: MainWindow):
    with_picture.actions_by_name["grid_settings"].trigger()
    dialog = with_picture.findChild(GridDialog)
    assert dialog is not None
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
