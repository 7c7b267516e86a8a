from __future__ import annotations

from pathlib import Path

import pytest
import torch

from studio.engine.library import Library
from studio.engine.placement import Placement
from studio.evaluation.bench_engine import measure_engine
from studio.evaluation.rows import Row


@pytest.fixture(scope="module")
def rows(tiny_models: Path) -> dict[str, Row]:
    """One short run on a tiny model; its times mean nothing."""
    library = Library([tiny_models], Placement(torch.device("cpu"), torch.float32))
    measured = measure_engine(library.diffusion("tiny"), repetitions=1, cancels=2, steps=12)
    return {row.name: row for row in measured}


def test_the_engine_and_the_pipeline_give_the_same_latents(rows: dict[str, Row]) -> None:
    assert rows["final latents, difference at most"].holds


def test_a_cancelled_job_decodes_nothing_and_the_pipeline_does(rows: dict[str, Row]) -> None:
    row = rows["decodings after a cancel"]
    assert (row.value, row.peer) == (0, 2)


def test_a_cancel_leaves_nothing_behind(rows: dict[str, Row]) -> None:
    assert rows["next job after a cancel, bytes changed"].holds


def test_the_same_prompt_again_is_not_encoded(rows: dict[str, Row]) -> None:
    row = rows["same prompt again, text encoder"]
    assert (row.value, row.peer) == (0, 2)


def test_times_are_compared_with_the_pipelines(rows: dict[str, Row]) -> None:
    row = rows["text to image, previews off"]
    assert row.peer is not None
    assert row.ratio == row.value / row.peer
