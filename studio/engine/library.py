"""Finds models, looks them over, loads them onto the device and lets go of those not used."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from torch import nn

from studio.core import garbage
from studio.core.capabilities import ModelInfo
from studio.core.errors import ModelBroken, ModelNotFound, StudioError
from studio.core.resources import models_folder, user_models_folder
from studio.engine.enlarging import AnyUpscaler
from studio.engine.families import flux, latent_upscaler, mmdit, residual_upscaler, unet_kl, unet_xl
from studio.engine.few_steps import has_few_steps
from studio.engine.hub import hub_snapshot, is_hub_id
from studio.engine.memory import is_out_of_memory, release_cached
from studio.engine.model import DiffusionModel
from studio.engine.model_files import check_model, weights_bytes
from studio.engine.placement import Placement, device_info

_log = logging.getLogger(__name__)

Model_co = TypeVar("Model_co", bound=DiffusionModel | AnyUpscaler, covariant=True)


class Collect(Protocol):
    """As `core.garbage.collect`."""

    def __call__(self, *, thorough: bool = False) -> None: ...


class Family(Protocol[Model_co]):
    """What a module in `families` offers."""

    def detect(self, path: Path) -> bool:
        """Whether a folder or file is of this family; reads small files only."""
        ...

    def inspect(self, path: Path) -> ModelInfo:
        """What the model can do; reads small files only."""
        ...

    def load(self, path: Path, placement: Placement) -> Model_co:
        """The model with its weights, ready to compute."""
        ...


DIFFUSION_FAMILIES: tuple[Family[DiffusionModel], ...] = (unet_kl, unet_xl, mmdit, flux)
UPSCALER_FAMILIES: tuple[Family[AnyUpscaler], ...] = (residual_upscaler, latent_upscaler)

# The rest is for the latents, the pictures, and the other programs.
_SHARE_OF_MEMORY = 0.5


def known_folders() -> tuple[Path, ...]:
    """Where models are looked for by name: those of the program, then the person's own."""
    return models_folder(), user_models_folder()


class Library:
    """The models of some folders; the last few stay loaded, as memory allows.

    Used by one thread. A name is a ModelInfo's name, a path, or `owner/name` on the hub.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        placement: Placement,
        *,
        models: Sequence[Path] = (),
        memory_bytes: int | None = None,
        collect: Collect = garbage.collect,
    ) -> None:
        """models: some that lie elsewhere; those that are not there now are left out.

        memory_bytes: how much the loaded weights may take; half of the device's by default.

        collect: looks for garbage where that may be done.
        """
        self.placement = placement
        self._folders = tuple(folders)
        self._elsewhere = dict.fromkeys(models)
        total = device_info(placement).memory_bytes
        self._memory_bytes = int(total * _SHARE_OF_MEMORY) if memory_bytes is None else memory_bytes
        self._collect = collect
        self._loaded: dict[Path, DiffusionModel | AnyUpscaler] = {}
        """The one used last is the last."""
        self._infos: tuple[ModelInfo, ...] | None = None

    def infos(self) -> tuple[ModelInfo, ...]:
        """The models of the folders that look whole, those of the program first."""
        if self._infos is None:
            self._infos = tuple(self._scan().values())
        return self._infos

    def rescan(self) -> None:
        """Look into the folders anew at the next question."""
        self._infos = None

    def add(self, path: Path) -> ModelInfo:
        """Know a model that lies elsewhere, too. Raises ModelNotFound and ModelBroken."""
        found = self.info(str(path)).path
        self._elsewhere[Path(found)] = None
        self.rescan()
        return next(info for info in self.infos() if info.path == found)

    def forget(self, path: Path) -> None:
        """Know one that was added no longer."""
        self._elsewhere.pop(path, None)
        self.rescan()

    def info(self, name: str) -> ModelInfo:
        """One model's description. Raises ModelNotFound and ModelBroken."""
        path = self._path_of(name)
        return _inspected(path)

    def is_loaded(self, name: str) -> bool:
        """Whether `diffusion` or `upscaler` would return at once."""
        path = self._local_path(name)
        return path is not None and path in self._loaded

    def diffusion(self, name: str) -> DiffusionModel:
        """A model that generates. Raises ModelNotFound and ModelBroken."""
        return self._model(name, DIFFUSION_FAMILIES, "generate pictures")

    def upscaler(self, name: str) -> AnyUpscaler:
        """A model that enlarges. Raises ModelNotFound and ModelBroken."""
        return self._model(name, UPSCALER_FAMILIES, "enlarge pictures")

    def release(self) -> None:
        """Let go of every model, and give the memory back."""
        self._loaded.clear()
        self._collect_released()

    def tidy(self) -> None:
        """Let go of what a failed job left behind."""
        self._collect()

    def _model(self, name: str, families: Sequence[Family[Model_co]], purpose: str) -> Model_co:
        path = self._path_of(name)
        family = _family_of(path, families)
        if family is None:
            info = _inspected(path)
            raise ModelBroken(f"The model '{info.title}' cannot {purpose}.")
        if path in self._loaded:
            model = self._loaded.pop(path)
        else:
            check_model(path)
            self._make_room(path)
            model = _load(family, path, self.placement)
            self._collect()
        self._loaded[path] = model
        return model  # pyright: ignore[reportReturnType]  # each path has one family

    def _make_room(self, path: Path) -> None:
        files_bytes = weights_bytes(path)
        if has_few_steps(path):
            files_bytes += weights_bytes(path / "unet")  # its twin, once it is asked for
        # Weights lie in files as float16 at the least.
        needed = files_bytes * self.placement.dtype.itemsize // 2
        evicted = False
        while self._loaded and needed + self._loaded_bytes() > self._memory_bytes:
            self._loaded.pop(next(iter(self._loaded)))
            evicted = True
        if evicted:
            self._collect_released()

    def _collect_released(self) -> None:
        self._collect(thorough=True)
        release_cached(self.placement.device)

    def _loaded_bytes(self) -> int:
        return sum(_bytes_of(model.networks) for model in self._loaded.values())

    def _scan(self) -> dict[str, ModelInfo]:
        found: dict[str, ModelInfo] = {}
        for folder in self._folders:
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if (info := _model_at(path)) is not None:
                    found.setdefault(info.name, info)
        in_folders = {info.path for info in found.values()}
        for path in self._elsewhere:
            if (info := _model_at(path)) is not None and info.path not in in_folders:
                name = info.path if info.name in found else info.name
                found[name] = replace(info, name=name, is_elsewhere=True)
        return found

    def _path_of(self, name: str) -> Path:
        path = self._local_path(name)
        if path is not None:
            return path
        if is_hub_id(name):
            return hub_snapshot(name)
        installed = ", ".join(info.name for info in self.infos()) or "none"
        raise ModelNotFound(f"No model named '{name[:200]}' was found. Installed: {installed}.")

    def _local_path(self, name: str) -> Path | None:
        for info in self.infos():
            if info.name == name:
                return Path(info.path).resolve()
        try:
            # A broken model is in no list, but has a name all the same.
            for candidate in (*(folder / name for folder in self._folders), Path(name)):
                if name and candidate.expanduser().exists():
                    return candidate.expanduser().resolve()
        except (OSError, ValueError, RuntimeError):
            return None  # too long, or a character that no path has
        return None


def _model_at(path: Path) -> ModelInfo | None:
    """None where there is no model, or none that can be used."""
    try:
        return _inspected(path.resolve()) if _is_model(path) else None
    except StudioError as error:
        _log.warning("%s is left out: %s", path, error)
        return None


def _is_model(path: Path) -> bool:
    return not path.name.startswith(".") and any(
        family.detect(path) for family in (*DIFFUSION_FAMILIES, *UPSCALER_FAMILIES)
    )


def _family_of(path: Path, families: Sequence[Family[Model_co]]) -> Family[Model_co] | None:
    return next((family for family in families if family.detect(path)), None)


def _inspected(path: Path) -> ModelInfo:
    family = _family_of(path, (*DIFFUSION_FAMILIES, *UPSCALER_FAMILIES))
    if family is None:
        check_model(path)  # says what is wrong with it, where something is
        raise ModelBroken(
            f"{path} is no model that the studio knows: it needs a folder in diffusers' layout"
            " (model_index.json, unet, vae, …) or a .safetensors file."
        )
    return family.inspect(path)


def _load(family: Family[Model_co], path: Path, placement: Placement) -> Model_co:
    try:
        return family.load(path, placement)
    # What these libraries raise about a damaged file is not one family of errors.
    except Exception as error:
        if isinstance(error, StudioError) or is_out_of_memory(error):
            raise
        text = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelBroken(f"The model {path.name} cannot be loaded: {text[:200]}.") from error


def _bytes_of(networks: Iterable[nn.Module]) -> int:
    """Weights that several networks share count once."""
    tensors = (
        tensor for network in networks for tensor in (*network.parameters(), *network.buffers())
    )
    storages = {each.data_ptr(): each.numel() * each.element_size() for each in tensors}
    return sum(storages.values())
