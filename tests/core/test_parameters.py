from hypothesis import given
from hypothesis import strategies as st

from studio.core.boxes import read_box
from studio.core.capabilities import ModelInfo, SamplerInfo, TaskName
from studio.core.geometry import Extent
from studio.core.parameters import BOXES, read_parameters, write_parameters
from studio.core.request import GenerationRequest, Placed, Prompt, SamplerSettings, TextToImage

MODEL = ModelInfo(
    name="landscapes",
    title="Landscapes",
    path="/models/landscapes",
    tasks=(TaskName.TEXT_TO_IMAGE,),
    native_extent=Extent(128, 128),
    extent_multiple=8,
    default_sampler="dpmpp_2m",
    default_steps=20,
    default_guidance_scale=4.0,
    prompt_tokens=48,
)
SAMPLER = SamplerInfo("dpmpp_2m", "DPM++ 2M", ("normal", "karras"), False, False)


def written(prompt: Prompt, model: ModelInfo = MODEL) -> str:
    request = GenerationRequest(
        TextToImage(Extent(128, 96)), "landscapes", prompt, 7, SamplerSettings(steps=12)
    )
    return write_parameters(request, model, SAMPLER, Extent(128, 96))


def test_the_last_line_names_steps_sampler_seed_and_size():
    last = written(Prompt("a boat")).split("\n")[-1]
    assert last.startswith("Steps: 12, Sampler: DPM++ 2M, Schedule type: normal, CFG scale: 4")
    assert "Seed: 7, Size: 128x96" in last


def test_no_line_speaks_of_an_empty_negative_prompt():
    assert "Negative prompt" not in written(Prompt("a boat"))


def test_prompts_of_several_lines_come_back():
    prompt, negative, _ = read_parameters(written(Prompt("a boat\nat sea", "fog\nrain")))
    assert (prompt, negative) == ("a boat\nat sea", "fog\nrain")


@given(st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1))
def test_every_model_title_comes_back(title):
    model = MODEL.__class__(**{k: getattr(MODEL, k) for k in MODEL.__slots__} | {"title": title})
    _, _, fields = read_parameters(written(Prompt("a boat"), model))
    assert fields["Model"] == title.strip()


def test_boxes_are_a_line_each_in_a_field_of_their_own():
    layout = (Placed('a "red" boat, at sea', 0, 0.1, 0.5, 1), Placed("sky", 0, 0, 1, 0.5))
    _, _, fields = read_parameters(written(Prompt("a boat", layout=layout)))
    assert tuple(map(read_box, fields[BOXES].split("\n"))) == layout


def test_a_last_line_with_few_fields_belongs_to_the_prompt():
    prompt, _, fields = read_parameters("a boat, style: flat")
    assert (prompt, fields) == ("a boat, style: flat", {})
