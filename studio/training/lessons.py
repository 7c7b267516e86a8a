"""What a diffusion model learns from: a scene, what is said of it, and what is hidden of it."""

from dataclasses import dataclass, replace

from numpy.random import Generator

from studio.scenes.description import Box, Scene, without
from studio.training.captions import training_caption
from studio.training.holes import Hole, random_hole

CAPTIONS = 4  # of each lesson
_EMPTY_SHARE = 0.1  # of captions left out, so that guidance has something to compare with
_WHOLE_SHARE = 0.5  # of the lessons of a network that fills
_REMOVED_SHARE = 1 / 3  # of holes made for a thing, with what is behind it in there


@dataclass(frozen=True, slots=True)
class Lesson:
    scene: Scene
    captions: tuple[str, ...]
    empty_share: float = _EMPTY_SHARE
    """How often nothing at all is said of the scene, 0..1."""
    hole: Hole | None = None
    """What is to be filled; None = the whole picture is drawn, and nothing of it is shown."""


def drawing_lesson(rng: Generator, scene: Scene) -> Lesson:
    return Lesson(scene, _captions(rng, scene))


def filling_lesson(rng: Generator, scene: Scene, side_px: int) -> Lesson:
    """A hole in the scene, and words that say what belongs there; no words mean nothing does.

    So a thing under a mask is gone when nothing is asked for, and guidance knows its opposite.
    Often a whole picture, lest the network forgets to draw those.
    """
    if rng.random() < _WHOLE_SHARE:
        return drawing_lesson(rng, scene)
    hole, thing = random_hole(rng, scene, side_px)
    if thing is not None and rng.random() < _REMOVED_SHARE:
        return Lesson(without(scene, thing), ("",) * CAPTIONS, 1.0, hole)
    captions = _captions(rng, scene)
    if thing is not None:
        about_it = _captions(rng, replace(scene, things=(thing,)))
        captions = captions[: CAPTIONS // 2] + about_it[CAPTIONS // 2 :]
    hidden = not hole.all() and any(_hides(hole, thing.box) for thing in scene.things)
    return Lesson(scene, captions, 0.0 if hidden else _EMPTY_SHARE, hole)


def _captions(rng: Generator, scene: Scene) -> tuple[str, ...]:
    return tuple(training_caption(scene, rng).text for _ in range(CAPTIONS))


def _hides(hole: Hole, box: Box) -> bool:
    """Whether the middle of the box is in the hole."""
    side = len(hole)
    x, y = box.left + box.width / 2, box.top + box.height / 2
    column, row = (min(max(int(at * side), 0), side - 1) for at in (x, y))
    return bool(hole[row, column])
