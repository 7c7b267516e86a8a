"""What only this program says in a project file, read with care: every part of it may be missing,
of another kind, or a lie, and the layers open all the same."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace

from studio.core.errors import FileProblem
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import extent_of
from studio.document.files.openraster import names
from studio.document.files.openraster.archive import Archive
from studio.document.files.openraster.pictures import PictureReader
from studio.document.files.openraster.project import Extras, KeptResult
from studio.document.files.values import with_fields
from studio.document.picture import Guides, NamedMask
from studio.document.source import Source
from studio.document.surface import Mask

_LONGEST = 16 << 20
_MOST_PROFILE = 4 << 20
_MOST_LISTED = 500
"""Masks, results, and guides each way."""
_FARTHEST_GUIDE = 1e5


class Told:
    """The words of a project; what is missing in them is empty."""

    def __init__(self, archive: Archive, words: Mapping[str, object]) -> None:
        self._archive = archive
        self._words = words

    def nodes(self, stack: str) -> tuple[Mapping[str, object], ...]:
        """Of each entry of stack.xml; none where another program has changed that since.

        stack: its sum, in hexadecimal digits.
        """
        return _objects(self._words.get("nodes")) if self._words.get("stack") == stack else ()

    @property
    def active_node(self) -> str | None:
        return _text(self._words.get("active_node"))

    @property
    def active_mask(self) -> str | None:
        return _text(self._words.get("active_mask"))

    @property
    def guides(self) -> Guides:
        told = _object(self._words.get("guides"))
        return Guides(_places(told.get("upright")), _places(told.get("level")))

    @property
    def source(self) -> Source:
        """Raises FileProblem where a profile in the zip is damaged."""
        source = with_fields(Source(), self._words.get("source"))
        icc, profile = self._bytes(names.ICC), self._bytes(names.PROFILE)
        return replace(source, icc=icc, profile=profile, exif=self._bytes(names.EXIF))

    def masks(self, extent: Extent, reader: PictureReader) -> tuple[NamedMask, ...]:
        """Raises FileProblem where one of them is damaged."""
        told = _objects(self._words.get("masks"))[:_MOST_LISTED]
        return tuple(_mask(words, extent, reader) for words in told)

    def results(self, reader: PictureReader) -> tuple[KeptResult, ...]:
        """Raises FileProblem where one of them is damaged."""
        told = _objects(self._words.get("results"))[:_MOST_LISTED]
        return tuple(_result(words, reader) for words in told)

    def pictures(self) -> tuple[str, ...]:
        """The names of the PNG files of masks and results."""
        told = (*_objects(self._words.get("masks")), *_objects(self._words.get("results")))
        return tuple(src for words in told if (src := _text(words.get("src"))) is not None)

    @property
    def settings(self) -> Mapping[str, object]:
        return _object(self._words.get("settings"))

    def extras(self, reader: PictureReader) -> Extras:
        return Extras(settings=self.settings, results=self.results(reader))

    def _bytes(self, name: str) -> bytes | None:
        return self._archive.read(name, _MOST_PROFILE) if name in self._archive else None


def read_told(archive: Archive) -> Told:
    """Nothing where another program wrote the file. Raises FileProblem where it is damaged."""
    if names.EXTRAS not in archive:
        return Told(archive, {})
    try:
        words = json.loads(archive.read(names.EXTRAS, _LONGEST))
    except (ValueError, RecursionError) as error:
        raise FileProblem(f"{archive.name} is damaged: {names.EXTRAS} in it is no JSON.") from error
    return Told(archive, _object(words))


def _mask(words: Mapping[str, object], extent: Extent, reader: PictureReader) -> NamedMask:
    mask = Mask.empty(extent)
    entry = with_fields(NamedMask(mask=mask, name="Mask"), words)
    src = _text(words.get("src"))
    if src is not None:
        pixels = reader.mask(src)
        x, y = _whole(words.get("x")), _whole(words.get("y"))
        bounds = Bounds(x, y, *reversed(pixels.shape))
        inside = bounds.clipped(extent)
        mask.part(inside)[:] = pixels[inside.moved(-x, -y).slices]
    return entry


def _result(words: Mapping[str, object], reader: PictureReader) -> KeptResult:
    image = reader.straight(_text(words.get("src")) or "")
    whole = Bounds.of(extent_of(image))
    numbers = words.get("bounds")
    bounds = whole
    if isinstance(numbers, list) and len(numbers) == 4:  # noqa: PLR2004
        bounds = Bounds(*(_whole(number) for number in numbers)).clipped(whole.extent)
    result = KeptResult(
        image=image, bounds=bounds, seed=None, parameters="", title="Result", batch=0
    )
    return with_fields(result, words)


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> tuple[Mapping[str, object], ...]:
    return tuple(_object(each) for each in value) if isinstance(value, list) else ()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int:
    return value if type(value) is int and abs(value) < 1 << 24 else 0


def _places(value: object) -> tuple[float, ...]:
    found = value if isinstance(value, list) else []
    numbers = {float(each) for each in found if type(each) in (int, float)}
    near = {each for each in numbers if math.isfinite(each) and abs(each) < _FARTHEST_GUIDE}
    return tuple(sorted(near))[:_MOST_LISTED]
