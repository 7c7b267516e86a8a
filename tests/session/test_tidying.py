"""Garbage is looked for on the window's thread, and on no other."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.session.tidying import Tidying, tidy


class Knot(QObject):
    """Refers to itself, so that nothing but a search ends it."""

    def __init__(self, ended_on: list[int]) -> None:
        super().__init__()
        self.self = self
        weakref.finalize(self, lambda: ended_on.append(threading.get_ident()))


def test_what_another_thread_allocates_ends_no_object_of_the_window(
    qtbot: QtBot, qapp: QApplication
):
    ended_on: list[int] = []
    tidying = Tidying(qapp)
    Knot(ended_on)
    kept: list[list[int]] = []
    # Enough that Python would look for garbage.
    thread = threading.Thread(target=lambda: kept.extend([] for _ in range(5000)))
    thread.start()
    thread.join()
    assert ended_on == []
    qtbot.waitUntil(lambda: bool(ended_on), timeout=20_000)
    assert ended_on == [threading.get_ident()]
    tidying.deleteLater()


def test_the_young_are_looked_at_where_there_are_many():
    gc.collect()
    ended_on: list[int] = []
    Knot(ended_on)
    tidy()
    assert ended_on == []  # too few to be worth a search
    kept = [[] for _ in range(5000)]
    tidy()
    assert ended_on == [threading.get_ident()]
    assert len(kept) == 5000
