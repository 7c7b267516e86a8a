"""What a diffusion run learns and how; kept beside its state, so that it goes on as it began."""

import json
from dataclasses import dataclass
from pathlib import Path

from studio.scenes.world import FAIR_WORLD, World
from studio.training.kinds import Prediction

_FILE = "recipe.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    world: World = FAIR_WORLD
    prediction: Prediction = Prediction.V
    fills: bool = False
    """Whether the network is shown a hole and what is round it, as more channels."""

    def save(self, folder: Path) -> None:
        described = {
            "prediction": self.prediction,
            "fills": self.fills,
            "world": self.world.described(),
        }
        (folder / _FILE).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Recipe":
        """Raises FileNotFoundError where the folder has none, ValueError where it is damaged."""
        described = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        world, prediction = World.of(described["world"]), Prediction(described["prediction"])
        return cls(world, prediction, bool(described["fills"]))
