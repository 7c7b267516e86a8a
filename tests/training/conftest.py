"""A stand-in for the trained classifier, as small as it can be."""

import pytest
import torch
from torch import Tensor, nn


class TinyJudge(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.blocks = nn.ModuleList([nn.Conv2d(3, 8, 3, 2, 1), nn.Conv2d(8, 8, 3, 2, 1)])
        self.eval().requires_grad_(False)

    def stages(self, images: Tensor) -> tuple[Tensor, ...]:
        fine = self.blocks[0](images).relu()
        return fine, self.blocks[1](fine).relu()


@pytest.fixture
def judge() -> TinyJudge:
    return TinyJudge()
