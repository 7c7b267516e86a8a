import json

import pytest
from PySide6.QtCore import QSettings

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.session.settings import (
    PROMPTS_KEPT,
    GenerationSettings,
    ToolSettings,
    load_prompts,
    load_settings,
    save_prompts,
    save_settings,
    with_prompt,
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


def test_tool_settings_come_back_from_the_disk(store: QSettings) -> None:
    save_settings(store, ToolSettings(size_px=17.5, overlays_shown=False))
    store.sync()
    again = QSettings(store.fileName(), QSettings.Format.IniFormat)
    assert load_settings(again, ToolSettings()) == ToolSettings(size_px=17.5, overlays_shown=False)


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
