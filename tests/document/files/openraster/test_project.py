"""Projects come back as they were saved."""

from __future__ import annotations

import zipfile
from dataclasses import fields, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from studio.core.errors import FileProblem
from studio.core.geometry import Bounds, Extent
from studio.document.compositing import composite
from studio.document.files.openraster.project import (
    Extras,
    KeptResult,
    read_project,
    write_project,
)
from studio.document.layer import Blend, Group, Layer, Node, walk
from studio.document.picture import Picture
from studio.document.source import Source
from tests.document.files.openraster.drawings import EXTENT, a_painting, cut, noise, plain

SOURCE = Source("a boat\nSteps: 20", b"profile", b"exif")


def some_extras() -> Extras:
    result = KeptResult(
        image=noise(9, 3),
        bounds=Bounds(1, 2, 30, 40),
        seed=4_000_000_000,
        parameters="a boat\nSeed: 4",
        title="Generate",
        batch=7,
    )
    settings = {"steps": 12, "prompt": "größer – 船", "seed": None, "extent": [64, 48]}
    clear = replace(result, image=noise(10), seed=None)
    return Extras(settings=settings, results=(result, clear))


def a_whole_project(path: Path) -> Picture:
    picture = a_painting()
    write_project(path, picture, SOURCE, some_extras())
    return picture


def looks(node: Node) -> dict[str, object]:
    names = [field.name for field in fields(node) if field.name not in ("raster", "children")]
    return {name: getattr(node, name) for name in names}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.ora"


def test_every_layer_comes_back_with_its_pixels_and_looks(path: Path):
    before = a_whole_project(path)
    after = read_project(path).picture
    for old, new in zip(walk(before.nodes), walk(after.nodes), strict=True):
        assert looks(new) == looks(old)
        if isinstance(old, Layer) and isinstance(new, Layer):
            assert_array_equal(new.raster.pixels, old.raster.pixels)
            assert new.raster.bounds == old.raster.bounds
    whole = Bounds.of(EXTENT)
    assert_array_equal(composite(after.nodes, whole), composite(before.nodes, whole))
    assert after.active_node == before.active_node


def test_masks_and_guides_come_back(path: Path):
    before = a_whole_project(path)
    after = read_project(path).picture
    for old, new in zip(before.masks, after.masks, strict=True):
        assert (new.uid, new.name, new.prompt, new.strength) == (
            old.uid,
            old.name,
            old.prompt,
            old.strength,
        )
        assert_array_equal(new.mask.pixels, old.mask.pixels)
    assert after.active_mask == before.active_mask
    assert after.guides.upright == before.guides.upright
    assert after.guides.level == before.guides.level


def test_settings_results_and_the_words_of_the_source_come_back(path: Path):
    a_whole_project(path)
    project = read_project(path)
    assert project.source == SOURCE
    assert project.extras.settings == some_extras().settings
    for old, new in zip(some_extras().results, project.extras.results, strict=True):
        assert_array_equal(new.image, old.image)
        assert not new.image.flags.writeable
        assert (new.bounds, new.seed, new.parameters, new.title, new.batch) == (
            old.bounds,
            old.seed,
            old.parameters,
            old.title,
            old.batch,
        )
    assert project.notices == ()


def test_the_same_project_gives_the_same_bytes(path: Path):
    picture = a_whole_project(path)
    first = path.read_bytes()
    write_project(path, picture, SOURCE, some_extras())
    assert path.read_bytes() == first
    opened = read_project(path)
    write_project(path, opened.picture, opened.source, opened.extras)
    assert path.read_bytes() == first


def test_the_file_is_laid_out_as_openraster_says(path: Path):
    a_whole_project(path)
    assert path.read_bytes()[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        with archive.open("Thumbnails/thumbnail.png") as file, Image.open(file) as image:
            assert image.size == (120, 80)
        with archive.open("mergedimage.png") as file, Image.open(file) as image:
            assert image.size == (120, 80)
        stack = ElementTree.fromstring(archive.read("stack.xml"))
    assert (stack.get("w"), stack.get("h")) == ("120", "80")
    entries = stack.findall("stack/*")
    assert [entry.get("name") for entry in entries] == [
        "hidden",
        "beside",
        "figure",
        "scene",
        "paper",
    ]
    assert all(entry.get("src") in names for entry in stack.iter("layer"))
    ours = [name for name in names if name.startswith("latent-studio/")]
    assert names[-len(ours) :] == ours


def test_a_large_picture_gets_a_small_thumbnail(path: Path):
    write_project(path, Picture.of("a", plain((9, 8, 7, 255), Extent(1300, 650))))
    with (
        zipfile.ZipFile(path) as archive,
        archive.open("Thumbnails/thumbnail.png") as file,
        Image.open(file) as image,
    ):
        assert image.size == (256, 128)
        assert image.getpixel((100, 100)) == (9, 8, 7, 255)


def test_a_layer_is_cut_to_what_is_painted(path: Path):
    layer = Layer.of("a", cut(noise(1, 4) | 1, Bounds(30, 20, 11, 7)))
    write_project(path, Picture.with_nodes(EXTENT, (layer,)))
    with zipfile.ZipFile(path) as archive:
        stack = ElementTree.fromstring(archive.read("stack.xml"))
        entry = next(stack.iter("layer"))
        with archive.open(entry.attrib["src"]) as file, Image.open(file) as image:
            assert image.size == (11, 7)
    assert (entry.get("x"), entry.get("y")) == ("30", "20")


def test_a_picture_without_layers_and_one_with_clear_layers_come_back(path: Path):
    write_project(path, Picture.blank(EXTENT))
    assert read_project(path).picture.nodes == ()
    group = Group(name="empty", children=())
    write_project(path, Picture.with_nodes(EXTENT, (Layer.clear("clear", EXTENT), group)))
    layer, group = read_project(path).picture.nodes
    assert isinstance(layer, Layer)
    assert not layer.raster.pixels.any()
    assert isinstance(group, Group)


def test_what_is_clipped_and_blended_has_a_stand_in_that_we_skip(path: Path):
    below = Layer.of("below", cut(plain((200, 100, 50, 255)), Bounds(5, 5, 40, 40)))
    shade = replace(Layer.of("shade", plain((128, 128, 128, 255))), clips=True)
    shade = replace(shade, blend=Blend.MULTIPLY)
    picture = Picture.with_nodes(EXTENT, (below, shade))
    write_project(path, picture)
    assert [node.name for node in read_project(path).picture.nodes] == ["below", "shade"]
    with zipfile.ZipFile(path) as archive:
        stack = ElementTree.fromstring(archive.read("stack.xml"))
    told = [
        (e.get("name"), e.get("composite-op"), e.get("visibility")) for e in stack.iter("layer")
    ]
    assert told[0] == ("shade", "svg:src-atop", "visible")
    assert told[1] == ("shade", "svg:multiply", "hidden")


def test_progress_runs_from_nothing_to_all(path: Path):
    written: list[float] = []
    write_project(path, a_painting(), progress=written.append)
    read: list[float] = []
    read_project(path, read.append)
    for shares in (written, read):
        assert shares[0] == 0
        assert shares[-1] == 1
        assert shares == sorted(shares)


class Stopped(Exception):
    pass


def test_work_can_be_stopped_and_leaves_the_older_file(path: Path):
    path.write_bytes(b"older")

    def stop(share: float) -> None:
        if share > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        write_project(path, a_painting(), progress=stop)
    assert path.read_bytes() == b"older"
    assert list(path.parent.iterdir()) == [path]
    a_whole_project(path)
    with pytest.raises(Stopped):
        read_project(path, progress=stop)


def test_words_that_xml_cannot_hold_come_back(path: Path):
    name = "a\x00b\x1f <&\"'>\n\ud83d"
    write_project(path, Picture.of(name, noise(0)))
    with zipfile.ZipFile(path) as archive:
        ElementTree.fromstring(archive.read("stack.xml"))
    assert read_project(path).picture.nodes[0].name.startswith("a\x00b\x1f <&\"'>\n")


def test_a_place_that_cannot_be_written_gets_one_sentence(path: Path):
    with pytest.raises(FileProblem, match="cannot be written"):
        write_project(path / "missing" / "b.ora", a_painting())
