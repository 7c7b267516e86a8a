"""Every kind of autoencoder has a name of its own."""

import pytest

from studio.core.errors import BadInput
from studio.training.kinds import AutoencoderKind, LossPart, Regulariser


def test_a_kind_is_named_by_regulariser_and_downsampling():
    assert AutoencoderKind(Regulariser.VQ, 4).name == "vq-f4"


def test_a_kind_is_named_by_what_it_does_without():
    without = frozenset(LossPart)
    assert AutoencoderKind(without=without).name == "kl-f8-without-perceptual-without-adversarial"


def test_an_unknown_downsampling_is_refused_with_those_that_are_known():
    with pytest.raises(BadInput, match="4, 8, 16"):
        AutoencoderKind(downsampling=5)
