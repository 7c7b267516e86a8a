"""Skies: their gradient, what shines in them, and their clouds."""

import math
from itertools import pairwise

import numpy as np
import skia
from numpy.random import Generator

from studio.scenes.brushes import WHITE, Pen
from studio.scenes.description import Landscape
from studio.scenes.palette import Rgb, SkyPalette, lightened, mixed
from studio.scenes.weathers import WEATHER_TRAITS, air

XY = tuple[float, float]
LOW_SUNS = {"sunrise": 0.02, "sunset": 0.015, "golden": 0.17, "dusk": 0.03}
"""How high above the horizon the sun stands, where it is not high up."""
CRESTS = {
    "mountains": 0.25,
    "hills": 0.14,
    "mesas": 0.18,
    "forest": 0.12,
    "city": 0.21,
    "islands": 0.05,
}
"""How much higher it stands where a backdrop would hide it."""
RAINBOW = (
    (232, 70, 70),
    (246, 150, 50),
    (252, 222, 84),
    (86, 190, 96),
    (70, 150, 232),
    (122, 92, 206),
)


def light_height(scene: Landscape) -> float:
    """The y of the sun's or the moon's centre."""
    if scene.light == "sun" and scene.sky in LOW_SUNS:
        crest = CRESTS.get(scene.backdrop, 0.0)
        return scene.horizon - max(LOW_SUNS[scene.sky], crest + 0.02)
    return 0.17


def paint_sky(pen: Pen, scene: Landscape, rng: Generator) -> None:
    """Everything that is behind the backdrop."""
    palette = air(scene.sky, scene.weather)
    broad = pen.broad.bare
    pen.canvas.drawRect(
        skia.Rect.MakeLTRB(0.0, 0.0, 1.0, scene.horizon + 0.01),
        broad.gradient((0.0, 0.0), (0.0, scene.horizon), palette.stops),
    )
    starry = palette.is_dark and not WEATHER_TRAITS[scene.weather].hides_stars
    if starry:
        _paint_stars(pen.lit.bare, scene, rng)
    if scene.sky == "aurora":
        _paint_aurora(pen.lit.bare, scene, rng, 0.95 if starry else 0.55)
    _paint_afterglow(broad, scene, palette)
    match scene.light:
        case "sun":
            _paint_sun(pen, scene, palette)
        case "moon":
            _paint_moon(pen, scene, palette, crescent=bool(rng.random() < 0.4))
        case _:
            pass
    _paint_clouds(pen.broad, scene, palette, rng)
    if scene.weather == "storm":
        _paint_lightning(pen.lit, scene, rng)


def _paint_afterglow(pen: Pen, scene: Landscape, air: SkyPalette) -> None:
    """The bright place at the horizon under which a low sun is."""
    strength = {"sunrise": 0.5, "golden": 0.45, "sunset": 0.6, "dusk": 0.35}.get(scene.sky, 0.0)
    strength *= 1 - 0.8 * WEATHER_TRAITS[scene.weather].cover
    if strength:
        x = scene.light_x if scene.light == "sun" else 0.5
        pen.glow((x, scene.horizon), (0.8, 0.34), lightened(air.haze, 0.4), strength * 1.2)


def _paint_stars(pen: Pen, scene: Landscape, rng: Generator) -> None:
    reach = (1.0, scene.horizon * 0.92)
    for count, width, alpha in ((46, 0.0055, 0.6), (18, 0.0085, 0.9), (5, 0.0125, 1.0)):
        places = (rng.random((count, 2)) * reach).tolist()
        pen.dots(places, (238, 240, 255), width, alpha)


def _paint_aurora(pen: Pen, scene: Landscape, rng: Generator, alpha: float) -> None:
    for base, height, hem, crown in (
        (0.62, 0.5, (70, 226, 190), (120, 80, 220)),
        (0.44, 0.4, (96, 255, 150), (60, 150, 230)),
        (0.8, 0.42, (130, 255, 170), (180, 80, 200)),
    ):
        _paint_curtain(pen, rng, base * scene.horizon, height * scene.horizon, hem, crown, alpha)


def _paint_curtain(
    pen: Pen, rng: Generator, base: float, height: float, hem: Rgb, crown: Rgb, alpha: float
) -> None:
    """A waving sheet of rays: bright at its hem, fading upwards through `crown`."""
    columns = 40
    xs = np.linspace(-0.05, 1.05, columns)
    phase, pace = rng.uniform(0, math.tau), rng.uniform(4.0, 7.0)
    hems = base + 0.055 * np.sin(xs * pace + phase) + 0.02 * np.sin(xs * 2.7 * pace)
    tops = hems - height * (0.75 + 0.25 * np.sin(xs * 17 + phase))
    rays = alpha * (0.45 + 0.3 * np.sin(xs * 31 + phase) + 0.25 * np.sin(xs * 5 + 2 * phase))
    hem, crown = pen.colour(hem), pen.colour(crown)
    rows = ((hems + 0.03, hem, 0.0), (hems, hem, 1.0), (tops * 0.45 + hems * 0.55, crown, 0.45))
    rows = (*rows, (tops, crown, 0.0))
    for (low, low_colour, low_share), (high, high_colour, high_share) in pairwise(rows):
        points: list[skia.Point] = []
        colours: list[int] = []
        for x, below, above, ray in zip(xs, low, high, np.clip(rays, 0.0, 1.0), strict=True):
            points += (skia.Point(float(x), float(below)), skia.Point(float(x), float(above)))
            colours.append(skia.Color(*low_colour, round(255 * ray * low_share)))
            colours.append(skia.Color(*high_colour, round(255 * ray * high_share)))
        strip = skia.Vertices(skia.Vertices.kTriangleStrip_VertexMode, points, points, colours)
        pen.canvas.drawVertices(strip, skia.Paint(), skia.BlendMode.kDst)


def _paint_sun(pen: Pen, scene: Landscape, air: SkyPalette) -> None:
    centre = (scene.light_x, light_height(scene))
    strength = 1 - 0.75 * WEATHER_TRAITS[scene.weather].cover
    halo, lit = pen.lit.bare, pen.lit.behind(air.stops[2], 1 - strength)
    halo.glow(centre, (0.5, 0.5), air.light, 0.5 * strength)
    halo.glow(centre, (0.24, 0.24), air.light, 0.8 * strength)
    lit.disc(centre, 0.082, air.light)
    lit.bare.disc(centre, 0.066, lightened(air.light, 0.4))


def _paint_moon(pen: Pen, scene: Landscape, air: SkyPalette, crescent: bool) -> None:
    x, y = centre = (scene.light_x, light_height(scene))
    strength = 1 - 0.6 * WEATHER_TRAITS[scene.weather].cover
    pen.lit.bare.glow(centre, (0.42, 0.42), air.light, 0.34 * strength)
    pen.lit.bare.glow(centre, (0.2, 0.2), air.light, 0.6 * strength)
    lit = pen.lit.behind(air.stops[1], 1 - strength)
    disc = skia.Path()
    disc.addCircle(x, y, 0.08)
    if crescent:
        night = skia.Path()
        night.addCircle(x + 0.042, y - 0.02, 0.07)
        disc = skia.Op(disc, night, skia.PathOp.kDifference_PathOp)
    lit.path(disc, (250, 244, 218))
    if not crescent:
        for dx, dy, radius in (
            (-0.027, -0.022, 0.019),
            (0.03, 0.012, 0.024),
            (-0.015, 0.04, 0.014),
        ):
            lit.bare.disc((x + dx, y + dy), radius, (226, 218, 192))


def paint_rainbow(pen: Pen, scene: Landscape) -> None:
    """Before the backdrop, as rainbows are; it ends at the horizon."""
    outer = min(0.5, scene.horizon - 0.05)
    band = 0.023
    pen.canvas.save()
    pen.canvas.clipRect(skia.Rect.MakeLTRB(0.0, 0.0, 1.0, scene.horizon), doAntiAlias=True)
    for index, colour in enumerate(RAINBOW):
        arc = skia.Path()
        arc.addCircle(scene.light_x, scene.horizon, outer - band * index)
        pen.lit.curve(arc, colour, band * 1.08, 0.66)
    pen.canvas.restore()


def _paint_clouds(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    match scene.weather:
        case "cloudy":
            _paint_fair_clouds(pen, scene, air, rng)
        case "rain" | "snowfall":
            _paint_deck(pen, air, rng, depth=0.13)
        case "storm":
            _paint_deck(pen, air, rng, depth=0.19)
        case _ if scene.sky == "overcast":
            _paint_strata(pen.bare, scene, air, rng)
        case _:
            pass


def _paint_fair_clouds(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    """A few heaps of cloud, the small ones low and far away."""
    for x, y, width in (
        (0.12, 0.72, 0.1),
        (0.82, 0.64, 0.12),
        (0.48, 0.56, 0.13),
        (0.2, 0.34, 0.2),
        (0.76, 0.24, 0.24),
    ):
        centre = (x + rng.uniform(-0.14, 0.14), y * scene.horizon + rng.uniform(-0.03, 0.03))
        half = width * rng.uniform(0.85, 1.15)
        _paint_cloud(pen, _beside_light(scene, centre, half), half, air, rng)


def _beside_light(scene: Landscape, centre: XY, half: float) -> XY:
    """Where a cloud, `half` as wide as twice that, covers no more than a rim of sun or moon."""
    (x, y), away = centre, half + 0.035
    overlaps = abs(y - 0.3 * half - light_height(scene)) < 0.35 * half + 0.06
    if scene.light not in ("sun", "moon") or not overlaps or abs(x - scene.light_x) > away:
        return centre
    return (scene.light_x + away if x > scene.light_x else scene.light_x - away), y


def _paint_cloud(pen: Pen, centre: XY, width: float, air: SkyPalette, rng: Generator) -> None:
    """width: half of the cloud's."""
    x, y = centre
    cloud = skia.Path()
    for place, size in ((-0.66, 0.26), (-0.28, 0.44), (0.16, 0.52), (0.6, 0.32)):
        radius = width * size * rng.uniform(0.85, 1.1)
        cloud.addCircle(x + place * width, y - radius * 0.62, radius)
    base = skia.Rect.MakeLTRB(x - width, y - 0.2 * width, x + width, y + 0.1 * width)
    cloud.addRoundRect(base, 0.15 * width, 0.15 * width)
    pen.poured(cloud, (x, y - 0.66 * width), (x, y + 0.12 * width), (air.cloud, air.cloud_shade))


def _paint_deck(pen: Pen, air: SkyPalette, rng: Generator, depth: float) -> None:
    """Heavy clouds that hang into the picture from above, in two layers."""
    for layer, colour in ((1.0, air.cloud), (0.55, air.cloud_shade)):
        deck = skia.Path()
        deck.addRect(skia.Rect.MakeLTRB(-0.1, -0.2, 1.1, depth * layer * 0.55))
        for x in np.linspace(-0.03, 1.03, 7):
            radius = float(rng.uniform(0.09, 0.14))
            deck.addCircle(
                float(x + rng.uniform(-0.04, 0.04)), depth * layer - radius * 0.6, radius
            )
        pen.poured(
            deck,
            (0.0, 0.0),
            (0.0, depth * layer * 1.6),
            (mixed(colour, (58, 74, 116), 0.3), colour),
        )


def _paint_strata(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    """Long soft layers."""
    for height, colour in ((0.08, 0), (0.24, 1), (0.4, 0), (0.56, 1), (0.74, 1)):
        shade = (air.cloud_shade, air.cloud)[colour]
        for _ in range(2):
            centre = (float(rng.uniform(0.0, 1.0)), height * scene.horizon)
            pen.glow(centre, (float(rng.uniform(0.45, 0.65)), 0.09), shade, 0.95)


def _paint_lightning(pen: Pen, scene: Landscape, rng: Generator) -> None:
    x, tip = float(rng.uniform(0.16, 0.84)), scene.horizon + 0.01
    top = 0.14
    reach = tip - top
    pen.bare.glow((x, top + 0.3 * reach), (0.46, 0.42), (196, 206, 255), 0.6)
    bolt = (
        (0.035, 0.0),
        (-0.05, 0.46),
        (0.005, 0.44),
        (-0.045, 1.0),
        (0.075, 0.34),
        (0.02, 0.36),
        (0.08, 0.0),
    )
    pen.bare.curve(_through(x, top, reach, bolt), (255, 246, 170), 0.02, 0.3)
    pen.path(_through(x, top, reach, bolt), mixed((255, 246, 150), WHITE, 0.25))


def _through(x: float, top: float, reach: float, corners: tuple[XY, ...]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(x + dx, top + reach * share) for dx, share in corners], True)
    return path
