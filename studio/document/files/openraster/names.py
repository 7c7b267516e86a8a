"""What the entries of a project's zip are called."""

from __future__ import annotations

MIMETYPE = "mimetype"
MIMETYPE_CONTENT = b"image/openraster"
STACK = "stack.xml"
MERGED = "mergedimage.png"
THUMBNAIL = "Thumbnails/thumbnail.png"
DATA = "data/layer{:04d}.png"

EXTRAS = "latent-studio/project.json"
"""What only we know; everything of it lies in this folder."""
MASKS = "latent-studio/mask{:04d}.png"
RESULTS = "latent-studio/result{:04d}.png"
ICC = "latent-studio/icc.icc"
PROFILE = "latent-studio/profile.icc"
EXIF = "latent-studio/exif.bin"
VERSION = 1
"""Of what lies in that folder."""
STANDS_IN = "stands_in"
"""Key of a layer that shows others what they cannot blend themselves; is skipped here."""
