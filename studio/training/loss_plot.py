"""A run's log as a picture: one small chart for every figure, over the minutes spent."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_CHART = (420, 150)  # px of one chart, before the picture is reduced by _OVERSAMPLING
_MARGIN = 34
_COLUMNS = 2
_OVERSAMPLING = 2
_INK, _PALE, _LINE, _PAPER = "#1c1e22", "#8a9099", "#3f63f0", "#ffffff"
_NO_FIGURES = frozenset({"step", "elapsed_s"})

Curve = list[tuple[float, float]]
"""Minutes and values, in order."""


def write_loss_plot(log: Path, picture: Path) -> None:
    """Draw every figure of a log in JSON lines; nothing where there is no log yet."""
    if log.exists():
        loss_plot(read_curves(log)).save(picture)


def read_curves(log: Path) -> dict[str, Curve]:
    curves: dict[str, Curve] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        for name in entry.keys() - _NO_FIGURES:
            if math.isfinite(entry[name]):
                curves.setdefault(name, []).append((entry["elapsed_s"] / 60, entry[name]))
    return dict(sorted(curves.items()))


def loss_plot(curves: dict[str, Curve]) -> Image.Image:
    rows = max(1, -(-len(curves) // _COLUMNS))
    width, height = _COLUMNS * _CHART[0], rows * _CHART[1]
    page = Image.new("RGB", (_OVERSAMPLING * width, _OVERSAMPLING * height), _PAPER)
    draw = ImageDraw.Draw(page)
    last = max((curve[-1][0] for curve in curves.values()), default=0.0) or 1.0
    for index, (name, curve) in enumerate(curves.items()):
        row, column = divmod(index, _COLUMNS)
        _draw_chart(draw, (column * _CHART[0], row * _CHART[1]), name, curve, last)
    return page.resize((width, height), Image.Resampling.LANCZOS)


def _draw_chart(
    draw: ImageDraw.ImageDraw, corner: tuple[int, int], name: str, curve: Curve, last: float
) -> None:
    """corner: its upper left one. last: minutes at the right end, the same for all charts."""
    left, top = corner[0] + _MARGIN + 16, corner[1] + _MARGIN
    right, bottom = corner[0] + _CHART[0] - 16, corner[1] + _CHART[1] - 24
    values = smoothed([value for _, value in curve])
    low, high = min(values), max(values)
    reach = (high - low) or 1.0
    points = [
        (left + (right - left) * minute / last, bottom - (bottom - top) * (value - low) / reach)
        for (minute, _), value in zip(curve, values, strict=True)
    ]
    _text(draw, (left, top - 22), f"{name.replace('_', ' ')}   {values[-1]:.4g}", 13, _INK)
    for y, value in ((top, high), (bottom, low)):
        _line(draw, [(left, y), (right, y)], "#e3e5e8", 1)
        _text(draw, (left - 44, y - 7), f"{value:.3g}", 11, _PALE)
    _text(draw, (left, bottom + 6), "0", 11, _PALE)
    _text(draw, (right - 44, bottom + 6), f"{last:.1f} min", 11, _PALE)
    _line(draw, points if len(points) > 1 else [(left, points[0][1]), points[0]], _LINE, 2)


def smoothed(values: Sequence[float]) -> list[float]:
    """The running mean of about a thirtieth of the values: single batches scatter."""
    reach = len(values) // 60
    windows = (values[max(0, i - reach) : i + reach + 1] for i in range(len(values)))
    return [sum(window) / len(window) for window in windows]


def _line(
    draw: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]], colour: str, width: int
) -> None:
    scaled = [(_OVERSAMPLING * x, _OVERSAMPLING * y) for x, y in points]
    draw.line(scaled, colour, _OVERSAMPLING * width, joint="curve")


def _text(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, colour: str
) -> None:
    scaled = (_OVERSAMPLING * place[0], _OVERSAMPLING * place[1])
    draw.text(scaled, text, colour, ImageFont.load_default(_OVERSAMPLING * size))
