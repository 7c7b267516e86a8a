"""An empty canvas offers the files used last, to the mouse and to the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QRectF, QSettings, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.session.recent import Used, folder_text, save_recent
from studio.session.session import Session
from studio.ui.canvas.empty_state import HEAD_PX, LINES_PX, ROW_PX, WORDS_PX, invitation
from studio.ui.canvas.recent_files import RecentFiles
from studio.ui.window import MainWindow
from tests.session.fakes import READY, FakeClient, a_picture, settle
from tests.ui.conftest import shown_window

LEFT = Qt.MouseButton.LeftButton
CANVAS = QRectF(0, 0, 900, 620)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The newest first; one that was opened between them is gone."""
    paths = [tmp_path / f"{name}.png" for name in ("harbour", "gone", "portrait", "sketch")]
    for path in paths:
        if path.stem != "gone":
            Image.new("RGB", (32, 24)).save(path)
    return paths


@pytest.fixture
def session(qapp: object, tmp_path: Path, files: list[Path]) -> Iterator[Session]:
    """A studio that has just started, where those files were opened before."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    save_recent(store, Used.FILES, files)
    session = Session(FakeClient(), store)
    session.handle(READY)
    session.update(extent=Extent(256, 256))
    yield session
    session.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    return shown_window(qtbot, session)


@pytest.fixture
def offered(window: MainWindow) -> RecentFiles:
    return window.area.recent


def names(offered: RecentFiles) -> list[str]:
    return [row.text() for row in offered.rows if row.isVisible()]


def test_what_is_still_there_is_offered_the_newest_first(window: MainWindow, offered: RecentFiles):
    assert names(offered) == ["harbour.png", "portrait.png", "sketch.png"]
    assert window.area.canvas.geometry().contains(offered.geometry())


def test_a_click_opens(qtbot: QtBot, offered: RecentFiles, session: Session, files: list[Path]):
    qtbot.mouseClick(offered.rows[1], LEFT)
    settle(qtbot, session)
    assert session.document.path == files[2]
    assert not offered.isVisible()


def test_tab_goes_to_the_first_and_enter_opens_it(
    qtbot: QtBot, window: MainWindow, offered: RecentFiles, session: Session, files: list[Path]
):
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_Tab)
    assert offered.rows[0].hasFocus()
    qtbot.keyClick(offered.rows[0], Qt.Key.Key_Return)
    settle(qtbot, session)
    assert session.document.path == files[0]
    assert window.area.canvas.hasFocus(), "not whatever comes next in the window"


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Tab])
def test_keys_go_on_and_esc_goes_back(
    qtbot: QtBot, window: MainWindow, offered: RecentFiles, key: Qt.Key
):
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_Tab)
    qtbot.keyClick(offered.rows[0], key)
    assert offered.rows[1].hasFocus()
    qtbot.keyClick(offered.rows[1], Qt.Key.Key_Escape)
    assert window.area.canvas.hasFocus()


def test_a_picture_takes_their_place(
    qtbot: QtBot, window: MainWindow, offered: RecentFiles, session: Session
):
    session.paste(a_picture(64, 48))
    assert not offered.isVisible()
    qtbot.keyPress(window.area.canvas, Qt.Key.Key_Tab)
    assert window.area.canvas.scene.original_shown
    qtbot.keyRelease(window.area.canvas, Qt.Key.Key_Tab)
    session.undo_stack.setClean()


def test_a_list_that_is_cleared_leaves_the_focus_with_the_canvas(
    qtbot: QtBot, window: MainWindow, offered: RecentFiles, session: Session
):
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_Tab)
    session.forget_recent()
    assert not offered.isVisible()
    assert window.area.canvas.hasFocus()


def test_a_small_window_offers_what_it_has_room_for(
    window: MainWindow, offered: RecentFiles, session: Session
):
    session.update(extent=Extent(64, 64))
    window.resize(1024, 780)
    assert 0 < len(names(offered)) < 3
    assert window.area.canvas.geometry().contains(offered.geometry())
    window.resize(1024, 640)
    assert not offered.isVisible()


# Where they lie.


def test_words_and_files_are_in_the_middle_of_a_large_frame():
    frame = QRectF(200, 50, 500, 500)
    found = invitation(frame, CANVAS, 5)
    end = found.list_top + HEAD_PX + 5 * ROW_PX
    assert found.rows == 5
    assert found.words_top - frame.top() == pytest.approx(frame.bottom() - end)


def test_files_lie_below_a_frame_that_holds_the_words_only():
    frame = QRectF(50, 100, 800, 200)
    found = invitation(frame, CANVAS, 5)
    assert frame.top() < found.words_top < frame.bottom() < found.list_top
    assert found.rows == 5


def test_files_without_room_are_not_offered():
    assert invitation(QRectF(300, 100, 256, 400), CANVAS, 5).rows == 0


@pytest.mark.parametrize("bottom", [480, 510])
def test_words_under_a_high_frame_are_not_cut_off_by_the_canvas(bottom: int):
    frame = QRectF(300, 20, 200, bottom - 20)
    found = invitation(frame, CANVAS, 0)
    assert found.has_sign == (bottom == 480)
    assert frame.bottom() < found.words_top
    assert found.words_top + (WORDS_PX if found.has_sign else LINES_PX) <= CANVAS.bottom()


def test_a_folder_is_told_from_home_on():
    home = Path.home()
    assert folder_text(home / "art" / "a.png") == "~/art"
    assert folder_text(home / "a.png") == "~"
    assert folder_text(Path("/srv/art/a.png")) == "/srv/art"
