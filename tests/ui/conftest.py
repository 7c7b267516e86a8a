"""A whole window on a session whose engine only writes down what it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.session.session import Session
from studio.ui.window import MainWindow
from tests.session import conftest as sessions
from tests.session.fakes import READY, a_picture

client = sessions.client
store = sessions.store
starting = sessions.starting


@pytest.fixture(autouse=True)
def closed_widgets_are_deleted() -> Iterator[None]:
    """Outside an event loop they would stay, and each later test would dress them too."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def session(starting: Session) -> Session:
    """A session with a running engine and nothing in it."""
    starting.handle(READY)
    starting.update(extent=Extent(64, 64))
    return starting


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    return shown_window(qtbot, session)


@pytest.fixture
def with_picture(window: MainWindow, session: Session) -> MainWindow:
    """The window with a plain picture of 64 × 48 px, saved as it were."""
    session.paste(a_picture(64, 48))
    session.undo_stack.setClean()
    return window


def shown_window(qtbot: QtBot, session: Session) -> MainWindow:
    window = MainWindow(session)
    # No question about unsaved work when the test is over.
    qtbot.addWidget(window, before_close_func=lambda _: session.undo_stack.setClean())
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window
