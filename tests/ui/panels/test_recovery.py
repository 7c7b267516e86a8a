"""The offer to go on with what a crash left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.session.session import Session
from studio.ui.panels.recovery import when_text
from studio.ui.window import MainWindow
from tests.session.fakes import READY, FakeClient, a_picture, settle
from tests.ui.conftest import shown_window

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 11, 21, 9, 5)


@pytest.fixture
def crashed(qapp: object, tmp_path: Path) -> Iterator[Session]:
    """A studio after one that ended with a picture of 64 × 48 px."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    first = Session(FakeClient(), store, tmp_path / "journals")
    first.paste(a_picture(64, 48, 77))
    first.close()
    second = Session(FakeClient(), store, tmp_path / "journals")
    second.handle(READY)
    yield second
    second.close()


@pytest.fixture
def window(qtbot: QtBot, crashed: Session) -> MainWindow:
    shown = shown_window(qtbot, crashed)
    crashed.look_for_lost()
    settle(qtbot, crashed)
    return shown


def test_work_that_was_lost_is_offered(window: MainWindow) -> None:
    assert window.recovery.isVisible()
    assert window.recovery.title.text() == "“Untitled” was not saved"
    assert "64 × 48 px" in window.recovery.told.text()
    assert window.rect().contains(window.recovery.geometry())


def test_nothing_else_is_offered_meanwhile(
    qtbot: QtBot, window: MainWindow, crashed: Session
) -> None:
    assert not window.area.canvas.scene.is_inviting
    assert not window.area.recent.isVisible()
    qtbot.mouseClick(window.recovery.discard, LEFT)
    assert window.area.canvas.scene.is_inviting


def test_recovered_it_is_the_document_and_not_saved(
    qtbot: QtBot, window: MainWindow, crashed: Session
) -> None:
    qtbot.mouseClick(window.recovery.recover, LEFT)
    settle(qtbot, crashed)
    assert crashed.document.flattened_rgb()[5, 5, 0] == 77
    assert window.isWindowModified()
    assert not window.recovery.isVisible()


def test_discarded_it_is_offered_no_more(
    qtbot: QtBot, window: MainWindow, crashed: Session, tmp_path: Path
) -> None:
    qtbot.mouseClick(window.recovery.discard, LEFT)
    settle(qtbot, crashed)
    assert not window.recovery.isVisible()
    assert crashed.document.is_blank
    assert list((tmp_path / "journals").iterdir()) == []


def test_a_window_that_is_closed_in_order_leaves_nothing_to_recover(
    qtbot: QtBot, window: MainWindow, crashed: Session, tmp_path: Path
) -> None:
    qtbot.mouseClick(window.recovery.discard, LEFT)
    settle(qtbot, crashed)
    crashed.new(Extent(32, 32))
    crashed.paste(a_picture(32, 32))
    crashed.undo_stack.setClean()
    window.close()
    crashed.close()
    assert list((tmp_path / "journals").iterdir()) == []


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (datetime(2026, 11, 21, 0, 1), "Today, 00:01"),
        (datetime(2026, 11, 20, 23, 59), "Yesterday, 23:59"),
        (datetime(2026, 11, 16, 12, 0), "Monday, 12:00"),
        (datetime(2026, 3, 4, 12, 0), "4 March 2026, 12:00"),
    ],
)
def test_a_time_is_said_as_a_person_says_it(when: datetime, text: str) -> None:
    assert when_text(when, NOW) == text
