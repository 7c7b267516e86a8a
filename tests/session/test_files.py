"""Files that could not be taken as they were are not overwritten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.document.files.images import save_picture
from studio.session.files import opened
from tests.document.files.openraster.zips import MIMETYPE, layer_xml, red, stack_xml, written
from tests.session.fakes import a_picture


def no_tell(share: float) -> None:
    del share


def test_a_whole_file_is_saved_where_it_was(tmp_path: Path):
    save_picture(tmp_path / "a.png", a_picture(20, 10))
    found = opened(tmp_path / "a.png", no_tell)
    assert found.document.path == tmp_path / "a.png"
    assert found.notices == ()


def sixteen_bits(path: Path) -> None:
    Image.fromarray(np.full((4, 5), 300, np.uint16)).save(path)


def two_pictures(path: Path) -> None:
    first, second = (Image.fromarray(a_picture(20, 10, grey)) for grey in (9, 200))
    first.save(path, save_all=True, append_images=[second])


@pytest.mark.parametrize("make", [sixteen_bits, two_pictures])
def test_what_a_file_holds_besides_is_not_overwritten(tmp_path: Path, make):
    path = tmp_path / "boat.png"
    make(path)
    found = opened(path, no_tell)
    assert found.document.path is None
    assert found.document.name == "boat"
    assert found.notices[-1] == "Saving will ask for a new file."


def test_a_project_that_is_damaged_is_not_overwritten(tmp_path: Path):
    path = tmp_path / "boat.ora"
    layers = layer_xml("b", "data/gone.png") + layer_xml("a")
    written(path, [MIMETYPE, ("data/a.png", red()), stack_xml(layers)])
    found = opened(path, no_tell)
    assert found.document.path is None
    assert "“b” is empty" in found.notices[0]


def test_a_gif_is_not_overwritten_with_fewer_colours(tmp_path: Path):
    save_picture(tmp_path / "a.gif", a_picture(20, 10))
    assert opened(tmp_path / "a.gif", no_tell).document.path is None
