from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal
from PIL import Image
from torch import Tensor, nn

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import BadInput
from studio.core.events import Finished, JobId, Stepped
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.core.request import UpscaleRequest
from studio.engine import upscaling
from studio.engine.agreement import agreeing_with
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.networks import ResidualUpscaler
from studio.engine.upscaling import Upscaler, upscale

JOB = JobId(3)
INFO = ModelInfo(
    name="tiny",
    title="Tiny ×4",
    path="",
    tasks=(TaskName.UPSCALE,),
    native_extent=Extent(64, 64),
    extent_multiple=1,
    default_sampler="",
    default_steps=1,
    default_guidance_scale=1.0,
    prompt_tokens=0,
    upscale_factor=4,
)


@pytest.fixture
def tiny() -> Upscaler:
    """A network whose every layer has random weights."""
    torch.manual_seed(0)
    network = ResidualUpscaler(channels=8, block_count=3)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.normal_(0, 0.03 if name.startswith("conv_out") else 0.15)
    return Upscaler(INFO, network.eval())


@pytest.fixture
def restoring(tiny: Upscaler) -> Upscaler:
    """As `tiny`, with an input for the strength."""
    torch.manual_seed(0)
    network = ResidualUpscaler(channels=8, block_count=3, has_strength=True)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.normal_(0, 0.03 if name.startswith("conv_out") else 0.15)
    return Upscaler(replace(INFO, takes_strength=True), network.eval())


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upscaling, "_LARGEST_TILE_PX", 72)


def bicubic() -> Upscaler:
    """What an untrained network does."""
    return Upscaler(INFO, ResidualUpscaler(channels=4, block_count=1).eval())


def photograph(height: int, width: int, channels: int = 3) -> Pixels:
    """Smooth, with every level in it."""
    rng = np.random.default_rng(1)
    coarse = rng.integers(0, 256, (height // 4 + 2, width // 4 + 2, channels), dtype=np.uint8)
    bands = (Image.fromarray(coarse[..., band]) for band in range(channels))
    size, kernel = (width, height), Image.Resampling.BICUBIC
    return np.dstack([np.asarray(band.resize(size, kernel)) for band in bands])


def sprite(side: int) -> Pixels:
    """An opaque yellow disc, black under alpha 0."""
    place = np.arange(side) - side / 2 + 0.5
    inside = np.hypot(place[:, None], place) < side / 3
    return np.where(inside[..., None], (255, 220, 40, 255), (0, 0, 0, 0)).astype(np.uint8)


def finished(image: Pixels, upscaler: Upscaler, scale: int = 4, strength: float = 0.0) -> Finished:
    request = UpscaleRequest(image, scale, "tiny", strength)
    *_, last = upscale(JOB, request, upscaler, Cancel())
    assert isinstance(last, Finished)
    return last


def at_once(image: Pixels, network: nn.Module) -> Pixels:
    """The whole picture in one pass, mirrored at its edges by 24 px."""
    padded = np.pad(image, ((24, 24), (24, 24), (0, 0)), mode="symmetric")
    images = torch.from_numpy(padded).permute(2, 0, 1)[None].float() / 255
    with torch.no_grad():
        whole = agreeing_with(images, network(images), 0.0)
    large = whole[0, :, 96:-96, 96:-96].clamp(0, 1).mul(255).round()
    return large.permute(1, 2, 0).numpy().astype(np.uint8)


@pytest.mark.parametrize("scale", [2, 4])
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (7, 5), (33, 20)])
def test_any_size_is_enlarged_by_the_scale(
    tiny: Upscaler, size: tuple[int, int], scale: int
) -> None:
    result = finished(photograph(*size), tiny, scale)
    assert result.image.shape == (size[0] * scale, size[1] * scale, 3)


@pytest.mark.usefixtures("small_tiles")
def test_tiles_give_the_same_picture_as_one_pass(tiny: Upscaler) -> None:
    image = photograph(150, 190)
    difference = finished(image, tiny).image.astype(int) - at_once(image, tiny.network)
    assert np.abs(difference).max() <= 1


@pytest.mark.usefixtures("small_tiles")
def test_a_gradient_shows_no_seam() -> None:
    ramp = np.linspace(40, 200, 200)
    image = np.repeat(np.tile(ramp, (120, 1))[..., None], 3, axis=2).astype(np.uint8)
    rows = finished(image, bicubic()).image.astype(int)
    assert np.ptp(rows, axis=0).max() <= 1


def test_one_colour_stays_that_colour() -> None:
    image = np.full((13, 40, 3), (7, 130, 251), np.uint8)
    large = finished(image, bicubic()).image
    assert_array_equal(large, np.broadcast_to((7, 130, 251), (52, 160, 3)))


def test_the_finished_picture_cannot_be_written(tiny: Upscaler) -> None:
    assert not finished(photograph(8, 8), tiny).image.flags.writeable


def test_all_of_the_finished_picture_is_new(tiny: Upscaler) -> None:
    result = finished(photograph(8, 10), tiny)
    assert result.bounds == Bounds(0, 0, 40, 32)


def test_the_parameters_name_scale_and_model(tiny: Upscaler) -> None:
    assert finished(photograph(8, 8), tiny, 2).parameters == "Upscaled 2× with Tiny ×4"


def test_the_parameters_name_the_strength(restoring: Upscaler) -> None:
    told = finished(photograph(8, 8), restoring, 4, 0.5).parameters
    assert told == "Upscaled 4× with Tiny ×4, restored by 50%"


def test_each_strength_gives_another_picture(restoring: Upscaler) -> None:
    image = photograph(20, 20)
    clean, half, whole = (finished(image, restoring, 4, s).image for s in (0.0, 0.5, 1.0))
    assert (clean != half).any() and (half != whole).any()


@pytest.mark.usefixtures("small_tiles")
def test_tiles_of_a_restored_picture_have_no_seam(
    restoring: Upscaler, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = photograph(100, 110)
    tiled = finished(image, restoring, 4, 0.8).image.astype(int)
    monkeypatch.setattr(upscaling, "_LARGEST_TILE_PX", 256)
    assert np.abs(tiled - finished(image, restoring, 4, 0.8).image).max() <= 1


def test_twice_the_size_comes_from_a_layer_of_its_own_where_there_is_one() -> None:
    torch.manual_seed(0)
    network = ResidualUpscaler(channels=8, block_count=2, also_twice=True).eval()
    assert network.conv_twice is not None
    torch.nn.init.normal_(network.conv_out.weight)
    image = photograph(20, 30)
    large = finished(image, Upscaler(INFO, network, network.factors), 2).image
    smooth = finished(image, Upscaler(INFO, network), 2).image
    expected = np.pad(image, ((12, 12), (12, 12), (0, 0)), mode="symmetric")
    with torch.no_grad():
        padded = torch.from_numpy(expected).permute(2, 0, 1)[None].float() / 255
        whole = agreeing_with(padded, network(padded, None, 2), 0.0)
    by_layer = whole[0, :, 24:-24, 24:-24].clamp(0, 1).mul(255).round()
    assert large.shape == smooth.shape == (40, 60, 3)
    assert_array_equal(large, by_layer.permute(1, 2, 0).numpy().astype(np.uint8))
    assert (large != smooth).any()


def test_the_strength_leaves_alpha_as_it_is(restoring: Upscaler) -> None:
    clean, restored = (finished(sprite(32), restoring, 4, s).image for s in (0.0, 1.0))
    assert_array_equal(clean[..., 3], restored[..., 3])


def test_a_network_without_a_strength_refuses_one(tiny: Upscaler) -> None:
    with pytest.raises(BadInput, match="cannot restore"):
        finished(photograph(8, 8), tiny, 4, 0.5)


@pytest.mark.usefixtures("small_tiles")
def test_each_tile_is_told_until_the_last(tiny: Upscaler) -> None:
    request = UpscaleRequest(photograph(90, 150), 4, "tiny")
    steps = [e for e in upscale(JOB, request, tiny, Cancel()) if isinstance(e, Stepped)]
    assert [step.step for step in steps] == list(range(1, steps[0].total + 1))


@pytest.mark.usefixtures("small_tiles")
def test_the_tiles_that_are_told_cover_the_picture(tiny: Upscaler) -> None:
    request = UpscaleRequest(photograph(90, 150), 4, "tiny")
    covered = Bounds(0, 0, 0, 0)
    for event in upscale(JOB, request, tiny, Cancel()):
        covered = covered.united(event.bounds)
    assert covered == Bounds(0, 0, 600, 360)


@pytest.mark.usefixtures("small_tiles")
def test_a_preview_has_the_shape_of_its_place(tiny: Upscaler) -> None:
    request = UpscaleRequest(photograph(90, 150, 4), 2, "tiny")
    for event in upscale(JOB, request, tiny, Cancel()):
        if isinstance(event, Stepped) and event.preview is not None:
            assert extent_of(event.preview).scaled(2) == event.bounds.extent


@pytest.mark.parametrize("scale", [2, 4])
def test_transparent_stays_transparent_and_opaque_opaque(tiny: Upscaler, scale: int) -> None:
    image = sprite(48)
    alpha = finished(image, tiny, scale).image[..., 3]
    middle, corner = 24 * scale, 4 * scale
    assert (alpha[middle, middle], alpha[:corner, :corner].max()) == (255, 0)


@pytest.mark.parametrize("scale", [2, 4])
def test_no_dark_fringe_surrounds_a_sprite(scale: int) -> None:
    large = finished(sprite(48), bicubic(), scale).image.astype(int)
    seen = large[..., 3] > 8
    assert np.abs(large[seen][:, :3] - (255, 220, 40)).max() <= 2


def test_an_opaque_alpha_changes_no_colour(tiny: Upscaler) -> None:
    image = photograph(30, 20)
    opaque = np.dstack((image, np.full(image.shape[:2], 255, np.uint8)))
    large = finished(opaque, tiny).image
    assert_array_equal(large[..., :3], finished(image, tiny).image)
    assert large[..., 3].min() == 255


def test_a_cancel_before_the_first_tile_computes_nothing(tiny: Upscaler) -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Interrupted):
        next(iter(upscale(JOB, UpscaleRequest(photograph(8, 8), 4, "tiny"), tiny, cancel)))


def test_a_cancel_ends_inside_a_tile(tiny: Upscaler) -> None:
    cancel = Cancel()
    handle = tiny.network.get_submodule("conv_in").register_forward_hook(
        lambda *_: cancel.request()
    )
    reached: list[bool] = []
    tiny.network.get_submodule("conv_out").register_forward_hook(lambda *_: reached.append(True))
    with pytest.raises(Interrupted):
        next(iter(upscale(JOB, UpscaleRequest(photograph(8, 8), 4, "tiny"), tiny, cancel)))
    handle.remove()
    assert not reached


def test_a_cancelled_network_has_no_hooks_left(tiny: Upscaler) -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Interrupted):
        next(iter(upscale(JOB, UpscaleRequest(photograph(8, 8), 4, "tiny"), tiny, cancel)))
    assert not any(module._forward_pre_hooks for module in tiny.network.modules())


class Cramped(nn.Module):
    """A real network on a device that has memory for 80 px a side."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.sides: list[int] = []

    def forward(self, images: Tensor, strengths: Tensor, factor: int) -> Tensor:
        self.sides.append(max(images.shape[-2:]))
        if self.sides[-1] > 80:
            raise torch.OutOfMemoryError("out of memory")
        return self.network(images, strengths, factor)


def test_out_of_memory_halves_the_tiles_and_gives_the_same_picture(tiny: Upscaler) -> None:
    image = photograph(120, 130)
    cramped = replace(tiny, network=Cramped(tiny.network))
    difference = finished(image, cramped).image.astype(int) - finished(image, tiny).image
    assert np.abs(difference).max() <= 1


def test_after_out_of_memory_no_large_tile_is_tried_again(
    tiny: Upscaler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upscaling, "_LARGEST_TILE_PX", 128)
    cramped = Cramped(tiny.network)
    finished(photograph(200, 200), replace(tiny, network=cramped))
    assert sum(side > 80 for side in cramped.sides) == 1


def test_memory_for_not_even_the_smallest_tile_is_an_error(tiny: Upscaler) -> None:
    class Full(Cramped):
        def forward(self, images: Tensor, strengths: Tensor, factor: int) -> Tensor:
            raise torch.OutOfMemoryError(f"out of memory for {images.shape} {strengths} {factor}")

    with pytest.raises(torch.OutOfMemoryError):
        finished(photograph(200, 200), replace(tiny, network=Full(tiny.network)))


def test_less_memory_makes_smaller_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    sides: list[int] = []
    for free in (10**6, 10**8, 10**12):
        monkeypatch.setattr(upscaling, "free_bytes", lambda _device, free=free: free)
        sides.append(upscaling.tile_side(torch.device("cpu")))
    assert sides == sorted(set(sides))
