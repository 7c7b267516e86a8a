"""A model may have a second network, for pictures in a few steps."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from diffusers import DDPMScheduler, LCMScheduler, StableDiffusionPipeline, TCDScheduler
from numpy.testing import assert_array_equal
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from studio.core.errors import ModelBroken
from studio.core.events import JobId, Stepped
from studio.core.geometry import Extent
from studio.core.request import GenerationRequest, Prompt, SamplerSettings, TextToImage
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.families import unet_kl
from studio.engine.families.unet_kl import UNetKL
from studio.engine.few_steps import FOLDER, WEIGHTS
from studio.engine.generate import denoise, generate
from studio.engine.library import Library
from studio.engine.model_files import weights_bytes
from studio.engine.tasks import prepare
from tests.engine.conftest import CPU
from tests.engine.test_generate import PictureOf
from tests.tiny_models import ZERO_SNR, save_tiny_lora, save_tiny_model

STEPS, SEED = 4, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model with a network for few steps."""
    folder = save_tiny_model(tmp_path_factory.mktemp("models") / "drafting", **ZERO_SNR)
    save_tiny_lora(folder / FOLDER)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> UNetKL:
    return unet_kl.load(folder, CPU)


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    """The same, to be spoiled."""
    return Path(shutil.copytree(folder, tmp_path / "drafting"))


def a_draft(sampler: str = "lcm") -> GenerationRequest:
    sampling = SamplerSettings(sampler, STEPS, guidance_scale=1.0)
    return GenerationRequest(
        TextToImage(Extent(32, 32)), "drafting", Prompt("a red boat"), SEED, sampling
    )


def last_latents(model: UNetKL) -> Tensor:
    request = a_draft()
    suited = model.suited_to("lcm", fills=False)
    *_, last = denoise(request, prepare(request, suited), suited)
    return last.x


def bytes_of(network: nn.Module) -> int:
    return sum(each.nbytes for each in (*network.parameters(), *network.buffers()))


def test_a_model_tells_the_steps_that_it_has_a_network_for(folder: Path, tiny_folder: Path) -> None:
    assert unet_kl.inspect(folder).few_steps == 4
    assert unet_kl.inspect(tiny_folder).few_steps == 0


def test_a_lora_says_which_sampler_it_is_made_for(own_folder: Path) -> None:
    assert unet_kl.inspect(own_folder).few_steps_sampler == "lcm"  # it says nothing
    TCDScheduler().save_pretrained(own_folder / FOLDER)
    assert unet_kl.inspect(own_folder).few_steps_sampler == "tcd"
    DDPMScheduler().save_pretrained(own_folder / FOLDER)
    with pytest.raises(ModelBroken, match="is made for 'DDPMScheduler'"):
        unet_kl.inspect(own_folder)


def test_a_lora_for_another_sampler_is_used_with_that_alone(
    own_folder: Path, picture_of: PictureOf, tiny_zero_snr_model: UNetKL
) -> None:
    TCDScheduler().save_pretrained(own_folder / FOLDER)
    model, plain = unet_kl.load(own_folder, CPU), tiny_zero_snr_model
    same, other = a_draft("lcm"), a_draft("tcd")
    assert_array_equal(picture_of(same, model), picture_of(same, plain))
    assert (picture_of(other, model) != picture_of(other, plain)).any()


def test_plain_diffusers_gets_the_same_latents(folder: Path, model: UNetKL) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(folder)
    pipeline.scheduler = LCMScheduler.from_config(pipeline.scheduler.config)
    pipeline.load_lora_weights(folder / FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        "a red boat",
        num_inference_steps=STEPS,
        guidance_scale=1.0,
        generator=torch.Generator().manual_seed(SEED),
        output_type="latent",
    ).images
    torch.testing.assert_close(last_latents(model), theirs, rtol=0, atol=1e-4)


def test_only_the_sampler_for_few_steps_takes_the_second_network(
    model: UNetKL, picture_of: PictureOf, tiny_zero_snr_model: UNetKL
) -> None:
    usual, few = a_draft("ddim"), a_draft("lcm")
    plain = tiny_zero_snr_model
    assert_array_equal(picture_of(usual, model), picture_of(usual, plain))
    assert (picture_of(few, model) != picture_of(few, plain)).any()
    # The first network is as it was, though the second was made of it.
    assert_array_equal(picture_of(usual, model), picture_of(usual, plain))


def test_a_model_without_one_uses_its_own_network(tiny_model: UNetKL) -> None:
    assert tiny_model.suited_to("lcm", fills=False) is tiny_model


def test_the_second_network_is_made_once(model: UNetKL) -> None:
    assert model.suited_to("lcm", fills=False) is model.suited_to("lcm", fills=False)


def test_a_second_network_is_not_changed_again(model: UNetKL) -> None:
    second = model.suited_to("lcm", fills=False)
    assert second.suited_to("lcm", fills=False) is second


def test_prompts_are_encoded_once_for_both_networks(model: UNetKL) -> None:
    assert model.suited_to("lcm", fills=False).encode_prompt("a boat") is model.encode_prompt(
        "a boat"
    )


def test_what_the_lora_leaves_alone_is_in_memory_once(model: UNetKL) -> None:
    first, second = model.parts.unet, model.suited_to("lcm", fills=False).parts.unet
    shared = {
        name
        for (name, ours), theirs in zip(first.named_parameters(), second.parameters(), strict=True)
        if ours.data_ptr() == theirs.data_ptr()
    }
    changed = {name for name, _ in first.named_parameters()} - shared
    assert {name.rsplit(".", 2)[1] for name in changed} == {"to_q", "to_v", "conv1"}


@pytest.mark.parametrize("is_drafted", [False, True])
def test_memory_that_the_second_network_takes_is_counted(
    own_folder: Path, tiny_models: Path, is_drafted: bool
) -> None:
    shutil.copytree(tiny_models / "tiny-x4", own_folder.parent / "tiny-x4")
    of_model = sum(bytes_of(network) for network in unet_kl.load(own_folder, CPU).networks)
    room = 4 * weights_bytes(own_folder.parent / "tiny-x4")
    library = Library([own_folder.parent], CPU, memory_bytes=of_model + room)
    model = library.diffusion("drafting")
    if is_drafted:
        model.suited_to("lcm", fills=False)
    library.upscaler("tiny-x4")
    assert library.is_loaded("drafting") is not is_drafted


def test_a_draft_can_be_cancelled(model: UNetKL) -> None:
    cancel = Cancel()
    events = generate(JobId(1), a_draft(), model, cancel)
    assert isinstance(next(events), Stepped)
    cancel.request()
    with pytest.raises(Interrupted):
        next(events)


def test_a_lora_of_another_model_is_one_sentence(own_folder: Path) -> None:
    file = own_folder / FOLDER / WEIGHTS
    save_file({"unet.mid_block.else.lora_A.weight": torch.zeros(1, 4)}, file)
    with pytest.raises(ModelBroken, match=r"does not fit the model: .*\.$"):
        unet_kl.load(own_folder, CPU).suited_to("lcm", fills=False)


def test_a_lora_of_which_only_a_part_fits_is_refused(own_folder: Path) -> None:
    file = own_folder / FOLDER / WEIGHTS
    other = {"unet.up_blocks.9.resnets.0.conv1.lora_A.weight": torch.zeros(2, 32, 3, 3)}
    save_file(load_file(file) | other, file)
    with pytest.raises(ModelBroken, match="does not fit"):
        unet_kl.load(own_folder, CPU).suited_to("lcm", fills=False)


def test_layers_of_another_width_are_refused(own_folder: Path) -> None:
    file = own_folder / FOLDER / WEIGHTS
    save_file({name: each[..., :-1].contiguous() for name, each in load_file(file).items()}, file)
    with pytest.raises(ModelBroken, match="does not fit"):
        unet_kl.load(own_folder, CPU).suited_to("lcm", fills=False)


def test_a_file_without_any_layer_is_refused(own_folder: Path) -> None:
    save_file({}, own_folder / FOLDER / WEIGHTS)
    with pytest.raises(ModelBroken, match="does not fit"):
        unet_kl.load(own_folder, CPU).suited_to("lcm", fills=False)


def test_a_broken_lora_leaves_the_model_itself_alone(
    own_folder: Path, picture_of: PictureOf, tiny_zero_snr_model: UNetKL
) -> None:
    save_file({}, own_folder / FOLDER / WEIGHTS)
    model = unet_kl.load(own_folder, CPU)
    with pytest.raises(ModelBroken):
        picture_of(a_draft(), model)
    usual = a_draft("ddim")
    assert_array_equal(picture_of(usual, model), picture_of(usual, tiny_zero_snr_model))


def test_a_model_that_fills_has_a_second_network_too(tmp_path: Path, picture_of: PictureOf) -> None:
    folder = save_tiny_model(tmp_path / "filling", unet_channels=9)
    save_tiny_lora(folder / FOLDER, unet_channels=9)
    assert picture_of(a_draft(), unet_kl.load(folder, CPU)).shape == (32, 32, 3)


def test_a_lora_in_the_layout_of_other_programs_fits_too(own_folder: Path, model: UNetKL) -> None:
    file = own_folder / FOLDER / WEIGHTS
    theirs: dict[str, Tensor] = {}
    for name, each in load_file(file).items():
        layer, factor = name.removeprefix("unet.").rsplit(".lora_", 1)
        flat = "lora_unet_" + layer.replace(".", "_")
        theirs[f"{flat}.lora_{'down' if factor.startswith('A') else 'up'}.weight"] = each
        # The rank: a scale of 1.
        theirs[f"{flat}.alpha"] = torch.tensor(2.0)
    save_file(theirs, file)
    first = unet_kl.load(own_folder, CPU).suited_to("lcm", fills=False).parts.unet
    second = model.suited_to("lcm", fills=False).parts.unet
    for ours, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(ours, other)
