"""A window with a few layers in it."""

from __future__ import annotations

import pytest

from studio.document.document import Document
from studio.session.session import Session
from studio.ui.window import MainWindow
from tests.document.operations.stacks import document_of, group, layer
from tests.ui.panels.layers.hand import Hand


@pytest.fixture
def hand(window: MainWindow, session: Session) -> Hand:
    """Over the rows, from the top: e, g (open) with c and b, a."""
    document = document_of(layer("a", -1), group("g", layer("b", 2), layer("c", 3)), layer("e", 4))
    session.document.show(document.picture)
    session.picture_changed.emit()
    assert isinstance(session.document, Document)
    window.resize(1280, 900)
    return Hand(window, session)
