"""What an import may load; `lint-imports` sees the modules of the studio, not what they pull in."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "diffusers", "transformers")


def loaded_by(module: str, candidates: tuple[str, ...]) -> list[str]:
    code = f"import sys, {module}; print(*[m for m in {candidates!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.split()


@pytest.mark.parametrize("module", ["studio.core.request", "studio.scenes.words"])
def test_vocabulary_needs_neither_qt_nor_torch(module):
    assert loaded_by(module, (*HEAVY, "PySide6", "skia")) == []


@pytest.mark.parametrize("module", ["studio.document.document", "studio.session.session"])
def test_document_and_session_need_no_widgets_and_no_engine(module):
    assert loaded_by(module, (*HEAVY, "PySide6.QtWidgets")) == []


@pytest.mark.parametrize("name", ["ui.window", "app", "start", "cli", "bridge"])
def test_window_application_commands_and_bridge_start_without_the_engine(name):
    assert loaded_by(f"studio.{name}", HEAVY) == []


@pytest.mark.parametrize("module", ["studio.start", "studio.app"])
def test_the_window_waits_for_no_command_and_no_decoder(module):
    assert loaded_by(module, ("typer", "rich", "PIL", "psutil")) == []


@pytest.mark.parametrize("module", ["studio.engine.worker", "studio.bridge"])
def test_engine_and_bridge_need_no_qt(module):
    assert loaded_by(module, ("PySide6",)) == []
