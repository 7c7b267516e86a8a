"""The pen that everything in a scene is drawn with: shapes in plain RGB under a light, in a style.

Painters speak of a thing's own colours; the pen knows what the light and the style make of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

import skia

from studio.scenes.description import Box
from studio.scenes.palette import Rgb, mixed

XY = tuple[float, float]
WHITE: Rgb = (255, 255, 255)
_FALL_OFF = ((0.0, 1.0), (0.25, 0.72), (0.5, 0.34), (0.75, 0.09), (1.0, 0.0))
"""Of a glow: the distance from its centre, and how much of it is left there."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The outline that a style draws around every shape."""

    colour: Rgb
    width: float
    """In parts of the picture's side; it lies outside of the shape."""
    from_shape: float = 0.0
    """How much of the shape's own colour the outline takes on, 0..1."""


@dataclass(frozen=True, slots=True)
class Style:
    """A manner of drawing: how much of one colour, 0..1, everything takes on, and the finish."""

    towards: Rgb = WHITE
    amount: float = 0.0
    """Of the colour `towards` in filled shapes."""
    wash: float = 0.0
    """Of it in the sky and the land."""
    stroke: float = 0.0
    """Of it in lines."""
    lit: float = 0.0
    """Of it in what shines by itself."""
    ink: Ink | None = None
    bloom: float = 0.0
    """How brightly all that is light shines over its surroundings."""
    grain: float = 0.0
    """Of paper: the deviation of the pixels' brightness, 0..255."""


@cache
def _with_amount(style: Style, amount: float) -> Style:
    return replace(style, amount=amount)


@cache
def _without_ink(style: Style) -> Style:
    return replace(style, ink=None)


class Pen:
    """Draws on a canvas whose unit is the picture's side, or the height of the box it is placed in.

    tint, tint_amount: the light's colour, and how much of it (0..1) every colour takes on.
    """

    def __init__(
        self,
        canvas: skia.Canvas,
        style: Style,
        tint: Rgb = WHITE,
        tint_amount: float = 0.0,
        unit: float = 1.0,
    ) -> None:
        self.canvas = canvas
        self.style = style
        self.tint, self.tint_amount = tint, tint_amount
        self.unit = unit
        """Picture sides that one unit of the pen spans."""

    def under(self, tint: Rgb, amount: float) -> "Pen":
        """The same pen in another light."""
        return Pen(self.canvas, self.style, tint, amount, self.unit)

    def behind(self, veil: Rgb, amount: float) -> "Pen":
        """The same pen in the same light, seen through a veil of haze."""
        total = 1 - (1 - self.tint_amount) * (1 - amount)
        share = amount / total if total else 0.0
        return self.under(mixed(self.tint, veil, share), total)

    @property
    def lit(self) -> "Pen":
        """The same pen for what shines by itself: lamps, windows at night, the sun."""
        return Pen(self.canvas, _with_amount(self.style, self.style.lit), unit=self.unit)

    @property
    def bare(self) -> "Pen":
        """The same pen without outlines: for shades and details within a shape."""
        return self if self.style.ink is None else self._styled(_without_ink(self.style))

    @property
    def broad(self) -> "Pen":
        """The same pen for the sky and the land, which a style may keep back."""
        return self._styled(_with_amount(self.style, self.style.wash))

    def _styled(self, style: Style) -> "Pen":
        return Pen(self.canvas, style, self.tint, self.tint_amount, self.unit)

    @contextmanager
    def placed(self, box: Box) -> Iterator["Pen"]:
        """A pen whose origin is the box's top left corner and whose unit is its height."""
        self.canvas.save()
        self.canvas.translate(box.left, box.top)
        self.canvas.scale(box.height, box.height)
        try:
            unit = self.unit * box.height
            yield Pen(self.canvas, self.style, self.tint, self.tint_amount, unit)
        finally:
            self.canvas.restore()

    def colour(self, own: Rgb) -> Rgb:
        """What light and style make of a thing's own colour."""
        lit = self._in_light(own)
        return mixed(lit, self.style.towards, self.style.amount) if self.style.amount else lit

    def _in_light(self, own: Rgb) -> Rgb:
        return mixed(own, self.tint, self.tint_amount) if self.tint_amount else own

    def _stroke(self, own: Rgb, width: float, alpha: float) -> skia.Paint:
        colour = mixed(self._in_light(own), self.style.towards, self.style.stroke)
        return stroke_of(colour, width, alpha)

    def _outline(self, path: skia.Path, own: Rgb, alpha: float) -> None:
        """Drawn before the filling, so that of overlapping parts only the outer edge shows."""
        if (ink := self.style.ink) is not None:
            colour = mixed(ink.colour, self._in_light(own), ink.from_shape)
            self.canvas.drawPath(path, stroke_of(colour, 2 * ink.width / self.unit, alpha))

    def path(self, path: skia.Path, colour: Rgb, alpha: float = 1.0) -> None:
        self._outline(path, colour, alpha)
        self.canvas.drawPath(path, paint_of(self.colour(colour), alpha))

    def poured(self, path: skia.Path, top: XY, bottom: XY, colours: Sequence[Rgb]) -> None:
        """A shape filled with a gradient between two points."""
        self._outline(path, colours[0], 1.0)
        self.canvas.drawPath(path, self.gradient(top, bottom, colours))

    def fill(self, points: Iterable[XY], colour: Rgb, alpha: float = 1.0) -> None:
        self.path(polygon(points), colour, alpha)

    def rectangle(
        self, left: float, top: float, width: float, height: float, colour: Rgb, radius: float = 0.0
    ) -> None:
        """radius: of the rounded corners."""
        path = skia.Path()
        path.addRoundRect(skia.Rect.MakeXYWH(left, top, width, height), radius, radius)
        self.path(path, colour)

    def ellipse(self, centre: XY, radii: XY, colour: Rgb, alpha: float = 1.0) -> None:
        path = skia.Path()
        path.addOval(
            skia.Rect.MakeLTRB(
                centre[0] - radii[0],
                centre[1] - radii[1],
                centre[0] + radii[0],
                centre[1] + radii[1],
            )
        )
        self.path(path, colour, alpha)

    def disc(self, centre: XY, radius: float, colour: Rgb, alpha: float = 1.0) -> None:
        self.ellipse(centre, (radius, radius), colour, alpha)

    def line(self, start: XY, end: XY, colour: Rgb, width: float, alpha: float = 1.0) -> None:
        """A stroke with round ends; `width` in the pen's units."""
        self.canvas.drawLine(*start, *end, self._stroke(colour, width, alpha))

    def curve(self, path: skia.Path, colour: Rgb, width: float, alpha: float = 1.0) -> None:
        """A path as a stroke."""
        self.canvas.drawPath(path, self._stroke(colour, width, alpha))

    def dots(self, places: Iterable[XY], colour: Rgb, width: float, alpha: float = 1.0) -> None:
        """Many small discs of one width; outlined at half the ink's."""
        points = [skia.Point(x, y) for x, y in places]
        mode = skia.Canvas.PointMode.kPoints_PointMode
        if (ink := self.style.ink) is not None:
            outline = mixed(ink.colour, self._in_light(colour), ink.from_shape)
            broad = width + ink.width / self.unit
            self.canvas.drawPoints(mode, points, stroke_of(outline, broad, alpha))
        self.canvas.drawPoints(mode, points, self._stroke(colour, width, alpha))

    def glow(self, centre: XY, radii: XY, colour: Rgb, alpha: float) -> None:
        """A soft ellipse, from `alpha` in the middle to nothing at its rim."""
        self.canvas.save()
        self.canvas.translate(*centre)
        self.canvas.scale(*radii)
        self.canvas.drawCircle(0.0, 0.0, 1.0, glow((0.0, 0.0), 1.0, self.colour(colour), alpha))
        self.canvas.restore()

    def fade(self, area: Box, colour: Rgb, above: float, below: float) -> None:
        """A veil over an area, whose alpha runs from `above` at its top to `below` at its end."""
        red, green, blue = self.colour(colour)
        shader = skia.GradientShader.MakeLinear(
            points=[(0.0, area.top), (0.0, area.bottom)],
            colors=[skia.Color(red, green, blue, round(255 * alpha)) for alpha in (above, below)],
        )
        rect = skia.Rect.MakeXYWH(area.left, area.top, area.width, area.height)
        self.canvas.drawRect(rect, skia.Paint(Shader=shader))

    def gradient(self, start: XY, end: XY, colours: Sequence[Rgb]) -> skia.Paint:
        """A paint that runs through colours as this pen shows them."""
        return gradient(start, end, [self.colour(colour) for colour in colours])


def paint_of(colour: Rgb, alpha: float = 1.0) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=skia.Color(*colour, round(alpha * 255)))


def stroke_of(colour: Rgb, width: float, alpha: float = 1.0) -> skia.Paint:
    paint = paint_of(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def gradient(start: XY, end: XY, colours: Sequence[Rgb]) -> skia.Paint:
    shader = skia.GradientShader.MakeLinear(
        points=[start, end], colors=[skia.Color(*colour) for colour in colours]
    )
    return skia.Paint(AntiAlias=True, Shader=shader)


def glow(centre: XY, radius: float, colour: Rgb, alpha: float) -> skia.Paint:
    """A paint that fades from `alpha` at the centre to nothing at the radius, without an edge."""
    shader = skia.GradientShader.MakeRadial(
        center=centre,
        radius=radius,
        colors=[skia.Color(*colour, round(alpha * share * 255)) for _, share in _FALL_OFF],
        positions=[distance for distance, _ in _FALL_OFF],
    )
    return skia.Paint(AntiAlias=True, Shader=shader)


def polygon(points: Iterable[XY]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    return path
