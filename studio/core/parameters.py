"""The settings of a picture as the one text that this field's programs exchange.

Layout: the prompt, a line `Negative prompt: …` unless it is empty, a line of `Key: value` fields.
A value that holds a comma, a colon or a line break is written as a JSON string.
"""

from __future__ import annotations

import json
import re

from studio.core.boxes import write_box
from studio.core.capabilities import ModelInfo, SamplerInfo
from studio.core.geometry import Extent
from studio.core.request import GenerationRequest, ImageToImage, Inpaint

_FIELD = re.compile(r'\s*([\w ]+):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)')
_NEGATIVE = "Negative prompt: "
BOXES = "Boxes"
"""The field that says where things are: a line a box."""
_FEWEST_FIELDS = 3


def write_parameters(
    request: GenerationRequest, model: ModelInfo, sampler: SamplerInfo, extent: Extent
) -> str:
    """The text for one finished picture of that extent in px."""
    prompt, sampling = request.prompt, request.sampling
    fields: dict[str, object] = {
        "Steps": sampling.steps,
        "Sampler": sampler.title,
        "Schedule type": sampling.schedule or sampler.schedules[0],
        "CFG scale": f"{sampling.guidance_scale:g}",
        "Seed": request.seed,
        "Size": f"{extent.width}x{extent.height}",
        "Model": model.title,
    }
    if isinstance(request.task, ImageToImage | Inpaint):
        fields["Denoising strength"] = f"{request.task.strength:g}"
    if prompt.layout:
        fields[BOXES] = "\n".join(map(write_box, prompt.layout))
    fields["Version"] = "Latent Studio"
    last = ", ".join(f"{key}: {_quoted(str(value))}" for key, value in fields.items())
    negative = [f"{_NEGATIVE}{prompt.negative}"] if prompt.negative else []
    return "\n".join([prompt.text, *negative, last])


def read_parameters(text: str) -> tuple[str, str, dict[str, str]]:
    """Prompt, negative prompt and fields of such a text.

    A last line of fewer than three fields belongs to the prompt.
    """
    lines = text.strip().split("\n")
    fields = {key.strip(): _unquoted(value) for key, value in _FIELD.findall(lines[-1])}
    if len(fields) < _FEWEST_FIELDS:
        fields = {}
    else:
        lines = lines[:-1]
    body = "\n".join(lines)
    prompt, _, negative = f"\n{body}".partition(f"\n{_NEGATIVE}")
    return prompt.strip(), negative.strip(), fields


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if re.search(r'[,:\n"]', value) else value


def _unquoted(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except json.JSONDecodeError:
        return value
