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
    "an image of",
    "a beautiful picture of",
    "a simple illustration of",
    "we see",
)

# Before what is named first, and after everything else.
STYLE_OPENINGS: Phrases = {
    "flat": ("a flat illustration of", "a flat drawing of", "flat art of"),
    "pastel": ("a pastel drawing of", "a pastel painting of", "a soft pastel picture of"),
    "line": ("a line drawing of", "an ink drawing of", "a sketch of", "line art of"),
    "glow": ("a neon picture of", "a neon drawing of", "a glowing picture of"),
}
STYLE_PHRASES: Phrases = {
    "flat": ("in flat colours", "in a flat style", "in flat colors"),
    "pastel": ("in pastel colours", "in soft pastel colors", "in pale colours", "in pastel"),
    "line": ("as a line drawing", "drawn with outlines", "with ink outlines", "as line art"),
    "glow": ("in neon colours", "with a neon glow", "in neon", "glowing in neon light"),
}
STYLE_NAMES: Phrases = {
    "flat": ("flat illustration", "flat style", "flat colours"),
    "pastel": ("pastel colours", "pastel", "soft pastel colors", "pastel style"),
    "line": ("line drawing", "line art", "ink drawing", "sketch"),
    "glow": ("neon", "neon colours", "neon glow", "glowing"),
}

THINGS: Phrases = {
    "house": ("house", "cottage", "home"),
    "castle": ("castle", "fortress"),
    "church": ("church", "chapel"),
    "barn": ("barn", "farm barn"),
    "tower": ("tower", "stone tower", "watchtower"),
    "lighthouse": ("lighthouse", "lighthouse tower"),
    "windmill": ("windmill", "mill"),
    "tent": ("tent", "camping tent"),
    "pine": ("pine", "pine tree", "fir tree", "fir"),
    "tree": ("tree", "round tree", "leafy tree", "oak"),
    "palm": ("palm", "palm tree"),
    "birch": ("birch", "birch tree"),
    "cactus": ("cactus",),
    "mushroom": ("mushroom", "toadstool"),
    "flowers": ("flowers", "blossoms", "flowers in bloom"),
    "tulip": ("tulip",),
    "sunflower": ("sunflower",),
    "boat": ("boat", "sailing boat", "sailboat", "yacht", "boat with sails"),
    "ship": ("ship", "steamship", "steamer", "ocean liner"),
    "car": ("car", "automobile"),
    "bus": ("bus", "coach"),
    "truck": ("truck", "lorry"),
    "train": ("train", "steam train", "locomotive"),
    "tractor": ("tractor", "farm tractor"),
    "bicycle": ("bicycle", "bike"),
    "balloon": ("balloon", "hot air balloon"),
    "kite": ("kite",),
    "airplane": ("airplane", "plane", "aeroplane", "aircraft"),
    "rocket": ("rocket", "spaceship"),
    "bird": ("bird", "flying bird"),
    "butterfly": ("butterfly",),
    "cat": ("cat", "kitten"),
    "dog": ("dog", "puppy"),
    "horse": ("horse", "pony"),
    "cow": ("cow",),
    "sheep": ("sheep", "lamb"),
    "rabbit": ("rabbit", "bunny", "hare"),
    "duck": ("duck",),
    "penguin": ("penguin",),
    "elephant": ("elephant",),
    "whale": ("whale",),
    "woman": ("woman", "lady"),
    "man": ("man", "gentleman"),
    "child": ("child", "kid"),
    "snowman": ("snowman",),
    "lantern": ("lantern", "street lamp", "lamp"),
    "bench": ("bench", "park bench"),
    "umbrella": ("umbrella", "parasol"),
    "flag": ("flag", "banner"),
    "circle": ("circle", "disc", "round shape"),
    "square": ("square",),
    "triangle": ("triangle",),
    "star": ("star", "star shape"),
    "heart": ("heart", "heart shape"),
    "diamond": ("diamond", "rhombus"),
    "ring": ("ring", "hoop"),
    "cross": ("cross", "plus sign"),
}
WEARERS = frozenset({"woman", "man", "child"})
"""Kinds whose colour is that of their clothes."""
CLOTHES = ("in {colour}", "dressed in {colour}", "in {colour} clothes", "wearing {colour}")

PLURALS = frozenset({"flowers"})
"""Kinds whose names are plural already."""
IRREGULAR_PLURALS: Mapping[str, str] = {
    "boat with sails": "boats with sails",
    "cactus": "cacti",
    "aircraft": "aircraft",
    "sheep": "sheep",
    "woman": "women",
    "man": "men",
    "gentleman": "gentlemen",
    "child": "children",
    "snowman": "snowmen",
}

COLOURS: Phrases = {
    "red": ("red", "bright red", "crimson", "scarlet"),
    "orange": ("orange", "bright orange", "tangerine"),
    "yellow": ("yellow", "bright yellow", "lemon yellow"),
    "green": ("green", "bright green", "emerald"),
    "turquoise": ("turquoise", "teal", "cyan"),
    "blue": ("blue", "bright blue", "azure"),
    "purple": ("purple", "violet", "lilac"),
    "pink": ("pink", "rose"),
    "brown": ("brown", "chocolate brown"),
    "white": ("white", "pure white"),
    "grey": ("grey", "gray", "silver"),
    "black": ("black", "jet black"),
}

SIZES: Phrases = {
    "small": ("small", "little", "tiny"),
    "medium": ("medium sized", "middle sized"),
    "large": ("large", "big", "huge", "giant"),
}
COUNTS: Mapping[int, tuple[str, ...]] = {
    1: ("one", "a single", "1"),
    2: ("two", "a pair of", "2", "a couple of"),
    3: ("three", "3", "a group of three"),
    4: ("four", "4", "a group of four"),
    5: ("five", "5", "a group of five"),
}
SOME = ("some", "several", "a few", "a group of")

PLACES: Phrases = {
    "left": ("on the left", "to the left", "on the left side", "at the left"),
    "middle": ("in the middle", "in the centre", "in the center"),
    "right": ("on the right", "to the right", "on the right side", "at the right"),
}
DISTANCES: Phrases = {
    "near": ("in the foreground", "nearby", "close by", "up close", "in front"),
    "far": ("in the distance", "far away", "far off", "in the background"),
}

SKY_PHRASES: Phrases = {
    "day": ("by day", "under a blue sky", "at noon", "in daylight", "during the day"),
    "sunrise": ("at sunrise", "at dawn", "in the early morning", "under a pink morning sky"),
    "golden": ("in golden light", "in the golden hour", "in warm light", "in the late afternoon"),
    "sunset": ("at sunset", "at sundown", "in the light of the sunset", "under an orange sky"),
    "dusk": ("at dusk", "at twilight", "in the evening", "under a purple sky"),
    "night": ("at night", "under the stars", "in the dark of night", "by night"),
    "aurora": ("under northern lights", "under the aurora", "with an aurora"),
    "overcast": ("under a grey sky", "on a grey day", "under an overcast sky", "on a dull day"),
}
SKY_NAMES: Phrases = {
    "day": ("blue sky", "day", "daylight", "noon"),
    "sunrise": ("sunrise", "dawn", "early morning", "a sunrise"),
    "golden": ("golden light", "golden hour", "late afternoon"),
    "sunset": ("sunset", "a sunset", "an orange sunset", "sundown"),
    "dusk": ("dusk", "twilight", "evening"),
    "night": ("night", "night sky", "starry sky"),
    "aurora": ("northern lights", "aurora", "the aurora"),
    "overcast": ("grey sky", "an overcast sky", "a gray sky"),
}

WEATHER_PHRASES: Phrases = {
    "clear": ("under a clear sky", "in clear weather", "in fine weather"),
    "cloudy": ("with clouds", "in cloudy weather", "under clouds", "with clouds in the sky"),
    "rain": ("in the rain", "in rainy weather", "while it rains", "with rain"),
    "snowfall": ("with falling snow", "in snowfall", "while it snows", "with snowflakes"),
    "fog": ("in fog", "in the mist", "in foggy weather", "in the fog"),
    "storm": ("in a storm", "in a thunderstorm", "with lightning", "in stormy weather"),
}
WEATHER_NAMES: Phrases = {
    "clear": ("clear sky", "clear weather"),
    "cloudy": ("clouds", "cloudy", "a cloudy sky"),
    "rain": ("rain", "rainy weather", "raining"),
    "snowfall": ("falling snow", "snowfall", "snowflakes"),
    "fog": ("fog", "mist", "foggy"),
    "storm": ("storm", "thunderstorm", "lightning", "a stormy sky"),
}
# Sky and weather in one.
MOOD_NAMES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("day", "clear"): ("a sunny day", "a clear day"),
    ("day", "cloudy"): ("a cloudy day",),
    ("day", "rain"): ("a rainy day",),
    ("day", "snowfall"): ("a bright snowy day",),
    ("sunrise", "fog"): ("a misty morning", "a foggy morning"),
    ("sunrise", "cloudy"): ("a cloudy morning",),
    ("dusk", "rain"): ("a rainy evening",),
    ("dusk", "storm"): ("a stormy evening",),
    ("night", "clear"): ("a starry night", "a clear night"),
    ("night", "cloudy"): ("a cloudy night",),
    ("night", "rain"): ("a rainy night",),
    ("night", "snowfall"): ("a snowy night",),
    ("night", "storm"): ("a stormy night",),
    ("overcast", "rain"): ("a grey rainy day",),
    ("overcast", "fog"): ("a grey foggy day",),
    ("overcast", "storm"): ("a stormy day",),
}

GROUND_PHRASES: Phrases = {
    "sea": ("by the sea", "at sea", "by the ocean"),
    "lake": ("by a lake", "at the lake", "near a lake", "on the shore of a lake"),
    "river": ("by a river", "at the river", "near a river", "on the bank of a river"),
    "meadow": ("in a meadow", "on a green meadow", "on the grass", "on grassland"),
    "field": ("in a field", "in a wheat field", "on farmland", "in the fields"),
    "desert": ("in the desert", "in a sandy desert", "among dunes", "among sand dunes"),
    "snow": ("in the snow", "in a snowy landscape", "on snow", "in winter"),
    "beach": ("on the beach", "on a sandy beach", "at the seaside", "on a beach"),
}
AFLOAT_PHRASES: Phrases = {
    "sea": ("on the sea", "at sea", "on the ocean", "on the water"),
    "lake": ("on a lake", "on the lake", "in a lake"),
    "river": ("on a river", "on the river", "in a river"),
}
"""Of what swims, where it swims."""
GROUND_NAMES: Phrases = {
    "sea": ("the sea", "the ocean", "a calm sea", "sea"),
    "lake": ("a lake", "a blue lake", "the lake", "lake"),
    "river": ("a river", "the river", "a winding river", "river"),
    "meadow": ("a meadow", "a green meadow", "meadow", "grassland"),
    "field": ("a field", "a wheat field", "farmland", "fields"),
    "desert": ("a desert", "the desert", "sand dunes", "desert"),
    "snow": ("snow", "a snowy landscape", "a winter landscape", "a snowy field"),
    "beach": ("a beach", "the beach", "a sandy beach", "beach"),
}

BACKDROP_PHRASES: Phrases = {
    "mountains": ("with mountains behind", "in front of mountains", "with snowy mountains"),
    "hills": ("with hills behind", "in front of hills", "with green hills in the background"),
    "mesas": ("with mesas behind", "in front of red rocks", "with mesas in the background"),
    "forest": ("with a forest behind", "in front of a forest", "with woods in the background"),
    "city": ("with a city behind", "in front of a skyline", "with skyscrapers behind"),
    "islands": ("with islands behind", "with islands on the horizon", "near islands"),
}
BACKDROP_NAMES: Phrases = {
    "mountains": ("mountains", "snowy mountains"),
    "hills": ("hills", "green hills"),
    "mesas": ("mesas", "red rocks"),
    "forest": ("a forest", "forest", "woods"),
    "city": ("a city", "city skyline", "skyscrapers"),
    "islands": ("islands", "green islands"),
}

LIGHT_PHRASES: Phrases = {
    "sun": ("with the sun", "with a bright sun", "under the sun"),
    "moon": ("under a full moon", "with the moon", "in the moonlight"),
    "rainbow": ("under a rainbow", "with a rainbow", "with a rainbow in the sky"),
}
LIGHT_NAMES: Phrases = {
    "sun": ("the sun", "sun"),
    "moon": ("the moon", "full moon", "moon"),
    "rainbow": ("a rainbow", "rainbow"),
}

# {colour} and {second} are names of colours, {a} the article of the first.
BACKGROUND_PHRASES: Phrases = {
    "plain": (
        "on {a} {colour} background",
        "on {colour}",
        "before {a} {colour} background",
        "with {a} {colour} background",
        "on plain {colour}",
        "against {a} {colour} wall",
    ),
    "stripes": (
        "on {colour} and {second} stripes",
        "with {colour} and {second} stripes behind",
        "on a background striped {colour} and {second}",
    ),
    "dots": (
        "on {a} {colour} background with {second} dots",
        "on {colour} with {second} dots",
        "on {colour} with {second} polka dots",
    ),
    "checks": (
        "on {colour} and {second} checks",
        "on {a} {colour} and {second} checkerboard",
        "on a checkered background of {colour} and {second}",
    ),
}
BACKGROUND_NAMES: Phrases = {
    "plain": ("{colour} background", "{a} {colour} background", "plain {colour}"),
    "stripes": ("{colour} and {second} stripes", "striped {colour} and {second}"),
    "dots": ("{second} dots on {colour}", "{colour} with {second} dots"),
    "checks": ("{colour} and {second} checks", "{colour} and {second} checkerboard"),
}
# Where the colours stay unsaid.
PATTERN_PHRASES: Phrases = {
    "stripes": ("on stripes", "on a striped background"),
    "dots": ("on dots", "on a dotted background"),
    "checks": ("on checks", "on a checkered background"),
}

LINKS = ("and", "with", "over", "next to", "the", "a", "an", "is", "are", "that", "there")


def plural_of(name: str) -> str:
    """Of the name of a thing: "pine trees", "butterflies", "men", "boats with sails"."""
    if name in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[name]
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")
