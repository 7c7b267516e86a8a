"""One press of a brush, from touching the picture to leaving it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Point
from studio.document.brushes.brush import Brush, Pen
from studio.document.brushes.covering import ColourInk, Covering, MaskInk, RubberInk
from studio.document.brushes.medium import Dab, Medium
from studio.document.brushes.path import Path
from studio.document.brushes.smearing import Blurring, Smudging
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.edit import Change, PixelEdit
from studio.document.operations.pasting import paintable
from studio.document.surface import Mask

_BATCH_PX = 640
"""A long line is blended and told piece by piece, not as one box around all of it."""


class Stroke:
    """The picture is written as the pen moves, and is one edit when the pen is lifted."""

    def __init__(
        self, document: Document, medium: Medium, brush: Brush, title: str, string_px: float = 0.0
    ) -> None:
        """string_px: length of the string that the brush is pulled by, in px of the picture."""
        self._document = document
        self._medium = medium
        self._brush = brush
        self._title = title
        self._path = Path(brush, string_px)

    @property
    def last_point(self) -> Point | None:
        """Where the pen is."""
        return self._path.last.position if self._path.last else None

    @property
    def pulled_point(self) -> Point | None:
        """Where the brush is, which hangs on a string behind the pen."""
        return self._path.pulled.position if self._path.pulled else None

    def start_from(self, point: Point, pressure: float = 1.0) -> None:
        """Continue from a place that is painted already: the next move draws from there."""
        self._path.begin(Pen(point, pressure))

    def move_to(self, point: Point, pressure: float = 1.0) -> None:
        """Draw towards this place; the first call sets one dab.

        The document's subscribers are told what has changed.
        """
        self._draw(self._path.to(Pen(point, pressure)))

    def line_to(self, point: Point, pressure: float = 1.0) -> None:
        """A straight line from the last place that ends in a whole dab."""
        self._draw(self._path.straight_to(Pen(point, pressure)))

    def finish(self) -> PixelEdit | None:
        """The whole stroke as one edit, which is done already; None where it changed nothing."""
        self._draw(self._path.rest())
        return self._medium.change.finish(self._title)

    def abort(self) -> None:
        """Leave everything as it was when the stroke began."""
        self._notify(self._medium.change.abort())

    def _draw(self, pens: Iterator[Pen]) -> None:
        dabs = (Dab.of(self._brush, pen) for pen in pens)
        first = next(dabs, None)
        while first is not None:
            room = first.bounds.padded(max(_BATCH_PX - first.bounds.width, 0) // 2)
            batch, after = [first], None
            for dab in dabs:
                if room.united(dab.bounds) != room:
                    after = dab
                    break
                batch.append(dab)
            self._notify(self._medium.draw(batch))
            first = after

    def _notify(self, bounds: Bounds) -> None:
        if not bounds.is_empty:
            self._document.notify(bounds)


def mask_stroke(
    document: Document, brush: Brush, *, erase: bool = False, string_px: float = 0.0
) -> Stroke:
    """On the active mask."""
    ink = MaskInk(brush.opacity, erase=erase)
    medium = Covering(Change(document.mask), ink, brush)
    return Stroke(document, medium, brush, "Erase mask" if erase else "Paint mask", string_px)


def paint_stroke(
    document: Document,
    brush: Brush,
    colour: Colour,
    *,
    within: Mask | None = None,
    string_px: float = 0.0,
) -> Stroke:
    """On the active layer, only where it is masked if there is a mask. Raises BadInput."""
    change = Change(paintable(document))
    ink = ColourInk(colour, brush.opacity, keep_alpha=document.keeps_alpha)
    return Stroke(document, Covering(change, ink, brush, within), brush, "Paint", string_px)


def erase_stroke(
    document: Document, brush: Brush, *, within: Mask | None = None, string_px: float = 0.0
) -> Stroke:
    """Raises BadInput where nothing can be erased."""
    change = Change(paintable(document))
    if document.keeps_alpha:
        raise BadInput("The transparency of this layer is locked: nothing of it can be erased.")
    medium = Covering(change, RubberInk(brush.opacity), brush, within)
    return Stroke(document, medium, brush, "Erase", string_px)


def smudge_stroke(
    document: Document,
    brush: Brush,
    *,
    on_mask: bool = False,
    within: Mask | None = None,
    string_px: float = 0.0,
) -> Stroke:
    """On the active layer or mask. Raises BadInput where there is nothing to smudge."""
    change, keep_alpha = _smeared(document, "smudge", on_mask=on_mask)
    # What is carried has the size of the mark; the hand's weight shall change how much of it.
    brush = replace(brush, pressure_sizes=False)
    medium = Smudging(change, brush, within, keep_alpha=keep_alpha)
    title = "Smudge mask" if on_mask else "Smudge"
    return Stroke(document, medium, brush, title, string_px)


def blur_stroke(
    document: Document,
    brush: Brush,
    *,
    on_mask: bool = False,
    within: Mask | None = None,
    string_px: float = 0.0,
) -> Stroke:
    """On the active layer or mask. Raises BadInput where there is nothing to blur."""
    change, keep_alpha = _smeared(document, "blur", on_mask=on_mask)
    medium = Blurring(change, brush, within, keep_alpha=keep_alpha)
    title = "Blur mask" if on_mask else "Blur"
    return Stroke(document, medium, brush, title, string_px)


def _smeared(document: Document, verb: str, *, on_mask: bool) -> tuple[Change, bool]:
    """What is written, and whether its transparency stays."""
    if not on_mask:
        return Change(paintable(document)), document.keeps_alpha
    if document.mask.is_empty:
        raise BadInput(f"Nothing is masked yet: there is no edge to {verb}.")
    return Change(document.mask), False
