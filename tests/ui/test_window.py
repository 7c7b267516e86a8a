"""The window through the events that a person makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from studio.core.events import Failed
from studio.core.geometry import Extent
from studio.core.request import GenerationRequest, ImageToImage, TextToImage, UpscaleRequest
from studio.document.files.images import open_picture, save_picture
from studio.document.operations.layers import add_edit
from studio.session.session import Session
from studio.ui.dialogs.message import Message
from studio.ui.menus import file
from studio.ui.menus.edit import paste
from studio.ui.menus.file import open_path, save
from studio.ui.menus.help import show_shortcuts
from studio.ui.pictures import pixels_of, qimage_of
from studio.ui.shortcuts import ShortcutsDialog
from studio.ui.window import MainWindow
from tests.session.fakes import READY, FakeClient, a_picture, finished, settle, stepped
from tests.ui.conftest import shown_window

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def type_prompt(qtbot: QtBot, window: MainWindow, text: str) -> None:
    editor = window.side.prompt.prompt
    qtbot.mouseClick(editor.viewport(), LEFT)
    qtbot.keyClicks(editor, text)


def answer_next_question(button_text: str) -> None:
    """Press that button as soon as a question is on the screen."""

    def press() -> None:
        message = QApplication.activeModalWidget()
        if not isinstance(message, Message):
            QTimer.singleShot(5, press)
            return
        buttons = {button.text(): button for button in message.findChildren(QPushButton)}
        buttons[button_text].click()

    QTimer.singleShot(0, press)


def test_generate_asks_the_engine_for_the_prompt_that_was_typed(
    qtbot: QtBot, window: MainWindow, client: FakeClient
) -> None:
    type_prompt(qtbot, window, "a red boat")
    qtbot.mouseClick(window.side.generate.button, LEFT)
    (request,) = client.submitted
    assert isinstance(request, GenerationRequest)
    assert request.prompt.text == "a red boat"
    assert request.task == TextToImage(Extent(64, 64))


def test_ctrl_enter_generates_while_the_prompt_is_written(
    qtbot: QtBot, window: MainWindow, client: FakeClient
) -> None:
    type_prompt(qtbot, window, "a red boat")
    qtbot.keyClick(window.side.prompt.prompt, Qt.Key.Key_Return, CONTROL)
    assert len(client.submitted) == 1
    assert window.side.prompt.prompt.toPlainText() == "a red boat"


def test_without_a_prompt_the_button_says_what_is_missing(window: MainWindow) -> None:
    assert not window.side.generate.button.isEnabled()
    assert "prompt" in window.side.generate.doing.text()


def test_the_button_says_what_it_will_do(with_picture: MainWindow, session: Session) -> None:
    session.update(prompt="a red boat", strength=0.6)
    assert with_picture.side.generate.button.text() == "Refine"
    session.fill_mask()
    assert with_picture.side.generate.button.text() == "Refine masked"
    session.update(strength=1.0)
    assert with_picture.side.generate.button.text() == "Fill"


def test_strength_can_be_set_only_where_there_is_a_picture(
    window: MainWindow, session: Session
) -> None:
    assert not window.side.sampling.strength.isEnabled()
    session.paste(a_picture(64, 48))
    assert window.side.sampling.strength.isEnabled()


def test_a_strength_that_is_typed_goes_into_the_request(
    qtbot: QtBot, with_picture: MainWindow, session: Session, client: FakeClient
) -> None:
    session.update(prompt="a red boat")
    field = with_picture.side.sampling.strength.field
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "35")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(with_picture, Qt.Key.Key_Return, CONTROL)
    (request,) = client.submitted
    assert isinstance(request, GenerationRequest)
    assert isinstance(request.task, ImageToImage)
    assert request.task.strength == 0.35


def test_upscale_is_under_its_button(
    qtbot: QtBot, with_picture: MainWindow, client: FakeClient
) -> None:
    panel = with_picture.side.generate
    qtbot.mouseClick(panel.upscale, LEFT)
    assert panel.upscaling.isVisible()
    qtbot.mouseClick(panel.upscaling.twice, LEFT)
    assert not panel.upscaling.isVisible()
    (request,) = client.submitted
    assert isinstance(request, UpscaleRequest)
    assert request.scale == 2


def test_progress_shows_step_rate_and_time_left(
    window: MainWindow, session: Session, client: FakeClient
) -> None:
    session.update(prompt="a red boat")
    session.generate()
    session.handle(stepped(1, 1))
    session.handle(stepped(1, 2))
    panel = window.side.generate
    assert panel.doing.text().startswith("step 2 / 4")
    assert "it/s" in panel.doing.text()
    assert panel.left.text().endswith("left")
    assert panel.bar.share == 0.5


def test_shift_x_cancels(
    qtbot: QtBot, window: MainWindow, session: Session, client: FakeClient
) -> None:
    session.update(prompt="a red boat")
    session.generate()
    window.area.canvas.setFocus()
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_X, SHIFT)
    assert client.cancelled == [1]


def test_single_keys_choose_tools_on_the_canvas(qtbot: QtBot, window: MainWindow) -> None:
    window.area.canvas.setFocus()
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_H)
    assert window.area.canvas.tool_name == "hand"
    assert window.tool_options.title.text() == "Hand"


def test_single_keys_are_text_in_the_prompt(qtbot: QtBot, window: MainWindow) -> None:
    type_prompt(qtbot, window, "he[]")
    assert window.side.prompt.prompt.toPlainText() == "he[]"
    assert window.area.canvas.tool_name == "mask_brush"


@pytest.mark.parametrize(
    ("key", "modifiers", "name", "wanted"),
    [
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier, "size_px", 120.0),
        (Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.NoModifier, "size_px", 83.0),
        (Qt.Key.Key_BraceRight, SHIFT, "hardness", 0.6),
        (Qt.Key.Key_BraceLeft, SHIFT, "hardness", 0.4),
    ],
)
def test_brackets_and_braces_change_the_brush(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    name: str,
    wanted: float,
) -> None:
    session.update_brush("mask_brush", size_px=100.0, hardness=0.5)
    window.area.canvas.setFocus()
    qtbot.keyClick(window.area.canvas, key, modifiers)
    assert getattr(session.tool.mask_brush, name) == wanted


def test_enter_accepts_the_result_that_is_shown(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    a_result(session)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert session.document.flattened_rgb()[0, 0, 0] == 200
    assert session.undo_stack.count() == 1


def test_escape_discards_the_result_that_is_shown(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    a_result(session)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert session.results == ()
    assert session.document.is_blank


def test_results_do_not_take_the_focus_from_a_prompt_that_is_written(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    type_prompt(qtbot, window, "a red boat")
    a_result(session)
    assert QApplication.focusWidget() is window.side.prompt.prompt


def test_arrows_choose_among_results(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    a_result(session, count=3)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert session.current_result == 1
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert session.current_result == 0


def test_a_click_on_a_small_picture_shows_that_result(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    a_result(session, count=3)
    pictures = window.strip.pictures
    qtbot.mouseClick(pictures, LEFT, pos=pictures.place_of(2).center().toPoint())
    assert session.current_result == 2


def test_the_strip_is_there_only_while_there_are_results(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    assert not window.strip.isVisible()
    a_result(session)
    assert window.strip.isVisible()
    qtbot.mouseClick(window.strip.discard, LEFT)
    assert not window.strip.isVisible()


def test_ctrl_z_takes_back_what_was_accepted(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    a_result(session)
    session.accept()
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_Z, CONTROL)
    assert session.document.is_blank


def test_ctrl_z_after_a_click_on_accept_means_the_picture(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    type_prompt(qtbot, window, "a red boat")
    a_result(session)
    qtbot.mouseClick(window.strip.accept, LEFT)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL)
    assert session.document.is_blank
    assert window.side.prompt.prompt.toPlainText() == "a red boat"


def test_a_problem_is_a_banner_that_can_be_dismissed(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.handle(Failed(None, "<b>torch</b> is missing."))
    assert window.area.banner.isVisible()
    assert window.area.banner.text == "<b>torch</b> is missing."
    qtbot.mouseClick(window.area.banner.dismiss, LEFT)
    assert not window.area.banner.isVisible()


def test_a_text_file_named_png_is_a_banner_and_changes_nothing(
    qtbot: QtBot, with_picture: MainWindow, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "words.png"
    path.write_text("no picture", encoding="utf-8")
    document = session.document
    open_path(with_picture.desk, path)
    settle(qtbot, session)
    assert with_picture.area.banner.isVisible()
    assert session.document is document


def test_a_problem_is_no_longer_shown_when_the_next_picture_opens(
    qtbot: QtBot, with_picture: MainWindow, session: Session, tmp_path: Path
) -> None:
    save_picture(tmp_path / "good.png", a_picture(8, 8))
    session.open(tmp_path / "nothing.png")
    settle(qtbot, session)
    assert with_picture.area.banner.isVisible()
    session.open(tmp_path / "good.png")
    settle(qtbot, session)
    assert not with_picture.area.banner.isVisible()


def test_typing_does_not_take_a_problem_away(window: MainWindow, session: Session) -> None:
    session.problem.emit("The memory is full.")
    session.update(prompt="a red boat")
    assert window.area.banner.isVisible()


def test_a_size_of_nothing_and_one_beyond_all_measure_are_told(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    entry = window.side.sampling.size_field.entry
    for typed, shown in (("0", "0 × 0"), ("1000000", "1000000 × 1000000")):
        qtbot.mouseClick(entry, LEFT)
        qtbot.keyClicks(entry, typed)
        qtbot.keyClick(entry, Qt.Key.Key_Return)
        assert shown in window.area.banner.text
        assert entry.text() == str(session.settings.extent) == "64 × 64"


def test_the_canvas_has_the_focus_at_first(window: MainWindow) -> None:
    assert window.focusWidget() is window.area.canvas


def test_q_swaps_brush_and_eraser(qtbot: QtBot, window: MainWindow) -> None:
    for title in ("Mask eraser", "Mask brush"):
        qtbot.keyClick(window.area.canvas, Qt.Key.Key_Q)
        assert window.tool_options.title.text() == title


def test_the_dot_tells_how_the_engine_is(qtbot: QtBot, starting: Session) -> None:
    window = shown_window(qtbot, starting)
    assert window.status.dot.token == "busy"
    assert "starting engine" in window.status.device.text()
    starting.handle(READY)
    assert window.status.dot.token == "good"
    assert window.status.model.text() == "Landscapes"


def test_closing_without_changes_asks_nothing(window: MainWindow) -> None:
    assert window.close()


def test_cancel_keeps_a_window_with_unsaved_work_open(window: MainWindow, session: Session) -> None:
    session.paste(a_picture(64, 48))
    answer_next_question("Cancel")
    assert not window.close()
    assert window.isVisible()


def test_work_that_is_not_saved_is_dropped_only_when_said_so(
    window: MainWindow, session: Session
) -> None:
    session.paste(a_picture(64, 48))
    answer_next_question("Don’t save")
    assert window.close()


def test_save_writes_the_picture_before_the_window_closes(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.paste(a_picture(64, 48, value=77))
    path = tmp_path / "boat.png"
    monkeypatch.setattr(file, "ask_file_to_save", lambda *_: path)
    answer_next_question("Save")
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert open_picture(path).pixels[0, 0, 0] == 77


def test_a_window_that_is_closed_while_a_copy_is_written_waits_for_it(
    qtbot: QtBot, with_picture: MainWindow, session: Session, tmp_path: Path
) -> None:
    session.export(tmp_path / "boat.png")
    assert not with_picture.close()
    qtbot.waitUntil(lambda: not with_picture.isVisible())
    assert (tmp_path / "boat.png").exists()


def test_what_is_painted_while_it_is_saved_keeps_the_window_open(
    qtbot: QtBot, with_picture: MainWindow, session: Session, tmp_path: Path
) -> None:
    session.save(tmp_path / "boat.png")
    session.fill_mask()
    answer_next_question("Cancel")
    with_picture.close()
    settle(qtbot, session)
    assert with_picture.isVisible()


def test_a_file_that_cannot_be_written_keeps_the_window_open(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.paste(a_picture(64, 48))
    missing = tmp_path / "no such folder" / "boat.png"
    monkeypatch.setattr(file, "ask_file_to_save", lambda *_: missing)
    answer_next_question("Save")
    assert not window.close()
    settle(qtbot, session)
    assert window.isVisible()
    assert window.area.banner.isVisible()


@pytest.mark.parametrize(("answer", "saved"), [("Save on white", True), ("Cancel", False)])
def test_transparency_is_lost_only_when_said_so(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    saved: bool,
) -> None:
    pixels = a_picture(64, 48, channels=4)
    pixels[..., 3] = 100
    session.paste(pixels)
    path = tmp_path / "boat.jpg"
    monkeypatch.setattr(file, "ask_file_to_save", lambda *_: path)
    answer_next_question(answer)
    save(window.desk)
    settle(qtbot, session)
    assert session.is_modified is not saved
    assert path.exists() is saved


def test_layers_that_a_picture_file_cannot_hold_are_asked_about(
    qtbot: QtBot,
    with_picture: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.push(add_edit(session.document))
    suggested: list[Path] = []

    def choose(_parent: object, _title: str, path: Path) -> Path:
        suggested.append(path)
        return tmp_path / ("boat.png" if len(suggested) == 1 else "boat.ora")

    monkeypatch.setattr(file, "ask_file_to_save", choose)
    answer_next_question("Save as project…")
    save(with_picture.desk)
    settle(qtbot, session)
    assert [path.name for path in suggested] == ["Untitled.ora", "boat.ora"]
    assert [path.name for path in tmp_path.glob("boat.*")] == ["boat.ora"]
    assert not session.is_modified


def test_a_flat_copy_of_layers_leaves_them_unsaved(
    qtbot: QtBot,
    with_picture: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.push(add_edit(session.document))
    monkeypatch.setattr(file, "ask_file_to_save", lambda *_: tmp_path / "boat.png")
    answer_next_question("Export a flat copy")
    save(with_picture.desk)
    settle(qtbot, session)
    assert (tmp_path / "boat.png").exists()
    assert session.is_modified


def test_a_mask_that_a_picture_file_cannot_hold_is_said(
    qtbot: QtBot, with_picture: MainWindow, session: Session, tmp_path: Path
) -> None:
    session.save(tmp_path / "boat.png")
    settle(qtbot, session)
    session.fill_mask()
    save(with_picture.desk)
    settle(qtbot, session)
    assert with_picture.area.toast.text == "Saved as boat.png, without the mask."


def test_files_used_last_are_in_the_menu_while_they_are_there(
    qtbot: QtBot, with_picture: MainWindow, session: Session, tmp_path: Path
) -> None:
    for name in ("boat.png", "fish & chips.png"):
        session.save(tmp_path / name)
    settle(qtbot, session)
    session.save(tmp_path / "gone.png")
    settle(qtbot, session)
    (tmp_path / "gone.png").unlink()
    menu = recent_menu(with_picture)
    menu.aboutToShow.emit()
    rows = [action for action in menu.actions() if not action.isSeparator()]
    names = [row.text().split("\t")[0] for row in rows]
    assert names == ["fish && chips.png", "boat.png", "Clear this list"]
    rows[1].trigger()
    settle(qtbot, session)
    assert session.title == "boat"
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert session.recent == ()
    assert not menu.menuAction().isEnabled()


def test_a_file_dropped_on_the_window_opens(
    qtbot: QtBot, window: MainWindow, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "boat.png"
    save_picture(path, a_picture(40, 30))
    drop(window, path)
    settle(qtbot, session)
    assert session.document.extent == Extent(40, 30)
    assert window.menu_row.title.text() == "boat.png"


def test_a_file_dropped_on_unsaved_work_asks_first(
    window: MainWindow, session: Session, tmp_path: Path
) -> None:
    session.paste(a_picture(64, 48))
    path = tmp_path / "boat.png"
    save_picture(path, a_picture(40, 30))
    answer_next_question("Cancel")
    drop(window, path)
    assert session.document.extent == Extent(64, 48)


def test_copy_and_paste_go_through_the_clipboard(
    qtbot: QtBot, with_picture: MainWindow, session: Session
) -> None:
    with_picture.area.canvas.setFocus()
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_C, CONTROL)
    assert pixels_of(QGuiApplication.clipboard().image()).shape[:2] == (48, 64)
    QGuiApplication.clipboard().setImage(qimage_of(a_picture(64, 48, value=9)))
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_V, CONTROL)
    assert session.document.flattened_rgb()[10, 10, 0] == 9


def test_a_picture_is_pasted_as_a_layer_and_with_shift_into_the_layer(
    qtbot: QtBot, with_picture: MainWindow, session: Session
) -> None:
    QGuiApplication.clipboard().setImage(qimage_of(a_picture(20, 10, value=9)))
    with_picture.area.canvas.setFocus()
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_V, CONTROL | SHIFT)
    assert len(session.document.layers) == 1
    assert session.document.flattened_rgb()[24, 32, 0] == 9
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_V, CONTROL)
    assert len(session.document.layers) == 2


def test_shift_enter_accepts_a_result_as_a_layer(
    qtbot: QtBot, with_picture: MainWindow, session: Session
) -> None:
    session.update(prompt="a red boat", strength=0.5)
    session.generate()
    session.handle(finished(1, a_picture(64, 48, value=200)))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, SHIFT)
    assert [layer.name for layer in session.document.layers][1:] == ["a red boat"]
    assert (session.document.flattened_rgb() == 200).all()
    assert session.undo_stack.count() == 2


def test_pasting_without_a_picture_says_so(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    paste(window.desk)
    assert "clipboard" in window.area.banner.text


def test_unsaved_changes_show_beside_the_title(window: MainWindow, session: Session) -> None:
    assert window.menu_row.title.text() == "Untitled"
    session.paste(a_picture(64, 48))
    assert window.menu_row.title.text() == "Untitled •"
    assert window.isWindowModified()


def test_shift_h_hides_the_overlays(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    window.area.canvas.setFocus()
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_H, SHIFT)
    assert not session.tool.overlays_shown


def test_the_list_of_shortcuts_opens(qtbot: QtBot, window: MainWindow) -> None:
    show_shortcuts(window.desk)
    (dialog,) = window.findChildren(ShortcutsDialog)
    assert dialog.isVisible()
    dialog.close()


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 720)])
def test_every_control_is_inside_the_window(
    window: MainWindow, session: Session, size: tuple[int, int]
) -> None:
    a_result(session, count=4)
    window.resize(*size)
    QApplication.processEvents()
    controls = (
        *window.side.findChildren(QPushButton),
        window.side.generate.button,
        window.side.generate.upscale,
        window.side.sampling.schedule,
        window.side.tabs.words,
        window.tool_options.mask_fields.context,
        window.strip,
        window.status.zoom,
    )
    for control in (each for each in controls if each.isVisible()):
        corner = control.mapTo(window, QPoint(control.width(), control.height()))
        assert corner.x() <= size[0]
        assert corner.y() <= size[1]
    assert window.side.verticalScrollBar().maximum() == 0


def a_result(session: Session, count: int = 1) -> None:
    """As many finished pictures, the first of them shown."""
    session.update(prompt="a red boat", count=count)
    session.generate()
    for job in range(1, count + 1):
        session.handle(finished(job, a_picture(64, 64, value=200)))
    session.select_result(0)


def recent_menu(window: MainWindow) -> QMenu:
    file_menu = window.menu_row.bar.actions()[0].menu()
    assert isinstance(file_menu, QMenu)
    return next(menu for menu in file_menu.findChildren(QMenu) if menu.title() == "Open recent")


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(20, 300), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(20, 300), *how))


def test_a_picture_saved_anew_shows_its_new_name(
    qtbot: QtBot, window: MainWindow, session: Session, tmp_path: Path
) -> None:
    save_picture(tmp_path / "boat.png", a_picture(32, 32, 9))
    session.open(tmp_path / "boat.png")
    settle(qtbot, session)
    session.save(tmp_path / "ship.png")
    settle(qtbot, session)
    assert window.menu_row.title.text() == "ship.png"


def test_a_switch_in_the_menu_shows_whether_it_is_on(window: MainWindow, session: Session):
    rulers = window.actions_by_name["rulers"]
    assert rulers.isCheckable()
    rulers.trigger()
    assert session.view.rulers
    assert rulers.isChecked()
    session.update_view(rulers=False)
    assert not rulers.isChecked()
