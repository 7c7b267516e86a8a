"""The pixels of a scene, at any size."""

import numpy as np
import skia
from numpy.random import Generator
from numpy.typing import NDArray

from studio.scenes.backdrops import paint_backdrop
from studio.scenes.brushes import disc, ellipse, fill, glow, gradient, line, paint_of
from studio.scenes.description import SHAPES, Landscape, PlainScene, Scene, Thing
from studio.scenes.objects import PAINTERS, Tinted
from studio.scenes.palette import (
    COLOUR_VALUES,
    GROUND_PALETTES,
    SKY_PALETTES,
    Rgb,
    mixed,
    shaded,
)


def paint(scene: Scene, size: int) -> NDArray[np.uint8]:
    """The scene as (size, size, 3) sRGB. The same scene always gives the same pixels."""
    surface = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.scale(size, size)
    match scene:
        case Landscape():
            _paint_landscape(canvas, scene, np.random.default_rng(scene.seed))
        case PlainScene():
            _paint_plain(canvas, scene)
    pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.ascontiguousarray(pixels[..., :3])


def _paint_plain(canvas: skia.Canvas, scene: PlainScene) -> None:
    background = COLOUR_VALUES[scene.background]
    canvas.drawPaint(paint_of(background))
    for thing in scene.things:
        if thing.kind not in (*SHAPES, "balloon"):
            _paint_shadow(canvas, thing, shaded(background, 0.3))
        _paint_thing(canvas, thing, _untinted)


def _paint_landscape(canvas: skia.Canvas, scene: Landscape, rng: Generator) -> None:
    sky = SKY_PALETTES[scene.sky]

    def tinted(colour: Rgb) -> Rgb:
        return mixed(colour, sky.tint, sky.tint_amount)

    def touched(colour: Rgb) -> Rgb:  # things keep more of their colour than the land
        return mixed(colour, sky.tint, sky.tint_amount * 0.4)

    canvas.drawPaint(gradient((0.0, 0.0), (0.0, scene.horizon), sky.stops))
    _paint_sky(canvas, scene, rng)
    paint_backdrop(canvas, scene.backdrop, scene.horizon, rng, tinted, sky.stops[2])
    _paint_ground(canvas, scene, rng, tinted)
    for thing in sorted(scene.things, key=lambda thing: thing.box.bottom):
        if thing.kind not in ("balloon", "boat"):
            near = tinted(GROUND_PALETTES[scene.ground][1])
            _paint_shadow(canvas, thing, shaded(near, 0.3))
        _paint_thing(canvas, thing, touched)


def _paint_sky(canvas: skia.Canvas, scene: Landscape, rng: Generator) -> None:
    sky = SKY_PALETTES[scene.sky]
    if scene.sky == "night":
        for x, y in rng.random((28, 2)):
            disc(canvas, (x, y * scene.horizon * 0.9), 0.0045, (236, 238, 255), 0.9)
    match scene.light:
        case "sun":
            _paint_sun(canvas, scene)
        case "moon":
            _paint_moon(canvas, scene)
        case "lightning":
            _paint_lightning(canvas, scene.light_x)
        case _:
            pass
    centres = rng.permutation((0.2, 0.5, 0.8))[: scene.clouds + (scene.sky == "storm")]
    for centre_x in centres:
        centre = (centre_x + rng.uniform(-0.06, 0.06), rng.uniform(0.08, 0.2))
        _paint_cloud(canvas, centre, 0.13, sky.cloud)


def _paint_sun(canvas: skia.Canvas, scene: Landscape) -> None:
    y = 0.17 if scene.sky == "day" else scene.horizon - 0.05
    warm = {"day": (255, 236, 120), "sunrise": (255, 244, 190)}.get(scene.sky, (255, 222, 110))
    canvas.drawCircle(scene.light_x, y, 0.28, glow((scene.light_x, y), 0.28, warm, 0.7))
    disc(canvas, (scene.light_x, y), 0.085, warm)


def _paint_moon(canvas: skia.Canvas, scene: Landscape) -> None:
    centre = (scene.light_x, 0.17)
    canvas.drawCircle(*centre, 0.2, glow(centre, 0.2, (214, 220, 255), 0.4))
    disc(canvas, centre, 0.08, (246, 242, 218))
    for x, y, radius in ((-0.025, -0.02, 0.018), (0.03, 0.01, 0.022), (-0.015, 0.035, 0.013)):
        disc(canvas, (centre[0] + x, centre[1] + y), radius, (222, 216, 192))


def _paint_lightning(canvas: skia.Canvas, x: float) -> None:
    bolt = ((0.02, 0.14), (-0.05, 0.34), (0.0, 0.34), (-0.03, 0.52), (0.06, 0.29), (0.01, 0.29))
    fill(canvas, [(x + dx, y) for dx, y in (*bolt, (0.06, 0.14))], (255, 244, 140))


def _paint_cloud(
    canvas: skia.Canvas, centre: tuple[float, float], width: float, colour: Rgb
) -> None:
    x, y = centre
    for dx, dy, radius in ((-0.6, 0.05, 0.32), (-0.1, -0.12, 0.45), (0.5, 0.05, 0.36)):
        disc(canvas, (x + dx * width, y + dy * width), radius * width, colour)
    ellipse(canvas, (x, y + 0.22 * width), (width, 0.2 * width), colour)


def _paint_ground(canvas: skia.Canvas, scene: Landscape, rng: Generator, tinted: Tinted) -> None:
    far, near = GROUND_PALETTES[scene.ground]
    top = scene.horizon
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(0.0, top, 1.0, 1.0), doAntiAlias=True)
    canvas.drawPaint(gradient((0.0, top), (0.0, 1.0), (tinted(far), tinted(near))))
    match scene.ground:
        case "sea":
            _paint_waves(canvas, scene, rng, tinted)
        case "lake":
            _paint_lake(canvas, tinted, top)
        case "desert" | "snow":
            _paint_dunes(canvas, rng, tinted(shaded(near, 0.1)), top)
        case _:
            _paint_tufts(canvas, rng, tinted(shaded(near, 0.25)), top)
    canvas.restore()


def _paint_waves(canvas: skia.Canvas, scene: Landscape, rng: Generator, tinted: Tinted) -> None:
    horizon_glow = SKY_PALETTES[scene.sky].stops[2]
    canvas.drawPaint(_fading(horizon_glow, scene.horizon))
    for x, depth in rng.random((12, 2)):
        y = scene.horizon + 0.03 + depth * (0.95 - scene.horizon)
        length = 0.03 + 0.05 * depth
        line(canvas, (x, y), (x + length, y), tinted((236, 246, 255)), 0.007, 0.5)


def _fading(colour: Rgb, top: float) -> skia.Paint:
    """The sky's glow on the water, gone a third of the way to the viewer."""
    shader = skia.GradientShader.MakeLinear(
        points=[(0.0, top), (0.0, top + 0.16)],
        colors=[skia.Color(*colour, 130), skia.Color(*colour, 0)],
    )
    return skia.Paint(Shader=shader)


def _paint_lake(canvas: skia.Canvas, tinted: Tinted, top: float) -> None:
    centre = (0.5, top + 0.21)
    ellipse(canvas, centre, (0.47, 0.13), tinted((216, 196, 140)))
    ellipse(canvas, centre, (0.45, 0.115), tinted((70, 150, 214)))
    ellipse(canvas, (0.5, top + 0.18), (0.3, 0.05), tinted((128, 190, 232)), 0.6)


def _paint_dunes(canvas: skia.Canvas, rng: Generator, colour: Rgb, top: float) -> None:
    for depth in (0.35, 0.7):
        y = top + depth * (1.0 - top)
        ellipse(canvas, (rng.uniform(0.1, 0.9), y + 0.25), (0.8, 0.25), colour, 0.45)


def _paint_tufts(canvas: skia.Canvas, rng: Generator, colour: Rgb, top: float) -> None:
    for x, depth in rng.random((14, 2)):
        y = top + 0.05 + depth * (0.93 - top)
        line(canvas, (x, y), (x + 0.012, y - 0.02), colour, 0.008, 0.7)
        line(canvas, (x, y), (x - 0.012, y - 0.02), colour, 0.008, 0.7)


def _paint_shadow(canvas: skia.Canvas, thing: Thing, colour: Rgb) -> None:
    box = thing.box
    centre = (box.left + box.width / 2, box.bottom)
    ellipse(canvas, centre, (box.width * 0.55, box.height * 0.045), colour, 0.6)


def _paint_thing(canvas: skia.Canvas, thing: Thing, touched: Tinted) -> None:
    colour = touched(COLOUR_VALUES[thing.colour]) if thing.colour else (0, 0, 0)
    canvas.save()
    canvas.translate(thing.box.left, thing.box.top)
    canvas.scale(thing.box.height, thing.box.height)
    PAINTERS[thing.kind](canvas, colour, touched)
    canvas.restore()


def _untinted(colour: Rgb) -> Rgb:
    return colour
