"""The main window: rows and columns, and what connects them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.session.session import Session
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.canvas.drops import file_in
from studio.ui.canvas.tools import ERASERS, TOOLS
from studio.ui.canvas_area import CanvasArea
from studio.ui.menus.desk import Desk
from studio.ui.menus.file import add_recent_menu, may_leave, open_path
from studio.ui.menus.models import add_model_choices
from studio.ui.menus.view import add_theme_menu
from studio.ui.panels.colour import ColourCard, HandColours
from studio.ui.panels.menu_row import MenuRow
from studio.ui.panels.options.bar import OptionsBar
from studio.ui.panels.recovery import RecoveryCard
from studio.ui.panels.results_strip import ResultsStrip
from studio.ui.panels.status_bar import StatusBar
from studio.ui.panels.toolbar import Toolbar
from studio.ui.side_panel import SidePanel

_GEOMETRY = "window/geometry"
_USUAL_SIZE = QSize(1600, 1000)
_SMALLEST_SIZE = QSize(1024, 600)
_TOOL_ACTIONS = ("invert_mask", "clear_mask")
_LOW_TOOL_ACTIONS = ("fit", "overlays", "undo", "redo")


class Rule(QWidget):
    """A line of one pixel between two parts."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        QPainter(self).fillRect(self.rect(), QColor(theme.tokens().line))


class MainWindow(QMainWindow):
    def __init__(self, session: Session) -> None:
        super().__init__()
        # Before the first widget takes its font.
        theme.current()
        self._session = session
        self.setMinimumSize(_SMALLEST_SIZE)
        self.setAcceptDrops(True)
        self.area = CanvasArea(session)
        self.desk = Desk(
            session,
            self.area.canvas,
            self,
            self._show_panel,
            self._choose_tool,
            chosen_layers=lambda: self.side.layers.chosen,
            rename_layer=self._rename_layer,
        )
        self.actions_by_name = Actions(self.desk, self.area)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._show_title()
        self._restore_geometry()
        self.toolbar.choose(TOOLS[0].name)
        # Tab and the arrows are the canvas's from the first moment on, not the first slider's.
        self.area.canvas.setFocus()

    def _make_parts(self) -> None:
        session, actions = self._session, self.actions_by_name
        self.menu_row = MenuRow(session)
        menus = actions.fill(self.menu_row.bar)
        self.theme_menu = add_theme_menu(menus["View"])
        add_recent_menu(menus["File"], actions["open"], self.desk)
        add_model_choices(menus["Models"], session)
        self.tool_options = OptionsBar(self.desk)
        self.toolbar = Toolbar(TOOLS, self.desk.keymap, self)
        self.toolbar.add_actions([actions[name] for name in _TOOL_ACTIONS])
        self.toolbar.add_actions_below([actions[name] for name in _LOW_TOOL_ACTIONS])
        self.colours = ColourCard(session, self.area)
        self.area.add_card(self.colours)
        self.wells = HandColours(session, self.desk.keymap)
        self.wells.pressed.connect(self.colours.toggle)
        self.toolbar.add_widget_below(self.wells)
        self.side = SidePanel(session, actions)
        self.strip = ResultsStrip(session, actions, self.area)
        self.area.add_card(self.strip)
        self.recovery = RecoveryCard(self.desk, self.area)
        self.area.add_card(self.recovery)
        self.status = StatusBar(session)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.toolbar)
        middle.addWidget(Rule(upright=True))
        middle.addWidget(self.area, 1)
        middle.addWidget(Rule(upright=True))
        middle.addWidget(self.side)
        centre = QWidget()
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for widget in (self.menu_row, Rule(), self.tool_options, Rule()):
            rows.addWidget(widget)
        rows.addLayout(middle, 1)
        rows.addWidget(Rule())
        rows.addWidget(self.status)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        session, canvas = self._session, self.area.canvas
        canvas.zoom_changed.connect(self.status.show_zoom)
        canvas.cursor_moved.connect(self.status.show_pointer)
        self.toolbar.chosen.connect(self._take_tool)
        # Ctrl+Z after a click on Accept means the picture, not the prompt that was written before.
        for button in (self.strip.accept, self.strip.discard):
            button.clicked.connect(lambda _=False: canvas.setFocus())
        self.side.layers.key_passed_on.connect(self._hand_key_to_canvas)
        session.open_requested.connect(lambda path: open_path(self.desk, path))
        session.results_changed.connect(self._offer_results)
        session.document_replaced.connect(self._show_title)
        session.document_saved.connect(self._show_title)
        session.undo_stack.cleanChanged.connect(self._show_title)

    def _take_tool(self, name: str) -> None:
        self.area.canvas.set_tool(name)
        self.tool_options.show_tool(name)
        if name in ERASERS:
            # E erases what is being drawn: the mask, or the layer.
            self.toolbar.keys.took(ERASERS[name])

    def _offer_results(self) -> None:
        """Enter, Esc and the arrows act on results at once, unless a person is typing."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        if self._session.results and not typing:
            self.area.canvas.setFocus()

    def _show_panel(self, title: str) -> None:
        self.side.show_panel(title)

    def _rename_layer(self) -> None:
        self.side.show_panel("Layers")
        self.side.layers.rename_active()

    def _hand_key_to_canvas(self, event: QKeyEvent) -> None:
        """What means nothing to a list may mean something there: a held Space, for one."""
        self.area.canvas.setFocus()
        QApplication.sendEvent(self.area.canvas, event)

    def _choose_tool(self, name: str) -> None:
        self.toolbar.choose(name)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self._session.title}[*] – Latent Studio")
        self.setWindowModified(self._session.is_modified)

    def _restore_geometry(self) -> None:
        stored = QSettings().value(_GEOMETRY)
        if not (isinstance(stored, QByteArray) and self.restoreGeometry(stored)):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(_USUAL_SIZE.boundedTo(room))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._session.settle()
        if not may_leave(self.desk, self.close):
            event.ignore()
            return
        QSettings().setValue(_GEOMETRY, self.saveGeometry())
        self._session.put_away()
        # A stack that is destroyed tells of its emptying when it can no longer be asked.
        self._session.undo_stack.blockSignals(True)
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = file_in(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._session.open_dropped(path)
