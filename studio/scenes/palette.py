"""The world's colours. An RGB triple holds 0..255."""

from dataclasses import dataclass

Rgb = tuple[int, int, int]

COLOUR_VALUES: dict[str, Rgb] = {
    "red": (222, 44, 48),
    "orange": (247, 140, 30),
    "yellow": (252, 212, 48),
    "green": (46, 164, 72),
    "blue": (42, 104, 214),
    "purple": (134, 66, 178),
    "pink": (246, 134, 178),
    "white": (248, 248, 244),
    "black": (34, 34, 40),
    "turquoise": (38, 194, 190),
    "brown": (136, 86, 52),
    "grey": (138, 144, 152),
}


@dataclass(frozen=True, slots=True)
class SkyPalette:
    """Colours of a sky from top to horizon, and the tint that its light lays over the land."""

    stops: tuple[Rgb, Rgb, Rgb]
    cloud: Rgb
    tint: Rgb
    tint_amount: float  # 0..1, how much of the tint the land takes on; things take on half


SKY_PALETTES: dict[str, SkyPalette] = {
    "day": SkyPalette(
        ((62, 142, 232), (128, 190, 244), (208, 232, 252)), (255, 255, 255), (255, 255, 255), 0.0
    ),
    "sunrise": SkyPalette(
        ((140, 172, 226), (246, 190, 204), (255, 236, 178)), (255, 232, 232), (255, 214, 196), 0.2
    ),
    "sunset": SkyPalette(
        ((108, 62, 142), (238, 98, 78), (255, 190, 80)), (255, 178, 150), (236, 112, 60), 0.24
    ),
    "dusk": SkyPalette(
        ((44, 36, 92), (106, 74, 150), (214, 124, 156)), (150, 128, 186), (84, 66, 142), 0.42
    ),
    "night": SkyPalette(
        ((8, 10, 40), (18, 26, 78), (44, 58, 122)), (84, 92, 132), (16, 24, 76), 0.54
    ),
    "storm": SkyPalette(
        ((52, 58, 68), (86, 94, 104), (142, 148, 154)), (62, 66, 76), (74, 80, 90), 0.46
    ),
}

# Far and near colour of each ground.
GROUND_PALETTES: dict[str, tuple[Rgb, Rgb]] = {
    "sea": ((86, 164, 214), (30, 94, 172)),
    "meadow": ((144, 206, 92), (74, 152, 62)),
    "desert": ((246, 216, 146), (222, 168, 92)),
    "snow": ((250, 252, 255), (206, 222, 240)),
    "lake": ((144, 206, 92), (74, 152, 62)),
}


def mixed(first: Rgb, second: Rgb, amount: float) -> Rgb:
    """`first` with `amount` (0..1) of `second` in it."""
    red, green, blue = (round(a + (b - a) * amount) for a, b in zip(first, second, strict=True))
    return red, green, blue


def shaded(colour: Rgb, amount: float) -> Rgb:
    """Darker by `amount` (0..1)."""
    return mixed(colour, (20, 20, 40), amount)


def lightened(colour: Rgb, amount: float) -> Rgb:
    """Lighter by `amount` (0..1)."""
    return mixed(colour, (255, 255, 255), amount)
