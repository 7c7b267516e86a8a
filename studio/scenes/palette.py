"""The world's colours. An RGB triple holds 0..255."""

from dataclasses import dataclass

Rgb = tuple[int, int, int]

COLOUR_VALUES: dict[str, Rgb] = {
    "red": (222, 44, 48),
    "orange": (247, 140, 30),
    "yellow": (252, 212, 48),
    "green": (46, 164, 72),
    "turquoise": (38, 194, 190),
    "blue": (42, 104, 214),
    "purple": (134, 66, 178),
    "pink": (246, 134, 178),
    "brown": (136, 86, 52),
    "white": (248, 248, 244),
    "grey": (138, 144, 152),
    "black": (34, 34, 40),
}


@dataclass(frozen=True, slots=True)
class SkyPalette:
    """Colours of a sky, and the tint that its light lays over the land."""

    stops: tuple[Rgb, Rgb, Rgb, Rgb]
    """From the top to the horizon."""
    cloud: Rgb
    cloud_shade: Rgb
    """Of the clouds' undersides."""
    tint: Rgb
    tint_amount: float
    """How much of the tint the land takes on, 0..1; things take on less."""
    light: Rgb
    """Of the sun or the moon, and of its glints on the land and the water."""
    brightness: float
    """0..1; stars come out and windows are lit where it is low."""

    @property
    def haze(self) -> Rgb:
        """The air right at the horizon."""
        return self.stops[-1]

    @property
    def veil(self) -> Rgb:
        """The air between the viewer and what stands on the horizon."""
        return mixed(self.stops[2], self.stops[3], 0.5)

    @property
    def is_dark(self) -> bool:
        return self.brightness < 0.4


SKY_PALETTES: dict[str, SkyPalette] = {
    "day": SkyPalette(
        stops=((44, 122, 222), (92, 170, 242), (158, 210, 250), (222, 241, 252)),
        cloud=(255, 255, 255),
        cloud_shade=(202, 220, 242),
        tint=(255, 255, 255),
        tint_amount=0.0,
        light=(255, 238, 140),
        brightness=1.0,
    ),
    "sunrise": SkyPalette(
        stops=((120, 164, 228), (190, 190, 228), (252, 200, 196), (255, 236, 190)),
        cloud=(255, 232, 224),
        cloud_shade=(238, 176, 190),
        tint=(255, 196, 190),
        tint_amount=0.18,
        light=(255, 246, 204),
        brightness=0.94,
    ),
    "golden": SkyPalette(
        stops=((116, 164, 186), (206, 196, 150), (252, 204, 104), (255, 226, 146)),
        cloud=(255, 238, 194),
        cloud_shade=(234, 176, 98),
        tint=(255, 170, 50),
        tint_amount=0.24,
        light=(255, 248, 206),
        brightness=0.92,
    ),
    "sunset": SkyPalette(
        stops=((66, 44, 122), (176, 62, 122), (242, 100, 76), (255, 192, 84)),
        cloud=(250, 142, 122),
        cloud_shade=(146, 62, 116),
        tint=(196, 62, 70),
        tint_amount=0.28,
        light=(255, 226, 120),
        brightness=0.72,
    ),
    "dusk": SkyPalette(
        stops=((30, 32, 84), (72, 66, 142), (150, 100, 164), (236, 158, 160)),
        cloud=(150, 120, 178),
        cloud_shade=(88, 74, 138),
        tint=(66, 52, 132),
        tint_amount=0.42,
        light=(255, 214, 190),
        brightness=0.5,
    ),
    "night": SkyPalette(
        stops=((6, 9, 36), (12, 22, 70), (26, 44, 106), (54, 78, 148)),
        cloud=(70, 84, 136),
        cloud_shade=(32, 42, 88),
        tint=(14, 24, 80),
        tint_amount=0.64,
        light=(236, 238, 255),
        brightness=0.28,
    ),
    "aurora": SkyPalette(
        stops=((5, 10, 34), (8, 26, 60), (12, 52, 78), (30, 98, 104)),
        cloud=(54, 98, 118),
        cloud_shade=(20, 46, 72),
        tint=(8, 56, 82),
        tint_amount=0.52,
        light=(226, 255, 240),
        brightness=0.3,
    ),
    "overcast": SkyPalette(
        stops=((148, 160, 176), (172, 184, 197), (197, 206, 213), (222, 226, 227)),
        cloud=(216, 222, 228),
        cloud_shade=(162, 172, 186),
        tint=(140, 152, 168),
        tint_amount=0.26,
        light=(250, 248, 236),
        brightness=0.86,
    ),
}


@dataclass(frozen=True, slots=True)
class GroundPalette:
    far: Rgb
    near: Rgb


GROUND_PALETTES: dict[str, GroundPalette] = {
    "sea": GroundPalette((92, 176, 216), (16, 82, 156)),
    "lake": GroundPalette((150, 202, 96), (62, 142, 70)),
    "river": GroundPalette((158, 208, 98), (70, 148, 66)),
    "meadow": GroundPalette((172, 216, 96), (70, 154, 58)),
    "field": GroundPalette((240, 206, 96), (206, 152, 52)),
    "desert": GroundPalette((250, 220, 150), (222, 158, 86)),
    "snow": GroundPalette((250, 252, 255), (206, 222, 242)),
    "beach": GroundPalette((248, 228, 176), (230, 194, 130)),
}


def mixed(first: Rgb, second: Rgb, amount: float) -> Rgb:
    """`first` with `amount` (0..1) of `second` in it."""
    return (
        round(first[0] + (second[0] - first[0]) * amount),
        round(first[1] + (second[1] - first[1]) * amount),
        round(first[2] + (second[2] - first[2]) * amount),
    )


def shaded(colour: Rgb, amount: float) -> Rgb:
    """Darker by `amount` (0..1)."""
    return mixed(colour, (20, 20, 40), amount)


def lightened(colour: Rgb, amount: float) -> Rgb:
    """Lighter by `amount` (0..1)."""
    return mixed(colour, (255, 255, 255), amount)


def dimmed(colour: Rgb, brightness: float) -> Rgb:
    """As it looks where there is less light: `brightness` 0..1."""
    return mixed((0, 0, 0), colour, brightness)
