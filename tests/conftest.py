"""Every test has its own settings and folders, and leaves no window behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from studio.engine.environment import prepare_environment

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tiny networks gain nothing from threads, and on a busy machine threads wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Before any test module imports diffusers.
prepare_environment()
# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Garbage is looked for between tests alone, as the window does it at moments of its own:
    Qt's objects that another thread found would end there, and the tests with them."""
    gc.disable()
    gc.collect()
    gc.freeze()


_QT = {"qapp", "qtbot", "session"}
"""Fixtures of tests that use Qt."""


@pytest.fixture(autouse=True)
def no_garbage_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    gc.collect(2 if _QT & set(request.fixturenames) else 1)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where settings, logs and caches go instead of the person's own folders."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


@pytest.fixture(autouse=True)
def own_settings(own_folders: Path, request: pytest.FixtureRequest) -> None:
    """Only where Qt is used: tests of pure packages load nothing of it."""
    if not _QT & set(request.fixturenames):
        return
    from PySide6.QtCore import QCoreApplication, QSettings  # noqa: PLC0415 - see above

    QCoreApplication.setOrganizationName("Latent Studio")
    QCoreApplication.setApplicationName("Latent Studio")
    for settings_format in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(settings_format, QSettings.Scope.UserScope, str(own_folders / "config"))


@pytest.fixture(autouse=True)
def no_leaked_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window that outlives its test would draw into the next one's events."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only where Qt is used

    before = set(QApplication.topLevelWidgets())
    yield
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    shown = [widget for widget in left if widget.isVisible()]
    assert not shown, f"left open: {shown}"


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the models `tiny` and `tiny-x4`; read-only by agreement."""
    from tests.tiny_models import save_tiny_models  # noqa: PLC0415 - loads torch

    folder = tmp_path_factory.mktemp("models")
    save_tiny_models(folder)
    return folder
