"""What helps the eye is remembered, and a number that cannot be is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from studio.core.errors import BadInput
from studio.session.session import Session
from studio.session.view_settings import ViewSettings
from tests.session.fakes import FakeClient


def a_store(folder: Path) -> QSettings:
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


@pytest.mark.usefixtures("qapp")
def test_they_are_there_at_the_next_start(tmp_path: Path):
    Session(FakeClient(), a_store(tmp_path)).update_view(rulers=True, grid_px=32)
    again = Session(FakeClient(), a_store(tmp_path)).view
    assert again == ViewSettings(rulers=True, grid_px=32)


def test_a_grid_without_room_between_its_lines_is_refused():
    with pytest.raises(BadInput, match="grid"):
        ViewSettings(grid_px=1)


def test_a_grid_begins_at_the_picture_or_to_the_right_of_it():
    with pytest.raises(BadInput, match="offset"):
        ViewSettings(grid_x_px=-1)
