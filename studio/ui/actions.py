"""Every action of the window in one table: menus, shortcuts and buttons are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.session.session import Session
from studio.ui.commands import Commands
from studio.ui.shortcuts import Section
from studio.ui.theme import icon


class Where(Enum):
    """Where a shortcut acts. Keys that a text field takes for itself never reach it."""

    WINDOW = "window"
    CANVAS = "canvas"
    """Only while the canvas or the result strip has the focus."""
    NOWHERE = "nowhere"
    """The keys are only shown: the canvas itself listens, since they are held."""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    text: str
    do: Callable[[Commands], object]
    keys: str = ""
    """Several sequences are separated by two spaces; the first is shown."""
    glyph: str = ""
    where: Where = Where.WINDOW
    can: Callable[[Session], bool] | None = None
    """Whether it can be done now; None = always."""


SEPARATOR = None


def _has_picture(session: Session) -> bool:
    return not session.document.is_blank


def _has_parameters(session: Session) -> bool:
    return bool(session.parameters)


def _has_mask(session: Session) -> bool:
    return not session.document.mask.is_empty


def _has_result(session: Session) -> bool:
    return session.current_result is not None


def _has_results(session: Session) -> bool:
    return bool(session.results)


def _is_busy(session: Session) -> bool:
    return not session.jobs.is_idle


def _can_generate(session: Session) -> bool:
    return session.intent.can_run


FILE = (
    Row("new", "New", Commands.new, "Ctrl+N", "file-plus"),
    Row("open", "Open…", Commands.open, "Ctrl+O", "folder-open"),
    SEPARATOR,
    Row("save", "Save", Commands.save, "Ctrl+S", "floppy-disk", can=_has_picture),
    Row("save_as", "Save as…", Commands.save_as, "Ctrl+Shift+S", can=_has_picture),
    SEPARATOR,
    Row(
        "use_own_settings",
        "Use settings of this picture",
        Commands.use_settings_of_picture,
        can=_has_parameters,
    ),
    Row("use_settings", "Use settings from picture…", Commands.use_settings_of_file),
    SEPARATOR,
    Row("quit", "Quit", Commands.quit, "Ctrl+Q"),
)
EDIT = (
    Row("copy", "Copy picture", Commands.copy, "Ctrl+C", "copy", can=_has_picture),
    Row("paste", "Paste picture", Commands.paste, "Ctrl+V", "clipboard"),
)
VIEW = (
    Row("zoom_in", "Zoom in", Commands.zoom_in, "Ctrl++  Ctrl+=", "magnifying-glass-plus"),
    Row("zoom_out", "Zoom out", Commands.zoom_out, "Ctrl+-", "magnifying-glass-minus"),
    Row("fit", "Fit to window", Commands.fit, "Ctrl+0", "corners-out"),
    Row("actual_size", "100 %", Commands.actual_size, "Ctrl+1"),
    SEPARATOR,
    Row("overlays", "Show or hide overlays", Commands.toggle_overlays, "Shift+H", "stack"),
    Row("history", "Show history", Commands.show_history),
    SEPARATOR,
    Row("original", "Show original", Commands.toggle_original, "Tab", where=Where.NOWHERE),
)
LAYER = (
    Row("layer_visible", "Show or hide layer", Commands.toggle_layer, can=_has_picture),
    Row("show_layers", "Show layers", Commands.show_layers),
)
MASK = (
    Row("invert_mask", "Invert", Commands.invert_mask, "Shift+V", "selection-inverse"),
    Row("clear_mask", "Clear", Commands.clear_mask, "Ctrl+D", "selection-slash", can=_has_mask),
    Row("fill_mask", "Mask everything", Commands.fill_mask, "Ctrl+A"),
    SEPARATOR,
    Row("open_mask", "Open mask…", Commands.open_mask, can=_has_picture),
    Row("save_mask", "Save mask…", Commands.save_mask, can=_has_mask),
    SEPARATOR,
    Row("swap_brush", "Paint or erase", Commands.swap_brush, "Q"),
    Row("smaller", "Smaller brush", Commands.smaller_brush, "["),
    Row("larger", "Larger brush", Commands.larger_brush, "]"),
    Row("softer", "Softer brush", Commands.softer_brush, "{  Shift+{"),
    Row("harder", "Harder brush", Commands.harder_brush, "}  Shift+}"),
)
GENERATE = (
    Row("generate", "Generate", Commands.generate, "Ctrl+Return  Ctrl+Enter", can=_can_generate),
    Row(
        "generate_first",
        "Generate before those that wait",
        Commands.generate_first,
        "Ctrl+Shift+Return  Ctrl+Shift+Enter",
        can=_can_generate,
    ),
    SEPARATOR,
    Row("upscale_2", "Upscale 2×", Commands.upscale_2, "Ctrl+Alt+2", can=_has_picture),
    Row("upscale_4", "Upscale 4×", Commands.upscale_4, "Ctrl+Alt+4", can=_has_picture),
    SEPARATOR,
    Row("cancel", "Cancel", Commands.cancel, "Shift+X", can=_is_busy),
    Row("cancel_all", "Cancel all", Commands.cancel_all, can=_is_busy),
    SEPARATOR,
    Row(
        "accept",
        "Accept result",
        Commands.accept,
        "Return  Enter",
        "check",
        where=Where.CANVAS,
        can=_has_result,
    ),
    Row(
        "discard",
        "Discard result",
        Commands.discard,
        "Esc",
        "x",
        where=Where.CANVAS,
        can=_has_result,
    ),
    Row("discard_all", "Discard all results", Commands.discard_all, can=_has_results),
    Row(
        "previous_result",
        "Previous result",
        Commands.previous_result,
        "Left",
        where=Where.CANVAS,
        can=_has_results,
    ),
    Row(
        "next_result",
        "Next result",
        Commands.next_result,
        "Right",
        where=Where.CANVAS,
        can=_has_results,
    ),
)
MODELS = (
    Row("show_models", "Show models", Commands.show_models),
    Row("open_model", "Use a model from a folder…", Commands.choose_model_folder),
    Row("rescan", "Look for models again", Commands.rescan_models),
    SEPARATOR,
    Row("model_folder", "Open the models folder", Commands.open_models_folder),
)
HELP = (
    Row("shortcuts", "Shortcuts", Commands.show_shortcuts, "F1", "keyboard"),
    Row("about", "About Latent Studio", Commands.show_about),
)
MENUS: tuple[tuple[str, tuple[Row | None, ...]], ...] = (
    ("File", FILE),
    ("Edit", EDIT),
    ("View", VIEW),
    ("Layer", LAYER),
    ("Mask", MASK),
    ("Generate", GENERATE),
    ("Models", MODELS),
    ("Help", HELP),
)


class Actions(QObject):
    """The rows as QActions, enabled by what the session can do now."""

    def __init__(
        self, session: Session, commands: Commands, window: QWidget, canvas_area: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._commands = commands
        self._actions: dict[str, QAction] = {}
        for row in all_rows():
            self._actions[row.name] = self._made(row, window, canvas_area)
        self._add_undo(window)
        for changed in (
            session.intent_changed,
            session.jobs_changed,
            session.results_changed,
            session.picture_changed,
            session.undo_stack.indexChanged,
        ):
            changed.connect(self._refresh)
        commands.shortcuts.extend(shortcut_sections())
        self._refresh()

    def __getitem__(self, name: str) -> QAction:
        """KeyError for a name that is not in the table."""
        return self._actions[name]

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """The menus of the table, by their titles."""
        menus = {title: bar.addMenu(title) for title, _ in MENUS}
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
        action.triggered.connect(lambda: row.do(self._commands))
        if row.where is not Where.NOWHERE:
            action.setShortcuts([QKeySequence(keys) for keys in row.keys.split("  ") if keys])
        if row.where is Where.CANVAS:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            canvas_area.addAction(action)
        else:
            window.addAction(action)
        return action

    def _add_undo(self, window: QWidget) -> None:
        stack = self._session.undo_stack
        undo, redo = stack.createUndoAction(self, "Undo"), stack.createRedoAction(self, "Redo")
        undo.setIcon(icon("arrow-counter-clockwise"))
        redo.setIcon(icon("arrow-clockwise"))
        for action in (undo, redo):
            action.setIconVisibleInMenu(False)
        undo.setShortcuts(QKeySequence.StandardKey.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._actions |= {"undo": undo, "redo": redo}
        window.addActions([undo, redo])

    def _refresh(self) -> None:
        for row in all_rows():
            if row.can is not None:
                self._actions[row.name].setEnabled(row.can(self._session))
        self._actions["generate"].setText(self._session.intent.title)


def all_rows() -> Iterator[Row]:
    for _, rows in MENUS:
        yield from (row for row in rows if row is not None)


def shortcut_sections() -> Iterator[Section]:
    """The keys of the table, a section a menu."""
    for title, rows in MENUS:
        lines = [(row.text, row.keys.split("  ")[0]) for row in rows if row and row.keys]
        if title == "Edit":
            lines = [("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Shift+Z"), *lines]
        if lines:
            yield title, tuple(lines)
