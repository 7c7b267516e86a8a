"""What is published names no place of the machine that trained it, and all may read it."""

import json
from pathlib import Path

from studio.training.folders import make_portable


def test_configs_name_no_place(tmp_path: Path):
    config = tmp_path / "vae" / "config.json"
    config.parent.mkdir()
    config.write_text(json.dumps({"_name_or_path": "/a/folder", "channels": 4}))
    make_portable(tmp_path)
    assert json.loads(config.read_text()) == {"channels": 4}


def test_every_user_may_read_every_file(tmp_path: Path):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"weights")
    weights.chmod(0o600)
    make_portable(tmp_path)
    assert weights.stat().st_mode & 0o777 == 0o644
