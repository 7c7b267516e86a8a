"""A log becomes a picture."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.training.loss_plot import read_curves, smoothed, write_loss_plot


@pytest.fixture
def log(tmp_path: Path) -> Path:
    entries = [{"step": i, "elapsed_s": 60.0 * i, "loss": 1 / (i + 1)} for i in range(5)]
    entries.append({"step": 4, "elapsed_s": 240.0, "psnr_db": 20.0})
    entries.append({"step": 5, "elapsed_s": 300.0, "loss": float("nan")})
    path = tmp_path / "log.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return path


def test_every_figure_has_a_curve_over_minutes(log: Path):
    curves = read_curves(log)
    assert list(curves) == ["loss", "psnr_db"]
    assert curves["loss"][2] == (2.0, pytest.approx(1 / 3))


def test_what_is_no_number_is_left_out(log: Path):
    assert len(read_curves(log)["loss"]) == 5


def test_a_plot_is_drawn(log: Path):
    write_loss_plot(log, log.with_name("losses.png"))
    pixels = np.asarray(Image.open(log.with_name("losses.png")))
    assert pixels.std() > 5


def test_without_a_log_there_is_no_plot(tmp_path: Path):
    write_loss_plot(tmp_path / "log.jsonl", tmp_path / "losses.png")
    assert not (tmp_path / "losses.png").exists()


def test_smoothing_keeps_a_short_curve_as_it_is():
    assert smoothed([1.0, 5.0, 2.0]) == [1.0, 5.0, 2.0]
