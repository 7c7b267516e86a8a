"""The list of masks, through what a person does with it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds
from studio.document.surface import Mask
from studio.session.session import Session
from studio.ui.panels.mask_row import MaskRow, mask_picture
from studio.ui.panels.masks import MasksPanel
from studio.ui.widgets.rows import ROW_PX, DropLine
from studio.ui.window import MainWindow
from tests.ui.pointing import move_to

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(with_picture: MainWindow, session: Session) -> MasksPanel:
    """The panel in front, with a painted mask and an empty one, which is active."""
    session.document.mask.part(Bounds(0, 0, 20, 20))[:] = 255
    with_picture.actions_by_name["add_mask"].trigger()
    panel = with_picture.side.masks
    assert panel.isVisible()
    return panel


def names(session: Session) -> list[str]:
    return [entry.name for entry in session.document.picture.masks]


def write(qtbot: QtBot, row: MaskRow, prompt: str) -> None:
    qtbot.mouseClick(row.prompt, LEFT)
    qtbot.keyClicks(row.prompt, prompt)


def test_a_new_mask_is_active_and_shown(panel: MasksPanel, session: Session):
    assert names(session) == ["Mask", "Mask 2"]
    assert len(panel.rows) == 2
    assert panel.rows[1].prompt.isVisible()
    assert not panel.rows[0].prompt.isVisible()


def test_a_click_makes_a_mask_the_active_one(qtbot: QtBot, panel: MasksPanel, session: Session):
    qtbot.mouseClick(panel.rows[0], LEFT, pos=QPoint(80, 20))
    assert session.document.picture.named_mask.name == "Mask"
    assert session.document.mask.painted == Bounds(0, 0, 20, 20)
    assert panel.rows[0].prompt.isVisible()


def test_a_name_is_changed_where_it_stands(qtbot: QtBot, panel: MasksPanel, session: Session):
    name = panel.rows[0].name
    qtbot.mouseDClick(name, LEFT)
    qtbot.keyClicks(name, "Sky")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert names(session) == ["Sky", "Mask 2"]
    session.undo_stack.undo()
    assert names(session) == ["Mask", "Mask 2"]
    assert panel.rows[0].name.text() == "Mask"


def test_escape_leaves_the_old_name(qtbot: QtBot, panel: MasksPanel, session: Session):
    name = panel.rows[0].name
    qtbot.mouseDClick(name, LEFT)
    qtbot.keyClicks(name, "Sky")
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert name.text() == "Mask"
    assert names(session) == ["Mask", "Mask 2"]


def test_own_words_are_told_and_used(qtbot: QtBot, panel: MasksPanel, session: Session):
    session.update(prompt="a boat")
    qtbot.mouseClick(panel.rows[0], LEFT, pos=QPoint(80, 20))
    row = panel.rows[0]
    write(qtbot, row, "a balloon")
    qtbot.keyClick(row.prompt, Qt.Key.Key_Return)
    row.strength.setFocus()
    qtbot.keyClicks(row.strength, "60")
    qtbot.keyClick(row.strength, Qt.Key.Key_Return)
    assert row.subtitle.text() == "a balloon · 60 %"
    assert session.intent.own == "“Mask”: a balloon · 60 %"
    assert session.intent.title == "Refine masked"
    assert session.settings.prompt == "a boat"


def test_generating_with_the_keys_takes_what_is_being_written(
    qtbot: QtBot, panel: MasksPanel, session: Session
):
    session.update(prompt="a boat")
    qtbot.mouseClick(panel.rows[0], LEFT, pos=QPoint(80, 20))
    write(qtbot, panel.rows[0], "a balloon")
    qtbot.keyClick(panel.rows[0].prompt, Qt.Key.Key_Return, CTRL)
    assert session.document.picture.named_mask.prompt == "a balloon"


def test_an_emptied_strength_is_the_panels_again(qtbot: QtBot, panel: MasksPanel, session: Session):
    row = panel.rows[1]
    for text in ("40", ""):
        row.strength.setFocus()
        row.strength.selectAll()
        qtbot.keyClick(row.strength, Qt.Key.Key_Delete)
        qtbot.keyClicks(row.strength, text)
        qtbot.keyClick(row.strength, Qt.Key.Key_Return)
        strength = session.document.picture.named_mask.strength
        assert strength == (0.4 if text else None)


def test_a_colour_is_the_masks_own_and_can_be_undone(panel: MasksPanel, session: Session):
    panel.rows[0].swatch.chosen.emit("#43c98b")
    assert session.document.picture.masks[0].colour == "#43c98b"
    session.undo_stack.undo()
    assert session.document.picture.masks[0].colour == ""


def test_duplicate_and_remove(with_picture: MainWindow, panel: MasksPanel, session: Session):
    actions = with_picture.actions_by_name
    panel.rows[0].clicked.emit()
    actions["duplicate_mask"].trigger()
    assert names(session) == ["Mask", "Mask copy", "Mask 2"]
    assert session.document.mask.painted == Bounds(0, 0, 20, 20)
    for _ in range(2):
        actions["remove_mask"].trigger()
    assert names(session) == ["Mask"]
    assert not actions["remove_mask"].isEnabled()
    while session.undo_stack.undoText() != "Paste":
        session.undo_stack.undo()
    assert names(session) == ["Mask"]
    assert session.document.mask.painted == Bounds(0, 0, 20, 20)


def test_the_buttons_follow_the_actions(panel: MasksPanel, session: Session):
    buttons = {button.accessibleName(): button for button in panel.findChildren(QToolButton)}
    buttons["Remove mask"].click()
    assert names(session) == ["Mask"]
    assert not buttons["Remove mask"].isEnabled()
    buttons["New mask"].click()
    assert names(session) == ["Mask", "Mask 2"]


def test_the_tint_is_as_strong_as_it_is_set(panel: MasksPanel, session: Session):
    panel.tint.slider.setValue(panel.tint.slider.maximum())
    assert session.tool.mask_opacity == 1.0


def test_a_blank_document_has_no_masks_to_list(window: MainWindow):
    assert window.side.masks.rows == ()


def test_a_small_picture_shows_where_a_mask_lies_in_its_colour(qapp: object):
    mask = Mask(np.zeros((100, 200), np.uint8))
    mask.pixels[:, :100] = 255
    picture = mask_picture(mask, QColor("#43c98b"), 80)
    assert picture.pixelColor(20, 40) == QColor("#43c98b")
    assert picture.pixelColor(60, 40) != QColor("#43c98b")
    assert picture.pixelColor(60, 40) != picture.pixelColor(60, 5)


def test_the_panels_strength_rests_while_the_mask_has_its_own(
    with_picture: MainWindow, panel: MasksPanel, session: Session
):
    strength = with_picture.side.sampling.strength
    assert strength.isEnabled()
    panel.rows[0].clicked.emit()
    panel.rows[0].changed.emit("strength", 0.3)
    assert strength.value == 0.3
    assert not strength.isEnabled()
    assert session.settings.strength == 1.0
    panel.rows[1].clicked.emit()
    assert strength.value == 1.0
    assert strength.isEnabled()


def test_the_prompt_says_that_a_mask_has_its_own(
    with_picture: MainWindow, panel: MasksPanel, session: Session
):
    session.update(prompt="a boat")
    panel.rows[0].clicked.emit()
    panel.rows[0].changed.emit("prompt", "a balloon")
    assert with_picture.side.prompt.own.text() == "“Mask” has its own"
    assert with_picture.side.generate.doing.text() == "“Mask”: a balloon"
    session.undo_stack.undo()
    assert with_picture.side.prompt.own.text() == ""


def test_a_mask_that_becomes_active_is_scrolled_to(
    qtbot: QtBot, with_picture: MainWindow, panel: MasksPanel
):
    def is_all_seen(row: MaskRow) -> bool:
        seen = row.visibleRegion().boundingRect().size()
        return seen == row.size() and row.prompt.isVisible()

    for _ in range(8):
        with_picture.actions_by_name["add_mask"].trigger()
    last, first = panel.rows[-1], panel.rows[0]
    qtbot.waitUntil(lambda: is_all_seen(last) and not is_all_seen(first))
    qtbot.waitUntil(lambda: first.visibleRegion().isEmpty())
    first.clicked.emit()
    qtbot.waitUntil(lambda: is_all_seen(first))


# Their order.


@pytest.fixture
def three(with_picture: MainWindow, panel: MasksPanel) -> MasksPanel:
    """The panel with "Mask", "Mask 2" and "Mask 3", which is active."""
    with_picture.actions_by_name["add_mask"].trigger()
    QApplication.processEvents()
    return panel


def drag(qtbot: QtBot, row: MaskRow, to: MaskRow, *, below: bool, release: bool = True) -> None:
    """From the name of a row to the upper or lower edge of another."""
    name = row.name
    start = name.rect().center()
    qtbot.mousePress(name, LEFT, pos=start)
    # The row under the pointer unfolds as it becomes the active one.
    QApplication.processEvents()
    edge = to.mapToGlobal(QPoint(40, to.height() - 4 if below else 4))
    for _ in range(2):
        move_to(name, name.mapFromGlobal(edge), held=LEFT)
    if release:
        qtbot.mouseRelease(name, LEFT, pos=name.mapFromGlobal(edge))


def line_of(panel: MasksPanel) -> DropLine:
    (line,) = panel.findChildren(DropLine)
    return line


def test_a_mask_is_dragged_to_another_place(qtbot: QtBot, three: MasksPanel, session: Session):
    drag(qtbot, three.rows[2], three.rows[0], below=False)
    assert names(session) == ["Mask 3", "Mask", "Mask 2"]
    assert [row.name.text() for row in three.rows] == names(session)
    assert session.document.picture.named_mask.name == "Mask 3"
    session.undo_stack.undo()
    assert names(session) == ["Mask", "Mask 2", "Mask 3"]


def test_a_mask_is_dragged_below_all(qtbot: QtBot, three: MasksPanel, session: Session):
    drag(qtbot, three.rows[0], three.rows[2], below=True)
    assert names(session) == ["Mask 2", "Mask 3", "Mask"]
    assert line_of(three).isHidden()


def test_a_line_shows_where_a_dragged_mask_goes_until_escape(
    qtbot: QtBot, three: MasksPanel, session: Session
):
    steps = session.undo_stack.count()
    drag(qtbot, three.rows[0], three.rows[1], below=True, release=False)
    assert line_of(three).isVisible()
    assert line_of(three).geometry().contains(9, three.rows[1].geometry().bottom())
    qtbot.keyClick(three.rows[0], Qt.Key.Key_Escape)
    assert line_of(three).isHidden()
    qtbot.mouseRelease(three.rows[0].name, LEFT)
    assert session.undo_stack.count() == steps
    assert names(session) == ["Mask", "Mask 2", "Mask 3"]


def test_keys_move_the_active_mask(
    qtbot: QtBot, with_picture: MainWindow, three: MasksPanel, session: Session
):
    keys = CTRL | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_PageUp, keys)
    assert names(session) == ["Mask", "Mask 3", "Mask 2"]
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_PageDown, keys)
    assert names(session) == ["Mask", "Mask 2", "Mask 3"]


def test_rows_of_a_short_list_keep_their_height(three: MasksPanel):
    assert three.rows[0].height() == three.rows[1].height() == ROW_PX
