"""Whatever is done to masks in whatever order: taken back, nothing of it remains."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.pixels import Pixels
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.masking.shapes import Mode
from studio.document.operations import (
    mask_edges,
    mask_picking,
    masked_pixels,
    masks,
    named_masks,
)
from studio.session.session import Session
from studio.session.tool_settings import SelectionSettings
from studio.ui.canvas.view import CanvasView
from tests.ui.canvas.tools.mouse import ALT, NO_KEYS, SHIFT, Mouse

TOOLS = (
    "mask_rectangle",
    "mask_ellipse",
    "mask_lasso",
    "mask_polygon",
    "mask_wand",
    "mask_colour",
    "mask_brush",
)
OPERATIONS: tuple[Callable[[Document], Edit | None], ...] = (
    lambda document: mask_edges.grow_edit(document, 9),
    lambda document: mask_edges.shrink_edit(document, 4),
    lambda document: mask_edges.feather_edit(document, 6),
    lambda document: mask_edges.smooth_edit(document, 5),
    lambda document: mask_edges.border_edit(document, 7),
    mask_edges.fill_holes_edit,
    masks.invert_edit,
    mask_picking.alpha_edit,
    masked_pixels.delete_edit,
    masked_pixels.copy_edit,
    lambda document: masked_pixels.fill_masked_edit(document, Colour(9, 8, 7)),
    named_masks.add_mask_edit,
    lambda document: named_masks.duplicate_mask_edit(document, document.picture.active_mask),
    lambda document: named_masks.remove_mask_edit(document, document.picture.active_mask),
)


def surfaces(session: Session) -> list[Pixels]:
    return [surface.pixels.copy() for surface in session.document.picture.surfaces]


def some_settings(dice: random.Random) -> SelectionSettings:
    return SelectionSettings(
        mode=dice.choice(list(Mode)),
        antialias=dice.random() < 0.5,
        softness_px=dice.choice((0, 0, 5)),
        tolerance=dice.randint(0, 255),
        sample_all=dice.random() < 0.5,
    )


def do_something(canvas: CanvasView, session: Session, dice: random.Random) -> None:
    what = dice.random()
    if what < 0.5:
        session.update_tool(selection=some_settings(dice))
        canvas.set_tool(dice.choice(TOOLS))
        places = [
            (dice.uniform(-30, 230), dice.uniform(-30, 130)) for _ in range(dice.randint(1, 9))
        ]
        Mouse(canvas).drag(*places, keys=dice.choice((NO_KEYS, SHIFT, ALT, SHIFT | ALT)))
    elif what < 0.6:
        canvas.turn_by(dice.uniform(0, 360))
    elif what < 0.7:
        session.choose(mask=dice.choice(session.document.picture.masks).uid)
    else:
        session.do(dice.choice(OPERATIONS))


@pytest.mark.parametrize("seed", range(4))
def test_all_of_it_can_be_taken_back_and_done_again(
    canvas: CanvasView, session: Session, seed: int
):
    dice = random.Random(seed)
    pixels = np.random.default_rng(seed).integers(0, 256, (100, 200, 3), np.uint8)
    pixels[30:70, 40:120] = (200, 30, 30)
    session.paste(pixels)
    before, first = surfaces(session), session.undo_stack.index()
    for _ in range(60):
        do_something(canvas, session, dice)
    canvas.set_tool("hand")
    after, last = surfaces(session), session.undo_stack.index()
    assert last > first
    for index, expected in ((first, before), (last, after)):
        session.undo_stack.setIndex(index)
        for shown, wanted in zip(surfaces(session), expected, strict=True):
            assert_array_equal(shown, wanted)
