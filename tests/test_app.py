"""The application in a process of its own: it owns the interpreter's hooks and its end."""

import subprocess
import sys
import textwrap
from pathlib import Path

from tests.tiny_models import save_tiny_models


def run_python(code: str, seconds: float = 100) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


APPLICATION = """
    import sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from studio import app
    from studio.core.events import Failed, JobId, Ready, Stepped

    class Engine:
        events = []

        def __init__(self, deliver, loop, models):
            self.deliver, self.loop, self.submitted = deliver, loop, 0
            Engine.last = self

        def start(self):
            Engine.events.append("start")
            self.loop.call_soon_threadsafe(Engine.on_start)

        def submit(self, request):
            self.submitted += 1
            return JobId(self.submitted)

        def cancel(self, job):
            Engine.events.append("cancel")

        def close(self):
            Engine.events.append("close")

        def on_start():
            QApplication.closeAllWindows()

    app.EngineClient = Engine
"""


def test_the_engine_starts_after_the_first_paint_and_ends_with_the_window() -> None:
    done = run_python(
        APPLICATION
        + """
    class Window(app.MainWindow):
        def paintEvent(self, event):
            Engine.events.append("paint")
            super().paintEvent(event)
    app.MainWindow = Window
    code = app.run()
    print(code, *dict.fromkeys(Engine.events))
    """
    )
    assert done.stdout.strip() == "0 paint start close", done.stderr


def test_the_first_paint_waits_for_no_command_no_decoder_and_no_model() -> None:
    done = run_python(
        APPLICATION
        + """
    from studio import start
    heavy = {"torch", "diffusers", "typer", "rich", "PIL", "psutil"}
    def on_start():
        print(*heavy & set(sys.modules), "painted")
        QApplication.closeAllWindows()
    Engine.on_start = on_start
    start.run([])
    """
    )
    assert done.stdout == "painted\n", done.stderr


def test_a_picture_that_cannot_be_opened_is_told_in_the_window() -> None:
    done = run_python(
        APPLICATION
        + """
    from studio import start
    def tell(problem):
        print(problem)
        QApplication.closeAllWindows()
    class Window(app.MainWindow):
        def __init__(self, session):
            super().__init__(session)
            session.problem.connect(tell)
    app.MainWindow = Window
    Engine.on_start = lambda: None
    print(start.run(["nothing.png"]))
    """
    )
    assert done.stdout == "There is no picture at nothing.png.\n0\n", done.stderr


def test_a_fault_in_a_slot_is_told_once_and_the_window_stays() -> None:
    done = run_python(
        APPLICATION
        + """
    problems = []
    class Window(app.MainWindow):
        def __init__(self, session):
            super().__init__(session)
            session.problem.connect(problems.append)
    app.MainWindow = Window
    def fail():
        raise ZeroDivisionError
    def on_start():
        QTimer.singleShot(0, fail)
        QTimer.singleShot(1, fail)
        QTimer.singleShot(20, QApplication.closeAllWindows)
    Engine.on_start = on_start
    code = app.run()
    print(code, len(problems), "went wrong" in problems[0])
    """
    )
    assert done.stdout.strip() == "0 1 True", done.stderr


def test_the_window_stays_usable_when_the_engine_cannot_start() -> None:
    done = run_python(
        APPLICATION
        + """
    def on_start():
        Engine.last.deliver(Failed(None, "The engine cannot run: no torch."))
        QTimer.singleShot(20, QApplication.closeAllWindows)
    Engine.on_start = on_start
    print(app.run())
    """
    )
    assert done.stdout.strip() == "0", done.stderr


def test_an_interrupt_in_the_terminal_closes_the_window_cleanly() -> None:
    done = run_python(
        APPLICATION
        + """
    import os, signal
    def on_start():
        os.kill(os.getpid(), signal.SIGINT)
    Engine.on_start = on_start
    print(app.run(), *Engine.events)
    """
    )
    assert done.stdout.strip() == "0 start close", done.stderr


def test_faults_and_words_of_a_run_are_kept_in_its_log() -> None:
    done = run_python(
        APPLICATION
        + """
    def on_start():
        def fail():
            raise ZeroDivisionError("a mistake of ours")
        QTimer.singleShot(0, fail)
        QTimer.singleShot(20, QApplication.closeAllWindows)
    Engine.on_start = on_start
    app.run()
    print("a mistake of ours" in app.log_folder().joinpath("studio.log").read_text())
    """
    )
    assert done.stdout.strip() == "True", done.stderr


def test_a_log_that_cannot_be_kept_does_not_keep_the_window_away(own_folders: Path) -> None:
    (own_folders / "state").write_text("a file where the folder of logs should be")
    done = run_python(APPLICATION + "\n    print(app.run())")
    assert done.stdout.strip() == "0", done.stderr


def test_quitting_during_a_step_ends_with_exit_code_0(own_folders: Path) -> None:
    save_tiny_models(own_folders / "data" / "latent-studio" / "models")
    done = run_python("""
    import sys
    from PySide6.QtWidgets import QApplication
    from studio import app
    from studio.core.geometry import Extent

    start_engine = app.begin

    def begin(session, client, path):
        def draw():
            session.update(model="tiny", prompt="a boat", steps=900, extent=Extent(256, 256))
            session.generate()

        def quit_in_the_middle():
            if session.preview is not None and session.preview.step >= 2:
                print("step", session.preview.step < 900)
                QApplication.closeAllWindows()

        session.engine_changed.connect(draw)
        session.preview_changed.connect(quit_in_the_middle)
        start_engine(session, client, path)

    app.begin = begin
    sys.exit(app.run())
    """)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["step", "True"]), done.stderr
