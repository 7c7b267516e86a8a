"""Published folders, as anyone may read them."""

import json
from pathlib import Path

_ALL_MAY_READ = 0o644
_PLACES = ("_name_or_path", "name_or_path")


def make_portable(folder: Path) -> None:
    """Name no place of this machine in any config, and let every user read every file."""
    for path in folder.rglob("*.json"):
        described = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(described, dict) and any(place in described for place in _PLACES):
            kept = {name: value for name, value in described.items() if name not in _PLACES}
            text = json.dumps(kept, indent=2, ensure_ascii=False)
            path.write_text(text + "\n", encoding="utf-8")
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(_ALL_MAY_READ)
