"""An enlargement that agrees with the picture it was made from.

Source: back-projection, Irani and Peleg, "Improving resolution by image registration", 1991.
"""

from torch import Tensor, lerp
from torch.nn import functional

_PROJECTIONS = 2  # a third one gains nothing
_BLUR_PX = 5  # of the small picture, twice: what is coarser than that are its colours
_DOUBTED = 0.2  # the strength from which nothing that is fine in the small picture is believed


def agreeing_with(small: Tensor, enlarged: Tensor, strength: float) -> Tensor:
    """The enlargement, corrected so that made small again it is about the small picture.

    small: (B, 3, h, w). enlarged: (B, 3, f·h, f·w), both in 0..1; so is the result, but for a
    little. strength: 0..1, how damaged the small picture is. Of one that is clean all is held to
    be true, of one that is not only what is coarse, the colours: the rest may be the damage.
    """
    doubt = min(strength / _DOUBTED, 1.0)
    for _ in range(_PROJECTIONS):
        error = small - _resized(enlarged, small.shape[-2:])
        if doubt > 0:
            error = lerp(error, _blurred(error), doubt)
        enlarged = enlarged + _resized(error, enlarged.shape[-2:])
    return enlarged


def _resized(images: Tensor, size: tuple[int, ...]) -> Tensor:
    return functional.interpolate(images, size, mode="bicubic", antialias=True)


def _blurred(images: Tensor) -> Tensor:
    margin = (_BLUR_PX // 2,) * 4
    for _ in range(2):
        widened = functional.pad(images, margin, mode="replicate")
        images = functional.avg_pool2d(widened, _BLUR_PX, stride=1)
    return images
