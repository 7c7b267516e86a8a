from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import FileProblem
from studio.evaluation.pictures import side_by_side
from studio.evaluation.report import Evaluation, page_of, records, save_page
from studio.evaluation.rows import at_least, noted

ROWS = (at_least("PSNR <of> scenes", 31.5, "dB", 30), at_least("SSIM", 0.5, "", 0.9))


def test_a_record_has_the_five_fields_that_an_evaluation_promises() -> None:
    for record in records(ROWS):
        assert list(record) == ["name", "value", "unit", "target", "holds"]


def test_a_page_tells_every_row_and_marks_what_misses_its_target() -> None:
    page = page_of("Autoencoder", Evaluation((*ROWS, noted("distance", 2.0, ""))))
    assert page.count("<tr") == 4
    assert page.count('class="missed"') == 1
    assert "PSNR &lt;of&gt; scenes" in page


def test_a_page_carries_its_pictures_and_points_nowhere() -> None:
    sheet = np.zeros((4, 4, 3), np.uint8)
    page = page_of("Autoencoder", Evaluation(ROWS, {"reconstructions": sheet}))
    assert "data:image/png;base64," in page
    assert "http" not in page


def test_a_page_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be written"):
        save_page("Autoencoder", Evaluation(ROWS), tmp_path / "missing" / "page.html")


def test_a_sheet_shows_pictures_row_by_row() -> None:
    pictures = [np.full((2, 3, 3), i, np.uint8) for i in range(1, 6)]
    sheet = side_by_side(pictures, columns=2)
    assert sheet.shape == (6, 6, 3)
    assert sheet[::2, ::3, 0].tolist() == [[1, 2], [3, 4], [5, 0]]


def test_a_sheet_of_few_pictures_is_no_wider_than_they_are() -> None:
    assert side_by_side([np.zeros((2, 3, 3), np.uint8)] * 2).shape == (2, 6, 3)
