import torch
from torch import Tensor
from torch.nn import functional

from studio.engine.agreement import agreeing_with


def test_made_small_again_it_is_the_source() -> None:
    small = smooth(24)
    enlarged = functional.interpolate(small, scale_factor=4.0, mode="nearest") + 0.1 * noise(96)
    before, after = (
        float((a_quarter(each) - small).abs().mean())
        for each in (enlarged, agreeing_with(small, enlarged, 0.0))
    )
    assert after < before / 4


def test_of_a_damaged_source_the_colours_alone_are_true() -> None:
    small = torch.full((1, 3, 20, 20), 0.4) + 0.1 * noise(20)
    shifted = torch.full((1, 3, 80, 80), 0.5)
    corrected = agreeing_with(small, shifted, 1.0)
    assert float((corrected.mean() - small.mean()).abs()) < 5e-3
    assert float(corrected.std()) < float(small.std()) / 4  # the noise stays out


def test_what_is_fine_in_the_enlargement_stays() -> None:
    small = torch.full((1, 3, 20, 20), 0.4)
    shifted = torch.full((1, 3, 80, 80), 0.5) + 0.01 * noise_without_mean(80)
    corrected = agreeing_with(small, shifted, 1.0)
    assert float((corrected.mean() - 0.4).abs()) < 1e-4
    assert float((corrected - shifted).std()) < 1e-3


def test_the_more_damaged_the_source_the_less_it_counts() -> None:
    small, enlarged = smooth(20), torch.full((1, 3, 80, 80), 0.5)
    corrected = (agreeing_with(small, enlarged, strength) for strength in (0.0, 0.1, 0.2, 1.0))
    gaps = [float((a_quarter(each) - small).abs().mean()) for each in corrected]
    assert gaps[0] < gaps[1] < gaps[2] == gaps[3]


def test_an_enlargement_that_agrees_stays_as_it_is() -> None:
    flat = torch.full((2, 3, 6, 9), 0.3)
    assert torch.allclose(
        agreeing_with(flat, torch.full((2, 3, 12, 18), 0.3), 0.0), torch.tensor(0.3)
    )


def noise(side: int) -> Tensor:
    return torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(0))


def noise_without_mean(side: int) -> Tensor:
    """Whose cells of 4 × 4 have no mean."""
    cells = functional.avg_pool2d(noise(side), 4)
    return noise(side) - functional.interpolate(cells, scale_factor=4.0)


def a_quarter(images: Tensor) -> Tensor:
    return functional.interpolate(images, scale_factor=0.25, mode="bicubic", antialias=True)


def smooth(side: int) -> Tensor:
    return functional.avg_pool2d(0.5 + noise(side + 2), 3, stride=1)
