"""Pictures of nothing in particular whose edges, grain and colours are like a photograph's.

A restoration network that learns from such pictures can handle photographs that it never saw.
Occluding shapes whose sizes follow a power law ("dead leaves") share the statistics of natural
images at every scale: Lee, Mumford and Huang, "Occlusion models for natural images", 2001; for
learning to restore: Achddou, Gousseau and Ladjal, "Synthetic images as a regularity prior for
image restoration neural networks", 2021.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import skia
from numpy.random import Generator
from numpy.typing import NDArray

from studio.scenes.brushes import paint_of, stroke_of
from studio.scenes.grain import GRAINS, add_grains, fractal_noise, light, softened
from studio.scenes.palette import Rgb
from studio.scenes.texture_shapes import LEAVES, glyph, leaf, power_law


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a painter draws on."""

    colours: skia.Canvas
    grains: skia.Canvas
    """Which grain lies on a pixel, drawn without antialiasing; 0 = none."""
    size: int


Painter = Callable[[Sheet, Generator], None]

_STUFFS = ("leaves", "fur", "masonry", "stripes", "clouds", "gradients", "noise")
"""What the patches of a patchwork are cut from."""
_LEAST_BLUR_PX = 0.3  # less cannot be seen, and takes as long


def random_texture(rng: Generator, size: int) -> NDArray[np.uint8]:
    """A picture of one random kind, (size, size, 3) sRGB; equal generators give equal pixels."""
    kind = str(rng.choice(list(WEIGHTS), p=list(WEIGHTS.values())))
    return texture(kind, rng, size)


def texture(kind: str, rng: Generator, size: int) -> NDArray[np.uint8]:
    """A picture of a kind from TEXTURES, (size, size, 3) sRGB."""
    colours, grains = skia.Surface(size, size), skia.Surface(size, size)
    if rng.random() < 0.4:
        grains.getCanvas().drawPaint(_grain_paint(1))
    TEXTURES[kind](Sheet(colours.getCanvas(), grains.getCanvas(), size), rng)
    pixels = _rgb(colours).astype(np.float32)
    add_grains(rng, pixels, _rgb(grains)[..., 0])
    pixels *= light(rng, size)
    pixels = softened(rng, pixels)
    pixels += rng.normal(0.0, 1.0, pixels.shape[:2])[..., None] * rng.exponential(0.8)
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


def paint_leaves(sheet: Sheet, rng: Generator) -> None:
    """Shapes of every size over each other, many with a grain or a shade of their own."""
    palette, size = random_palette(rng), sheet.size
    sheet.colours.drawPaint(paint_of(_pick(rng, palette)))
    smallest = size * math.exp(rng.uniform(math.log(0.004), math.log(0.05)))
    largest = size * rng.uniform(0.25, 0.7)
    mean_area = 2 * math.pi * math.log(largest / smallest) * smallest**2
    count = min(3500, round(4 * size**2 / mean_area))
    kinds = rng.random(LEAVES) ** 2 + 0.05
    grainy = rng.uniform(0.0, 0.9)
    most_blur = size * rng.uniform(0.0, 0.02) if rng.random() < 0.4 else 0.0
    for radius in power_law(rng, smallest, largest, count):
        shape = leaf(rng, radius, kinds)
        place = skia.Matrix.Translate(*rng.uniform(-0.1 * size, 1.1 * size, 2))
        place.preRotate(rng.uniform(0, 360))
        grain = int(rng.integers(1, GRAINS + 1)) if rng.random() < grainy else 0
        blur = min(most_blur * rng.random() ** 2, radius / 3)
        for canvas, paint in (
            (sheet.colours, _leaf_paint(rng, palette, radius, blur)),
            (sheet.grains, _grain_paint(grain)),
        ):
            canvas.save()
            canvas.concat(place)
            canvas.drawPath(shape, paint)
            canvas.restore()


def paint_fur(sheet: Sheet, rng: Generator) -> None:
    """Fine hairs that follow a slowly turning direction."""
    canvas, palette, size = sheet.colours, random_palette(rng), sheet.size
    canvas.drawPaint(paint_of(_pick(rng, palette)))
    turn, wave, phase = rng.uniform(0, math.tau), rng.uniform(0.5, 3.0, 2), rng.uniform(0, 6, 2)
    width = size * rng.uniform(0.002, 0.012)
    length = width * rng.uniform(8, 40)
    for x, y in rng.uniform(-0.05, 1.05, (min(2200, round(4 * size**2 / (width * length))), 2)):
        angle = turn + math.sin(wave[0] * x * 4 + phase[0]) + math.sin(wave[1] * y * 4 + phase[1])
        angle += rng.normal(0, 0.15)
        ahead = np.array((math.cos(angle), math.sin(angle))) * length * rng.uniform(0.4, 1.2)
        start = np.array((x, y)) * size
        bend = ahead[::-1] * (-1, 1) * rng.normal(0, 0.15)
        colour = _varied(rng, _pick(rng, palette), 14)
        hair = skia.Path()
        hair.moveTo(*start)
        hair.quadTo(*(start + ahead / 2 + bend), *(start + ahead))
        canvas.drawPath(hair, stroke_of(colour, width * rng.uniform(0.4, 1.4), rng.uniform(0.4, 1)))


def paint_writing(sheet: Sheet, rng: Generator) -> None:
    """Rows of strokes like the letters of no alphabet."""
    canvas, palette, size = sheet.colours, random_palette(rng), sheet.size
    _paint_gradient(canvas, rng, size, palette)
    height = size * math.exp(rng.uniform(math.log(0.03), math.log(0.2)))
    ink = _pick(rng, palette) if rng.random() < 0.5 else (20, 20, 24)
    pen = stroke_of(ink, height * rng.uniform(0.06, 0.2))
    canvas.rotate(rng.normal(0, 8))
    for top in np.arange(-height, size, height * rng.uniform(1.3, 2.0)):
        left = rng.uniform(-height, height)
        while left < size:
            if rng.random() > 0.15:
                canvas.drawPath(glyph(rng, left, float(top), height), pen)
            left += height * rng.uniform(0.6, 0.9)


def paint_masonry(sheet: Sheet, rng: Generator) -> None:
    """Bricks, tiles, windows or planks: a lattice of rectangles, seen from somewhere."""
    canvas, palette, size = sheet.colours, random_palette(rng), sheet.size
    canvas.drawPaint(paint_of(_pick(rng, palette)))
    canvas.translate(size / 2, size / 2)
    canvas.rotate(rng.uniform(-60, 60))
    canvas.skew(rng.normal(0, 0.3), rng.normal(0, 0.3))
    height = size * math.exp(rng.uniform(math.log(0.015), math.log(0.2)))
    width = height * math.exp(rng.uniform(-0.5, 1.5))
    gap = height * rng.uniform(0.03, 0.4)
    shift, spread = rng.choice((0.0, 0.5)), rng.uniform(0, 25)
    colours = [_pick(rng, palette) for _ in range(rng.integers(1, 3))]
    for row in range(-round(size / height), round(size / height) + 1):
        for column in range(-round(size / width), round(size / width) + 1):
            left, top = (column + shift * (row % 2)) * width, row * height
            paint = paint_of(_varied(rng, _pick(rng, colours), spread))
            canvas.drawRect(skia.Rect.MakeXYWH(left, top, width - gap, height - gap), paint)


def paint_stripes(sheet: Sheet, rng: Generator) -> None:
    """Straight or curved lines side by side, wide at one end of the picture, thin at the other."""
    canvas, palette, size = sheet.colours, random_palette(rng), sheet.size
    _paint_gradient(canvas, rng, size, palette)
    for _ in range(rng.integers(1, 4)):
        canvas.save()
        canvas.translate(*rng.uniform(0, size, 2))
        canvas.rotate(rng.uniform(0, 360))
        step = size * math.exp(rng.uniform(math.log(0.008), math.log(0.08)))
        growth, sag = rng.uniform(1.0, 1.06), size * rng.normal(0, 0.2)
        colour, duty = _pick(rng, palette), rng.uniform(0.15, 0.7)
        y = -float(size)
        for _ in range(400):
            line = skia.Path()
            line.moveTo(-size, y)
            line.quadTo(0, y + sag, size, y)
            canvas.drawPath(line, stroke_of(colour, step * duty))
            y, step = y + step, step * growth
            if y > size:
                break
        canvas.restore()


def paint_clouds(sheet: Sheet, rng: Generator) -> None:
    """Noise with the spectrum of clouds, stone or sand in the colours of a palette."""
    canvas, palette, size = sheet.colours, random_palette(rng), sheet.size
    height = fractal_noise(rng, size, rng.uniform(0.8, 2.6))
    stops = np.sort(rng.uniform(0, 1, 4))
    colours = np.array([_pick(rng, palette) for _ in stops], dtype=np.float64)
    picture = np.full((size, size, 4), 255, dtype=np.uint8)
    for channel in range(3):
        picture[..., channel] = np.interp(height, stops, colours[:, channel])
    image = skia.Image.fromarray(picture, colorType=skia.kRGBA_8888_ColorType)
    canvas.drawImage(image, 0, 0)


def paint_gradients(sheet: Sheet, rng: Generator) -> None:
    """Smooth passages as of skies, skin and lit walls, one over the other."""
    canvas, palette, size = sheet.colours, random_palette(rng), sheet.size
    _paint_gradient(canvas, rng, size, palette)
    for _ in range(rng.integers(1, 6)):
        centre = skia.Point(*(rng.uniform(-0.2, 1.2, 2) * size))
        colour = _pick(rng, palette)
        ends = [skia.Color(*colour, round(rng.uniform(90, 255))), skia.Color(*colour, 0)]
        shader = skia.GradientShader.MakeRadial(
            center=centre, radius=size * rng.uniform(0.2, 1.0), colors=ends
        )
        canvas.drawPaint(skia.Paint(Shader=shader, Dither=True))


def paint_noise(sheet: Sheet, rng: Generator) -> None:
    """Grain of one scale and its own colours, from fine speckle to coarse blotches."""
    size, scale = sheet.size, int(rng.choice((1, 1, 2, 3, 5, 8)))
    cells = -(-size // scale)
    middle, contrast = _pick(rng, random_palette(rng)), rng.uniform(8, 60)
    shared = rng.normal(size=(cells, cells, 1))
    own = rng.normal(size=(cells, cells, 3)) * rng.uniform(0, 0.6)
    coarse = np.clip(np.array(middle) + contrast * (shared + own), 0, 255)
    opaque = np.dstack([coarse, np.full((cells, cells), 255)]).astype(np.uint8)
    image = skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType)
    sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
    area = skia.Rect.MakeWH(cells * scale, cells * scale)
    sheet.colours.drawImageRect(image, area, sampling)


def paint_patchwork(sheet: Sheet, rng: Generator) -> None:
    """Large shapes over each other, each of a stuff of its own, as near things in a photograph."""
    stuffs = [_stuff(rng, sheet.size) for _ in range(rng.integers(2, 5))]
    sheet.colours.drawPaint(_stuff_paint(rng, stuffs, 0.0))
    kinds = rng.random(LEAVES) ** 2 + np.array((0.1, 0.05, 0.1, 0.05, 0.1, 0.6))
    smallest, largest = sheet.size * np.array((rng.uniform(0.02, 0.15), 0.5))
    most_blur = sheet.size * rng.uniform(0.0, 0.02) if rng.random() < 0.5 else 0.0
    for radius in power_law(rng, smallest, largest, int(rng.integers(8, 60))):
        shape, blur = leaf(rng, radius, kinds), most_blur * rng.random()
        sheet.colours.save()
        sheet.colours.translate(*rng.uniform(-0.1 * sheet.size, 1.1 * sheet.size, 2))
        sheet.colours.rotate(rng.uniform(0, 360))
        sheet.colours.drawPath(shape, _stuff_paint(rng, stuffs, blur))
        sheet.colours.restore()


def _stuff(rng: Generator, size: int) -> skia.Image:
    """A texture of another kind."""
    chances = np.sqrt([WEIGHTS[kind] for kind in _STUFFS])
    kind = str(rng.choice(_STUFFS, p=chances / chances.sum()))
    surfaces = skia.Surface(size, size), skia.Surface(size, size)
    colours, grains = (surface.getCanvas() for surface in surfaces)
    TEXTURES[kind](Sheet(colours, grains, size), rng)
    return surfaces[0].makeImageSnapshot().withDefaultMipmaps()


def _stuff_paint(rng: Generator, stuffs: Sequence[skia.Image], blur: float) -> skia.Paint:
    """Turned, and a little larger or much smaller than it was painted."""
    matrix = skia.Matrix.Scale(*np.exp(rng.uniform(-1.2, 0.3) + rng.normal(0, 0.25, 2)).tolist())
    matrix.preRotate(rng.uniform(0, 360))
    stuff = stuffs[int(rng.integers(len(stuffs)))]
    mirrored = skia.TileMode.kMirror
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    paint = skia.Paint(AntiAlias=True)
    paint.setShader(stuff.makeShader(mirrored, mirrored, smooth, matrix))
    paint.setColorFilter(_faded(rng))
    if blur > _LEAST_BLUR_PX:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def _faded(rng: Generator) -> skia.ColorFilter:
    """Less contrast, around another colour: most stuff shows little of what it is made of."""
    contrast = math.exp(rng.uniform(math.log(0.15), 0.0))
    middle = np.clip(rng.normal(0.5, 0.2) + rng.normal(0, 0.06, 3), 0.1, 0.9)
    matrix = np.diag((contrast, contrast, contrast, 1.0))
    shades = np.append((1 - contrast) * middle, 0.0)
    return skia.ColorFilters.Matrix(np.column_stack([matrix, shades]).flatten().tolist())


def random_palette(rng: Generator) -> list[Rgb]:
    """Three to a dozen colours that may stand together: any lightness, mostly muted, one cast."""
    chroma = math.exp(rng.uniform(math.log(3), math.log(40)))
    cast = rng.normal(0, 8, 2)
    middle, spread = rng.uniform(60, 180), rng.uniform(20, 90)
    palette: list[Rgb] = []
    for _ in range(rng.integers(3, 13)):
        luma = middle + spread * rng.normal()
        blue, red = cast + rng.normal(0, chroma, 2)
        rgb = (luma + 1.402 * red, luma - 0.344 * blue - 0.714 * red, luma + 1.772 * blue)
        palette.append(_clipped(rgb))
    return palette


def _leaf_paint(rng: Generator, palette: Sequence[Rgb], radius: float, blur: float) -> skia.Paint:
    """blur: of its edge, in px, since it lies before or behind what is in focus."""
    colour = _varied(rng, _pick(rng, palette), 10)
    paint = paint_of(colour, 1.0 if rng.random() < 0.85 else rng.uniform(0.3, 0.9))
    if radius > 2 and rng.random() < 0.4:  # on a smaller leaf a shade could not be seen
        reach = skia.Point(radius * rng.uniform(0.5, 1.5), 0)
        ends = [skia.Color(*colour), skia.Color(*_varied(rng, colour, 35))]
        paint.setShader(skia.GradientShader.MakeLinear(points=[-reach, reach], colors=ends))
    if blur > _LEAST_BLUR_PX:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def _paint_gradient(canvas: skia.Canvas, rng: Generator, size: int, palette: Sequence[Rgb]) -> None:
    ends = [tuple(point) for point in rng.uniform(-0.3, 1.3, (2, 2)) * size]
    colours = [skia.Color(*_pick(rng, palette)) for _ in range(rng.integers(2, 5))]
    canvas.drawPaint(skia.Paint(Shader=skia.GradientShader.MakeLinear(points=ends, colors=colours)))


def _grain_paint(grain: int) -> skia.Paint:
    return skia.Paint(AntiAlias=False, Color=skia.Color(grain, grain, grain))


def _rgb(surface: skia.Surface) -> NDArray[np.uint8]:
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]


def _pick(rng: Generator, palette: Sequence[Rgb]) -> Rgb:
    return palette[int(rng.integers(len(palette)))]


def _varied(rng: Generator, colour: Rgb, spread: float) -> Rgb:
    shift = rng.normal(0, spread) + rng.normal(0, spread / 4, 3)
    return _clipped(tuple(np.array(colour) + shift))


def _clipped(colour: Sequence[float]) -> Rgb:
    red, green, blue = (min(255, max(0, round(float(value)))) for value in colour)
    return red, green, blue


TEXTURES: dict[str, Painter] = {
    "leaves": paint_leaves,
    "fur": paint_fur,
    "writing": paint_writing,
    "masonry": paint_masonry,
    "stripes": paint_stripes,
    "clouds": paint_clouds,
    "gradients": paint_gradients,
    "noise": paint_noise,
    "patchwork": paint_patchwork,
}
WEIGHTS = {
    "leaves": 0.36,
    "patchwork": 0.2,
    "fur": 0.11,
    "writing": 0.08,
    "masonry": 0.07,
    "stripes": 0.06,
    "clouds": 0.06,
    "gradients": 0.04,
    "noise": 0.02,
}
