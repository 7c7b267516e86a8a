"""The application: window, session and engine together, on one event loop."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from platformdirs import user_log_path, user_state_path
from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from studio.bridge import EngineClient
from studio.core.events import Event
from studio.session.recent import Used, load_recent
from studio.session.session import Session
from studio.session.tidying import Tidying
from studio.ui.window import MainWindow

NAME = "Latent Studio"
FOLDER = "latent-studio"
LOG_BYTES, LOGS_KEPT = 1_000_000, 3

log = logging.getLogger(__name__)


def run(path: Path | None = None) -> int:
    """Show the window until it is closed; returns the exit code.

    path: a picture to open.
    """
    folder = log_folder()
    faults = begin_logging(folder)
    app = an_application()
    Tidying(app)
    with QEventLoop(app) as loop:

        def deliver(event: Event) -> None:
            session.handle(event)

        models = load_recent(QSettings(), Used.MODELS)
        client = EngineClient(deliver, loop, models=models)
        session = Session(client, journals=user_state_path(FOLDER, appauthor=False) / "journals")
        report_faults(session, loop, folder)
        quit_on_signals(app, loop)
        window = MainWindow(session)
        window.show()
        after_first_paint(window, lambda: begin(session, client, path))
        try:
            return loop.run_forever()
        finally:
            session.close()
            # Torch aborts the process when its thread outlives the interpreter.
            client.close()
            stop_logging(faults)


def begin(session: Session, client: EngineClient, path: Path | None) -> None:
    """What takes seconds, once the window is there to say so."""
    client.start()
    session.look_for_lost()
    if path is not None:
        session.open(path)


def an_application() -> QApplication:
    app = QApplication(sys.argv[:1])
    # Every place that a fast hand went through is drawn. Not earlier: on X11 the application
    # begins by saying the opposite.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
    # The names decide where settings are kept.
    app.setOrganizationName(NAME)
    app.setApplicationName(NAME)
    app.setDesktopFileName(FOLDER)
    return app


class FirstExposure(QObject):
    """Calls once, when a window has come to the screen and been painted there."""

    def __init__(self, window: QWindow, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._call = call
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Expose:
            watched.removeEventFilter(self)
            # The window paints as it takes this event: come back when it has.
            QTimer.singleShot(0, self._call)
        return super().eventFilter(watched, event)


def after_first_paint(shown: QWidget, call: Callable[[], None]) -> None:
    window = shown.windowHandle()
    if window.isExposed():
        QTimer.singleShot(0, call)
    else:
        FirstExposure(window, call)


def log_folder() -> Path:
    """Where this person's programs keep their logs, or a new folder where none can be kept."""
    folder = user_log_path(FOLDER, appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix=f"{FOLDER}-"))


def begin_logging(folder: Path) -> TextIO:
    """Into a file that rotates; crashes of the interpreter into one of their own, of this run."""
    handler = RotatingFileHandler(
        folder / "studio.log", maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    faults = folder / "faults.log"
    if faults.exists() and faults.stat().st_size > 0:
        faults.replace(folder / "faults-of-last-run.log")
    file = faults.open("w", encoding="utf-8")
    faulthandler.enable(file)
    return file


def stop_logging(faults: TextIO) -> None:
    faulthandler.disable()
    faults.close()
    logging.shutdown()


def report_faults(session: Session, loop: asyncio.AbstractEventLoop, folder: Path) -> None:
    """Our own mistakes, wherever they are raised: all of it to the log, one sentence to a person,
    and the studio goes on."""
    told: set[str] = set()

    def report(error: BaseException) -> None:
        log.error("Uncaught", exc_info=error)
        # A fault while painting would come back with each paint.
        place = f"{type(error).__name__} {_line_of(error.__traceback__)}"
        if place not in told:
            told.add(place)
            session.problem.emit(
                "Something went wrong inside the studio; your picture is still here."
                f" {folder / 'studio.log'} says what it was."
            )

    def from_slot(
        _kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        report(error.with_traceback(trace))

    def from_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        report(context.get("exception") or RuntimeError(context["message"]))

    def from_thread(failure: threading.ExceptHookArgs) -> None:
        log.error("Uncaught in %s", failure.thread, exc_info=failure.exc_value)

    sys.excepthook = from_slot
    threading.excepthook = from_thread
    loop.set_exception_handler(from_loop)


def quit_on_signals(app: QApplication, loop: asyncio.AbstractEventLoop) -> None:
    """Ctrl+C in the terminal closes the window as a click would, unsaved work asked about."""
    if sys.platform == "win32":
        return  # there loops hear no signals
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, app.quit)


def _line_of(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
