"""The ground from the horizon to the picture's lower edge, and how light lies on it."""

import math

import numpy as np
import skia
from numpy.random import Generator

from studio.scenes.brushes import WHITE, Pen
from studio.scenes.contours import OVERHANG, XY, down_to, rolling, smooth
from studio.scenes.description import Box, Landscape
from studio.scenes.palette import (
    GROUND_PALETTES,
    Rgb,
    SkyPalette,
    lightened,
    mixed,
    shaded,
)

WATER_BANDS = {"lake": (0.18, 0.77), "river": (0.2, 0.76)}
"""Between which depths, 0 at the horizon and 1 at the lower edge, such a ground is water."""
_DEEP, _SHALLOW = GROUND_PALETTES["sea"].near, GROUND_PALETTES["sea"].far


class Ground:
    """One ground while it is drawn: its pen, its air and where it begins."""

    def __init__(
        self, pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator, sky: skia.Picture
    ) -> None:
        """pen: in the land's light. sky: all above the horizon, for waters to mirror."""
        self.pen, self.scene, self.air, self.rng, self.sky = pen, scene, air, rng, sky
        self.top = scene.horizon
        self.area = Box(0.0, self.top, 1.0, 1.0 - self.top)
        palette = GROUND_PALETTES[scene.ground]
        self.far, self.near = palette.far, palette.near

    def at(self, depth: float) -> float:
        """The y of a depth: 0 at the horizon, 1 at the picture's lower edge."""
        return self.top + depth * (1 - self.top)

    def paint(self) -> None:
        self._paint_base()
        match self.scene.ground:
            case "sea":
                self._paint_water(self.top, 1.0)
            case "lake":
                self._paint_meadow(flowers=False)
                self._paint_lake()
            case "river":
                self._paint_meadow(flowers=False)
                self._paint_river()
            case "meadow":
                self._paint_meadow(flowers=True)
            case "field":
                self._paint_field()
            case "desert":
                self._paint_dunes(crests=(0.1, 0.34, 0.66), shade=(150, 84, 54))
                self._paint_ripples()
            case "snow":
                self._paint_dunes(crests=(0.12, 0.4, 0.7), shade=(120, 150, 206))
                self._paint_sparkles()
            case "beach":
                self._paint_beach()
            case _:
                raise ValueError(f"Unknown ground: {self.scene.ground}")
        self._paint_light_on_land()

    def _paint_base(self) -> None:
        base = skia.Path()
        base.addRect(skia.Rect.MakeLTRB(-OVERHANG, self.top, 1 + OVERHANG, 1.1))
        far = mixed(self.far, self.air.haze, 0.2)
        self.pen.poured(base, (0.0, self.top), (0.0, 1.0), (far, self.far, self.near))

    def _paint_light_on_land(self) -> None:
        """What the sun or the moon throws on the land beneath it."""
        if self.scene.light in ("sun", "moon") and self.scene.ground != "sea":
            alpha = 0.4 if self.scene.light == "sun" else 0.28
            centre = (self.scene.light_x, self.top)
            self.pen.canvas.save()
            self.pen.canvas.clipRect(skia.Rect.MakeLTRB(0, self.top, 1, 1), doAntiAlias=True)
            self.pen.bare.glow(centre, (0.62, 0.34), self.air.light, alpha)
            self.pen.canvas.restore()

    # waters

    def _paint_water(self, top: float, bottom: float) -> None:
        """Water that mirrors the sky, over whatever of the canvas is not clipped away."""
        # Water takes its colours from the sky that it mirrors, less from the light.
        bare = self.pen.bare.under(self.air.tint, 0.5 * self.air.tint_amount)
        canvas = bare.canvas
        area = skia.Rect.MakeLTRB(-OVERHANG, top, 1 + OVERHANG, bottom)
        canvas.drawRect(area, bare.gradient((0, top), (0, bottom), (_SHALLOW, _DEEP)))
        canvas.saveLayerAlpha(area, 168)
        canvas.translate(0.0, self.top)
        canvas.scale(1.0, -max(0.72, (1 - self.top) / self.top))
        canvas.translate(0.0, -self.top)
        self.sky.playback(canvas)
        canvas.restore()
        bare.fade(Box(-OVERHANG, top, 1 + 2 * OVERHANG, bottom - top), _DEEP, 0.04, 0.5)
        self._paint_waves(top, bottom)
        if self.scene.light in ("sun", "moon"):
            self._paint_glints(top, bottom)

    def _paint_waves(self, top: float, bottom: float) -> None:
        crests, troughs = skia.Path(), skia.Path()
        for number, (x, depth) in enumerate(self.rng.random((26, 2)).tolist()):
            y = top + (0.04 + 0.94 * depth) * (bottom - top)
            half = 0.012 + 0.045 * (y - self.top)
            path = crests if number % 2 else troughs
            path.moveTo(x - half, y)
            path.quadTo(x, y - half * 0.22, x + half, y)
        crest = lightened(self.air.haze, 0.3)
        self.pen.bare.curve(crests, crest, 0.0055, 0.6)
        self.pen.bare.curve(troughs, shaded(_DEEP, 0.2), 0.0055, 0.4)

    def _paint_glints(self, top: float, bottom: float) -> None:
        """The path of light that leads over the water towards the sun or the moon."""
        lit, x = self.pen.lit.bare, self.scene.light_x
        lit.glow((x, top), (0.12, 0.7 * (bottom - top)), self.air.light, 0.3)
        glints = skia.Path()
        count = max(4, round(13 * (bottom - top) / (1 - self.top)))
        for number, (shift, length) in enumerate(self.rng.random((count, 2)).tolist()):
            share = (number + 0.5) / count
            y = top + share * 0.86 * (bottom - top)
            half = (0.03 + 0.05 * share) * (0.5 + length)
            middle = x + (shift - 0.5) * 0.07
            glints.moveTo(middle - half, y)
            glints.lineTo(middle + half, y)
        self.pen.canvas.save()
        self.pen.canvas.clipRect(skia.Rect.MakeLTRB(0.0, top, 1.0, bottom))
        lit.curve(glints, self.air.light, 0.0085, 0.72)
        self.pen.canvas.restore()

    def _paint_basin(self, basin: skia.Path, depths: tuple[float, float]) -> None:
        """A water within the land, with a pale shore around it."""
        shore, top, bottom = (236, 214, 160), self.at(depths[0]), self.at(depths[1])
        canvas = self.pen.canvas
        canvas.save()
        canvas.clipRect(skia.Rect.MakeLTRB(0.0, self.top, 1.0, 1.0), doAntiAlias=True)
        self.pen.path(basin, shore)
        self.pen.bare.curve(basin, shore, 0.022)
        canvas.clipPath(basin, doAntiAlias=True)
        self._paint_water(top, bottom)
        canvas.restore()

    def _paint_lake(self) -> None:
        low, high = WATER_BANDS["lake"]
        middle, reach = (low + high) / 2, (high - low) / 2
        phase = self.rng.uniform(0, math.tau)
        lake = skia.Path()
        corners: list[skia.Point] = []
        for angle in np.linspace(0, math.tau, 56, endpoint=False):
            # A superellipse, wide enough for things near its ends.
            cos, sin = math.cos(angle), math.sin(angle)
            loose = 1 + 0.025 * math.sin(3 * angle + phase) + 0.015 * math.sin(5 * angle)
            x = 0.5 + 0.485 * loose * math.copysign(abs(cos) ** 0.8, cos)
            y = self.at(middle + reach * loose * math.copysign(abs(sin) ** 0.8, sin))
            corners.append(skia.Point(x, y))
        lake.addPoly(corners, True)
        self._paint_basin(lake, (low - 0.03, high + 0.03))

    def _paint_river(self) -> None:
        """A stream that comes from the horizon, broadens, and leaves at the foot where it can."""
        low, high = WATER_BANDS["river"]
        side = 1 if self.rng.random() < 0.5 else -1
        spring = 0.5 + side * float(self.rng.uniform(0.1, 0.24))

        def flip(x: float) -> float:
            return 0.5 + side * (x - 0.5)

        def to(*places: XY) -> list[skia.Point]:
            return [skia.Point(flip(x), self.at(depth)) for x, depth in places]

        start = flip(spring)
        river = skia.Path()
        river.moveTo(*to((start - 0.04, -0.01))[0])
        river.cubicTo(*to((start - 0.07, 0.14), (0.3, low - 0.06), (-OVERHANG, low + 0.04)))
        river.lineTo(*to((-OVERHANG, high - 0.06))[0])
        river.cubicTo(*to((0.2, high - 0.06), (0.42, high + 0.02), (0.58, high)))
        if self._is_bank_free(flip(0.8)):
            river.cubicTo(*to((0.68, high - 0.01), (0.7, 0.88), (0.62, 1.1)))
            river.lineTo(*to((1 + OVERHANG, 1.1))[0])
        else:
            river.cubicTo(*to((0.8, high - 0.04), (0.95, high + 0.04), (1 + OVERHANG, high + 0.06)))
        river.lineTo(*to((1 + OVERHANG, low + 0.04))[0])
        river.cubicTo(*to((0.8, low - 0.02), (start + 0.13, 0.11), (start + 0.06, -0.01)))
        river.close()
        self._paint_basin(river, (0.0, 1.0))

    def _is_bank_free(self, x: float) -> bool:
        """Whether nothing stands on the near bank, at this side of the picture."""
        return not any(
            box.bottom > self.at(0.7) and abs(box.left + box.width / 2 - x) < box.width / 2 + 0.3
            for thing in self.scene.things
            for box in thing.boxes
        )

    # lands

    def _paint_meadow(self, *, flowers: bool) -> None:
        for depth, share in ((0.22, 0.35), (0.55, 0.7)):
            colour = mixed(self.far, self.near, share)
            y = self.at(depth)
            band = rolling(self.rng, y, 0.024, 2, 1.1)
            colours = (lightened(colour, 0.14), shaded(colour, 0.06))
            self.pen.bare.poured(band, (0.0, y - 0.03), (0.0, y + 0.24), colours)
        self._paint_tufts(26, shaded(self.near, 0.3))
        if flowers:
            for colour in ((255, 250, 236), (252, 224, 96), (246, 150, 176)):
                places = self._scattered(8, 0.2, 0.98)
                self.pen.bare.dots(places, colour, 0.011, 0.9)

    def _scattered(self, count: int, nearest: float, farthest: float) -> list[XY]:
        places = self.rng.random((count, 2))
        return [(x, self.at(nearest + (farthest - nearest) * y)) for x, y in places.tolist()]

    def _paint_tufts(self, count: int, colour: Rgb) -> None:
        tufts = skia.Path()
        for x, y in self._scattered(count, 0.12, 0.98):
            size = 0.008 + 0.03 * (y - self.top)
            for lean in (-0.6, 0.0, 0.6):
                tufts.moveTo(x, y)
                tufts.lineTo(x + lean * size, y - size * (1.2 - abs(lean) * 0.5))
        self.pen.bare.curve(tufts, colour, 0.0055, 0.6)

    def _paint_field(self) -> None:
        """Rows of corn that run together at the horizon."""
        vanishing = (0.5 + float(self.rng.uniform(-0.16, 0.16)), self.top - 0.03)
        rows = skia.Path()
        for number in range(-9, 11):
            left = vanishing[0] + number * 0.2
            feet = (skia.Point(left, 1.02), skia.Point(left + 0.1, 1.02))
            rows.addPoly([skia.Point(*vanishing), *feet], True)
        canvas = self.pen.canvas
        canvas.save()
        canvas.clipRect(skia.Rect.MakeLTRB(0.0, self.at(0.05), 1.0, 1.0), doAntiAlias=True)
        dark, light = shaded(self.near, 0.34), lightened(self.far, 0.1)
        self.pen.bare.poured(rows, (0.0, self.top), (0.0, 1.0), (self.near, dark))
        ears = skia.Path()
        for x, y in self._scattered(40, 0.2, 1.0):
            ears.moveTo(x, y)
            ears.lineTo(x, y - 0.012 - 0.03 * (y - self.top))
        self.pen.bare.curve(ears, light, 0.006, 0.7)
        canvas.restore()
        hedge = rolling(self.rng, self.at(0.03), 0.006, 9, self.at(0.08))
        self.pen.bare.path(hedge, (120, 156, 70))

    def _paint_dunes(self, crests: tuple[float, float, float], shade: Rgb) -> None:
        """Waves of sand or snow, bright at their crests and in the shade towards the next."""
        for number, crest in enumerate(crests):
            y = self.at(crest)
            share = 0.15 + 0.35 * number
            colour = mixed(self.far, self.near, share)
            dune = rolling(self.rng, y, 0.035 + 0.012 * number, 1 + number % 2, 1.1)
            colours = (lightened(colour, 0.35), mixed(colour, shade, 0.3))
            self.pen.poured(dune, (0.0, y - 0.04), (0.0, y + 0.2), colours)

    def _paint_ripples(self) -> None:
        ripples = skia.Path()
        for x, y in self._scattered(16, 0.3, 0.96):
            half = 0.02 + 0.08 * (y - self.top)
            ripples.moveTo(x - half, y)
            ripples.quadTo(x, y - half * 0.25, x + half, y)
        self.pen.bare.curve(ripples, shaded(self.near, 0.22), 0.0055, 0.45)

    def _paint_sparkles(self) -> None:
        self.pen.bare.dots(self._scattered(22, 0.1, 0.98), WHITE, 0.009, 0.95)
        self.pen.bare.dots(self._scattered(14, 0.3, 0.98), shaded(self.near, 0.2), 0.008, 0.5)

    def _paint_beach(self) -> None:
        """Sea, foam, wet sand, dry sand."""
        shore = self.at(0.3)
        canvas = self.pen.canvas
        slant = float(self.rng.uniform(-0.022, 0.022))
        line = [
            (x, shore + slant * (x - 0.5) * 2 + 0.008 * math.sin(9 * x + slant * 300))
            for x in np.linspace(-OVERHANG, 1 + OVERHANG, 9).tolist()
        ]
        sea = smooth(line)
        sea.lineTo(1 + OVERHANG, self.top)
        sea.lineTo(-OVERHANG, self.top)
        sea.close()
        wet = down_to(smooth([(x, y + 0.03) for x, y in line]), self.top)
        self.pen.bare.path(wet, shaded(self.near, 0.22), 0.6)
        canvas.save()
        canvas.clipPath(sea, doAntiAlias=True)
        self._paint_water(self.top, shore + 0.04)
        canvas.restore()
        self.pen.bare.curve(smooth(line), WHITE, 0.014, 0.9)
        self._paint_ripples()
        self.pen.bare.dots(self._scattered(12, 0.5, 0.97), shaded(self.near, 0.3), 0.009, 0.7)
        self.pen.bare.dots(self._scattered(6, 0.5, 0.97), (255, 240, 228), 0.014, 0.9)
