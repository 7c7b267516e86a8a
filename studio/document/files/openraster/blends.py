"""The names of blend modes in stack.xml."""

from __future__ import annotations

from studio.document.layer import Blend

CLIPPED = "svg:src-atop"
"""What shows only where something lies below."""

NAMES: dict[Blend, str] = {
    Blend.NORMAL: "svg:src-over",
    Blend.DARKEN: "svg:darken",
    Blend.MULTIPLY: "svg:multiply",
    Blend.COLOR_BURN: "svg:color-burn",
    Blend.LIGHTEN: "svg:lighten",
    Blend.SCREEN: "svg:screen",
    Blend.COLOR_DODGE: "svg:color-dodge",
    Blend.ADD: "svg:plus",
    Blend.OVERLAY: "svg:overlay",
    Blend.SOFT_LIGHT: "svg:soft-light",
    Blend.HARD_LIGHT: "svg:hard-light",
    Blend.DIFFERENCE: "svg:difference",
}

_OLDER_NAMES = {
    "": Blend.NORMAL,
    "svg:add": Blend.ADD,
    "color-dodge": Blend.COLOR_DODGE,
    "difference": Blend.DIFFERENCE,
}
"""As programs wrote them before the specification settled."""

_BY_NAME = {name: blend for blend, name in NAMES.items()} | _OLDER_NAMES | {CLIPPED: Blend.NORMAL}


def blend_named(name: str) -> Blend | None:
    """None where nothing here blends like that."""
    return _BY_NAME.get(name)
