"""Files of other programs, and damaged ones: read as well as can be, with a word about the rest."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from studio.core.errors import FileProblem
from studio.core.geometry import Bounds, Extent
from studio.document import room
from studio.document.files.openraster.project import (
    Extras,
    KeptResult,
    Project,
    read_project,
    write_project,
)
from studio.document.layer import Blend, Group, Layer
from tests.document.files.openraster.drawings import EXTENT, a_painting, noise
from tests.document.files.openraster.zips import (
    MIMETYPE,
    REFUSED,
    Entries,
    claiming_png,
    layer_xml,
    plain_entries,
    png,
    red,
    stack_xml,
    written,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.ora"


def opened(path: Path, inside: str, *more: tuple[str, bytes]) -> Project:
    written(path, [MIMETYPE, ("data/a.png", red()), stack_xml(inside), *more])
    return read_project(path)


def only_layer(project: Project) -> Layer:
    (layer,) = project.picture.layers
    return layer


def changed(path: Path, name: str, content: bytes) -> None:
    """Put other content into one entry."""
    with zipfile.ZipFile(path) as archive:
        entries: Entries = [(each, archive.read(each)) for each in archive.namelist()]
    written(path, [(each, content if each == name else old) for each, old in entries])


def test_a_plain_file_opens_without_a_word(path: Path):
    project = opened(path, layer_xml(name="sky"))
    assert project.picture.extent == Extent(20, 10)
    assert only_layer(project).name == "sky"
    assert (only_layer(project).raster.pixels == (255, 0, 0, 255)).all()
    assert project.notices == ()
    assert project.picture.active_node == only_layer(project).uid


def test_the_topmost_entry_is_the_last_node(path: Path):
    project = opened(path, layer_xml("top") + layer_xml("below"))
    assert [node.name for node in project.picture.nodes] == ["below", "top"]


def test_looks_are_read(path: Path):
    looks = {"opacity": "0.25", "visibility": "hidden", "edit_locked": "true"}
    layer = only_layer(opened(path, layer_xml(composite_op="svg:screen", **looks)))
    assert (layer.opacity, layer.visible, layer.locked) == (0.25, False, True)
    assert layer.blend is Blend.SCREEN


def test_the_selected_layer_is_active(path: Path):
    project = opened(path, layer_xml("a") + layer_xml("b", selected="true") + layer_xml("c"))
    node = project.picture.node
    assert node is not None
    assert node.name == "b"


@pytest.mark.parametrize("opacity", ["2", "-1", "nan", "inf", "x", ""])
def test_an_opacity_that_is_none_does_no_harm(path: Path, opacity: str):
    assert 0 <= only_layer(opened(path, layer_xml(opacity=opacity))).opacity <= 1


def test_a_layer_keeps_what_lies_beside_the_canvas(path: Path):
    layer = only_layer(opened(path, layer_xml(x="-15", y="4")))
    assert layer.raster.bounds == Bounds(-15, 0, 35, 14)
    assert layer.raster.painted == Bounds(-15, 4, 20, 10)


@pytest.mark.parametrize("place", ["9999999999", "1e300", "-40000000"])
def test_a_layer_too_far_away_is_left_out_with_a_word(path: Path, place: str):
    project = opened(path, layer_xml(x=place))
    assert not only_layer(project).raster.pixels.any()
    assert "too far" in project.notices[0]


def test_an_unknown_blend_is_normal_with_a_word(path: Path):
    project = opened(path, layer_xml(composite_op="krita:vivid_light"))
    assert only_layer(project).blend is Blend.NORMAL
    assert "krita:vivid_light" in project.notices[0]


def test_what_cannot_be_shown_as_it_was_has_a_hidden_layer_that_does(path: Path):
    merged = "mergedimage.png", png(np.full((10, 20, 4), (1, 2, 3, 255), np.uint8))
    project = opened(path, layer_xml(composite_op="svg:hue"), merged)
    layer, saved = project.picture.layers
    assert (saved.raster.pixels == (1, 2, 3, 255)).all()
    assert not saved.visible
    assert project.picture.active_node == layer.uid
    assert "As it was saved" in project.notices[-1]
    assert len(opened(path, layer_xml(), merged).picture.layers) == 1


def test_names_of_older_programs_are_known(path: Path):
    project = opened(path, layer_xml(composite_op="svg:add"))
    assert only_layer(project).blend is Blend.ADD
    assert project.notices == ()


def test_a_group_that_lets_its_layers_blend_below_is_let_out_where_it_shows(path: Path):
    inside = f'<stack name="g">{layer_xml("b", composite_op="svg:multiply")}</stack>'
    project = opened(path, inside + layer_xml("a"))
    assert [node.name for node in project.picture.nodes] == ["a", "b"]
    assert "“g”" in project.notices[0]
    plain = opened(path, f'<stack name="g">{layer_xml("b")}</stack>')
    assert isinstance(plain.picture.nodes[0], Group)
    assert plain.notices == ()


def test_a_group_with_an_opacity_is_isolated_in_any_case(path: Path):
    inside = layer_xml("b", composite_op="svg:multiply")
    project = opened(path, f'<stack name="g" opacity="0.5">{inside}</stack>')
    (group,) = project.picture.nodes
    assert isinstance(group, Group)
    assert group.opacity == 0.5


def test_kinds_of_layers_that_are_not_known_are_left_out_with_a_word(path: Path):
    project = opened(path, '<text x="1"><p>a</p></text><filter/>' + layer_xml())
    assert len(project.picture.layers) == 1
    assert "filter, text" in project.notices[0]


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no png", b"PK\3\4", red()[:60], claiming_png(300, 300), claiming_png(0, 5)],
    ids=["missing", "empty", "text", "zip", "cut", "lie", "nothing"],
)
def test_a_broken_layer_is_empty_with_a_word_and_the_others_are_whole(path: Path, content):
    more = () if content is None else (("data/b.png", content),)
    project = opened(path, layer_xml("b", "data/b.png") + layer_xml("a"), *more)
    whole, broken = project.picture.layers
    assert (whole.raster.pixels == (255, 0, 0, 255)).all()
    assert not broken.raster.pixels.any()
    assert "“b” is empty" in project.notices[0]


def test_a_flipped_byte_in_a_layer_is_noticed(path: Path):
    written(path, plain_entries(), zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[content.find(b"IDAT") + 12] ^= 1
    path.write_bytes(content)
    assert "is empty" in read_project(path).notices[0]


def test_every_kind_of_png_is_a_layer(path: Path):
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        image = Image.fromarray(noise(0, 4, Extent(20, 10))).convert("RGB").convert(mode)
        path.with_suffix(".png").unlink(missing_ok=True)
        image.save(path.with_suffix(".png"))
        content = path.with_suffix(".png").read_bytes()
        written(path, [MIMETYPE, ("data/a.png", content), stack_xml(layer_xml())])
        pixels = only_layer(read_project(path)).raster.pixels
        assert_array_equal(pixels, np.array(image.convert("RGBA")))


def test_sixteen_bits_become_eight_with_a_word(path: Path):
    grey = png(np.full((10, 20), 0x80FF, np.uint16))
    written(path, [MIMETYPE, ("data/a.png", grey), stack_xml(layer_xml())])
    project = read_project(path)
    assert "16 bits" in project.notices[0]
    assert (only_layer(project).raster.pixels[..., 0] == 0x80).all()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_means_harm_is_refused_with_one_sentence(path: Path, kind: str):
    make, words = REFUSED[kind]
    make(path)
    with pytest.raises(FileProblem, match=words):
        read_project(path)


def test_more_than_the_memory_holds_is_refused_before_it_is_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(room, "free_bytes", lambda: 100 << 20)
    layers = "".join(layer_xml(str(index), "data/b.png") for index in range(30))
    with pytest.raises(FileProblem, match="memory"):
        opened(path, layers, ("data/b.png", claiming_png(2000, 2000)))


def test_a_missing_file_and_a_folder_get_one_sentence(path: Path):
    with pytest.raises(FileProblem, match="cannot be read"):
        read_project(path)
    path.mkdir()
    with pytest.raises(FileProblem, match="cannot be read"):
        read_project(path)


def test_a_file_as_mypaint_writes_it_opens_without_a_word(path: Path):
    stack = b"""<?xml version='1.0' encoding='UTF-8'?>
<image xmlns:mypaint="http://mypaint.org/ns/openraster" w="20" h="10" version="0.0.5"
 xres="72" yres="72" mypaint:frame-active="false" mypaint:eotf="2.2">
 <stack isolation="isolate" opacity="1.0" visibility="visible" name="" composite-op="svg:src-over">
  <layer name="Ink" src="data/ink.png" x="-2" y="3" opacity="0.5" visibility="visible"
   composite-op="svg:multiply" selected="true" mypaint:strokemap_v2="data/ink_strokemap.dat"/>
  <stack name="Group" isolation="auto" opacity="1.0" visibility="visible"
   composite-op="svg:src-over" initially-selected="false">
   <layer name="Paint" src="data/paint.png" x="0" y="0" opacity="1.0" visibility="visible"/>
  </stack>
  <layer name="Background" src="data/background.png" opacity="1.0" visibility="visible"
   mypaint:background-tile="data/background_tile.png"/>
 </stack>
</image>"""
    pictures = [(f"data/{name}.png", red()) for name in ("ink", "paint", "background")]
    project = read_project(written(path, [MIMETYPE, ("stack.xml", stack), *pictures]))
    background, group, ink = project.picture.nodes
    assert (background.name, group.name, ink.name) == ("Background", "Group", "Ink")
    assert isinstance(ink, Layer)
    assert (ink.blend, ink.opacity, ink.raster.painted.x) == (Blend.MULTIPLY, 0.5, -2)
    assert project.picture.active_node == ink.uid
    assert project.notices == ()


# What only we know, damaged.


@pytest.mark.parametrize(
    "words",
    [
        b"", b"[]", b"{", b"[" * 100_000, b'{"nodes": 3, "masks": {"a": 1}, "guides": [1]}',
        b'{"masks": [{"strength": NaN, "name": 5, "uid": []}, 7], "settings": "x"}',
        b'{"guides": {"upright": [NaN, 1e999, "a", true, 5]}, "results": 4}',
        b'{"active_mask": ["x"], "source": {"parameters": 5}, "active_node": {}}',
    ],
)  # fmt: skip
def test_the_layers_open_whatever_else_is_damaged(path: Path, words: bytes):
    write_project(path, a_painting())
    changed(path, "latent-studio/project.json", words)
    picture = read_project(path).picture
    assert len(picture.layers) == len(a_painting().layers) + 1
    assert picture.named_mask.mask.extent == EXTENT
    assert set(picture.guides.upright) <= {5.0}


def test_masks_and_results_that_are_gone_are_told(path: Path):
    result = KeptResult(
        image=noise(0, 3), bounds=Bounds.of(EXTENT), seed=1, parameters="", title="t", batch=0
    )
    write_project(path, a_painting(), extras=Extras(results=(result,)))
    with zipfile.ZipFile(path) as archive:
        ours = [name for name in archive.namelist() if name.startswith("latent-studio/")]
    for name in ours:
        if name.endswith(".png"):
            changed(path, name, b"gone")
    project = read_project(path)
    assert len(project.picture.layers) == len(a_painting().layers)
    assert project.extras.results == ()
    assert all("layers are whole" in notice for notice in project.notices)


def test_our_words_about_layers_are_left_where_another_program_changed_them(path: Path):
    write_project(path, a_painting())
    with zipfile.ZipFile(path) as archive:
        text = archive.read("stack.xml").replace(b'"hidden"', b'"changed"', 1)
    changed(path, "stack.xml", text)
    assert read_project(path).picture.nodes[-1].name == "changed"


def test_uids_stay_apart(path: Path):
    layer = Layer.of("a", noise(0))
    twice = replace(a_painting(), nodes=(layer, replace(layer, name="b")))
    write_project(path, replace(twice, active_node=layer.uid))
    one, other = read_project(path).picture.nodes
    assert one.uid != other.uid
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("latent-studio/project.json"))
    assert [node["uid"] for node in told["nodes"]] == [layer.uid] * 2
