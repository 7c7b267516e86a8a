"""A few strokes over skia: filled shapes in plain RGB, so that the painters read as drawings."""

from collections.abc import Iterable, Sequence

import skia

from studio.scenes.palette import Rgb

XY = tuple[float, float]


def paint_of(colour: Rgb, alpha: float = 1.0) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=skia.Color(*colour, round(alpha * 255)))


def stroke_of(colour: Rgb, width: float, alpha: float = 1.0) -> skia.Paint:
    paint = paint_of(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    return paint


def gradient(start: XY, end: XY, colours: Sequence[Rgb]) -> skia.Paint:
    shader = skia.GradientShader.MakeLinear(
        points=[start, end], colors=[skia.Color(*colour) for colour in colours]
    )
    return skia.Paint(AntiAlias=True, Shader=shader)


def glow(centre: XY, radius: float, colour: Rgb, alpha: float) -> skia.Paint:
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


def fill(canvas: skia.Canvas, points: Iterable[XY], colour: Rgb, alpha: float = 1.0) -> None:
    canvas.drawPath(polygon(points), paint_of(colour, alpha))


def rectangle(
    canvas: skia.Canvas, left: float, top: float, width: float, height: float, colour: Rgb
) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(left, top, width, height), paint_of(colour))


def ellipse(canvas: skia.Canvas, centre: XY, radii: XY, colour: Rgb, alpha: float = 1.0) -> None:
    bounds = skia.Rect.MakeLTRB(
        centre[0] - radii[0], centre[1] - radii[1], centre[0] + radii[0], centre[1] + radii[1]
    )
    canvas.drawOval(bounds, paint_of(colour, alpha))


def disc(canvas: skia.Canvas, centre: XY, radius: float, colour: Rgb, alpha: float = 1.0) -> None:
    ellipse(canvas, centre, (radius, radius), colour, alpha)


def line(
    canvas: skia.Canvas, start: XY, end: XY, colour: Rgb, width: float, alpha: float = 1.0
) -> None:
    canvas.drawLine(*start, *end, stroke_of(colour, width, alpha))
