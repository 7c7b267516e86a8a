"""A few kills; `python -m tests.robustness.kills 200` does as many as one likes."""

from pathlib import Path

import pytest

from tests.robustness.kills import kill


@pytest.mark.timeout(300)
def test_a_killed_studio_loses_no_project_and_one_stroke_at_most(tmp_path: Path) -> None:
    figures = kill(tmp_path, 4, seed=1)
    assert figures.faults == []
    assert len(figures.lost_strokes) == 4
