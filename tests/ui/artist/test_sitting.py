"""One sitting of an artist at the window: masks by every tool, areas against computed ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.session.session import Session
from studio.ui.canvas.tools import TOOLS
from studio.ui.window import MainWindow
from tests.ui.artist import with_brushes, with_outlines, with_whole_masks
from tests.ui.artist.artist import Artist, Masks
from tests.ui.artist.boxes import write_boxes

STEPS = (*with_brushes.STEPS, *with_outlines.STEPS, *with_whole_masks.STEPS)


@pytest.fixture
def dialogs_of_qt(qapp: QApplication) -> Iterator[None]:
    """A desktop's own file dialog could not be answered from here."""
    own = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    qapp.setAttribute(own)
    yield
    qapp.setAttribute(own, on=False)


@pytest.fixture
def artist(dialogs_of_qt: None, qtbot: QtBot, window: MainWindow, session: Session) -> Artist:
    return Artist(qtbot, window, session)


def test_an_artist_masks_with_every_tool_and_takes_all_of_it_back(
    artist: Artist, tmp_path: Path
) -> None:
    opens_a_picture(artist, tmp_path / "boxes.png")
    keeps = partial(with_whole_masks.keeps_a_mask_in_a_file, path=tmp_path / "mask.png")
    for step in (*STEPS, keeps):
        artist.return_to_canvas()
        artist.key("Ctrl+D")
        assert artist.area == 0
        step(artist)
    assert artist.taken >= {tool.name for tool in TOOLS if tool.name.startswith("mask_")}
    takes_all_of_it_back_and_does_it_again(artist)


def opens_a_picture(artist: Artist, path: Path) -> None:
    write_boxes(path)
    artist.answer_with(path)
    artist.key("Ctrl+O")
    artist.settle()
    assert artist.window.windowTitle().startswith("boxes")
    artist.look(0)


def takes_all_of_it_back_and_does_it_again(artist: Artist) -> None:
    """Key by key, with a look at all masks after each."""
    stack = artist.session.undo_stack
    seen, last = dict(artist.seen), stack.count()
    assert last > 2 * len(STEPS)
    artist.return_to_canvas()
    back, again = range(last - 1, -1, -1), range(1, last + 1)
    for keys, indices in (("Ctrl+Z", back), ("Ctrl+Shift+Z", again)):
        for index in indices:
            artist.key(keys)
            assert stack.index() == index
            assert_same_masks(artist.masks, seen[index])


def assert_same_masks(masks: Masks, wanted: Masks) -> None:
    assert [name for name, _ in masks] == [name for name, _ in wanted]
    for (_, pixels), (_, expected) in zip(masks, wanted, strict=True):
        assert_array_equal(pixels, expected)
