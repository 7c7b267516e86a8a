"""What an artist masks by brush, eraser and pen. Each step begins on an empty mask."""

from __future__ import annotations

import math

from tests.ui.areas import disc, right_angle, ring, round_the_circle, soft_disc, stadium, tapered
from tests.ui.artist.artist import DRAWN, OUTLINED, Artist
from tests.ui.artist.boxes import WHOLE, WIDTH
from tests.ui.canvas.tools.mouse import ALT, SHIFT
from tests.ui.canvas.tools.pen import Kind


def dabs(artist: Artist) -> None:
    artist.take("B", "mask_brush")
    artist.set_brush(size_px=40, hardness=100)
    artist.mouse.click(100, 100)
    artist.expect(disc(20), DRAWN)
    artist.mouse.click(WIDTH, 150)
    artist.expect(disc(20) * 1.5, DRAWN)


def strokes(artist: Artist) -> None:
    artist.mouse.drag((80, 60), (130, 97.5), (280, 210))
    artist.expect(stadium(math.dist((80, 60), (280, 210)), 20), DRAWN)


def goes_round_in_a_ring(artist: Artist) -> None:
    way = list(round_the_circle((200, 150), 80, 72))
    artist.mouse.drag(*way, way[0])
    artist.expect(ring(80, 20), DRAWN)


def goes_straight_with_shift(artist: Artist) -> None:
    artist.mouse.click(60, 60)
    artist.mouse.click(300, 60, SHIFT)
    artist.mouse.click(300, 240, SHIFT)
    artist.expect(right_angle(240, 180, 20), DRAWN)


def changes_the_brush_by_keys(artist: Artist) -> None:
    artist.key("]")
    artist.mouse.click(100, 150)
    artist.expect(disc(24), DRAWN)
    for _ in range(5):
        artist.key("Shift+{")
    artist.mouse.click(300, 150)
    artist.expect(disc(24) + soft_disc(48, 0.5), DRAWN)
    for _ in range(5):
        artist.key("Shift+}")
    artist.key("[")
    artist.mouse.click(200, 250)
    artist.expect(disc(24) + soft_disc(48, 0.5) + disc(20), DRAWN)


def draws_by_half(artist: Artist) -> None:
    artist.set_brush(opacity=50)
    # A hand that turns back slows down before it; a corner in a hurry would be cut.
    artist.mouse.drag((100, 100), (298, 100), (300, 100), (298, 100), (100, 100))
    artist.expect(stadium(200, 20) * 0.5, DRAWN)
    artist.set_brush(opacity=100)


def presses_a_pen(artist: Artist) -> None:
    artist.pen.stroke((100, 80, 0.5))
    artist.expect(disc(10), DRAWN)
    pressed = [(100 + 2 * number, 200.0, 1 - number / 200) for number in range(101)]
    artist.pen.stroke(*pressed)
    artist.expect(disc(10) + tapered(200, 20, 10), DRAWN)


def lets_the_pen_fade(artist: Artist) -> None:
    artist.press_in_popup("sizes", "fades")
    artist.pen.stroke((100, 80, 0.25), (200, 80, 0.25), (300, 80, 0.25))
    artist.expect(stadium(200, 20) * 0.25, DRAWN)
    artist.press_in_popup("sizes", "fades")


def turns_the_pen_round(artist: Artist) -> None:
    artist.key("Ctrl+A")
    artist.pen.stroke((100, 100, 1.0), (200, 100, 1.0), (300, 100, 1.0), kind=Kind.Eraser)
    artist.expect(WHOLE - stadium(200, 20), DRAWN)


def takes_away_with_alt(artist: Artist) -> None:
    artist.mouse.drag((100, 150), (300, 150))
    artist.set_brush(size_px=20)
    artist.mouse.drag((100, 150), (300, 150), keys=ALT)
    artist.expect(stadium(200, 20) - stadium(200, 10), DRAWN)


def erases(artist: Artist) -> None:
    artist.key("Ctrl+A")
    artist.take("E", "mask_eraser")
    artist.set_brush(size_px=60, hardness=100)
    artist.mouse.drag((100, 150), (300, 150))
    artist.expect(WHOLE - stadium(200, 30), DRAWN)
    artist.mouse.drag((100, 150), (300, 150), keys=ALT)
    artist.expect(WHOLE, OUTLINED)
    artist.take("Q", "mask_brush")


STEPS = (
    dabs,
    strokes,
    goes_round_in_a_ring,
    goes_straight_with_shift,
    changes_the_brush_by_keys,
    draws_by_half,
    presses_a_pen,
    lets_the_pen_fade,
    turns_the_pen_round,
    takes_away_with_alt,
    erases,
)
