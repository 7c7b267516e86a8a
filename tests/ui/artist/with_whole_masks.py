"""What an artist does to masks that are there. Each step begins on an empty mask."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from tests.ui.areas import disc, grown_box, ring, round_the_circle, smooth_box, stadium
from tests.ui.artist.artist import BLURRED, DRAWN, EXACTLY, OUTLINED, Artist
from tests.ui.artist.boxes import HEIGHT, WHOLE, WIDTH, corners_of

BOX = (100, 80, 160, 120)
BOX_AREA = 160 * 120


def draw_box(artist: Artist, box: tuple[int, int, int, int] = BOX) -> None:
    artist.turn_to("U", "mask_rectangle")
    artist.mouse.drag(*corners_of(box))


def draw_disc(artist: Artist, radius: float) -> None:
    """In the middle of the picture."""
    artist.turn_to("U", "mask_ellipse")
    x, y = WIDTH / 2, HEIGHT / 2
    artist.mouse.drag((x - radius, y - radius), (x + radius, y + radius))


def inverts(artist: Artist) -> None:
    draw_box(artist)
    for keys in ("Shift+V", "Ctrl+Shift+I"):
        artist.key(keys)
        artist.expect(WHOLE - BOX_AREA, EXACTLY)
        artist.menu("Mask", "Invert")
        artist.expect(BOX_AREA, EXACTLY)
    artist.menu("Mask", "Mask everything")
    artist.expect(WHOLE, EXACTLY)
    artist.menu("Mask", "Invert")
    artist.expect(0, EXACTLY)


def grows(artist: Artist) -> None:
    draw_box(artist)
    artist.edge("Grow…", 15)
    artist.expect(grown_box(160, 120, 15), EXACTLY)
    artist.key("Ctrl+D")
    draw_disc(artist, 60)
    artist.edge("Grow…", 20)
    artist.expect(disc(80), DRAWN)


def shrinks(artist: Artist) -> None:
    draw_box(artist)
    artist.edge("Shrink…", 15)
    artist.expect((160 - 30) * (120 - 30), EXACTLY)
    artist.key("Ctrl+A")
    artist.edge("Shrink…", 15)
    artist.expect(WHOLE, EXACTLY)
    artist.key("Ctrl+D")
    draw_disc(artist, 80)
    artist.edge("Shrink…", 20)
    artist.expect(disc(60), DRAWN)


def feathers(artist: Artist) -> None:
    draw_box(artist)
    artist.edge("Feather…", 20)
    artist.expect(BOX_AREA, OUTLINED)
    across = artist.session.document.mask.pixels[140]
    left = BOX[0]
    # Half of it at the edge, and a Gaussian of half the width to both sides.
    for away in (-10, 0, 10):
        share = (1 + math.erf(away / 10 / math.sqrt(2))) / 2
        beside = across[left + away - 1 : left + away + 1].mean() / 255
        assert abs(beside - share) < 0.03, f"{beside:.3f} at {away} px, {share:.3f} were computed"


def smooths(artist: Artist) -> None:
    draw_box(artist)
    for place in ((20, 20), (380, 20), (380, 280)):
        artist.mouse.drag(place, (place[0] + 4, place[1] + 4))
    artist.expect(BOX_AREA + 3 * 16, EXACTLY)
    artist.edge("Smooth…", 24)
    artist.expect(smooth_box(160, 120, 12), OUTLINED)


def draws_a_border(artist: Artist) -> None:
    draw_box(artist)
    artist.edge("Border…", 11)
    artist.expect(grown_box(160, 120, 6) - (160 - 10) * (120 - 10), EXACTLY)
    artist.key("Ctrl+D")
    draw_disc(artist, 80)
    artist.edge("Border…", 20)
    artist.expect(ring(80, 10), BLURRED)


def fills_holes(artist: Artist) -> None:
    artist.take("B", "mask_brush")
    artist.set_brush(size_px=40, hardness=100)
    way = list(round_the_circle((200, 150), 80, 72))
    artist.mouse.drag(*way, way[0])
    artist.expect(ring(80, 20), DRAWN)
    artist.menu("Mask", "Fill holes")
    artist.expect(disc(100), DRAWN)


def takes_the_shape_of_a_layer(artist: Artist) -> None:
    artist.key("Ctrl+Shift+N")
    artist.take("P", "paint_brush")
    artist.set_brush(size_px=50, hardness=100)
    artist.mouse.drag((100, 100), (300, 220))
    artist.expect(0, EXACTLY)
    artist.menu("Mask", "Mask what the layer covers")
    artist.expect(stadium(math.dist((100, 100), (300, 220)), 25), DRAWN)


def keeps_a_mask_in_a_file(artist: Artist, path: Path) -> None:
    draw_box(artist)
    artist.edge("Feather…", 10)
    drawn = artist.session.document.mask.pixels.copy()
    artist.answer_with(path)
    artist.menu("Mask", "Save mask…")
    artist.settle()
    with Image.open(path) as file:
        kept = np.asarray(file.convert("L"))
    assert abs(int(kept.sum()) / 255 - BOX_AREA) < OUTLINED * BOX_AREA
    artist.return_to_canvas()
    artist.key("Ctrl+D")
    artist.expect(0, EXACTLY)
    artist.answer_with(path)
    artist.menu("Mask", "Open mask…")
    artist.settle()
    assert (artist.session.document.mask.pixels == drawn).all()
    artist.expect(BOX_AREA, OUTLINED)


def has_several_masks(artist: Artist) -> None:
    draw_box(artist)
    artist.key("Ctrl+Shift+M")
    artist.expect(0, EXACTLY)
    draw_disc(artist, 50)
    artist.expect(disc(50), OUTLINED)
    artist.menu("Mask", "Duplicate mask")
    artist.key("Shift+V")
    _name(artist, 2, "All but the moon")
    _name(artist, 0, "House")
    areas = {name: pixels.sum(dtype=np.int64) / 255 for name, pixels in artist.masks}
    assert list(areas) == ["House", "Mask 2", "All but the moon"]
    assert areas["House"] == BOX_AREA
    assert abs(areas["All but the moon"] - (WHOLE - disc(50))) < OUTLINED * disc(50)
    _choose(artist, 0)
    artist.expect(BOX_AREA, EXACTLY)
    _choose(artist, 1)
    artist.expect(disc(50), OUTLINED)
    artist.menu("Mask", "Remove mask")
    assert [name for name, _ in artist.masks] == ["House", "All but the moon"]
    artist.expect(WHOLE - disc(50), OUTLINED)
    _choose(artist, 0)


def _choose(artist: Artist, number: int) -> None:
    row = artist.window.side.masks.rows[number]
    artist.press(row, QPoint(80, 20))
    artist.return_to_canvas()


def _name(artist: Artist, number: int, name: str) -> None:
    field = artist.window.side.masks.rows[number].name
    artist.qtbot.mouseDClick(field, Qt.MouseButton.LeftButton)
    artist.qtbot.keyClicks(field, name)
    artist.qtbot.keyClick(field, Qt.Key.Key_Return)
    artist.return_to_canvas()


STEPS = (
    inverts,
    grows,
    shrinks,
    feathers,
    smooths,
    draws_a_border,
    fills_holes,
    takes_the_shape_of_a_layer,
    has_several_masks,
)
