"""The same picture in Krita, and from Krita. Needs Krita and a virtual screen."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.document.alpha import premultiplied
from studio.document.compositing import composite
from studio.document.files.openraster.project import read_project, write_project
from studio.document.picture import Picture
from tests.document.files.openraster.drawings import a_painting, every_meeting, every_pair

pytestmark = [
    pytest.mark.skipif(
        shutil.which("krita") is None or shutil.which("xvfb-run") is None,
        reason="Krita or xvfb-run is not installed",
    ),
    pytest.mark.timeout(300),
]


PATIENCE_S, TRIES = 130, 2


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of Krita's own; the first start fills it."""
    folder = tmp_path_factory.mktemp("krita")
    (folder / "run").mkdir(mode=0o700)
    return folder


def converted(home: Path, source: Path, target: Path) -> Path:
    """What Krita makes of a file."""
    words = os.environ | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}
    words.pop("QT_QPA_PLATFORM", None)
    words.pop("QT_PLUGIN_PATH", None)
    command = ["xvfb-run", "-a", "krita", "--export", "--export-filename", target, source]
    for _ in range(TRIES):
        if finished(command, words):
            assert target.exists()
            return target
    pytest.skip("Krita did not end")


def finished(command: list[str | Path], words: dict[str, str]) -> bool:
    """False where Krita hangs, as it does now and then while it starts on a busy machine."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=words, stdout=nothing, stderr=nothing, start_new_session=True
    ) as process:
        try:
            return process.wait(PATIENCE_S) == 0
        except subprocess.TimeoutExpired:
            # With the virtual screen that was started for it.
            os.killpg(process.pid, signal.SIGKILL)
            return False


def merged_in(project: Path) -> Pixels:
    """The picture that a program lays beside the layers: what it shows of them.

    Krita itself would open what it wrote with some opacities a step lower: it cuts off digits.
    """
    with zipfile.ZipFile(project) as archive:
        return picture_in(io.BytesIO(archive.read("mergedimage.png")))


def picture_in(path: Path | io.BytesIO) -> Pixels:
    """(h, w, 4) premultiplied, as it is seen.

    That is where a level means the same everywhere: of straight colours, which files hold, a pixel
    of alpha 3 has four that can be told apart, 85 levels from each other.
    """
    with Image.open(path) as image:
        return premultiplied(np.array(image.convert("RGBA")))


def shown(picture: Picture) -> Pixels:
    return composite(picture.nodes, Bounds.of(picture.extent))


def farthest(one: Pixels, other: Pixels) -> int:
    """The largest difference in any channel, in levels of 255."""
    return int(np.abs(one.astype(np.int16) - other).max())


DRAWINGS = pytest.mark.parametrize(
    "picture",
    [
        pytest.param(lambda: every_pair((1.0, 0.5, 0.37)), id="every grey on every grey"),
        pytest.param(every_meeting, id="half clear in every way"),
        pytest.param(a_painting, id="groups, clipping and places"),
    ],
)


@DRAWINGS
def test_krita_shows_every_mode_as_we_do(
    picture: Callable[[], Picture], tmp_path: Path, home: Path
):
    ours = picture()
    write_project(tmp_path / "a.ora", ours)
    there = picture_in(converted(home, tmp_path / "a.ora", tmp_path / "a.png"))
    assert farthest(there, shown(ours)) <= 1


@DRAWINGS
def test_what_krita_writes_opens_with_the_same_pixels(
    picture: Callable[[], Picture], tmp_path: Path, home: Path
):
    write_project(tmp_path / "a.ora", picture())
    converted(home, tmp_path / "a.ora", tmp_path / "b.ora")
    project = read_project(tmp_path / "b.ora")
    assert not project.notices
    assert farthest(merged_in(tmp_path / "b.ora"), shown(project.picture)) <= 1
