import pytest

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.parameters import write_parameters
from studio.document.document import Document
from studio.session.compose import generation_requests
from studio.session.recall import Recalled, recalled
from studio.session.settings import GenerationSettings
from tests.session.fakes import LANDSCAPES, PORTRAITS, SAMPLERS


def recall(text: str, settings: GenerationSettings | None = None) -> Recalled:
    return recalled(text, settings or GenerationSettings(), (LANDSCAPES, PORTRAITS), SAMPLERS)


def test_what_was_written_comes_back() -> None:
    settings = GenerationSettings(
        prompt="a boat, red: at sea",
        negative="clouds",
        model="portraits",
        schedule="karras",
        steps=7,
        guidance_scale=2.5,
        seed=99,
        extent=Extent(96, 64),
    )
    (request,) = generation_requests(Document(Extent(8, 8)), settings, PORTRAITS, 99)
    text = write_parameters(request, PORTRAITS, SAMPLERS[0], Extent(96, 64))
    assert recall(text) == Recalled(settings, ())


@pytest.mark.parametrize(
    ("sampler", "expected"),
    [
        ("Sampler: Euler", ("euler", None)),
        ("Sampler: dpmpp_2m", ("dpmpp_2m", None)),
        ("Sampler: DPM++ 2M Karras", ("dpmpp_2m", "karras")),
        ("Sampler: DPM++ 2M, Schedule type: Karras", ("dpmpp_2m", "karras")),
        ("Sampler: DPM++ 2M, Schedule type: Automatic", ("dpmpp_2m", None)),
        ("Sampler: Restart", ("ddim", "trailing")),
    ],
)
def test_the_sampler_is_matched_by_title_name_or_old_form(
    sampler: str, expected: tuple[str, str | None]
) -> None:
    before = GenerationSettings(sampler="ddim", schedule="trailing")
    found = recall(f"a boat\nSteps: 20, {sampler}, Seed: 1, Size: 64x64", before).settings
    assert (found.sampler, found.schedule) == expected


def test_a_known_model_is_chosen_by_its_title() -> None:
    found = recall("a boat\nSteps: 5, Model: Portraits, Seed: 1").settings
    assert (found.model, found.steps, found.extent) == ("portraits", 5, Extent(96, 128))


def test_unknown_fields_are_ignored() -> None:
    assert recall("a boat\nSteps: 5, Hires upscale: 2, ENSD: 31337").refused == ()


@pytest.mark.parametrize(
    "field", ["Steps: 0", "CFG scale: nan", "Seed: -1", "Size: 0x99999", "Denoising strength: 7"]
)
def test_a_bad_number_is_refused_and_the_rest_is_used(field: str) -> None:
    found = recall(f"a boat\n{field}, Version: x, Clip skip: 2")
    assert len(found.refused) == 1
    assert found.settings == GenerationSettings(prompt="a boat")


@pytest.mark.parametrize("field", ["Steps: many", "Seed: 1.5", "Size: large"])
def test_what_is_no_number_is_named(field: str) -> None:
    (refused,) = recall(f"a boat\n{field}, Version: x, Clip skip: 2").refused
    assert refused.startswith(field.partition(":")[0])


def test_a_picture_that_says_nothing_is_told() -> None:
    with pytest.raises(BadInput, match="does not say"):
        recall("  ")
