"""A session on a client that only writes down what it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from studio.session.session import Session
from tests.session.fakes import READY, FakeClient, Told


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
def starting(qapp: object, client: FakeClient, store: QSettings) -> Iterator[Session]:
    """A session whose engine has not told anything yet."""
    made = Session(client, store)
    yield made
    made.close()


@pytest.fixture
def session(starting: Session) -> Session:
    """A session with a running engine and a prompt."""
    starting.handle(READY)
    starting.update(prompt="a red boat")
    return starting


@pytest.fixture
def told(session: Session) -> Told:
    return Told(session)
