"""The words of the world: every phrase that a caption may use, by what it names.

The first phrase of each row is the plainest one.
"""

from collections.abc import Mapping

Phrases = Mapping[str, tuple[str, ...]]

OPENINGS = (
    "a picture of",
    "an illustration of",
    "a drawing of",
    "a painting of",
    "a beautiful picture of",
    "a simple illustration of",
    "there is",
    "we see",
)

THINGS: Phrases = {
    "boat": ("boat", "sailing boat", "sailboat", "boat with sails", "ship"),
    "balloon": ("balloon", "hot air balloon", "hot-air balloon"),
    "house": ("house", "cottage", "home", "small house"),
    "lighthouse": ("lighthouse", "lighthouse tower"),
    "windmill": ("windmill", "mill"),
    "flowers": ("flowers", "blossoms", "flowers in bloom"),
    "pine": ("pine", "pine tree", "fir tree", "fir"),
    "tree": ("tree", "round tree", "leafy tree", "green tree"),
    "palm": ("palm", "palm tree"),
    "circle": ("circle", "disc", "round shape"),
    "square": ("square", "box"),
    "triangle": ("triangle",),
    "star": ("star", "star shape"),
    "heart": ("heart", "heart shape"),
}
PLURALS = frozenset({"flowers"})

COLOURS: Phrases = {
    "red": ("red", "bright red", "crimson"),
    "orange": ("orange", "bright orange"),
    "yellow": ("yellow", "bright yellow", "golden"),
    "green": ("green", "bright green"),
    "blue": ("blue", "bright blue"),
    "purple": ("purple", "violet"),
    "pink": ("pink", "rose"),
    "white": ("white", "snow-white"),
    "black": ("black", "dark"),
    "grey": ("grey", "gray"),
}

PLACES: Phrases = {
    "left": ("on the left", "to the left", "on the left side", "at the left"),
    "middle": ("in the middle", "in the centre", "in the center", "centred"),
    "right": ("on the right", "to the right", "on the right side", "at the right"),
}

SKY_PHRASES: Phrases = {
    "day": ("on a sunny day", "by day", "under a blue sky", "at noon", "on a clear day"),
    "sunrise": ("at sunrise", "at dawn", "in the early morning", "under a pink morning sky"),
    "sunset": ("at sunset", "at sunset", "in the light of the sunset", "under an orange sky"),
    "dusk": ("at dusk", "at twilight", "in the evening", "under a purple sky"),
    "night": ("at night", "on a starry night", "under the stars", "in the dark of night"),
    "storm": ("in a storm", "on a stormy day", "under dark clouds", "in stormy weather"),
}
SKY_NAMES: Phrases = {
    "day": ("a sunny day", "blue sky", "daylight"),
    "sunrise": ("sunrise", "dawn", "a sunrise"),
    "sunset": ("sunset", "a sunset", "an orange sunset"),
    "dusk": ("dusk", "twilight", "evening"),
    "night": ("night", "a starry night", "night sky"),
    "storm": ("storm", "a storm", "a stormy sky"),
}

GROUND_PHRASES: Phrases = {
    "sea": ("on the sea", "at sea", "on the ocean", "on the water", "by the sea"),
    "meadow": ("in a meadow", "on a green meadow", "in a field", "on the grass"),
    "desert": ("in the desert", "in a sandy desert", "on the sand", "among dunes"),
    "snow": ("in the snow", "in a snowy landscape", "on snow", "in winter"),
    "lake": ("by a lake", "at the lake", "on a lake", "near a lake"),
}
GROUND_NAMES: Phrases = {
    "sea": ("the sea", "the ocean", "a calm sea", "sea"),
    "meadow": ("a meadow", "a green meadow", "a field of grass", "meadow"),
    "desert": ("a desert", "the desert", "sand dunes", "desert"),
    "snow": ("snow", "a snowy landscape", "a winter landscape", "a snowy field"),
    "lake": ("a lake", "a blue lake", "the lake", "lake"),
}

BACKDROP_PHRASES: Phrases = {
    "mountains": (
        "with mountains behind",
        "in front of mountains",
        "with mountains in the background",
        "with snowy mountains",
    ),
    "hills": ("with hills behind", "in front of hills", "with green hills in the background"),
    "mesas": ("with mesas behind", "in front of red rocks", "with mesas in the background"),
}
BACKDROP_NAMES: Phrases = {
    "mountains": ("mountains", "snowy mountains"),
    "hills": ("hills", "green hills"),
    "mesas": ("mesas", "red rocks"),
}

LIGHT_PHRASES: Phrases = {
    "sun": ("with the sun", "with a bright sun", "under the sun"),
    "moon": ("under a full moon", "with the moon", "in the moonlight"),
    "lightning": ("with lightning", "with a flash of lightning"),
}
LIGHT_NAMES: Phrases = {"sun": ("sun",), "moon": ("moon",), "lightning": ("lightning",)}

# {colour} is the colour's name, {a} its article.
BACKGROUND_PHRASES = (
    "on {a} {colour} background",
    "on {colour}",
    "before {a} {colour} background",
    "with {a} {colour} background",
    "on plain {colour}",
    "against {a} {colour} wall",
)
BACKGROUND_NAMES = ("{colour} background", "{a} {colour} background", "plain {colour}")

LINKS = ("and", "with", "over", "next to", "the", "a", "an", "is", "that is", "some")

ALL_PHRASES: tuple[Phrases, ...] = (
    THINGS,
    COLOURS,
    PLACES,
    SKY_PHRASES,
    SKY_NAMES,
    GROUND_PHRASES,
    GROUND_NAMES,
    BACKDROP_PHRASES,
    BACKDROP_NAMES,
    LIGHT_PHRASES,
    LIGHT_NAMES,
)
