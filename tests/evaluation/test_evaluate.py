"""The three evaluations with tiny real models: which rows there are, and that they can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, VQModel
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution

from studio.core.errors import ModelBroken, ModelNotFound
from studio.engine.few_steps import FOLDER as FEW_STEPS_FOLDER
from studio.engine.layout import FOLDER, LayoutEncoder
from studio.engine.library import Library
from studio.engine.placement import Placement
from studio.evaluation.accuracy import held_out_scenes
from studio.evaluation.autoencoders import (
    Codec,
    bits_a_pixel,
    evaluate_autoencoders,
    load_codec,
)
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.comparing import compare, settings_of
from studio.evaluation.drawing import world_of
from studio.evaluation.filling import holes
from studio.evaluation.kinds import Comparison
from studio.evaluation.report import Evaluation
from studio.evaluation.rows import Row
from studio.evaluation.text_to_image import evaluate_text_to_image
from studio.scenes.description import Landscape, without
from studio.scenes.painting import paint
from studio.scenes.world import World
from tests.tiny_models import save_tiny_lora, save_tiny_models


@pytest.fixture(scope="module")
def classifier() -> SceneClassifier:
    torch.manual_seed(0)
    return SceneClassifier(widths=(8, 8, 16, 16), embedding_width=12).eval()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("models")
    save_tiny_models(folder)
    return library_of(folder)


@pytest.fixture(scope="module")
def autoencoders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("autoencoders")
    torch.manual_seed(0)
    shape = {"block_out_channels": (8, 8, 8), "norm_num_groups": 4}
    down, up = ("DownEncoderBlock2D",) * 3, ("UpDecoderBlock2D",) * 3
    kl = AutoencoderKL(down_block_types=down, up_block_types=up, **shape)
    vq = VQModel(down_block_types=down, up_block_types=up, num_vq_embeddings=16, **shape)
    kl.save_pretrained(folder / "kl-f4")
    vq.save_pretrained(folder / "vq-f4")
    return [folder / "kl-f4", folder / "vq-f4"]


class NarrowCodec(Codec):
    """Whose posterior is 1/8 as wide as the latents spread."""

    def posterior(self, images: torch.Tensor) -> DiagonalGaussianDistribution:
        torch.manual_seed(0)
        mean = torch.randn(len(images), 4, 32, 32)
        width = (mean.std() / 8).log() * 2
        return DiagonalGaussianDistribution(torch.cat([mean, width.expand(mean.shape)], dim=1))


def rows_of(evaluation: Evaluation) -> dict[str, Row]:
    rows = {row.name: row for row in evaluation.rows}
    assert len(rows) == len(evaluation.rows)
    return rows


def test_three_bits_a_value_are_as_many_as_there_are_values_for_a_pixel(
    autoencoders: list[Path],
) -> None:
    codec = NarrowCodec(load_codec(autoencoders[0]).network)
    assert bits_a_pixel(codec, [torch.zeros(2, 3, 128, 128)]) == pytest.approx(3 * 4 / 16, rel=1e-4)


def test_autoencoders_that_learnt_nothing_miss_their_targets(
    autoencoders: list[Path], classifier: SceneClassifier
) -> None:
    parts: list[float] = []
    evaluation = evaluate_autoencoders(
        autoencoders, classifier, count=4, follow=lambda _what, part: parts.append(part)
    )
    rows = rows_of(evaluation)
    for name in ("kl-f4", "vq-f4"):
        assert not rows[f"{name}: PSNR of scenes at 256 px"].holds
    assert rows["vq-f4: rate"].value == pytest.approx(4 / 16)  # of 16 entries, for 4 × 4 pixels
    assert not rows["kl-f4: PSNR of photographs"].holds
    assert not rows["held-out accuracy of the judge"].holds
    assert "kl-f4: lost by sampling the posterior" in rows
    assert "vq-f4: lost by sampling the posterior" not in rows
    assert all(np.isfinite(row.value) for row in rows.values())
    assert parts == sorted(parts) and parts[-1] == 1.0


def test_an_autoencoder_is_known_by_its_folder(autoencoders: list[Path]) -> None:
    codecs = [load_codec(folder) for folder in autoencoders]
    assert [(codec.name, codec.regulariser, codec.downsampling) for codec in codecs] == [
        ("kl-f4", "kl", 4),
        ("vq-f4", "vq", 4),
    ]


def test_a_folder_without_an_autoencoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"no config\.json"):
        load_codec(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"_class_name": "UNet2DModel"}), "utf-8")
    with pytest.raises(ModelBroken, match="UNet2DModel"):
        load_codec(tmp_path)


def test_a_model_that_learnt_nothing_does_not_obey(
    library: Library, classifier: SceneClassifier
) -> None:
    rows = rows_of(evaluate_text_to_image(library.diffusion("tiny"), classifier, count=4))
    assert not rows["adherence"].holds
    assert rows["filled: removed and gone"].value in (0, 0.5, 1)
    assert {"20 steps at 256 px", "Fréchet distance in floors", "filled: seam"} <= rows.keys()
    assert 0 <= rows["adherence: names that never met"].value < 0.75


def test_a_model_is_asked_only_for_what_its_world_holds(
    tmp_path: Path, classifier: SceneClassifier
) -> None:
    save_tiny_models(tmp_path)
    described = tmp_path / "tiny" / "studio.json"
    settings = json.loads(described.read_text("utf-8"))
    settings["world"] = World(kinds=("cactus",), grounds=("desert",)).described()
    described.write_text(json.dumps(settings), "utf-8")
    LayoutEncoder(width=32).save_pretrained(tmp_path / "tiny" / FOLDER)
    model = library_of(tmp_path).diffusion("tiny")
    assert {scene.ground for scene in held_out_landscapes(world_of(model))} == {"desert"}
    rows = rows_of(evaluate_text_to_image(model, classifier, count=2))
    assert "adherence: names that never met" not in rows  # a cactus has one name
    assert not rows["layout: found in its box"].holds


def test_a_draft_is_compared_with_the_whole_run(
    classifier: SceneClassifier, tmp_path: Path
) -> None:
    save_tiny_models(tmp_path)
    save_tiny_lora(tmp_path / "tiny" / FEW_STEPS_FOLDER)
    model = library_of(tmp_path).diffusion("tiny")
    rows = rows_of(evaluate_text_to_image(model, classifier, count=2))
    lost = rows["adherence"].value - rows["adherence in 4 steps"].value
    assert rows["adherence lost in 4 steps"].value == pytest.approx(lost)
    assert rows["adherence lost in 4 steps"].holds == (lost <= 0.05)


def test_settings_are_compared_by_what_is_obeyed_and_what_it_costs(
    library: Library, classifier: SceneClassifier
) -> None:
    evaluation = compare(library.diffusion("tiny"), classifier, Comparison.GUIDANCE, count=2)
    rows = rows_of(evaluation)
    assert rows["guidance 1: time a picture"].value > 0
    assert 0 <= rows["guidance 10: adherence"].value < 0.75
    assert rows["guidance 1: Fréchet distance"].value != rows["guidance 10: Fréchet distance"].value


def test_samplers_are_compared_with_the_settings_they_are_known_by(library: Library) -> None:
    info = replace(library.diffusion("tiny").info, default_guidance_scale=3.0)
    compared = settings_of(Comparison.SAMPLERS, info)
    used = [(settings.sampler, settings.steps) for settings in compared.values()]
    assert used == [
        *(("ddpm", 1000), ("ddim", 200), ("ddim", 50)),
        *(("dpmpp_2m", 20), ("dpmpp_2m", 4)),
    ]
    assert compared["DDIM 200, eta 1"].eta == 1.0
    assert compared["DDPM 1000"].guidance_scale == 3.0


def test_drafts_are_compared_where_the_model_has_them(library: Library) -> None:
    info = replace(library.diffusion("tiny").info, few_steps=4, few_steps_sampler="tcd")
    draft = settings_of(Comparison.SAMPLERS, info)["TCD 4"]
    assert (draft.sampler, draft.steps, draft.guidance_scale) == ("tcd", 4, 1.0)


def test_a_damaged_world_is_told_of(tmp_path: Path) -> None:
    save_tiny_models(tmp_path)
    (tmp_path / "tiny" / "studio.json").write_text('{"world": {"kinds": ["dragon"]}}', "utf-8")
    with pytest.raises(ModelBroken, match="world"):
        world_of(library_of(tmp_path).diffusion("tiny"))


def library_of(folder: Path) -> Library:
    return Library([folder], Placement(torch.device("cpu"), torch.float32))


def held_out_landscapes(world: World) -> list[Landscape]:
    scenes = held_out_scenes(20, world=world)
    return [scene for scene in scenes if isinstance(scene, Landscape)]


def test_holes_cover_a_thing_and_leave_the_others() -> None:
    for hole in holes(12):
        gone = without(hole.scene, hole.thing)
        assert len(gone.things) == len(hole.scene.things) - 1
        before, after = (paint(scene, 64).astype(int) for scene in (hole.scene, gone))
        changed = abs(before - after).max(axis=2) > 16
        assert (hole.mask(64)[changed] > 0).mean() > 0.8
        assert hole.prompt
