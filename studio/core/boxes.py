"""A box and its words as one line, as the command line takes it and picture files hold it."""

from __future__ import annotations

from studio.core.capabilities import ModelInfo
from studio.core.errors import BadInput
from studio.core.request import Placed

_EDGES = 4


def write_box(placed: Placed) -> str:
    """ "0.1,0.2,0.5,0.6: a red boat" """
    edges = (placed.left, placed.top, placed.right, placed.bottom)
    return f"{','.join(f'{edge:.15g}' for edge in edges)}: {placed.text}"


def read_box(line: str) -> Placed:
    """Edges in parts of the picture's sides, a colon, words. Raises BadInput."""
    edges, colon, words = line.partition(":")
    try:
        numbers = [float(edge) for edge in edges.split(",")]
    except ValueError:
        numbers = []
    if not colon or len(numbers) != _EDGES:
        raise BadInput(
            f"'{line[:60]}' is no box: write LEFT,TOP,RIGHT,BOTTOM: WORDS, each edge from 0 to 1."
        )
    return Placed(" ".join(words.split()), *numbers)


def check_boxes(count: int, model: ModelInfo) -> None:
    """Raises BadInput where a model cannot be told the places of so many things."""
    if not count:
        return
    if not model.most_boxes:
        raise BadInput(f"The model '{model.title}' cannot be told where things are.")
    if count > model.most_boxes:
        raise BadInput(
            f"{count} things have a box; the model '{model.title}' takes {model.most_boxes}."
        )
