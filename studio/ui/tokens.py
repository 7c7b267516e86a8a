"""The colours of the design, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Each a colour as #rrggbb."""

    surround: str
    """Around the picture: neutral, so that the picture is the brightest thing on the screen."""
    panel: str
    raised: str
    field: str
    line: str
    text: str
    secondary: str
    placeholder: str
    disabled: str
    icon: str
    hover: str
    """Behind what the pointer is over."""
    chosen: str
    """Behind the row of a list that is the active one."""
    groove: str
    """The empty part of a slider or a progress bar."""
    handle: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    mask: str
    composite_edge: str
    good: str
    busy: str
    bad: str
    is_dark: bool


DARK = Tokens(
    surround="#161616",
    panel="#212327",
    raised="#2a2d32",
    field="#191b1e",
    line="#33363c",
    text="#e8e9ec",
    secondary="#9298a1",
    placeholder="#6b717b",
    disabled="#5a5f68",
    icon="#a6abb4",
    hover="#2f3238",
    chosen="#2a3042",
    groove="#3a3d44",
    handle="#e8e9ec",
    accent="#6d8bff",
    accent_hover="#7f99ff",
    accent_pressed="#5c7bf2",
    on_accent="#ffffff",
    mask="#ff4d6d",
    composite_edge="#ffd166",
    good="#43c98b",
    busy="#f2b84b",
    bad="#ff6b6b",
    is_dark=True,
)

LIGHT = Tokens(
    surround="#c9cbce",
    panel="#f8f9fa",
    raised="#ffffff",
    field="#ffffff",
    line="#d8dbe0",
    text="#1c1e22",
    secondary="#666c75",
    placeholder="#9197a0",
    disabled="#aab0b8",
    icon="#5b616a",
    hover="#e9ebee",
    chosen="#e3e8fd",
    groove="#d8dbe0",
    handle="#1c1e22",
    accent="#3f63f0",
    accent_hover="#5374f5",
    accent_pressed="#3355dd",
    on_accent="#ffffff",
    mask="#e6294f",
    composite_edge="#ffd166",
    good="#2fae73",
    busy="#d9962a",
    bad="#d63a3a",
    is_dark=False,
)
