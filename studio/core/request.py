"""One request holds everything that one picture needs: same request, same machine, same picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.core.capabilities import ModelInfo
from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.pixels import MaskPixels, Pixels, check_extent, extent_of

LARGEST_SEED = 2**32 - 1
LARGEST_STEPS = 1000
LARGEST_GUIDANCE_SCALE = 50.0
LARGEST_COUNT = 64
LONGEST_PROMPT = 8000
"""In characters; beyond it no known encoder sees a word."""
LEAST_BOX = 0.01
"""Of a side of the picture."""
MOST_BOXES = 64
"""Beyond it no model is told where things are."""


def check_range(what: str, value: float, low: float, high: float) -> None:
    """Raises BadInput unless low <= value <= high; NaN is outside every range."""
    if not low <= value <= high:
        raise BadInput(f"{what} is {value:g}; it must lie between {low:g} and {high:g}.")


def check_length(what: str, text: str) -> None:
    """Raises BadInput where a text is longer than any prompt may be."""
    if len(text) > LONGEST_PROMPT:
        raise BadInput(f"{what} has {len(text)} characters; please shorten it to {LONGEST_PROMPT}.")


@dataclass(frozen=True, slots=True)
class Placed:
    """What belongs in a part of the picture: a few words, and a box in parts of its sides."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Raises BadInput without words, and where it is empty or reaches out of the picture."""
        if not self.text.strip():
            raise BadInput("A box needs words: say what shall be in it.")
        check_range("The left edge of a box", self.left, 0.0, 1.0)
        check_range("The top of a box", self.top, 0.0, 1.0)
        check_range("The right edge of a box", self.right, self.left + LEAST_BOX, 1.0)
        check_range("The bottom of a box", self.bottom, self.top + LEAST_BOX, 1.0)
        check_length("The words of a box", self.text)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What belongs in the picture, and what shall be kept out of it."""

    text: str = ""
    negative: str = ""
    layout: tuple[Placed, ...] = ()
    """For models that can be told where things are."""

    def __post_init__(self) -> None:
        check_length("The prompt", self.text)
        check_length("The negative prompt", self.negative)
        check_range("The number of boxes", len(self.layout), 0, MOST_BOXES)


@dataclass(frozen=True, slots=True)
class SamplerSettings:
    """How the noise is removed. `sampler` and `schedule` are names from SamplerInfo."""

    sampler: str = "dpmpp_2m"
    steps: int = 20
    guidance_scale: float = 4.0
    """1 = no guidance: the unconditional pass is skipped."""
    schedule: str | None = None
    """None = the sampler's default."""
    guidance_interval: tuple[float, float] = (0.0, 1.0)
    """Part of the steps, 0 = first, 1 = last, in which guidance acts (arXiv 2404.07724)."""
    eta: float = 0.0
    """DDIM and TCD only: 0 = deterministic, 1 = as noisy as DDPM, or as LCM."""

    def __post_init__(self) -> None:
        check_range("The number of steps", self.steps, 1, LARGEST_STEPS)
        check_range("The guidance scale", self.guidance_scale, 1.0, LARGEST_GUIDANCE_SCALE)
        check_range("The noise share eta", self.eta, 0.0, 1.0)
        start, stop = self.guidance_interval
        check_range("The start of guidance", start, 0.0, 1.0)
        check_range("The end of guidance", stop, start, 1.0)


def draft_settings(model: ModelInfo) -> SamplerSettings:
    """For a model with a network for few steps, which has its guidance in its weights."""
    return SamplerSettings(model.few_steps_sampler, model.few_steps, guidance_scale=1.0)


def settings_with(model: ModelInfo, sampler: str | None = None) -> SamplerSettings:
    """What suits the model with this sampler; None = with its own."""
    if model.few_steps and sampler == model.few_steps_sampler:
        return draft_settings(model)
    return SamplerSettings(
        sampler or model.default_sampler, model.default_steps, model.default_guidance_scale
    )


@dataclass(frozen=True, slots=True)
class TextToImage:
    extent: Extent

    def __post_init__(self) -> None:
        check_extent(self.extent)


@dataclass(frozen=True, slots=True, eq=False)
class ImageToImage:
    image: Pixels
    """(h, w, 3) sRGB."""
    strength: float

    def __post_init__(self) -> None:
        check_range("The strength", self.strength, 0.01, 1.0)

    @property
    def extent(self) -> Extent:
        return extent_of(self.image)


@dataclass(frozen=True, slots=True)
class InpaintSettings:
    """How the replaced region meets its surroundings, in px of the picture."""

    grow_px: int = 0
    """The mask is widened by this much; 0 = not a pixel outside the painted mask changes."""
    feather_px: int | None = None
    """Width of the blend, inward from the edge of the grown mask; None = by the mask's size."""
    context_px: int | None = None
    """Surroundings that the model sees around the mask's box; None = by the mask's size."""
    colour_match: bool = True

    def __post_init__(self) -> None:
        check_range("The growth of the mask", self.grow_px, 0, 1024)
        check_range("The feather", self.feather_px or 0, 0, 1024)
        check_range("The context", self.context_px or 0, 0, 16384)


@dataclass(frozen=True, slots=True, eq=False)
class Inpaint:
    image: Pixels
    """(h, w, 3) sRGB."""
    mask: MaskPixels
    """(h, w), same size; 0 = keep bit for bit, 255 = replace, between = in proportion."""
    strength: float = 1.0
    settings: InpaintSettings = field(default_factory=InpaintSettings)

    def __post_init__(self) -> None:
        check_range("The strength", self.strength, 0.01, 1.0)
        if extent_of(self.mask) != extent_of(self.image):
            raise BadInput(
                f"The mask is {extent_of(self.mask)} px and the picture is"
                f" {extent_of(self.image)} px; they must have the same size."
            )
        if not self.mask.any():
            raise BadInput("The mask is empty: paint over the part that shall be replaced.")

    @property
    def extent(self) -> Extent:
        return extent_of(self.image)


DiffusionTask = TextToImage | ImageToImage | Inpaint


@dataclass(frozen=True, slots=True, eq=False)
class GenerationRequest:
    """One picture from a diffusion model."""

    task: DiffusionTask
    model: str
    """A ModelInfo's name, or the path of a model's folder or file."""
    prompt: Prompt
    seed: int
    sampling: SamplerSettings = field(default_factory=SamplerSettings)
    previews: bool = True

    def __post_init__(self) -> None:
        check_range("The seed", self.seed, 0, LARGEST_SEED)


@dataclass(frozen=True, slots=True, eq=False)
class UpscaleRequest:
    """A loaded picture, larger by a whole factor."""

    image: Pixels
    """(h, w, 3) or (h, w, 4) with straight alpha, which is kept."""
    scale: int
    """2 or 4."""
    model: str
    strength: float = 0.0
    """0 = the picture is clean, 1 = it is badly damaged and shall be restored too."""
    seed: int = 0
    """For upscalers that invent detail."""
    sampling: SamplerSettings | None = None
    """For the same; None = as suits the model, and for all others."""

    def __post_init__(self) -> None:
        if self.scale not in (2, 4):
            raise BadInput(f"A picture can be enlarged 2 or 4 times, not {self.scale} times.")
        check_range("The strength of restoring", self.strength, 0.0, 1.0)
        check_range("The seed", self.seed, 0, LARGEST_SEED)
        check_extent(extent_of(self.image).scaled(self.scale), "picture this much larger")

    @property
    def is_sampled(self) -> bool:
        """Whether it is drawn in steps, as diffusion does, and not in one pass, tile by tile."""
        return self.sampling is not None


Request = GenerationRequest | UpscaleRequest
