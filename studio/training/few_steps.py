"""Few steps: a U-Net that goes its teacher's way in a few jumps, as a LoRA of the teacher.

Progressive distillation (arXiv 2202.00512) of guided models (arXiv 2210.03142), in one go and
of a LoRA alone (as arXiv 2311.05556). The teacher is the published U-Net under guidance. From a
noisy picture it takes some DDIM steps, down to where the student's next step begins, and the
student shall say at once what leads there.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import (
    StableDiffusionPipeline,
)
from diffusers.schedulers.scheduling_tcd import TCDScheduler
from numpy.random import Generator
from peft import LoraConfig, get_peft_model_state_dict
from torch import Tensor, nn

from studio.core.errors import BadInput, FileProblem
from studio.engine.families import unet_kl
from studio.engine.few_steps import FOLDER, STEPS
from studio.engine.filling import can_fill, filling_unet
from studio.engine.model_files import check_model, read_json
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.drawing import world_in
from studio.training.checkpoint import has_state
from studio.training.computing import autocast
from studio.training.diffusion import LAYOUT_SHARE, load_models, noised, stratified_timesteps
from studio.training.drawing import QUICK, Drawing, Models, Sampling, guided, with_untold
from studio.training.folders import make_portable
from studio.training.kinds import Prediction
from studio.training.latent_buffer import SCALE, LatentBatch, LatentBuffer
from studio.training.led_unet import Layout, LedUNet, published_led_unet
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.networks import latent_channels_of, latent_side_of, new_scheduler
from studio.training.recipe import Recipe

_RANK = 4
_LAYERS = (
    *("to_q", "to_k", "to_v", "to_out.0", "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2"),
    *("conv1", "conv2", "conv_shortcut", "downsamplers.0.conv", "upsamplers.0.conv"),
    "time_emb_proj",
)
_ADAPTER = "few_steps"
_LORA = f".{_ADAPTER}."  # in the names of its weights
_TEACHER_STEPS = 5  # to a jump
_CAPACITY = 512  # scenes that are kept encoded
_SEED = 4_000_003


@dataclass(frozen=True, slots=True)
class Teacher:
    """A published model, and what it says of itself."""

    network: LedUNet
    models: Models
    recipe: Recipe
    guidance_scale: float
    knows_boxes: bool


class FewStepsTask:
    """Learn to go in one jump where the teacher arrives step by step."""

    def __init__(
        self,
        teacher: Teacher,
        buffer: LatentBuffer,
        device: torch.device,
        *,
        judge: SceneClassifier | None = None,
        batch_size: int = 16,
        new_scenes: int = 1,
    ) -> None:
        """judge: who says at each examination how much of what was asked for is seen."""
        self.module = new_student(teacher.network)
        self.drawing = Drawing(teacher.models, teacher.recipe, device)
        self._teacher = teacher
        nn.Module.to(teacher.network, device).eval().requires_grad_(False)
        self._buffer, self._device, self._judge = buffer, device, judge
        self._batch_size, self._new_scenes = batch_size, new_scenes
        self._signal_parts = new_scheduler(teacher.recipe.prediction).alphas_cumprod.to(device)
        self._moments = jump_timesteps(teacher.recipe.prediction).to(device)
        self._nothing = self.drawing.states_of([""])
        self._obeyed_by_teacher: float | None = None

    def fill(self) -> None:
        """Encode scenes until the buffer is full."""
        with autocast(self._device):
            self._buffer.fill(np.random.default_rng(_SEED))

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        self._buffer.add(rng, self._new_scenes)
        return {"loss": self._loss(module, self._buffer.batch(rng, self._batch_size), rng)}

    def examine(self, module: nn.Module) -> Examination:
        drawing = self.drawing
        with autocast(self._device):
            sheet = drawing.sheet(module, IN_FEW_STEPS)
            if self._judge is None:
                return Examination(sheet=sheet)
            shares = drawing.obeyed(module, self._judge, IN_FEW_STEPS)
            if self._obeyed_by_teacher is None:
                whole = drawing.obeyed(self._teacher.network, self._judge, QUICK)
                self._obeyed_by_teacher = whole["all"]
        told = {f"adherence_{group}": share for group, share in shares.items()}
        return Examination(told | {"adherence_of_teacher": self._obeyed_by_teacher}, sheet)

    def _loss(self, module: nn.Module, batch: LatentBatch, rng: Generator) -> Tensor:
        drawing, latents = self.drawing, batch.latents.to(self._device)
        noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)).astype(np.float32))
        jumps = stratified_timesteps(rng, len(latents), STEPS).to(self._device)
        start, end = self._moments[jumps], self._moments[jumps + 1]
        x, _ = noised(latents, noise.to(self._device), self._signal(start))
        states = drawing.states(batch.ids)
        with_boxes = self._teacher.knows_boxes and rng.random() < LAYOUT_SHARE
        layout = drawing.layout(batch.layouts) if with_boxes else None
        led = drawing.layout(with_untold(batch.layouts)) if with_boxes else None
        known = None if batch.known is None else batch.known.to(self._device)
        with torch.no_grad():
            arrived = self._after_steps(x, start, end, states, led, known)
        clean, left = ends_between(x, self._signal(start), arrived, self._signal(end))
        answer = module(_seen(x, known), start, states, layout).float()
        if self._teacher.recipe.prediction is Prediction.V:
            _, wanted = noised(clean, left, self._signal(start))
        else:
            wanted = left
        # An error of v moves the end of the jump by so much.
        weight = angle_between(self._signal(start), self._signal(end))
        return (weight * (answer - wanted).square()).mean()

    def _after_steps(
        self,
        x: Tensor,
        start: Tensor,
        end: Tensor,
        states: Tensor,
        layout: Layout | None,
        known: Tensor | None,
    ) -> Tensor:
        """Where the teacher takes x. layout: of both halves, without and with the words."""
        both = torch.cat([self._nothing.expand(len(x), -1, -1), states])
        at = start
        for step in range(1, _TEACHER_STEPS + 1):
            then = start + torch.div((end - start) * step, _TEACHER_STEPS, rounding_mode="floor")
            doubled = _seen(x, known).repeat(2, 1, 1, 1)
            output = self._teacher.network(doubled, at.repeat(2), both, layout).float()
            clean, left = self._ends(guided(output, self._teacher.guidance_scale), x, at)
            x, _ = noised(clean, left, self._signal(then))
            at = then
        return x

    def _signal(self, timesteps: Tensor) -> Tensor:
        return self._signal_parts[timesteps].view(-1, 1, 1, 1)

    def _ends(self, output: Tensor, x: Tensor, timesteps: Tensor) -> tuple[Tensor, Tensor]:
        """The clean latents and the noise that an output means at x.

        With v no division is needed, so that pure noise, where no signal is left, is no exception.
        """
        signal = self._signal(timesteps)
        kept, lost = signal.sqrt(), (1 - signal).sqrt()
        if self._teacher.recipe.prediction is Prediction.V:
            return kept * x - lost * output, lost * x + kept * output
        return (x - lost * output) / kept, output


def _few_steps_scheduler(prediction: Prediction) -> Any:
    """Goes from each of its timesteps to the next as DDIM does, where its eta is 0."""
    return TCDScheduler.from_config(new_scheduler(prediction).config)


IN_FEW_STEPS = Sampling(STEPS, 1.0, _few_steps_scheduler, {"eta": 0.0})


def jump_timesteps(prediction: Prediction) -> Tensor:
    """(STEPS + 1,): where each jump begins, and last where all end."""
    scheduler = _few_steps_scheduler(prediction)
    scheduler.set_timesteps(STEPS)
    return torch.cat([scheduler.timesteps, torch.zeros(1, dtype=torch.long)])


def angle_between(start: Tensor, end: Tensor) -> Tensor:
    """The sine of the angle that a step from one signal (0..1) to another turns x by."""
    return (end * (1 - start)).sqrt() - (start * (1 - end)).sqrt()


def ends_between(x: Tensor, start: Tensor, nearer: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
    """The clean latents and the noise that lead from x to a nearer one in one DDIM step.

    start, end: the signal that both hold, 0..1. Source: arXiv 2202.00512, appendix G.
    """
    turned = angle_between(start, end)
    clean = (nearer * (1 - start).sqrt() - x * (1 - end).sqrt()) / turned
    noise = (x * end.sqrt() - nearer * start.sqrt()) / turned
    return clean, noise


def _seen(x: Tensor, known: Tensor | None) -> Tensor:
    return x if known is None else torch.cat([x, known], dim=1)


def new_student(teacher: LedUNet) -> LedUNet:
    """The teacher with a LoRA that changes nothing yet; it alone is learnt, and kept in states."""
    student = deepcopy(teacher).requires_grad_(False)
    config = LoraConfig(r=_RANK, lora_alpha=_RANK, target_modules=list(_LAYERS))
    student.unet.add_adapter(config, adapter_name=_ADAPTER)
    student.register_state_dict_post_hook(_keep_lora)
    student.register_load_state_dict_post_hook(_expect_lora)
    return student


def _keep_lora(
    _module: nn.Module, state: dict[str, Tensor], prefix: str, _metadata: object
) -> None:
    if not prefix:
        for name in [name for name in state if _LORA not in name]:
            del state[name]


class _Keys(Protocol):
    @property
    def missing_keys(self) -> list[str]: ...


def _expect_lora(_module: nn.Module, keys: _Keys) -> None:
    keys.missing_keys[:] = [name for name in keys.missing_keys if _LORA in name]


def load_teacher(folder: Path) -> Teacher:
    """Raises StudioError where the folder holds no model that can teach a student."""
    if not folder.is_dir() or not unet_kl.detect(folder):
        raise FileProblem(f"There is no model in '{folder}' that draws from a prompt.")
    check_model(folder)
    info = unet_kl.inspect(folder)
    network, models = published_led_unet(folder), load_models(folder)
    if network.unet.config["in_channels"] != latent_channels_of(models.autoencoder):
        raise BadInput(f"The model in '{folder}' only fills holes, and teaches no drafts.")
    recipe = Recipe(world_in(folder), _prediction_in(folder), fills=can_fill(folder))
    if recipe.fills:
        network.unet = filling_unet(network.unet, folder)
    return Teacher(network, models, recipe, info.default_guidance_scale, info.most_boxes > 0)


def _prediction_in(folder: Path) -> Prediction:
    name = "scheduler/scheduler_config.json"
    said = read_json(folder / name, name).get("prediction_type", "epsilon")
    if said not in tuple(Prediction):
        raise BadInput(f"The model in '{folder}' predicts '{said}', which no student can learn.")
    return Prediction(said)


def few_steps_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1e-3,
        decay_from=0.4,
        ema_decay=0.995,
        micro_batches=2,
        examine_seconds=600.0,
    )


def train_few_steps_run(
    minutes: float,
    model: Path,
    run_folder: Path,
    device: torch.device,
    judge: SceneClassifier | None = None,
) -> None:
    """Raises BadInput where the run has begun with a model of another shape."""
    teacher = load_teacher(model)
    buffer = LatentBuffer(
        teacher.models.autoencoder,
        teacher.models.tokenizer,
        _CAPACITY,
        latent_side_of(teacher.network.unet) * SCALE,
        teacher.recipe.world,
        with_holes=teacher.recipe.fills,
    )
    task = FewStepsTask(teacher, buffer, device, judge=judge)
    if has_state(run_folder):
        _take_over(task.module, run_folder, model)
    task.fill()
    train(task, few_steps_settings(minutes), run_folder, device)


def publish_few_steps(run_folder: Path, model: Path) -> None:
    """Write a run's LoRA beside the parts of the model's folder, in half precision.

    Raises BadInput where it was made for a model of another shape.
    """
    student = new_student(published_led_unet(model))
    _take_over(student, run_folder, model)
    lora = get_peft_model_state_dict(student.unet, adapter_name=_ADAPTER)
    StableDiffusionPipeline.save_lora_weights(
        model / FOLDER, unet_lora_layers={name: each.half() for name, each in lora.items()}
    )
    # It says which scheduler the LoRA is made for.
    _few_steps_scheduler(_prediction_in(model)).save_pretrained(model / FOLDER)
    make_portable(model / FOLDER)


def _take_over(student: LedUNet, run_folder: Path, model: Path) -> None:
    try:
        student.load_state_dict(averaged_weights(run_folder))
    except RuntimeError as error:
        raise BadInput(f"The run in '{run_folder}' is of another model than '{model}'.") from error
