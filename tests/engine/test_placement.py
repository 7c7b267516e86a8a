from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from studio.core.errors import BadInput
from studio.engine import placement as placement_module
from studio.engine.placement import (
    PRECISIONS,
    Placement,
    choose_placement,
    device_info,
    probe_precision,
)

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def no_override(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LATENT_STUDIO_PRECISION", raising=False)


def test_a_named_precision_is_taken_as_it_is(tmp_path: Path) -> None:
    placement = choose_placement("bfloat16", tmp_path / "precision.json")
    assert placement.dtype == torch.bfloat16


def test_the_environment_overrides_the_probe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LATENT_STUDIO_PRECISION", "float32")
    assert choose_placement(cache_file=tmp_path / "precision.json").dtype == torch.float32


def test_an_unknown_precision_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="float32, bfloat16, float16"):
        choose_placement("int8")


def test_the_probe_gives_a_precision_that_the_device_computes_in() -> None:
    assert probe_precision(CPU) in PRECISIONS


def test_the_probe_runs_once_a_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probed: list[torch.device] = []

    def probe(device: torch.device) -> str:
        probed.append(device)
        return "float32"

    monkeypatch.setattr(placement_module, "probe_precision", probe)
    cache = tmp_path / "deep" / "precision.json"
    first, second = choose_placement(cache_file=cache), choose_placement(cache_file=cache)
    assert first == second
    assert len(probed) == 1


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 1}', "[" * 2000])
def test_a_damaged_cache_is_probed_again(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement_module, "probe_precision", lambda _device: "float32")
    cache = tmp_path / "precision.json"
    cache.write_text(content, "utf-8")
    choose_placement(cache_file=cache)
    assert "float32" in json.loads(cache.read_text("utf-8")).values()


def test_a_cache_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement_module, "probe_precision", lambda _device: "float32")
    blocker = tmp_path / "file"
    blocker.write_text("", "utf-8")
    assert choose_placement(cache_file=blocker / "precision.json").dtype == torch.float32


def test_the_device_is_described_in_words() -> None:
    info = device_info(Placement(CPU, torch.bfloat16))
    assert (info.name, info.precision) == ("cpu", "bfloat16")
    assert info.title
    assert info.memory_bytes > 2**28
