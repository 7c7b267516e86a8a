"""Whole files of every kind, and what becomes of them when bytes are lost, changed or made up."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import ExifTags, Image

from studio.core.geometry import Bounds
from studio.document.files.images import READABLE_SUFFIXES
from studio.document.files.openraster.project import Extras, KeptResult, write_project
from studio.document.files.profiles import srgb_profile
from studio.document.source import Source
from tests.document.files.openraster.drawings import a_painting, noise
from tests.document.files.openraster.zips import written
from tests.document.files.wide_gamut import wide_profile

PROJECT = ".ora"
SUFFIXES = (*(each for each in READABLE_SUFFIXES if each not in (".jpeg", ".tiff")), PROJECT)
_HEADER_BYTES = 700
_EXTREMES = (0, 1, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def whole_files(suffix: str) -> tuple[bytes, ...]:
    """Several files of one kind: with and without alpha, words, profiles, palettes, steps."""
    if suffix == PROJECT:
        return (_project(),)
    return tuple(_encoded(suffix, *each) for each in _variants(suffix))


def mutants(suffix: str, count: int, seed: int) -> Iterator[bytes]:
    """So many damaged files; the same seed gives the same."""
    rng = np.random.default_rng(seed)
    files = whole_files(suffix)
    for index in range(count):
        content = files[index % len(files)]
        inside = suffix == PROJECT and rng.random() < 0.6
        yield _mutated_inside(content, rng) if inside else mutated(content, rng)


def mutated(content: bytes, rng: Generator) -> bytes:
    """One to three kinds of damage after each other."""
    for _ in range(rng.integers(1, 4)):
        if content:
            damage = _DAMAGES[rng.integers(len(_DAMAGES))]
            content = damage(bytearray(content), rng)
    return content


def _variants(suffix: str) -> Iterator[tuple[Image.Image, dict[str, object]]]:
    image = Image.fromarray(noise(1, 3)).resize((90, 60))
    alpha = Image.fromarray(noise(2, 4))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "somebody"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    yield image, {}
    if suffix in (".bmp", ".gif"):
        yield image.quantize(16), {}
        yield image.convert("L"), {}
        return
    yield image, {"exif": exif, "icc_profile": wide_profile()}
    if suffix == ".jpg":
        yield image.convert("CMYK"), {"icc_profile": srgb_profile()}
        yield image, {"progressive": True}
        return
    yield alpha, {"exif": exif, "icc_profile": srgb_profile()}
    if suffix == ".png":
        yield image.quantize(16), {}
        yield Image.fromarray(noise(1, 2)[..., 0].astype(np.uint16) * 200), {}
    if suffix == ".tif":
        yield image, {"compression": "tiff_lzw"}
        yield image, {"compression": "jpeg"}
        yield image.convert("1"), {"compression": "group4"}
    if suffix in (".png", ".webp", ".tif", ".avif"):
        yield image, {"save_all": True, "append_images": [image.rotate(90)]}


def _encoded(suffix: str, image: Image.Image, words: dict[str, object]) -> bytes:
    Image.init()
    content = io.BytesIO()
    image.save(content, Image.EXTENSION[suffix], **words)
    return content.getvalue()


def _project() -> bytes:
    result = KeptResult(
        image=noise(3, 3), bounds=Bounds(1, 2, 30, 20), seed=4, parameters="p", title="t", batch=1
    )
    extras = Extras(settings={"steps": 12, "prompt": "a boat"}, results=(result,))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ora"
        source = Source("a boat", srgb_profile(), b"exif", wide_profile())
        write_project(path, replace(a_painting()), source, extras)
        return path.read_bytes()


# Kinds of damage.


def _cut(content: bytearray, rng: Generator) -> bytes:
    return bytes(content[: rng.integers(0, len(content))])


def _flipped(content: bytearray, rng: Generator) -> bytes:
    for place in rng.integers(0, len(content), rng.integers(1, 16)):
        content[place] ^= 1 << int(rng.integers(8))
    return bytes(content)


def _header_changed(content: bytearray, rng: Generator) -> bytes:
    last = min(len(content), _HEADER_BYTES)
    for place in rng.integers(0, last, rng.integers(1, 8)):
        content[place] = int(rng.integers(256))
    return bytes(content)


def _number_lied(content: bytearray, rng: Generator) -> bytes:
    """A size, a count or an offset that is none, in either order of bytes."""
    near = rng.random() < 0.7
    last = max(1, min(len(content), _HEADER_BYTES if near else len(content)) - 4)
    place = int(rng.integers(0, last))
    number = _EXTREMES[rng.integers(len(_EXTREMES))]
    packed = struct.pack("<I" if rng.random() < 0.5 else ">I", number)
    width = 2 if rng.random() < 0.4 else 4
    content[place : place + width] = packed[:width]
    return bytes(content)


def _run_cleared(content: bytearray, rng: Generator) -> bytes:
    start = int(rng.integers(0, len(content)))
    stop = min(len(content), start + int(rng.integers(1, 400)))
    content[start:stop] = bytes(stop - start)
    return bytes(content)


def _piece_repeated(content: bytearray, rng: Generator) -> bytes:
    start = int(rng.integers(0, len(content)))
    piece = content[start : start + int(rng.integers(1, 300))]
    place = int(rng.integers(0, len(content)))
    content[place:place] = piece * int(rng.integers(1, 5))
    return bytes(content)


def _piece_lost(content: bytearray, rng: Generator) -> bytes:
    start = int(rng.integers(0, len(content)))
    del content[start : start + int(rng.integers(1, 300))]
    return bytes(content)


_DAMAGES = (
    _cut, _flipped, _header_changed, _number_lied, _run_cleared, _piece_repeated, _piece_lost,
)  # fmt: skip


def _mutated_inside(content: bytes, rng: Generator) -> bytes:
    """A whole zip in which the words of one or two files are damaged: no sum tells it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(rng.integers(1, 3)):
        index = int(rng.integers(len(entries)))
        # Words more often than pixels: they are what is interpreted.
        if rng.random() < 0.6:
            words = [i for i, (name, _) in enumerate(entries) if name.endswith((".xml", ".json"))]
            index = words[rng.integers(len(words))]
        entries[index] = entries[index][0], mutated(entries[index][1], rng)
    with tempfile.TemporaryDirectory() as folder:
        return written(Path(folder) / "a.ora", entries).read_bytes()
