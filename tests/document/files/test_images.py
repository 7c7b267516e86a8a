"""Files: what is saved comes back, and no file can do harm."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from studio.core.errors import BadInput, FileProblem
from studio.core.pixels import Pixels
from studio.document import room
from studio.document.files.export import ExportOptions
from studio.document.files.images import (
    WRITABLE_SUFFIXES,
    loses_transparency,
    open_mask,
    open_picture,
    picture_bytes,
    save_picture,
)
from studio.document.files.profiles import profile_name, srgb_profile
from studio.document.source import Source
from tests.document.files.wide_gamut import NAME, in_srgb, wide_profile

TEXT = "a red boat, größer – 船\nNegative prompt: fog\nSteps: 20, Seed: 7, Size: 64x48"
LOSSLESS = (".png", ".webp", ".tif", ".bmp")
WITH_WORDS = (".png", ".jpg", ".webp", ".tif", ".avif")
IN_ONE_FOLDER = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
    save_picture(path, smooth(), Source(TEXT))
    assert open_picture(path).parameters == TEXT


def test_png_holds_parameters_in_the_chunk_that_others_read(tmp_path: Path):
    save_picture(tmp_path / "a.png", smooth(), Source("a boat\nSteps: 20"))
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["parameters"] == "a boat\nSteps: 20"


def test_jpeg_holds_parameters_as_a_unicode_comment(tmp_path: Path):
    save_picture(tmp_path / "a.jpg", smooth(), Source("boat"))
    with Image.open(tmp_path / "a.jpg") as image:
        details = image.getexif().get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.UserComment] == b"UNICODE\0" + "boat".encode("utf-16-be")


@pytest.mark.parametrize("suffix", WRITABLE_SUFFIXES)
def test_the_same_input_gives_the_same_bytes(tmp_path: Path, suffix: str):
    for name in ("a", "b"):
        path = tmp_path / f"{name}{suffix}"
        save_picture(path, smooth(), Source(TEXT, srgb_profile()))
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", WITH_WORDS)
def test_a_profile_survives_an_export(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    save_picture(path, smooth(), Source(icc=srgb_profile()))
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
    save_picture(tmp_path / "b.webp", opened.pixels, opened.source)
    assert_array_equal(open_picture(tmp_path / "b.webp").pixels, opened.pixels)


def test_the_place_of_a_photograph_is_dropped_and_the_rest_kept(tmp_path: Path):
    photo(tmp_path / "a.webp")
    opened = open_picture(tmp_path / "a.webp")
    save_picture(tmp_path / "b.jpg", opened.pixels, replace(opened.source, parameters="p"))
    with Image.open(tmp_path / "b.jpg") as image:
        exif = image.getexif()
        assert exif[ExifTags.Base.Artist] == "somebody"
        assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FNumber] == pytest.approx(2.8)
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


def test_damaged_exif_takes_nothing_of_the_other_words(tmp_path: Path):
    path = tmp_path / "a.png"
    chunks = PngInfo()
    chunks.add_text("parameters", "a cat")
    Image.new("RGB", (4, 4)).save(path, pnginfo=chunks, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff")
    assert open_picture(path).parameters == "a cat"


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


def test_a_name_that_no_file_can_have_gets_one_sentence():
    with pytest.raises(FileProblem, match="cannot be read"):
        open_picture(Path("a\0b.png"))


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

    for side, words in ((10_000, "damaged"), (60_000, "too large")):
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        body = chunk(b"IDAT", zlib.compress(bytes(1000)))
        (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + body)
        with pytest.raises(FileProblem, match=words):
            open_picture(tmp_path / "bomb.png")


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_words_that_unpack_to_much_are_not_unpacked(tmp_path: Path, name: bytes):
    save_picture(tmp_path / "a.png", smooth())
    packed = zlib.compress(bytes(300_000_000), 9)
    data = {
        b"zTXt": b"parameters\0\0" + packed,
        b"iTXt": b"parameters\0\1\0\0\0" + packed,
        b"iCCP": b"wide\0\0" + packed,
    }[name]
    content = (tmp_path / "a.png").read_bytes()
    end = content.find(b"IDAT") - 4
    check = struct.pack(">I", zlib.crc32(name + data))
    chunk = struct.pack(">I", len(data)) + name + data + check
    (tmp_path / "a.png").write_bytes(content[:end] + chunk + content[end:])
    tracemalloc.start()
    try:
        assert open_picture(tmp_path / "a.png").parameters == ""
    except FileProblem as problem:
        assert "damaged" in str(problem)
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 20 << 20


def test_more_than_the_memory_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    save_picture(tmp_path / "a.png", np.zeros((4000, 4000, 3), np.uint8))
    monkeypatch.setattr(room, "free_bytes", lambda: 100 << 20)
    with pytest.raises(FileProblem, match="of memory"):
        open_picture(tmp_path / "a.png")


@pytest.mark.parametrize("name", ["a.psd", "a", "a.ora"])
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


# Colours, words and options of an export.


def in_wide_colours(path: Path) -> Pixels:
    """Save a file with colours of another profile than sRGB's; returns what it holds."""
    pixels = np.clip(smooth(), 40, 200)
    Image.fromarray(pixels).save(path, icc_profile=wide_profile())
    return pixels


def test_colours_of_a_wide_profile_become_the_computed_srgb(tmp_path: Path):
    pixels = in_wide_colours(tmp_path / "a.png")
    opened = open_picture(tmp_path / "a.png")
    assert_allclose(opened.pixels, in_srgb(pixels), atol=1.5)
    assert opened.icc == srgb_profile()
    assert opened.source.profile == wide_profile()


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_an_export_can_go_back_to_the_colours_of_the_file(tmp_path: Path, suffix: str):
    pixels = in_wide_colours(tmp_path / "a.png")
    opened = open_picture(tmp_path / "a.png")
    back, plain = tmp_path / f"b{suffix}", tmp_path / f"c{suffix}"
    save_picture(back, opened.pixels, opened.source, ExportOptions(in_own_colours=True))
    with Image.open(back) as image:
        assert image.info["icc_profile"] == wide_profile()
        inside = ((in_srgb(pixels) > 1) & (in_srgb(pixels) < 254)).all(axis=2)
        assert_allclose(np.array(image)[inside], pixels[inside], atol=2)
    save_picture(plain, opened.pixels, opened.source)
    with Image.open(plain) as image:
        assert image.info["icc_profile"] == srgb_profile()
        assert_array_equal(np.array(image), opened.pixels)


def test_alpha_stays_when_colours_go_back(tmp_path: Path):
    source = Source(profile=wide_profile())
    save_picture(tmp_path / "a.png", noise(4), source, ExportOptions(in_own_colours=True))
    with Image.open(tmp_path / "a.png") as image:
        assert_array_equal(np.array(image)[..., 3], noise(4)[..., 3])


def test_a_profile_says_its_name():
    assert profile_name(wide_profile()) == NAME
    assert profile_name(b"nonsense") == "Unknown profile"


def test_a_place_is_written_only_on_purpose(tmp_path: Path):
    photo(tmp_path / "a.webp")
    opened = open_picture(tmp_path / "a.webp")
    for keeps_place in (False, True):
        path = tmp_path / f"{keeps_place}.jpg"
        save_picture(path, opened.pixels, opened.source, ExportOptions(keeps_place=keeps_place))
        with Image.open(path) as image:
            place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
            assert place == ({ExifTags.GPS.GPSLatitudeRef: "N"} if keeps_place else {})


@pytest.mark.parametrize("suffix", WITH_WORDS)
def test_words_can_be_left_out(tmp_path: Path, suffix: str):
    photo(tmp_path / "a.webp")
    opened = open_picture(tmp_path / "a.webp")
    source = replace(opened.source, parameters=TEXT)
    path = tmp_path / f"b{suffix}"
    save_picture(path, opened.pixels, source, ExportOptions(keeps_words=False))
    again = open_picture(path)
    assert again.parameters == ""
    with Image.open(path) as image:
        assert ExifTags.Base.Artist not in image.getexif()


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".avif"])
def test_less_quality_takes_less_room(tmp_path: Path, suffix: str):
    sizes = [
        len(picture_bytes(tmp_path / f"a{suffix}", noise(), None, ExportOptions(quality=quality)))
        for quality in (95, 60, 20)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


@pytest.mark.parametrize("quality", [0, 101])
def test_a_quality_that_is_none_is_refused(quality: int):
    with pytest.raises(BadInput, match="quality"):
        ExportOptions(quality=quality)


def test_avif_keeps_alpha_and_stays_close(tmp_path: Path):
    pixels = np.dstack([smooth(), np.arange(48 * 64).reshape(48, 64) % 256]).astype(np.uint8)
    save_picture(tmp_path / "a.avif", pixels, options=ExportOptions(quality=100))
    opened = open_picture(tmp_path / "a.avif").pixels
    assert_array_equal(opened[..., 3], pixels[..., 3])
    solid = pixels[..., 3] > 128
    assert np.abs(opened[solid].astype(int) - pixels[solid]).mean() < 2


def test_a_gif_of_few_colours_loses_nothing(tmp_path: Path):
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[:, 10:] = (200, 30, 90, 255)
    pixels[5:, 20:] = (20, 130, 240, 255)
    save_picture(tmp_path / "a.gif", pixels)
    opened = open_picture(tmp_path / "a.gif").pixels
    assert_array_equal(opened[..., 3], pixels[..., 3])
    assert_array_equal(opened[:, 10:], pixels[:, 10:])


def test_a_gif_has_nothing_between_clear_and_opaque(tmp_path: Path):
    half = np.full((8, 8, 4), 100, np.uint8)
    with pytest.raises(BadInput, match="cannot hold transparency"):
        save_picture(tmp_path / "a.gif", half)
    save_picture(tmp_path / "a.gif", half, flatten=True)
    assert (open_picture(tmp_path / "a.gif").pixels[0, 0, :3] == 194).all()


# What has to be said.


def test_sixteen_bits_are_told(tmp_path: Path):
    wide = np.full((4, 5), 300, np.uint16)
    Image.fromarray(wide).save(tmp_path / "a.png")
    assert "16 bits" in open_picture(tmp_path / "a.png").notices[0]
    (tmp_path / "b.png").write_bytes(png_of_sixteen_bits())
    opened = open_picture(tmp_path / "b.png")
    assert "16 bits" in opened.notices[0]
    assert_array_equal(opened.pixels, np.full((2, 3, 3), (0x12, 0x80, 0xFF), np.uint8))


def png_of_sixteen_bits() -> bytes:
    """3 × 2 px in colour, which Pillow cannot write."""
    row = b"\0" + bytes.fromhex("12348056ffff") * 3
    header = struct.pack(">IIBBBBB", 3, 2, 16, 2, 0, 0, 0)
    chunks = {b"IHDR": header, b"IDAT": zlib.compress(row * 2), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks.items()
    )


def test_further_pictures_in_a_file_are_told(tmp_path: Path):
    first, second = Image.fromarray(smooth()), Image.fromarray(smooth()[::-1])
    for suffix in (".gif", ".webp", ".tif", ".png", ".avif"):
        first.save(tmp_path / f"a{suffix}", save_all=True, append_images=[second])
        assert "several pictures" in open_picture(tmp_path / f"a{suffix}").notices[0]
        first.save(tmp_path / f"b{suffix}")
        assert open_picture(tmp_path / f"b{suffix}").notices == ()


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_stands_upright(tmp_path: Path, suffix: str, orientation: int):
    pixels = np.zeros((16, 32, 3), np.uint8)
    pixels[:8, :8] = 255
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    Image.fromarray(pixels).save(tmp_path / f"a{suffix}", exif=exif)
    # EXIF 2.32, orientation: where the first row and the first column lie.
    corners = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}
    opened = open_picture(tmp_path / f"a{suffix}").pixels
    assert opened.shape[:2] == ((16, 32) if orientation < 5 else (32, 16))
    row = 2 if corners[orientation][0] == "t" else -3
    column = 2 if corners[orientation][1] == "l" else -3
    assert opened[row, column].min() > 200
    assert opened.mean() < 70
