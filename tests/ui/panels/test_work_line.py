"""What is opened and written, in the status bar."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.work import Work
from studio.session.background import Background
from studio.ui.panels.work_line import WorkLine

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def line(qtbot: QtBot, background: Background) -> WorkLine:
    made = WorkLine(background)
    qtbot.addWidget(made)
    return made


def endless(work: Work) -> None:
    work.tell(0.25)
    waiting = threading.Event()
    while not waiting.wait(0.001):
        work.check()


def test_long_work_is_shown_with_its_share_and_can_be_stopped(
    qtbot: QtBot, background: Background, line: WorkLine
) -> None:
    background.run("Saving a <b>.ora", endless, lambda _: None)
    qtbot.waitUntil(line.isVisible)
    assert line.doing.text() == "Saving a <b>.ora…"
    assert line.doing.textFormat() is Qt.TextFormat.PlainText
    assert line.bar.share == 0.25
    qtbot.mouseClick(line.cancel, LEFT)
    qtbot.waitUntil(lambda: background.is_idle)
    assert not line.isVisible()


def test_what_is_done_at_once_is_never_shown(
    qtbot: QtBot, background: Background, line: WorkLine
) -> None:
    background.run("Saving", lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: background.is_idle)
    assert not line.isVisible()
