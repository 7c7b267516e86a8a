"""Masks with words that say what shall be where, through what a person does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent, Point
from studio.core.request import GenerationRequest, Inpaint, Placed, TextToImage
from studio.session.session import Session
from studio.ui.panels.mask_row import MaskRow
from studio.ui.panels.masks import MasksPanel
from studio.ui.widgets.prompt_editor import PromptEditor
from studio.ui.window import MainWindow
from tests.session.fakes import LANDSCAPES, READY, FakeClient, a_picture, finished
from tests.ui.conftest import shown_window

LED = replace(
    LANDSCAPES, name="led", title="Led", most_boxes=2, words=("a", "red", "boat", "boats", "sun")
)
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    """The list of masks in front, with a model that takes two boxes and one that takes none."""
    session.handle(replace(READY, models=(LED, LANDSCAPES)))
    session.update(model="led", prompt="a lake", extent=Extent(64, 64))
    window = shown_window(qtbot, session)
    window.side.show_panel("Masks")
    window.toolbar.choose("mask_rectangle")
    return window


@pytest.fixture
def panel(window: MainWindow) -> MasksPanel:
    return window.side.masks


@pytest.fixture
def draw(qtbot: QtBot, window: MainWindow) -> Callable[..., None]:
    """Drag a rectangle over these px of the picture."""

    def drag(bounds: Bounds) -> None:
        canvas = window.area.canvas
        ends = Point(bounds.x, bounds.y), Point(bounds.right, bounds.bottom)
        start, end = (canvas.viewport.to_view(each).toPoint() for each in ends)
        qtbot.mousePress(canvas, LEFT, pos=start)
        qtbot.mouseMove(canvas, end - QPoint(3, 3))
        qtbot.mouseMove(canvas, end)
        qtbot.mouseRelease(canvas, LEFT, pos=end)

    return drag


def tick(qtbot: QtBot, panel: MasksPanel) -> None:
    qtbot.mouseClick(panel.places, LEFT, pos=QPoint(8, 12))


def say(qtbot: QtBot, row: MaskRow, words: str) -> None:
    qtbot.mouseClick(row.prompt.viewport(), LEFT)
    qtbot.keyClicks(row.prompt, words)
    qtbot.keyClick(row.prompt, Qt.Key.Key_Return)


def last_request(client: FakeClient) -> GenerationRequest:
    request = client.submitted[-1]
    assert isinstance(request, GenerationRequest)
    return request


def underlined(editor: PromptEditor) -> list[str]:
    block = editor.document().firstBlock()
    return [
        block.text()[part.start : part.start + part.length]
        for part in block.layout().formats()
        if part.format.underlineStyle() != QTextCharFormat.UnderlineStyle.NoUnderline
    ]


def test_things_are_placed_on_an_empty_sheet_and_drawn(
    qtbot: QtBot,
    window: MainWindow,
    panel: MasksPanel,
    session: Session,
    client: FakeClient,
    draw: Callable[[Bounds], None],
):
    tick(qtbot, panel)
    draw(Bounds(0, 32, 32, 32))
    say(qtbot, panel.rows[0], "a red boat")
    window.actions_by_name["add_mask"].trigger()
    draw(Bounds(32, 0, 32, 16))
    say(qtbot, panel.rows[1], "sun")
    assert panel.placed.text() == "2 of 2"
    assert panel.rows[0].subtitle.text() == "Here: a red boat"
    assert window.side.generate.button.text() == "Generate"
    assert window.side.prompt.own.text() == "+ 2 placed by masks"
    qtbot.mouseClick(window.side.generate.button, LEFT)
    request = last_request(client)
    assert isinstance(request.task, TextToImage)
    assert request.prompt.text == "a lake"
    assert request.prompt.layout == (
        Placed("a red boat", 0.0, 0.5, 0.5, 1.0),
        Placed("sun", 0.5, 0.0, 1.0, 0.25),
    )


def test_the_choice_is_offered_only_for_a_model_that_takes_boxes(
    window: MainWindow, panel: MasksPanel, session: Session
):
    action = window.actions_by_name["place_words"]
    assert panel.places.isVisible()
    assert panel.placed.text() == "up to 2"
    assert action.isEnabled()
    session.update(model="landscapes")
    assert not panel.places.isVisible()
    assert not action.isEnabled()


def test_the_menu_and_the_box_are_one_choice(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    action = window.actions_by_name["place_words"]
    action.trigger()
    assert panel.places.isChecked()
    assert session.settings.places_words
    tick(qtbot, panel)
    assert not action.isChecked()
    assert not session.settings.places_words


def test_without_the_choice_an_empty_sheet_cannot_be_masked(
    panel: MasksPanel, session: Session, draw: Callable[[Bounds], None]
):
    draw(Bounds(0, 32, 32, 32))
    assert session.document.is_blank
    assert panel.rows == ()


def test_the_mask_brush_begins_the_sheet_too(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    tick(qtbot, panel)
    window.toolbar.choose("mask_brush")
    canvas = window.area.canvas
    assert canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    qtbot.mouseClick(canvas, LEFT, pos=canvas.rect().center())
    assert not session.document.mask.is_empty
    session.undo()
    session.undo()
    assert session.document.is_blank


def test_a_new_mask_on_an_empty_sheet_is_its_first(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    assert not window.actions_by_name["add_mask"].isEnabled()
    tick(qtbot, panel)
    window.actions_by_name["add_mask"].trigger()
    assert [row.name.text() for row in panel.rows] == ["Mask"]
    assert panel.rows[0].subtitle.text() == "Empty: paint where it shall be"


def test_boxes_are_on_the_canvas_in_the_tints_of_their_masks(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    session.paste(a_picture(64, 64, value=255))
    session.document.mask.part(Bounds(8, 16, 32, 24))[:] = 255
    panel.rows[0].changed.emit("prompt", "a red boat")
    panel.rows[0].changed.emit("colour", "#43c98b")
    window.actions_by_name["add_mask"].trigger()
    canvas = window.area.canvas

    def corner() -> QColor:
        place = canvas.viewport.to_view(Point(40, 40)).toPoint()
        return canvas.grab().toImage().pixelColor(place)

    assert corner() == QColor("white")
    tick(qtbot, panel)
    qtbot.waitUntil(lambda: len(canvas.scene.places.places) == 1)
    assert corner() == QColor("#43c98b")
    tick(qtbot, panel)
    qtbot.waitUntil(lambda: not canvas.scene.places.places)
    assert corner() == QColor("white")


def test_words_are_beside_the_box_until_a_result_is_shown(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    session.paste(a_picture(64, 64, value=255))
    session.document.mask.part(Bounds(8, 16, 32, 24))[:] = 255
    panel.rows[0].changed.emit("prompt", "a red boat")
    tick(qtbot, panel)
    canvas = window.area.canvas
    qtbot.waitUntil(lambda: len(canvas.scene.places.places) == 1)
    session.update_tool(mask_opacity=0.0)

    def darkest() -> int:
        """Inside the box, where its words begin."""
        place = canvas.viewport.to_view(Point(8, 16)).toPoint() + QPoint(8, 16)
        return canvas.grab().toImage().pixelColor(place).lightness()

    assert darkest() < 100
    session.generate()
    session.handle(finished(1, a_picture(64, 64, value=255)))
    assert darkest() > 200


def test_a_mask_with_words_is_filled_again_when_the_choice_is_taken_back(
    qtbot: QtBot,
    window: MainWindow,
    panel: MasksPanel,
    session: Session,
    client: FakeClient,
    draw: Callable[[Bounds], None],
):
    session.paste(a_picture(64, 64))
    tick(qtbot, panel)
    draw(Bounds(0, 32, 32, 32))
    say(qtbot, panel.rows[0], "a red boat")
    canvas = window.area.canvas
    assert not panel.rows[0].strength.isEnabled()
    assert window.side.generate.button.text() == "Generate"
    tick(qtbot, panel)
    assert panel.rows[0].strength.isEnabled()
    assert panel.rows[0].subtitle.text() == "a red boat"
    assert window.side.generate.button.text() == "Fill"
    qtbot.waitUntil(lambda: canvas.scene.plan is not None)
    session.generate()
    assert isinstance(last_request(client).task, Inpaint)
    assert last_request(client).prompt == replace(last_request(client).prompt, layout=())


def test_a_mask_that_places_has_no_context_that_would_be_filled(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    session.paste(a_picture(64, 64))
    session.document.mask.part(Bounds(8, 16, 32, 24))[:] = 255
    session.document.notify(Bounds(8, 16, 32, 24))
    canvas = window.area.canvas
    qtbot.waitUntil(lambda: canvas.scene.plan is not None)
    panel.rows[0].changed.emit("prompt", "a red boat")
    tick(qtbot, panel)
    qtbot.waitUntil(lambda: len(canvas.scene.places.places) == 1)
    assert canvas.scene.plan is None


def test_more_masks_than_the_model_places_are_told_and_not_drawn(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    session.paste(a_picture(64, 64))
    tick(qtbot, panel)
    for number in range(3):
        if number:
            window.actions_by_name["add_mask"].trigger()
        session.fill_mask()
        panel.rows[number].changed.emit("prompt", "sun")
    assert panel.placed.text() == "3 of 2"
    assert panel.placed.property("role") == "bad"
    assert not window.side.generate.button.isEnabled()
    assert window.side.generate.doing.text() == "3 things have a box; the model 'Led' takes 2."
    session.undo()
    assert panel.placed.property("role") == "secondary"
    assert window.side.generate.button.isEnabled()


def test_ctrl_enter_places_the_words_that_are_being_written(
    qtbot: QtBot,
    panel: MasksPanel,
    session: Session,
    client: FakeClient,
    draw: Callable[[Bounds], None],
):
    tick(qtbot, panel)
    draw(Bounds(0, 32, 32, 32))
    qtbot.mouseClick(panel.rows[0].prompt.viewport(), LEFT)
    qtbot.keyClicks(panel.rows[0].prompt, "a red boat")
    qtbot.keyClick(panel.rows[0].prompt, Qt.Key.Key_Return, CTRL)
    assert last_request(client).prompt.layout[0].text == "a red boat"


def test_another_mask_in_hand_says_at_once_what_generate_means(
    qtbot: QtBot, window: MainWindow, panel: MasksPanel, session: Session
):
    session.paste(a_picture(64, 64))
    session.fill_mask()
    panel.rows[0].changed.emit("prompt", "sun")
    window.actions_by_name["add_mask"].trigger()
    assert window.side.prompt.own.text() == ""
    qtbot.mouseClick(panel.rows[0], LEFT, pos=QPoint(80, 20))
    assert window.side.prompt.own.text() == "“Mask” has its own"


def test_the_choice_is_there_at_the_next_start(
    qtbot: QtBot, panel: MasksPanel, store: QSettings, client: FakeClient
):
    tick(qtbot, panel)
    again = Session(client, store)
    again.handle(replace(READY, models=(LED, LANDSCAPES)))
    assert again.places_words
    again.close()


# Words in masks' own prompts.


@pytest.fixture
def row(panel: MasksPanel, session: Session) -> MaskRow:
    session.paste(a_picture(64, 64))
    return panel.rows[0]


def test_known_words_are_offered_in_a_masks_prompt(qtbot: QtBot, row: MaskRow, session: Session):
    qtbot.mouseClick(row.prompt.viewport(), LEFT)
    qtbot.keyClicks(row.prompt, "a bo")
    completion = row.prompt.completion
    assert completion.isVisible()
    assert [completion.item(i).text() for i in range(completion.count())] == ["boat", "boats"]
    qtbot.keyClick(row.prompt, Qt.Key.Key_Tab)
    qtbot.keyClick(row.prompt, Qt.Key.Key_Return)
    assert session.document.picture.named_mask.prompt == "a boat"


def test_words_that_the_model_was_not_taught_are_underlined_in_a_masks_prompt(
    qtbot: QtBot, row: MaskRow, session: Session
):
    qtbot.mouseClick(row.prompt.viewport(), LEFT)
    qtbot.keyClicks(row.prompt, "a red dragon")
    assert underlined(row.prompt) == ["dragon"]
    session.update(model="landscapes")  # says nothing of its words
    assert underlined(row.prompt) == []


def test_a_masks_prompt_stays_one_line(qtbot: QtBot, row: MaskRow, session: Session):
    qtbot.mouseClick(row.prompt.viewport(), LEFT)
    QApplication.clipboard().setText("a red\nboat\n")
    row.prompt.paste()
    qtbot.keyClick(row.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert session.document.picture.named_mask.prompt == "a red boat"
    assert row.prompt.toPlainText() == "a red boat"


def test_leaving_a_masks_prompt_takes_it(qtbot: QtBot, row: MaskRow, session: Session):
    qtbot.mouseClick(row.prompt.viewport(), LEFT)
    qtbot.keyClicks(row.prompt, "a boat")
    row.strength.setFocus()
    assert session.document.picture.named_mask.prompt == "a boat"


def test_undo_shows_the_earlier_words(qtbot: QtBot, row: MaskRow, session: Session):
    say(qtbot, row, "a boat")
    session.undo()
    assert row.prompt.toPlainText() == ""
