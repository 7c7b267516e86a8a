"""The real program on a screen of its own: masked by X events, and its files are measured."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from tests.ui.areas import disc, lens, round_the_circle, shoelace, stadium
from tests.ui.artist.artist import BLURRED, DRAWN, EXACTLY, OUTLINED
from tests.ui.artist.boxes import (
    BLUE,
    FAR_RED_BOX,
    FRAME,
    INSIDE_FRAME,
    RED_BOX,
    WHOLE,
    Box,
    area_of,
    corners_of,
    middle_of,
    write_boxes,
)
from tests.ui.artist.screen import HEIGHT as SCREEN_HEIGHT
from tests.ui.artist.screen import WIDTH as SCREEN_WIDTH
from tests.ui.artist.screen import Screen, a_screen

MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
BOX: Box = (120, 90, 200, 110)
STAR = tuple(
    (round(x), round(y))
    for pair in zip(
        round_the_circle((200, 150), 120, 12), round_the_circle((200, 150), 60, 12), strict=True
    )
    for x, y in pair
)
SIDES_OF_FRAME = 40
"""In each row and each column through the frame so many pixels at least are of its colour."""
NEW_MASK = "ctrl+shift+m"

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}, not installed here"),
    pytest.mark.skipif(not features.check("xcb"), reason="this Pillow cannot look at a screen"),
]


@dataclass(frozen=True)
class Desk:
    """The program with a picture at 100 %, and where its corner is on the screen."""

    screen: Screen
    left: int
    top: int

    def key(self, *keys: str) -> None:
        self.screen.do(*(word for key in keys for word in ("key", key)))

    def drag(self, *places: tuple[float, float], held: tuple[str, ...] = ()) -> None:
        """From place to place of the picture, with keys held, faster than any hand."""
        first, *others = (self._move(*place) for place in places)
        way = [*first, "mousedown", "1", *(word for move in others for word in move)]
        self._hold(held, [*way, "mouseup", "1"])

    def click(self, x: float, y: float, held: tuple[str, ...] = ()) -> None:
        self._hold(held, [*self._move(x, y), "click", "1"])

    def _move(self, x: float, y: float) -> list[str]:
        return ["mousemove", str(round(self.left + x)), str(round(self.top + y))]

    def _hold(self, keys: tuple[str, ...], words: list[str]) -> None:
        down = [word for key in keys for word in ("keydown", key)]
        up = [word for key in keys for word in ("keyup", key)]
        self.screen.do(*down, *words, *up)

    def answer(self, title: str, text: str = "") -> None:
        """Write into a dialog, and press Enter; without a window manager it has no focus yet."""
        dialog = self.screen.window(title)
        self.screen.do("windowfocus", "--sync", dialog)
        if text:
            self.screen.do("key", "ctrl+a", "type", text)
        self.key("Return")
        self.screen.wait_until_gone(title)

    def return_to(self, title: str) -> None:
        self.screen.do("windowfocus", "--sync", self.screen.window(title))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    picture = tmp_path / "boxes.png"
    write_boxes(picture)
    with a_screen(tmp_path) as screen:
        window = screen.window("Untitled")
        size = str(SCREEN_WIDTH), str(SCREEN_HEIGHT)
        screen.do("windowmove", window, "0", "0", "windowsize", window, *size)
        screen.do("windowfocus", "--sync", window, "key", "ctrl+o")
        yield _with_picture(Desk(screen, 0, 0), picture)


def _with_picture(desk: Desk, picture: Path) -> Desk:
    desk.answer("Open a picture", str(picture))
    desk.return_to("boxes")
    desk.key("ctrl+1")
    left, top = desk.screen.wait_for("The picture at 100 %", lambda: corner_of_picture(desk.screen))
    return Desk(desk.screen, left, top)


def corner_of_picture(screen: Screen) -> tuple[int, int] | None:
    """Where it is shown pixel by pixel: its blue frame tells, which small pictures show smaller."""
    blue = (screen.look() == BLUE).all(axis=2)
    left, top, width, height = FRAME
    columns, rows = (np.flatnonzero(blue.sum(axis=axis) >= SIDES_OF_FRAME) for axis in (0, 1))
    if (len(columns), len(rows)) != (width, height):
        return None
    return int(columns[0]) - left, int(rows[0]) - top


# 15 seconds on a machine that has nothing else to do.
@pytest.mark.timeout(300)
def test_masks_drawn_by_x_events_have_their_areas_in_the_files(desk: Desk, tmp_path: Path) -> None:
    expected = draw_with_every_tool(desk)
    areas = areas_in(saved_project(desk, tmp_path / "drawn.ora"))
    assert list(areas) == [f"Mask {number}".removesuffix(" 1") for number in range(1, 11)]
    for (name, area), (wanted, within) in zip(areas.items(), expected, strict=True):
        assert area == pytest.approx(wanted, rel=within), name
    exported = saved_mask(desk, tmp_path / "last.png")
    wanted, within = expected[-1]
    assert np.asarray(exported.convert("L")).sum() / 255 == pytest.approx(wanted, rel=within)
    desk.key("ctrl+q")
    desk.screen.wait_until_gone("drawn")


def draw_with_every_tool(desk: Desk) -> list[tuple[float, float]]:
    """A mask with each; returns the area that it must have, and how exactly."""
    expected: list[tuple[float, float]] = []
    for draw in (
        brush,
        eraser,
        rectangle,
        ellipses,
        lasso,
        polygon,
        wand,
        colour,
        inverted,
        feathered,
    ):
        if expected:
            desk.key(NEW_MASK)
        expected.append(draw(desk))
    return expected


def brush(desk: Desk) -> tuple[float, float]:
    desk.key("b", "shift+bracketright", "shift+bracketright")
    desk.click(60, 60)
    desk.click(300, 60, held=("shift",))
    desk.drag((100, 200), (150, 210), (200, 220), (300, 240))
    return stadium(240, 32) + stadium(float(np.hypot(200, 40)), 32), DRAWN


def eraser(desk: Desk) -> tuple[float, float]:
    desk.key("ctrl+a", "e", "shift+bracketright", "shift+bracketright")
    desk.drag((100, 150), (150, 150), (300, 150))
    return WHOLE - stadium(200, 32), DRAWN


def rectangle(desk: Desk) -> tuple[float, float]:
    desk.key("u")
    desk.drag(*corners_of(BOX))
    desk.drag((10, 10), (100, 100))
    desk.key("ctrl+z")
    return area_of(BOX), EXACTLY


def ellipses(desk: Desk) -> tuple[float, float]:
    desk.key("shift+u")
    first, second = ((100, 100), (200, 200)), ((160, 100), (260, 200))
    desk.drag(*first)
    desk.drag(*second, held=("shift", "alt"))
    desk.drag((260, 100), (380, 200), held=("shift",))
    desk.drag((270, 210), (330, 270))
    desk.drag((270, 210), (330, 270), held=("alt",))
    return lens(50, 60) + disc(1) * 60 * 50, OUTLINED


def lasso(desk: Desk) -> tuple[float, float]:
    desk.key("l")
    desk.drag(*STAR)
    return shoelace(*STAR), OUTLINED


def polygon(desk: Desk) -> tuple[float, float]:
    desk.key("shift+l")
    for corner in STAR:
        desk.click(*corner)
    desk.key("Return")
    return shoelace(*STAR), OUTLINED


def wand(desk: Desk) -> tuple[float, float]:
    desk.key("w")
    desk.click(*middle_of(RED_BOX))
    desk.click(*middle_of(INSIDE_FRAME))
    return area_of(RED_BOX, INSIDE_FRAME), BLURRED


def colour(desk: Desk) -> tuple[float, float]:
    desk.key("shift+w")
    desk.click(*middle_of(RED_BOX))
    return area_of(RED_BOX, FAR_RED_BOX), BLURRED


def inverted(desk: Desk) -> tuple[float, float]:
    desk.key("u", "shift+u")
    desk.drag(*corners_of(BOX))
    desk.key("shift+v")
    return WHOLE - area_of(BOX), EXACTLY


def feathered(desk: Desk) -> tuple[float, float]:
    desk.drag(*corners_of(BOX))
    desk.key("shift+F6")
    desk.answer("Feather mask", "20")
    desk.return_to("boxes")
    return area_of(BOX), OUTLINED


def saved_project(desk: Desk, path: Path) -> Path:
    desk.key("ctrl+s")
    desk.answer("PNG files cannot hold masks")
    desk.answer("Save the project", str(path))
    desk.return_to("drawn – ")
    return path


def saved_mask(desk: Desk, path: Path) -> Image.Image:
    """Through the menus: Alt leads to the first, Mask is the sixth, and its last entry saves."""
    desk.key("alt", *["Right"] * 5, "Down", "Up", "Return")
    desk.answer("Save the mask", str(path))
    desk.return_to("drawn – ")
    return desk.screen.wait_for(f"The file {path}", lambda: written(path))


def written(path: Path) -> Image.Image | None:
    return Image.open(path) if path.exists() else None


def areas_in(project: Path) -> dict[str, float]:
    """Of the masks in an OpenRaster file, by their names."""
    with zipfile.ZipFile(project) as archive:
        told = json.loads(archive.read("latent-studio/project.json"))
        areas = {}
        for mask in told["masks"]:
            with archive.open(mask["src"]) as file:
                areas[mask["name"]] = float(np.asarray(Image.open(file)).sum(dtype=np.int64) / 255)
    return areas
