import json

import pytest
from PySide6.QtCore import QSettings

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.document.brushes.brush import Brush, Tip
from studio.document.colour import Colour
from studio.session.settings import (
    PROMPTS_KEPT,
    GenerationSettings,
    load_prompts,
    load_settings,
    save_prompts,
    save_settings,
    with_prompt,
)
from studio.session.stored import COLOURS_KEPT
from studio.session.tool_settings import (
    GradientSettings,
    GradientShape,
    ToolSettings,
)


def stored(store: QSettings, **values: object) -> GenerationSettings:
    store.setValue("GenerationSettings", json.dumps(values))
    return load_settings(store, GenerationSettings())


def test_settings_come_back_as_they_were_saved(store: QSettings) -> None:
    chosen = GenerationSettings(
        prompt="a boat, “red”\nat sea",
        schedule="karras",
        seed=0,
        strength=0.35,
        extent=Extent(320, 192),
        feather_px=12,
        colour_match=False,
    )
    save_settings(store, chosen)
    assert load_settings(store, GenerationSettings()) == chosen


def loaded_tool(store: QSettings, **values: object) -> ToolSettings:
    store.setValue("ToolSettings", json.dumps(values))
    return load_settings(store, ToolSettings())


def test_tool_settings_come_back_from_the_disk(store: QSettings) -> None:
    chosen = ToolSettings(
        smudge=Brush(size_px=17.5, tip=Tip.CHALK, pressure_fades=True),
        gradient=GradientSettings(shape=GradientShape.RADIAL, to_clear=True),
        foreground=Colour(1, 2, 3),
        swatches=(Colour(9, 8, 7), Colour(255, 0, 0)),
        recent=(),
        overlays_shown=False,
    )
    save_settings(store, chosen)
    store.sync()
    again = QSettings(store.fileName(), QSettings.Format.IniFormat)
    assert load_settings(again, ToolSettings()) == chosen


def test_the_one_brush_of_an_old_store_becomes_those_of_the_mask(store: QSettings) -> None:
    loaded = loaded_tool(store, size_px=17.5, hardness=0.25, opacity=0.5, mask_opacity=0.75)
    brush = Brush(size_px=17.5, hardness=0.25, opacity=0.5)
    assert loaded == ToolSettings(mask_brush=brush, mask_eraser=brush, mask_opacity=0.75)


@pytest.mark.parametrize(
    "values",
    [
        {"paint_brush": {"size_px": -1, "tip": "spoon", "pressure_sizes": 1}},
        {"paint_brush": 3},
        {"foreground": [0, 0, 256]},
        {"foreground": "#000000"},
        {"background": [255.0, 255, 255]},
        {"recent": [[0, 0], "x", None, [True, 0, 0]]},
        {"swatches": {}},
        {"fill": {"likeness": {"tolerance": 300}}},
        {"gradient": {"shape": ["linear"]}},
    ],
)
def test_a_bad_stored_value_of_a_tool_falls_back_too(
    store: QSettings, values: dict[str, object]
) -> None:
    assert loaded_tool(store, **values) == ToolSettings()


def test_a_store_cannot_hold_any_number_of_swatches(store: QSettings) -> None:
    assert len(loaded_tool(store, swatches=[[0, 0, 0]] * 10_000).swatches) == COLOURS_KEPT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("steps", "many"),
        ("steps", 0),
        ("steps", 10**9),
        ("steps", True),
        ("guidance_scale", float("nan")),
        ("guidance_scale", float("inf")),
        ("seed", -1),
        ("seed", "7"),
        ("seed", 2**40),
        ("strength", 0),
        ("extent", {"width": 0, "height": 10**6}),
        ("extent", [64, 64]),
        ("prompt", None),
        ("schedule", 3),
        ("count", 10**6),
    ],
)
def test_a_bad_stored_value_falls_back_to_its_default(
    store: QSettings, field: str, value: object
) -> None:
    loaded = stored(store, **{field: value, "negative": "clouds"})
    assert loaded == GenerationSettings(negative="clouds")


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", "[" * 100_000])
def test_a_store_that_holds_anything_else_gives_the_defaults(store: QSettings, text: str) -> None:
    store.setValue("GenerationSettings", text)
    assert load_settings(store, GenerationSettings()) == GenerationSettings()


@pytest.mark.parametrize(
    "changes", [{"steps": 0}, {"seed": -1}, {"extent": Extent(0, 8)}, {"strength": 2.0}]
)
def test_numbers_outside_their_range_are_refused(changes: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        GenerationSettings(**changes)


def test_prompts_come_back_in_their_order(store: QSettings) -> None:
    save_prompts(store, ("first", "second"))
    assert load_prompts(store) == ("first", "second")


def test_a_prompt_used_again_becomes_the_newest() -> None:
    assert with_prompt(("a", "b", "c"), "a") == ("b", "c", "a")


def test_an_empty_prompt_is_not_remembered() -> None:
    assert with_prompt(("a",), "  ") == ("a",)


def test_only_the_newest_prompts_are_kept() -> None:
    prompts: tuple[str, ...] = ()
    for number in range(PROMPTS_KEPT + 5):
        prompts = with_prompt(prompts, str(number))
    assert prompts == tuple(str(number) for number in range(5, PROMPTS_KEPT + 5))
