"""Files: what is saved comes back, and no file can do harm."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from PIL import ExifTags, Image, ImageCms

from studio.core.errors import BadInput, FileProblem
from studio.core.pixels import Pixels
from studio.document.files.images import (
    READABLE_SUFFIXES,
    WRITABLE_SUFFIXES,
    loses_transparency,
    open_mask,
    open_picture,
    save_picture,
)
from studio.document.files.metadata import srgb_profile

TEXT = "a red boat, größer – 船\nNegative prompt: fog\nSteps: 20, Seed: 7, Size: 64x48"
LOSSLESS = (".png", ".webp", ".tif", ".bmp")
WITH_WORDS = (".png", ".jpg", ".webp", ".tif")
IN_ONE_FOLDER = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def noise(channels: int = 3, height: int = 20, width: int = 30) -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), np.uint8)


def smooth() -> Pixels:
    y, x = np.mgrid[:48, :64]
    return np.stack([x * 3, y * 4, x + y], axis=2).astype(np.uint8)


@IN_ONE_FOLDER
@given(
    pixels=arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))),
    suffix=st.sampled_from(LOSSLESS),
)
def test_pixels_come_back_as_they_were(tmp_path: Path, pixels: Pixels, suffix: str):
    path = tmp_path / f"picture{suffix}"
    save_picture(path, pixels)
    assert_array_equal(open_picture(path).pixels, pixels)


@IN_ONE_FOLDER
@given(
    pixels=arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4))),
    suffix=st.sampled_from((".png", ".webp", ".tif")),
)
def test_transparent_pixels_come_back_as_they_were(tmp_path: Path, pixels: Pixels, suffix: str):
    pixels[0, 0, 3] = 100
    path = tmp_path / f"picture{suffix}"
    save_picture(path, pixels)
    assert_array_equal(open_picture(path).pixels, pixels)


def test_jpeg_stays_close(tmp_path: Path):
    save_picture(tmp_path / "a.jpg", smooth())
    opened = open_picture(tmp_path / "a.jpg").pixels
    assert np.abs(opened.astype(int) - smooth()).mean() < 2


@pytest.mark.parametrize("suffix", WITH_WORDS)
def test_parameters_come_back(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    save_picture(path, smooth(), parameters=TEXT)
    assert open_picture(path).parameters == TEXT


def test_png_holds_parameters_in_the_chunk_that_others_read(tmp_path: Path):
    save_picture(tmp_path / "a.png", smooth(), parameters="a boat\nSteps: 20")
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["parameters"] == "a boat\nSteps: 20"


def test_jpeg_holds_parameters_as_a_unicode_comment(tmp_path: Path):
    save_picture(tmp_path / "a.jpg", smooth(), parameters="boat")
    with Image.open(tmp_path / "a.jpg") as image:
        details = image.getexif().get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.UserComment] == b"UNICODE\0" + "boat".encode("utf-16-be")


@pytest.mark.parametrize("suffix", WRITABLE_SUFFIXES)
def test_the_same_input_gives_the_same_bytes(tmp_path: Path, suffix: str):
    for name in ("a", "b"):
        path = tmp_path / f"{name}{suffix}"
        save_picture(path, smooth(), parameters=TEXT, icc=srgb_profile())
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", WITH_WORDS)
def test_a_profile_survives_an_export(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    save_picture(path, smooth(), icc=srgb_profile())
    assert open_picture(path).icc == srgb_profile()


def test_colours_of_another_profile_become_srgb(tmp_path: Path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    in_lab = ImageCms.profileToProfile(
        Image.fromarray(smooth()), ImageCms.createProfile("sRGB"), lab, outputMode="LAB"
    )
    assert in_lab is not None
    in_lab.save(tmp_path / "a.tif", icc_profile=lab.tobytes())
    # Lab is no mode that a photograph has: without support for it the picture still opens.
    assert open_picture(tmp_path / "a.tif").pixels.shape == (48, 64, 3)


def test_a_damaged_profile_is_ignored(tmp_path: Path):
    Image.fromarray(noise()).save(tmp_path / "a.png", icc_profile=b"not a profile")
    opened = open_picture(tmp_path / "a.png")
    assert_array_equal(opened.pixels, noise())
    assert opened.icc is None


def photo(path: Path, orientation: int = 1) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "somebody"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FNumber] = 2.8
    Image.fromarray(noise()).save(path, exif=exif, lossless=True)


def test_a_photograph_is_turned_upright_once(tmp_path: Path):
    photo(tmp_path / "a.webp", orientation=6)
    opened = open_picture(tmp_path / "a.webp")
    assert_array_equal(opened.pixels, np.rot90(noise(), -1))
    save_picture(tmp_path / "b.webp", opened.pixels, exif=opened.exif)
    assert_array_equal(open_picture(tmp_path / "b.webp").pixels, opened.pixels)


def test_the_place_of_a_photograph_is_dropped_and_the_rest_kept(tmp_path: Path):
    photo(tmp_path / "a.webp")
    opened = open_picture(tmp_path / "a.webp")
    save_picture(tmp_path / "b.jpg", opened.pixels, parameters="p", exif=opened.exif)
    with Image.open(tmp_path / "b.jpg") as image:
        exif = image.getexif()
        assert exif[ExifTags.Base.Artist] == "somebody"
        assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FNumber] == pytest.approx(2.8)
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


def test_sixteen_bits_become_eight(tmp_path: Path):
    wide = np.array([[0, 257, 65535], [32768, 128, 129]], np.uint16)
    Image.fromarray(wide).save(tmp_path / "a.png")
    assert_array_equal(open_picture(tmp_path / "a.png").pixels[..., 0], [[0, 1, 255], [128, 0, 1]])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_every_usual_mode_opens(tmp_path: Path, mode: str):
    path = tmp_path / ("a.tif" if mode == "CMYK" else "a.png")
    Image.fromarray(smooth()).convert(mode).save(path)
    assert open_picture(path).pixels.shape[:2] == (48, 64)


def test_transparency_in_jpeg_must_be_chosen(tmp_path: Path):
    with pytest.raises(BadInput, match="cannot hold transparency"):
        save_picture(tmp_path / "a.jpg", noise(4))
    assert not list(tmp_path.iterdir())


def test_transparency_is_put_on_white_where_that_is_chosen(tmp_path: Path):
    clear = np.zeros((8, 8, 4), np.uint8)
    save_picture(tmp_path / "a.bmp", clear, flatten=True)
    assert (open_picture(tmp_path / "a.bmp").pixels == 255).all()


def test_an_opaque_picture_loses_nothing_in_jpeg():
    opaque = noise(4)
    opaque[..., 3] = 255
    assert not loses_transparency(Path("a.jpg"), opaque)
    assert loses_transparency(Path("a.jpg"), noise(4))


def test_a_mask_is_its_brightness_and_clear_parts_are_kept(tmp_path: Path):
    pixels = np.array([[[255, 255, 255, 255], [255, 255, 255, 0], [0, 0, 0, 255]]], np.uint8)
    Image.fromarray(pixels).save(tmp_path / "m.png")
    assert_array_equal(open_mask(tmp_path / "m.png"), [[255, 0, 0]])


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "0 bytes"), (b"just a text, named as a picture", "must be a PNG")],
)
@pytest.mark.parametrize("read", [open_picture, open_mask])
def test_what_is_no_picture_gets_one_sentence(tmp_path: Path, read, content: bytes, words: str):
    path = tmp_path / "fake.png"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=words):
        read(path)


def test_a_missing_file_and_a_folder_get_one_sentence(tmp_path: Path):
    with pytest.raises(FileProblem, match="no picture at"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(FileProblem, match="not a file"):
        open_picture(tmp_path)


def test_a_bomb_is_refused_by_its_header(tmp_path: Path):
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    for side in (10_000, 60_000):
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        body = chunk(b"IDAT", zlib.compress(bytes(1000)))
        (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + body)
        with pytest.raises(FileProblem, match="too large"):
            open_picture(tmp_path / "bomb.png")


@pytest.mark.parametrize("suffix", READABLE_SUFFIXES)
def test_damaged_files_open_or_get_one_sentence(tmp_path: Path, suffix: str):
    content = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "x"
    image = Image.fromarray(smooth())
    Image.init()
    words = {} if suffix in (".bmp", ".gif") else {"exif": exif, "icc_profile": srgb_profile()}
    image.save(content, Image.EXTENSION[suffix], **words)
    random = np.random.default_rng(3)
    path = tmp_path / f"mutant{suffix}"
    for _ in range(150):
        mutant = np.frombuffer(content.getvalue(), np.uint8).copy()
        places = random.integers(0, min(len(mutant), 600), random.integers(1, 12))
        mutant[places] = random.integers(0, 256, len(places))
        path.write_bytes(mutant[: random.integers(1, len(mutant))].tobytes())
        try:
            open_picture(path)
        except FileProblem as problem:
            assert path.name in str(problem) or "bits a channel" in str(problem)


@pytest.mark.parametrize("name", ["a.psd", "a", "a.gif"])
def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path, name: str):
    with pytest.raises(BadInput, match="end it with one of"):
        save_picture(tmp_path / name, noise())


def test_an_unwritable_place_gets_one_sentence(tmp_path: Path):
    with pytest.raises(FileProblem, match="cannot be written"):
        save_picture(tmp_path / "missing" / "a.png", noise())
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(FileProblem, match="it is a folder"):
        save_picture(tmp_path / "folder.png", noise())
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder.png"]


def test_a_picture_that_the_format_cannot_hold_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "a.webp"
    path.write_bytes(b"older")
    with pytest.raises(FileProblem):
        save_picture(path, np.zeros((1, 16384, 3), np.uint8))
    assert path.read_bytes() == b"older"
