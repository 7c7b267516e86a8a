"""What buildings and vehicles share: outlines, windows, wheels, and the tones next to a colour."""

from collections.abc import Sequence
from functools import cache

import skia

from studio.scenes.brushes import XY, Pen, stroke_of
from studio.scenes.palette import Rgb, lightened, mixed, shaded

PALE: Rgb = (250, 246, 236)
DARK: Rgb = (58, 54, 66)
WOOD: Rgb = (126, 80, 50)
GLASS: Rgb = (150, 206, 234)
STEEL: Rgb = (176, 182, 194)
LAMPLIGHT: Rgb = (255, 220, 112)
_SLATE: Rgb = (82, 82, 104)
_TILES: Rgb = (116, 66, 60)
_CLAY: Rgb = (190, 128, 100)


def brightness(colour: Rgb) -> float:
    """0..255, as the eye weighs the channels (Rec. 601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def deep(colour: Rgb, amount: float) -> Rgb:
    """The tone in the shade; of a nearly black colour the tone in the light, which still shows."""
    if brightness(colour) < 60:
        return lightened(colour, amount * 0.7)
    red, green, blue = colour
    if red > blue + 40:
        # A cold shade turns yellow into olive; warm colours have a warm one.
        return mixed(colour, (round(0.4 * red), round(0.17 * green), round(0.4 * blue)), amount)
    return shaded(colour, amount)


def bright(colour: Rgb, amount: float) -> Rgb:
    """The tone in the light; of a nearly white colour a faint shade, which still shows."""
    if brightness(colour) > 225:
        return shaded(colour, amount * 0.3)
    return lightened(colour, amount)


def trim_for(colour: Rgb) -> Rgb:
    """For frames and stripes upon a colour: pale, or dark where pale would not show."""
    return PALE if brightness(colour) < 205 else _SLATE


def roof_for(colour: Rgb) -> Rgb:
    """Tiles that stand off from walls of a colour."""
    if brightness(colour) < 60:
        return _CLAY
    is_earthy = colour[0] > colour[1] > colour[2] and brightness(colour) < 110
    return _SLATE if is_earthy else _TILES


def is_dark(pen: Pen) -> bool:
    """Whether the light is so low that lamps are on."""
    return pen.tint_amount > 0.1 and brightness(pen.tint) < 112


@cache
def outline(start: XY, *segments: tuple[float, ...], closed: bool = True) -> skia.Path:
    """A path through lines (x, y), quadratic (4 numbers) and cubic (6 numbers) curves."""
    path = skia.Path()
    path.moveTo(*start)
    for segment in segments:
        match segment:
            case (_, _):
                path.lineTo(*segment)
            case (_, _, _, _):
                path.quadTo(*segment)
            case _:
                path.cubicTo(*segment)
    if closed:
        path.close()
    return path


@cache
def strokes(*lines: tuple[float, float, float, float]) -> skia.Path:
    """Separate straight lines (x, y, x, y) that are drawn at once."""
    path = skia.Path()
    for start_x, start_y, end_x, end_y in lines:
        path.moveTo(start_x, start_y)
        path.lineTo(end_x, end_y)
    return path


@cache
def arch(left: float, top: float, width: float, bottom: float) -> skia.Path:
    """A doorway with a round top."""
    radius = width / 2
    bend = 0.55 * radius
    middle, right, spring = left + radius, left + width, top + radius
    return outline(
        (left, bottom),
        (left, spring),
        (left, spring - bend, middle - bend, top, middle, top),
        (middle + bend, top, right, spring - bend, right, spring),
        (right, bottom),
    )


@cache
def boxes(*rectangles: tuple[float, float, float, float], radius: float = 0.0) -> skia.Path:
    """Rectangles (left, top, width, height) in one path."""
    path = skia.Path()
    for left, top, width, height in rectangles:
        path.addRoundRect(skia.Rect.MakeXYWH(left, top, width, height), radius, radius)
    return path


@cache
def dots(radius: float, *centres: XY) -> skia.Path:
    """Discs of one size in one path."""
    path = skia.Path()
    for x, y in centres:
        path.addCircle(x, y, radius)
    return path


def thick(path: skia.Path, width: float) -> skia.Path:
    """The shape of a stroke with round ends, for lines that a style outlines like any shape.

    Takes a while: keep what it gives.
    """
    shape = skia.Path()
    # Curves are split finely enough for a thing of 1000 pixels.
    stroke_of((0, 0, 0), width).getFillPath(path, shape, None, 1000.0)
    return shape


def hollow_for(colour: Rgb) -> Rgb:
    """Dark openings that show upon walls of a colour."""
    return DARK if brightness(colour) > 60 else (132, 138, 156)


def glaze(pen: Pen, panes: skia.Path, glass: Rgb = GLASS) -> None:
    """Window panes: glass by day, lamplight in the dark."""
    if is_dark(pen):
        pen.lit.bare.path(panes, LAMPLIGHT)
    else:
        pen.bare.path(panes, glass)


def shine(pen: Pen, lamp: skia.Path, colour: Rgb) -> None:
    """A lamp, which glows by itself in the dark."""
    (pen.lit if is_dark(pen) else pen).bare.path(lamp, colour)


def wheel_arch(pen: Pen, centre: XY, radius: float, bottom: float, colour: Rgb) -> None:
    """The dark round recess of a wheel in a body that ends at `bottom`."""
    opening = arch(centre[0] - radius, centre[1] - radius, 2 * radius, bottom)
    pen.bare.path(opening, deep(colour, 0.5))


def wheels(pen: Pen, centres: Sequence[XY], radius: float, hub: Rgb) -> None:
    """Tyres with bright rims."""
    for centre in centres:
        pen.disc(centre, radius, DARK)
    pen.bare.path(dots(radius * 0.56, *centres), hub)
    pen.bare.path(dots(radius * 0.18, *centres), DARK)
