"""A lesson in filling says what belongs in the hole, or shows that nothing does."""

import numpy as np
import pytest

from studio.scenes.sampling import random_scene
from studio.scenes.world import FAIR_WORLD
from studio.training.lessons import Lesson, drawing_lesson, filling_lesson


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    rng = np.random.default_rng(0)
    return [filling_lesson(rng, random_scene(rng, FAIR_WORLD), 64) for _ in range(300)]


def test_a_lesson_in_drawing_hides_nothing_and_now_and_then_says_nothing():
    rng = np.random.default_rng(0)
    scene = random_scene(rng, FAIR_WORLD)
    lesson = drawing_lesson(rng, scene)
    assert lesson.scene is scene and lesson.hole is None
    assert all(lesson.captions)
    assert 0.05 <= lesson.empty_share <= 0.2


def test_half_of_the_lessons_in_filling_are_whole_pictures(lessons: list[Lesson]):
    assert 0.4 < np.mean([lesson.hole is None for lesson in lessons]) < 0.6


def test_no_words_about_a_hole_mean_that_nothing_is_in_it(lessons: list[Lesson]):
    bare = [lesson for lesson in lessons if not any(lesson.captions)]
    assert 0.03 < len(bare) / len(lessons) < 0.15
    assert all(lesson.empty_share == 1 for lesson in bare)
    for lesson in lessons:
        if lesson.hole is not None and lesson.empty_share > 0 and not lesson.hole.all():
            assert not any(lies_in(lesson.hole, at) for at in middles_of(lesson))


def test_what_a_hole_hides_is_always_told(lessons: list[Lesson]):
    telling = [lesson for lesson in lessons if lesson.empty_share == 0]
    assert len(telling) > 0.1 * len(lessons)
    assert all(all(lesson.captions) for lesson in telling)


def middles_of(lesson: Lesson) -> list[tuple[float, float]]:
    return [
        (thing.box.left + thing.box.width / 2, thing.box.top + thing.box.height / 2)
        for thing in lesson.scene.things
    ]


def lies_in(hole: np.ndarray, at: tuple[float, float]) -> bool:
    column, row = (min(max(int(part * len(hole)), 0), len(hole) - 1) for part in at)
    return bool(hole[row, column])
