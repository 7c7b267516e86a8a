"""What the program's arguments ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.start import run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """With what the window was opened."""
    pictures: list[Path | None] = []

    def run_window(picture: Path | None) -> int:
        pictures.append(picture)
        return 0

    monkeypatch.setattr("studio.app.run", run_window)
    return pictures


def test_no_argument_opens_the_window(opened: list[Path | None]) -> None:
    assert run([]) == 0
    assert opened == [None]


def test_a_picture_opens_in_the_window(opened: list[Path | None]) -> None:
    assert run(["my photo.JPG"]) == 0
    assert opened == [Path("my photo.JPG")]


def test_a_command_opens_no_window(
    opened: list[Path | None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["generate", ""]) == 2
    assert "empty" in capsys.readouterr().err
    assert opened == []


@pytest.mark.parametrize("arguments", [[], ["picture.png"]])
def test_without_a_display_the_commands_are_named(
    arguments: list[str],
    opened: list[Path | None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert all(command in captured.err for command in ("generate", "inpaint", "upscale"))
    assert opened == []
