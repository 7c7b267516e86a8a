"""A hand with a mouse over the list of layers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.document.layer import Node, found
from studio.session.session import Session
from studio.ui.panels.layers.row_plan import RowPlan
from studio.ui.window import MainWindow
from tests.document.operations.stacks import tree

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Hand:
    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window, self.session = window, session
        self.panel = window.side.layers
        self.list = self.panel.tree

    @property
    def names(self) -> list[Any]:
        return tree(self.session.document)

    @property
    def active(self) -> str | None:
        return self.session.document.picture.active_node

    def node(self, uid: str) -> Node:
        node = found(self.session.document.picture.nodes, uid)
        assert node is not None
        return node

    def plan(self, uid: str) -> RowPlan:
        number = self.list.number_of(uid)
        assert number is not None, f"{uid} is not listed"
        return self.list.plan_of(number)

    def click(
        self, place: QRectF | QPointF, modifiers: Qt.KeyboardModifier = NONE, *, twice: bool = False
    ) -> None:
        at = (place.center() if isinstance(place, QRectF) else place).toPoint()
        if twice:
            QTest.mouseDClick(self.list, LEFT, modifiers, at)
        else:
            QTest.mouseClick(self.list, LEFT, modifiers, at)

    def choose(self, uid: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.click(self.plan(uid).words, modifiers)

    def drag(self, uid: str, to: QPointF, *, release: bool = True) -> None:
        start = self.plan(uid).words.center().toPoint()
        QTest.mousePress(self.list, LEFT, NONE, start)
        for share in (0.3, 0.7, 1.0):
            way = (to - QPointF(start)) * share
            QTest.mouseMove(self.list, start + way.toPoint())
            QApplication.processEvents()
        if release:
            QTest.mouseRelease(self.list, LEFT, NONE, to.toPoint())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.list, key, modifiers)

    def between(self, uid: str, *, depth: int = 0, below: bool = True) -> QPointF:
        """At the lower or upper edge of a row."""
        row = self.plan(uid).row
        y = row.bottom() - 3 if below else row.top() + 3
        return QPointF(30 + depth * 14, y)

    def corner(self) -> QPoint:
        return QPoint(self.list.width() - 4, self.list.height() - 4)
