from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.cli import run
from studio.evaluation.classifier import SceneClassifier, save_classifier

EVALUATE = ["evaluate", "super-resolution", "--count", "4"]


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, tiny_models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with tiny models, and no judge where the program looks for its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("studio.engine.library.models_folder", lambda: tiny_models)
    monkeypatch.setattr("studio.evaluation.classifier.resources_folder", lambda: tmp_path)
    return tmp_path


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_an_evaluation_prints_one_json_array_of_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*EVALUATE, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(list(row) == ["name", "value", "unit", "target", "holds"] for row in rows)
    assert any(row["unit"] == "dB" for row in rows)


def test_an_evaluation_writes_a_page(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*EVALUATE, "--page", "report.html"]) == 0
    assert "luma PSNR gained" in (workplace / "report.html").read_text("utf-8")
    assert "holds" in capsys.readouterr().out


def test_without_a_judge_the_command_says_how_to_get_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["evaluate", "text-to-image", "--model", "tiny"]) == 2
    assert "train classifier" in one_line(capsys)


@pytest.mark.parametrize("option", [("--inception", "weights.pth"), ("--compare", "guidance")])
def test_some_options_are_for_pictures_drawn_from_text(
    option: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*EVALUATE, *option]) == 2
    assert option[0] in one_line(capsys)


def test_a_folder_without_autoencoder_is_named(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_classifier(SceneClassifier(), workplace / "judges" / "scene-classifier")
    assert run(["evaluate", "autoencoder", "--model", str(workplace)]) == 2
    assert "no config.json" in one_line(capsys)
