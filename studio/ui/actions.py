"""Every row of the menus as an action: menus, shortcuts and buttons are made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from studio.ui.keymap import Command, native, split
from studio.ui.menus import edit, file, generate, help, image, layer, mask, models, view
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import Row, Rows, Where
from studio.ui.theme import icon
from studio.ui.widgets.menu import Menu

MENUS: tuple[tuple[str, Rows], ...] = (
    ("File", file.ROWS),
    ("Edit", edit.ROWS),
    ("Image", image.ROWS),
    ("View", view.ROWS),
    ("Layer", layer.ROWS),
    ("Mask", mask.ROWS),
    ("Generate", generate.ROWS),
    ("Models", models.ROWS),
    ("Help", help.ROWS),
)


class Actions(QObject):
    """The rows as QActions, enabled by what the session can do now."""

    def __init__(self, desk: Desk, canvas_area: QWidget) -> None:
        super().__init__(desk.window)
        session, window = desk.session, desk.window
        self._session = session
        self._desk = desk
        self._actions: dict[str, QAction] = {}
        for row in all_rows():
            self._actions[row.name] = self._made(row, window, canvas_area)
        self._add_undo(window)
        for changed in (
            session.settings_changed,
            session.intent_changed,
            session.jobs_changed,
            session.results_changed,
            session.picture_changed,
            session.undo_stack.indexChanged,
            session.view_changed,
            session.tool_changed,
        ):
            changed.connect(self._refresh)
        desk.keymap.add(commands())
        desk.keymap.changed.connect(self._show_keys)
        self._show_keys()
        self._refresh()

    def __getitem__(self, name: str) -> QAction:
        """KeyError for a name that is not in the table."""
        return self._actions[name]

    def menu(self, parent: QWidget, groups: Sequence[Sequence[str]]) -> Menu:
        """A menu of groups of actions, by their names; gone when it is closed."""
        menu = Menu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for names in groups:
            if names is not groups[0]:
                menu.addSeparator()
            menu.addActions([self._actions[name] for name in names])
        return menu

    def fill(self, bar: QMenuBar) -> dict[str, Menu]:
        """The menus of the table, by their titles."""
        menus = {title: Menu(title, bar) for title, _ in MENUS}
        for menu in menus.values():
            bar.addMenu(menu)
        for action in (self._actions["undo"], self._actions["redo"]):
            menus["Edit"].addAction(action)
        menus["Edit"].addSeparator()
        for title, rows in MENUS:
            for row in rows:
                if row is None:
                    menus[title].addSeparator()
                else:
                    menus[title].addAction(self._actions[row.name])
        return menus

    def _made(self, row: Row, window: QWidget, canvas_area: QWidget) -> QAction:
        action = QAction(row.text, self)
        if row.glyph:
            action.setIcon(icon(row.glyph))
            # In a menu a sign beside a few of the words is noise, and a tick reads as "on".
            action.setIconVisibleInMenu(False)
        action.setCheckable(row.on is not None)
        action.triggered.connect(lambda: self._do(row))
        if row.where is Where.CANVAS:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            canvas_area.addAction(action)
        else:
            window.addAction(action)
        return action

    def _add_undo(self, window: QWidget) -> None:
        session, stack = self._session, self._session.undo_stack
        undo = self._stepping("arrow-counter-clockwise", session.undo)
        redo = self._stepping("arrow-clockwise", session.redo)
        self._actions |= {"undo": undo, "redo": redo}
        window.addActions([undo, redo])
        undo.setEnabled(stack.canUndo())
        redo.setEnabled(stack.canRedo())
        stack.canUndoChanged.connect(undo.setEnabled)
        stack.canRedoChanged.connect(redo.setEnabled)
        stack.undoTextChanged.connect(self._show_undo)
        stack.redoTextChanged.connect(self._show_redo)
        self._show_undo(stack.undoText())
        self._show_redo(stack.redoText())

    def _stepping(self, glyph: str, step: Callable[[], None]) -> QAction:
        action = QAction(icon(glyph), "", self)
        action.setIconVisibleInMenu(False)
        action.triggered.connect(step)
        return action

    def _show_undo(self, step: str) -> None:
        self._actions["undo"].setText(f"Undo {step}".rstrip())

    def _show_redo(self, step: str) -> None:
        self._actions["redo"].setText(f"Redo {step}".rstrip())

    def _do(self, row: Row) -> None:
        # What asks or looks before it does anything finds no half of a stroke either.
        self._session.settle()
        row.do(self._desk)

    def _show_keys(self) -> None:
        keymap = self._desk.keymap
        for name, action in self._actions.items():
            command = keymap[name]
            if command.is_fixed:
                # A key that is held is the canvas's own business: it is only shown.
                action.setText(f"{command.title}\t{native(keymap.shown_key(name))}")
            else:
                action.setShortcuts([QKeySequence(each) for each in keymap.keys_of(name)])

    def _refresh(self) -> None:
        for row in all_rows():
            if row.can is not None:
                self._actions[row.name].setEnabled(row.can(self._session))
            if row.on is not None:
                self._actions[row.name].setChecked(row.on(self._session))
        self._actions["generate"].setText(self._session.intent.title)


def all_rows() -> Iterator[Row]:
    for _, rows in MENUS:
        yield from (row for row in rows if row is not None)


def commands() -> Iterator[Command]:
    """What keys can be given to, a section a menu."""
    for title, rows in MENUS:
        if title == "Edit":
            yield Command("undo", "Undo", title, ("Ctrl+Z",))
            yield Command("redo", "Redo", title, ("Ctrl+Shift+Z", "Ctrl+Y"))
        for row in rows:
            if row is not None:
                words = row.text.removesuffix("…")
                is_held = row.where is Where.NOWHERE
                yield Command(row.name, words, title, split(row.keys), is_fixed=is_held)
