"""What the weather makes of the air, and what falls through it in front of everything."""

from dataclasses import dataclass, replace
from functools import lru_cache

import skia
from numpy.random import Generator

from studio.scenes.brushes import WHITE, Pen
from studio.scenes.description import Box, Landscape
from studio.scenes.palette import SKY_PALETTES, Rgb, SkyPalette, dimmed, lightened, mixed, shaded

_PALE = 3 * 205
"""The sum of red, green and blue from which on drops look dark against the sky."""


@dataclass(frozen=True, slots=True)
class Weather:
    """How a weather changes a sky, and how far one sees in it."""

    veil: Rgb
    """What the sky turns to, at the brightness of day."""
    cover: float
    """How much of that covers the sky, 0..1."""
    haze: float
    """What of a far thing vanishes in the air, 0..1."""
    gloom: float = 0.0
    """How much of the veil's colour the land takes on, 0..1."""

    @property
    def hides_stars(self) -> bool:
        return self.cover > 0.2


WEATHER_TRAITS: dict[str, Weather] = {
    "clear": Weather(WHITE, 0.0, 0.24),
    "cloudy": Weather((206, 216, 228), 0.12, 0.28),
    "rain": Weather((132, 144, 158), 0.7, 0.4, gloom=0.22),
    "snowfall": Weather((202, 211, 224), 0.66, 0.44, gloom=0.18),
    "fog": Weather((222, 225, 226), 0.72, 0.5, gloom=0.26),
    "storm": Weather((70, 76, 94), 0.86, 0.36, gloom=0.34),
}


@lru_cache(maxsize=64)
def air(sky: str, weather: str) -> SkyPalette:
    """The sky's palette in a weather."""
    clear, traits = SKY_PALETTES[sky], WEATHER_TRAITS[weather]
    veil = mixed(dimmed(traits.veil, clear.brightness), clear.stops[2], 0.2)
    cover = traits.cover
    zenith, high, low, horizon = (mixed(stop, veil, cover) for stop in clear.stops)
    tint, amount = clear.tint, clear.tint_amount
    if traits.gloom:
        total = 1 - (1 - amount) * (1 - traits.gloom)
        tint, amount = mixed(tint, veil, traits.gloom / total), total
    return replace(
        clear,
        stops=(zenith, high, low, lightened(horizon, 0.1 * cover)),
        cloud=mixed(clear.cloud, shaded(veil, 0.12), min(1.0, 1.25 * cover)),
        cloud_shade=mixed(clear.cloud_shade, shaded(veil, 0.3), min(1.0, 1.25 * cover)),
        tint=tint,
        tint_amount=amount,
    )


def paint_weather(pen: Pen, scene: Landscape, rng: Generator) -> None:
    """What falls and drifts in front of the whole scene."""
    palette = air(scene.sky, scene.weather)
    match scene.weather:
        case "rain":
            _paint_rain(pen.bare, palette, rng, drops=64, slant=0.022)
        case "storm":
            _paint_rain(pen.bare, palette, rng, drops=84, slant=0.05)
        case "snowfall":
            _paint_snowfall(pen, palette, rng)
        case "fog":
            _paint_fog(pen.bare.broad, scene, palette, rng)
        case _:
            pass


def paint_mist(pen: Pen, scene: Landscape, rng: Generator) -> None:
    """What of the weather lies between the land and the things on it."""
    horizon = scene.horizon
    palette = air(scene.sky, scene.weather)
    strength = {"fog": 0.86, "rain": 0.4, "snowfall": 0.46, "storm": 0.24}.get(scene.weather, 0.0)
    strength *= _shown(pen)
    if strength:
        pen.fade(Box(0, horizon - 0.3, 1, 0.3), palette.haze, 0.0, strength)
        pen.fade(Box(0, horizon, 1, 1 - horizon), palette.haze, strength, strength * 0.3)
    if scene.weather == "fog":
        _paint_banks(pen, scene, palette, rng, depths=(-0.08, 0.02, 0.1), alpha=0.6 * _shown(pen))


def _shown(pen: Pen) -> float:
    """How much of a mist to draw: between lights that shine, less."""
    return 0.6 if pen.style.bloom else 1.0


def _paint_rain(pen: Pen, air: SkyPalette, rng: Generator, drops: int, slant: float) -> None:
    bright = sum(pen.broad.colour(air.haze)) > _PALE
    colour = (84, 106, 146) if bright else lightened(mixed(air.haze, (206, 222, 240), 0.5), 0.3)
    for width, length, alpha in ((0.0045, 0.055, 0.42), (0.0075, 0.085, 0.6)):
        streaks = skia.Path()
        for x, y in rng.uniform((-0.05, -0.08), (1.1, 1.0), (drops // 2, 2)).tolist():
            streaks.moveTo(x, y)
            streaks.lineTo(x - slant * length / 0.07, y + length)
        pen.curve(streaks, colour, width, alpha)


def _paint_snowfall(pen: Pen, air: SkyPalette, rng: Generator) -> None:
    colour = lightened(mixed(air.haze, WHITE, 0.6), 0.4)
    for flakes, width, alpha in ((44, 0.011, 0.75), (26, 0.018, 0.9), (11, 0.027, 0.95)):
        pen.dots(rng.random((flakes, 2)).tolist(), colour, width, alpha)


def _paint_fog(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    """A veil over everything, and drifting banks low over the land."""
    shown = _shown(pen)
    pen.fade(Box(0, 0, 1, scene.horizon), air.haze, 0.1 * shown, 0.24 * shown)
    pen.fade(Box(0, scene.horizon, 1, 1 - scene.horizon), air.haze, 0.16 * shown, 0.1 * shown)
    _paint_banks(pen, scene, air, rng, depths=(0.14, 0.36), alpha=0.42 * shown)


def _paint_banks(
    pen: Pen,
    scene: Landscape,
    air: SkyPalette,
    rng: Generator,
    depths: tuple[float, ...],
    alpha: float,
) -> None:
    """depths: of the banks below the horizon, in parts of the picture's side."""
    bright = lightened(air.haze, 0.3)
    for depth in depths:
        centre = (float(rng.uniform(0.1, 0.9)), scene.horizon + depth)
        pen.glow(centre, (float(rng.uniform(0.45, 0.7)), 0.08), bright, alpha)
