"""A colour profile with the primaries and the gamma of Adobe RGB (1998), made from its numbers."""

from __future__ import annotations

import struct

import numpy as np

GAMMA = 563 / 256
PRIMARIES = np.array(
    [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]]
)
"""XYZ under D50 of red, green and blue."""
SRGB_PRIMARIES = np.array(
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]]
)
WHITE = (0.9642, 1.0, 0.8249)
NAME = "Wide of the tests"


def wide_profile() -> bytes:
    """Layout: ICC.1:2001-04, a matrix profile of a display."""
    curve = b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(GAMMA * 256))
    name = NAME.encode() + b"\0"
    words = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78)
    tags = {
        b"desc": words + bytes(-len(words) % 4),
        b"cprt": b"text" + bytes(4) + b"none\0\0\0\0",
        b"wtpt": _xyz(WHITE),
        b"rXYZ": _xyz(PRIMARIES[0]),
        b"gXYZ": _xyz(PRIMARIES[1]),
        b"bXYZ": _xyz(PRIMARIES[2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(content))
        body += content
    header = struct.pack(">I4sI4s4s4s12x4s", start + len(body), b"", 0x02100000, b"mntr", b"RGB ",
                         b"XYZ ", b"acsp")  # fmt: skip
    header += bytes(68 - len(header)) + _fixed(WHITE)
    return header + bytes(128 - len(header)) + table + body


def in_srgb(wide: np.ndarray) -> np.ndarray:
    """(…, 3) of 0..255 in that profile's colours as sRGB of 0..255, unrounded, clipped."""
    xyz = (wide / 255) ** GAMMA @ PRIMARIES
    linear = np.clip(xyz @ np.linalg.inv(SRGB_PRIMARIES), 0, 1)
    bent = 1.055 * linear ** (1 / 2.4) - 0.055
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, bent)


def _xyz(values) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _fixed(values) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)
