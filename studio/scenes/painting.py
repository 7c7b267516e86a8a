"""The pixels of a scene, at any size."""

from collections.abc import Callable

import numpy as np
import skia
from numpy.random import Generator
from numpy.typing import NDArray

from studio.scenes.backdrops import paint_backdrop
from studio.scenes.brushes import Pen
from studio.scenes.description import Box, Landscape, PlainScene, Scene, Thing
from studio.scenes.grounds import Ground
from studio.scenes.kinds import AIR, KINDS, LAND, SHAPE, WATER
from studio.scenes.objects.catalogue import PAINTERS
from studio.scenes.palette import (
    COLOUR_VALUES,
    GROUND_PALETTES,
    SKY_PALETTES,
    Rgb,
    SkyPalette,
    lightened,
    shaded,
)
from studio.scenes.patterns import paint_pattern
from studio.scenes.skies import paint_rainbow, paint_sky
from studio.scenes.styles import drawing_style, finish
from studio.scenes.weathers import WEATHER_TRAITS, air, paint_mist, paint_weather

_THINGS_IN_TINT = 0.42
"""Of the land's tint: things keep more of their own colour, so that one can name it."""
_FEET = {
    "flag": (0.12, 0.3),
    "umbrella": (0.5, 0.4),
    "palm": (0.5, 0.55),
    "tree": (0.5, 0.6),
    "pine": (0.5, 0.7),
    "birch": (0.5, 0.6),
    "sunflower": (0.5, 0.5),
    "tulip": (0.5, 0.6),
    "lantern": (0.5, 0.7),
}
"""Of kinds that are slender at the ground: where they stand and how broadly, in widths."""
_BLACK: Rgb = (0, 0, 0)


def paint(scene: Scene, size: int) -> NDArray[np.uint8]:
    """The scene as (size, size, 3) sRGB. The same scene always gives the same pixels."""
    surface = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.scale(size, size)
    match scene:
        case Landscape():
            style = drawing_style(scene.style, SKY_PALETTES[scene.sky].brightness)
            _paint_landscape(Pen(canvas, style), scene)
        case PlainScene():
            style = drawing_style(scene.style)
            _paint_plain(Pen(canvas, style), scene)
    return finish(surface, style)


def _paint_plain(pen: Pen, scene: PlainScene) -> None:
    paint_pattern(pen.broad.bare, scene)
    shadow = shaded(COLOUR_VALUES[scene.background], 0.6)
    for thing in scene.things:
        if KINDS[thing.kind].lives not in (SHAPE, AIR):
            for box in thing.boxes:
                _paint_shadow(pen, _foot(thing, box), shadow, 0.75, lean=0.0)
        _paint_thing(pen, thing)


def _paint_landscape(pen: Pen, scene: Landscape) -> None:
    palette = air(scene.sky, scene.weather)
    land = pen.broad.under(palette.tint, palette.tint_amount)
    # Details of each part come from their own numbers, so that no part depends on another.
    rngs = [np.random.default_rng((scene.seed, part)) for part in range(4)]
    heights = _recorded(lambda canvas: _paint_heights(canvas, pen, scene, palette, rngs))
    pen.canvas.drawPicture(heights)
    Ground(land, scene, palette, rngs[2], heights).paint()
    paint_mist(pen.broad.bare, scene, rngs[3])
    taken = _THINGS_IN_TINT * (0.4 if pen.style.bloom else 1.0)  # neon gives its own light
    touched = pen.under(palette.tint, palette.tint_amount * taken)
    for thing in sorted(scene.things, key=_nearness):
        _paint_in_landscape(touched, thing, scene, palette)
    paint_weather(pen, scene, rngs[3])


def _nearness(thing: Thing) -> tuple[bool, float]:
    return thing.distance == "near", thing.box.bottom


def _recorded(draw: Callable[[skia.Canvas], None]) -> skia.Picture:
    """What is drawn, to be shown more than once."""
    recorder = skia.PictureRecorder()
    draw(recorder.beginRecording(skia.Rect.MakeLTRB(-0.5, -0.5, 1.5, 1.5)))
    return recorder.finishRecordingAsPicture()


def _paint_heights(
    canvas: skia.Canvas, pen: Pen, scene: Landscape, palette: SkyPalette, rngs: list[Generator]
) -> None:
    """The sky and what stands on the horizon."""
    over = Pen(canvas, pen.style)
    paint_sky(over, scene, rngs[0])
    land = over.broad.under(palette.tint, palette.tint_amount)
    paint_backdrop(land, scene, palette, rngs[1])
    if scene.light == "rainbow":
        paint_rainbow(over, scene)


def _paint_in_landscape(pen: Pen, thing: Thing, scene: Landscape, palette: SkyPalette) -> None:
    far = thing.distance == "far"
    haze = WEATHER_TRAITS[scene.weather].haze * (0.6 if far else 0.16)
    seen = pen.behind(palette.haze, haze)
    lives = KINDS[thing.kind].lives
    if lives == LAND:
        shadow = shaded(GROUND_PALETTES[scene.ground].near, 0.7)
        for box in thing.boxes:
            lean = (box.left + box.width / 2 - scene.light_x) * (scene.light in ("sun", "moon"))
            _paint_shadow(seen, _foot(thing, box), shadow, 0.7, lean)
    if lives == WATER:
        for box in thing.boxes:
            _paint_reflection(seen, thing, box)
    _paint_thing(seen, thing)
    if lives == WATER:
        for box in thing.boxes:
            _paint_waterline(seen, box, lightened(palette.haze, 0.4))


def _foot(thing: Thing, box: Box) -> Box:
    """The part of a thing's box that stands on the ground."""
    middle, breadth = _FEET.get(thing.kind, (0.5, 1.0))
    width = box.width * breadth
    return Box(box.left + box.width * middle - width / 2, box.top, width, box.height)


def _paint_shadow(pen: Pen, box: Box, colour: Rgb, alpha: float, lean: float) -> None:
    """Soft, under the thing and a little to the side that the light does not come from.

    lean: -1..1, how far to the right of the light the thing stands.
    """
    reach = box.width * 0.6 + box.height * 0.1
    centre = (box.left + box.width / 2 + lean * box.height * 0.3, box.bottom - 0.01 * box.height)
    pen.bare.glow(centre, (reach * 1.1, 0.032 + 0.05 * box.height), colour, alpha)


def _paint_reflection(pen: Pen, thing: Thing, box: Box) -> None:
    canvas, depth = pen.canvas, 0.46
    mirrored = skia.Rect.MakeXYWH(box.left, box.bottom, box.width, box.height * depth)
    canvas.saveLayerAlpha(mirrored, 84)
    canvas.translate(0.0, box.bottom)
    canvas.scale(1.0, -depth)
    canvas.translate(0.0, -box.bottom)
    with pen.bare.placed(box) as placed:
        PAINTERS[thing.kind](placed, _own_colour(thing))
    canvas.restore()


def _paint_waterline(pen: Pen, box: Box, foam: Rgb) -> None:
    """Ripples that hide where the keel, or the belly, goes under."""
    ripples = skia.Path()
    for number, (left, right) in enumerate(((-0.08, 1.08), (0.12, 0.6), (0.5, 1.16))):
        y = box.bottom + box.height * 0.055 * number
        ripples.moveTo(box.left + box.width * left, y)
        ripples.lineTo(box.left + box.width * right, y)
    pen.bare.curve(ripples, foam, 0.005 + 0.012 * box.height, 0.6)


def _paint_thing(pen: Pen, thing: Thing) -> None:
    for box in thing.boxes:
        with pen.placed(box) as placed:
            PAINTERS[thing.kind](placed, _own_colour(thing))


def _own_colour(thing: Thing) -> Rgb:
    return COLOUR_VALUES[thing.colour] if thing.colour else _BLACK
