"""A canvas on a session with a picture, whose engine only writes down what it is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSettings
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.session.session import Session
from studio.ui.canvas.view import CanvasView
from tests.session.fakes import READY, FakeClient


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
def blank(qapp: object, client: FakeClient, tmp_path: Path) -> Session:
    """A session without a picture."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    session = Session(client, store)
    session.handle(READY)
    session.update(prompt="a red boat", extent=Extent(64, 64))
    return session


@pytest.fixture
def session(blank: Session) -> Session:
    """A session with a plain grey picture of 200 × 100 px."""
    blank.paste(np.full((100, 200, 3), 128, np.uint8))
    return blank


@pytest.fixture
def canvas(qtbot: QtBot, session: Session) -> CanvasView:
    """Shown at 100 %, with the picture's corner at (100, 100)."""
    for tool in ("mask_brush", "mask_eraser"):
        session.update_brush(tool, size_px=20.0, hardness=1.0, opacity=1.0)
    return shown(qtbot, session)


def shown(qtbot: QtBot, session: Session) -> CanvasView:
    view = CanvasView(session)
    qtbot.addWidget(view)
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()
    view.zoom_to(1.0)
    view.pan_by(QPointF(100 - view.viewport.left, 100 - view.viewport.top))
    return view
