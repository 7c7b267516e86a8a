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


@pytest.fixture
def judge(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has learnt nothing, and two photographs, which is quicker."""
    monkeypatch.setattr("studio.evaluation.super_resolution.PHOTOGRAPHS", ("chelsea", "camera"))
    monkeypatch.setattr("studio.evaluation.super_resolution._TIMED_PX", {False: 64, True: 16})
    save_classifier(SceneClassifier(), workplace / "judges" / "scene-classifier")


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


@pytest.mark.usefixtures("judge")
def test_an_evaluation_prints_one_json_array_of_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*EVALUATE, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(list(row) == ["name", "value", "unit", "target", "holds"] for row in rows)
    assert any(row["unit"] == "dB" for row in rows)


@pytest.mark.usefixtures("judge")
def test_an_evaluation_writes_a_page(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*EVALUATE, "--page", "report.html"]) == 0
    assert "PSNR over Lanczos" in (workplace / "report.html").read_text("utf-8")
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


@pytest.mark.usefixtures("judge")
def test_a_folder_without_autoencoder_is_named(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "autoencoder", "--model", str(workplace)]) == 2
    assert "no config.json" in one_line(capsys)
