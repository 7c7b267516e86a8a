"""The pen that everything in a scene is drawn with: shapes in plain RGB under a light, in a style.

Painters speak of a thing's own colours; the pen knows what the light and the style make of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import skia

from studio.scenes.description import Box
from studio.scenes.palette import Rgb, mixed

XY = tuple[float, float]
WHITE: Rgb = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Ink:
    """The outline that a style draws around every shape."""

    colour: Rgb
    width: float
    """In parts of the picture's side."""
    from_shape: float = 0.0
    """How much of the shape's own colour the outline takes on, 0..1."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a manner of drawing makes of every colour: first `amount` of `towards`, then the ink."""

    towards: Rgb = WHITE
    amount: float = 0.0
    ink: Ink | None = None


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

    @property
    def lit(self) -> "Pen":
        """The same pen for what shines by itself: lamps, windows at night, the sun."""
        return self.under(WHITE, 0.0)

    @property
    def bare(self) -> "Pen":
        """The same pen without outlines: for shades and details within a shape."""
        return Pen(
            self.canvas, replace(self.style, ink=None), self.tint, self.tint_amount, self.unit
        )

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
        lit = mixed(own, self.tint, self.tint_amount) if self.tint_amount else own
        return mixed(lit, self.style.towards, self.style.amount) if self.style.amount else lit

    def path(self, path: skia.Path, colour: Rgb, alpha: float = 1.0) -> None:
        self.canvas.drawPath(path, paint_of(self.colour(colour), alpha))
        if (ink := self.style.ink) is not None:
            outline = mixed(ink.colour, self.colour(colour), ink.from_shape)
            self.canvas.drawPath(path, stroke_of(outline, ink.width / self.unit, alpha))

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
        self.canvas.drawLine(*start, *end, stroke_of(self.colour(colour), width, alpha))

    def curve(self, path: skia.Path, colour: Rgb, width: float, alpha: float = 1.0) -> None:
        """A path as a stroke."""
        self.canvas.drawPath(path, stroke_of(self.colour(colour), width, alpha))

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
    """A paint that fades from `alpha` at the centre to nothing at the radius."""
    shader = skia.GradientShader.MakeRadial(
        center=centre,
        radius=radius,
        colors=[skia.Color(*colour, round(alpha * 255)), skia.Color(*colour, 0)],
    )
    return skia.Paint(AntiAlias=True, Shader=shader)


def polygon(points: Iterable[XY]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    return path
