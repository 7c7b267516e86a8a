"""What an artist masks by shapes, outlines and colours. Each step begins on an empty mask."""

from __future__ import annotations

from studio.document.masking.shapes import Mode
from studio.ui.panels.options.selection import LikenessOptions, SelectionOptions
from tests.ui.areas import disc, lens, round_the_circle, shoelace
from tests.ui.artist.artist import BLURRED, EXACTLY, OUTLINED, Artist
from tests.ui.artist.boxes import (
    DULL_BOX,
    FAR_RED_BOX,
    FRAME,
    INSIDE_FRAME,
    RED_BOX,
    WHOLE,
    area_of,
    corners_of,
    middle_of,
)
from tests.ui.canvas.tools.mouse import ALT, SHIFT

ELLIPSE = disc(1) * 120 * 80
"""With these half axes."""
STAR = tuple(
    place
    for pair in zip(
        round_the_circle((200, 150), 120, 12), round_the_circle((200, 150), 60, 12), strict=True
    )
    for place in pair
)


def drags_a_rectangle(artist: Artist) -> None:
    artist.take("U", "mask_rectangle")
    artist.mouse.drag((350, 250), (50.4, 80.7))
    artist.expect((350 - 50) * (250 - 80), EXACTLY)
    artist.mouse.drag((-40, -30), (20, 10), keys=SHIFT)
    artist.expect((350 - 50) * (250 - 80) + 20 * 10, EXACTLY)


def drags_a_square_from_its_middle(artist: Artist) -> None:
    artist.mouse.press(200, 150)
    artist.mouse.move(220, 160)
    artist.mouse.release(260, 170, SHIFT | ALT)
    artist.expect(120 * 120, EXACTLY)


def drags_an_ellipse(artist: Artist) -> None:
    artist.take("Shift+U", "mask_ellipse")
    artist.mouse.drag((80, 70), (320, 230))
    artist.expect(ELLIPSE, OUTLINED)


def meets_shapes_by_keys(artist: Artist) -> None:
    first, second = ((100, 100), (200, 200)), ((160, 100), (260, 200))
    both = lens(50, 60)
    artist.mouse.drag(*first)
    artist.mouse.drag(*second, keys=SHIFT)
    artist.expect(2 * disc(50) - both, OUTLINED)
    artist.mouse.drag(*second, keys=ALT)
    artist.expect(disc(50) - both, OUTLINED)
    artist.mouse.drag(*first, keys=SHIFT)
    artist.mouse.drag(*second, keys=SHIFT | ALT)
    artist.expect(both, OUTLINED)


def meets_shapes_as_the_bar_says(artist: Artist) -> None:
    first, second = ((100, 100), (200, 200)), ((160, 100), (260, 200))
    both = lens(50, 60)
    expected = {
        Mode.REPLACE: disc(50),
        Mode.ADD: 2 * disc(50) - both,
        Mode.SUBTRACT: disc(50) - both,
        Mode.INTERSECT: both,
    }
    for mode, area in expected.items():
        _choose(artist, Mode.REPLACE)
        artist.mouse.drag(*first)
        _choose(artist, mode)
        artist.mouse.drag(*second)
        artist.expect(area, OUTLINED)
    _choose(artist, Mode.ADD)


def drags_with_a_soft_edge(artist: Artist) -> None:
    options = _selection(artist)
    artist.write(options.softness, "12")
    artist.mouse.drag((80, 70), (320, 230))
    artist.expect(ELLIPSE, BLURRED)
    edge = artist.session.document.mask.pixels[150, 70:90]
    assert 0 < edge.min() < edge.max() < 255
    artist.write(options.softness, "0")


def draws_on_a_turned_canvas(artist: Artist) -> None:
    for keys in ("6", "6", "M"):
        artist.key(keys)
    artist.mouse.drag((80, 70), (320, 230))
    artist.expect(ELLIPSE, OUTLINED)
    artist.key("5")


def goes_round_with_a_lasso(artist: Artist) -> None:
    artist.take("L", "mask_lasso")
    artist.mouse.drag(*STAR)
    artist.expect(shoelace(*STAR), OUTLINED)
    artist.mouse.drag((-50, 10), (20, 10), (20, 290), (-50, 290), keys=SHIFT)
    artist.expect(shoelace(*STAR) + 20 * 280, OUTLINED)


def clicks_a_polygon(artist: Artist) -> None:
    artist.take("Shift+L", "mask_polygon")
    for corner in (*STAR, (10, 10)):
        artist.mouse.click(*corner)
    artist.key("Backspace")
    artist.key("Return")
    artist.expect(shoelace(*STAR), OUTLINED)
    triangle = ((10, 10), (60, 10), (10, 60))
    for corner in (*triangle, triangle[0]):
        artist.mouse.click(*corner)
    artist.expect(shoelace(*STAR) + shoelace(*triangle), OUTLINED)
    artist.mouse.click(380, 10)
    artist.mouse.click(380, 60)
    artist.mouse.double_click(330, 10)
    artist.expect(shoelace(*STAR) + 2 * shoelace(*triangle), OUTLINED)


def clicks_with_the_wand(artist: Artist) -> None:
    artist.take("W", "mask_wand")
    artist.mouse.click(*middle_of(RED_BOX))
    artist.expect(area_of(RED_BOX), BLURRED)
    artist.press(_selection(artist).antialias)
    artist.key("Ctrl+D")
    artist.mouse.click(*middle_of(RED_BOX))
    artist.expect(area_of(RED_BOX), EXACTLY)
    artist.mouse.click(*middle_of(INSIDE_FRAME), SHIFT)
    artist.expect(area_of(RED_BOX, INSIDE_FRAME), EXACTLY)
    artist.mouse.click(*middle_of(RED_BOX), ALT)
    artist.expect(area_of(INSIDE_FRAME), EXACTLY)


def drags_the_wand_to_be_less_strict(artist: Artist) -> None:
    options = _selection(artist)
    assert isinstance(options, LikenessOptions)
    x, y = middle_of(RED_BOX)
    # Two px of the window a level of tolerance: from 32 over the 50 that the reds differ by.
    artist.mouse.drag((x, y), (x + 56 / artist.canvas.viewport.scale, y))
    artist.expect(area_of(RED_BOX, DULL_BOX), EXACTLY)
    assert options.tolerance.value == 60
    artist.write(options.tolerance.field, "32")


def picks_a_colour_everywhere(artist: Artist) -> None:
    artist.take("Shift+W", "mask_colour")
    artist.mouse.click(*middle_of(RED_BOX))
    artist.expect(area_of(RED_BOX, FAR_RED_BOX), EXACTLY)
    artist.mouse.click(10, 10)
    frame = area_of(FRAME) - area_of(INSIDE_FRAME)
    artist.expect(WHOLE - area_of(DULL_BOX) - frame, EXACTLY)
    artist.press(_selection(artist).antialias)


def outlines_what_the_wand_finds(artist: Artist) -> None:
    artist.mouse.click(*middle_of(RED_BOX))
    artist.take("Shift+U", "mask_rectangle")
    artist.mouse.drag(*corners_of(FAR_RED_BOX), keys=ALT)
    artist.expect(area_of(RED_BOX), BLURRED)


def _selection(artist: Artist) -> SelectionOptions:
    options = artist.options
    assert isinstance(options, SelectionOptions)
    return options


def _choose(artist: Artist, mode: Mode) -> None:
    artist.press(_selection(artist).modes.buttons[mode])


STEPS = (
    drags_a_rectangle,
    drags_a_square_from_its_middle,
    drags_an_ellipse,
    meets_shapes_by_keys,
    meets_shapes_as_the_bar_says,
    drags_with_a_soft_edge,
    draws_on_a_turned_canvas,
    goes_round_with_a_lasso,
    clicks_a_polygon,
    clicks_with_the_wand,
    drags_the_wand_to_be_less_strict,
    picks_a_colour_everywhere,
    outlines_what_the_wand_finds,
)
