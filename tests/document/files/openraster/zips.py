"""OpenRaster files made by hand: as other programs write them, and as somebody who means harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from studio.core.pixels import Pixels

MIMETYPE = ("mimetype", b"image/openraster")
Entries = list[tuple[str, bytes]]


def png(pixels: Pixels) -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def stack_xml(inside: str, size: str = 'w="20" h="10"') -> tuple[str, bytes]:
    text = f'<?xml version="1.0"?><image {size}><stack>{inside}</stack></image>'
    return "stack.xml", text.encode()


def layer_xml(name: str = "a", src: str = "data/a.png", **attributes: str) -> str:
    words = {"name": name, "src": src} | attributes
    told = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in words.items())
    return f"<layer {told}/>"


def written(path: Path, entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


def red(width: int = 20, height: int = 10) -> bytes:
    return png(np.full((height, width, 4), (255, 0, 0, 255), np.uint8))


def plain_entries() -> Entries:
    return [MIMETYPE, ("data/a.png", red()), stack_xml(layer_xml())]


def claiming_png(width: int, height: int, body: bytes = bytes(100)) -> bytes:
    """A PNG whose header says a size that its few bytes cannot fill."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


# Refused as a whole.


def encrypted(path: Path) -> None:
    written(path, plain_entries())
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + offset] |= 1
            start = content.find(signature, start + 4)
    path.write_bytes(content)


def doubled(path: Path) -> None:
    written(path, [*plain_entries(), ("data/b.png", red())])
    path.write_bytes(path.read_bytes().replace(b"data/b.png", b"data/a.png"))


def lying_size(path: Path) -> None:
    """stack.xml says that it unpacks to 3 GB."""
    written(path, plain_entries())
    content = bytearray(path.read_bytes())
    start = content.rfind(b"PK\x01\x02")
    content[start + 24 : start + 28] = struct.pack("<I", 3_000_000_000)
    path.write_bytes(content)


def bomb(path: Path) -> None:
    """A stack.xml of 60 MB in 60 kB."""
    name, content = stack_xml("<layer/>" + " " * 60_000_000)
    written(path, [MIMETYPE, (name, content)])


def long_list(path: Path) -> None:
    written(path, [MIMETYPE, *((f"junk/{index}", b"") for index in range(10_100))])


def longer_list(path: Path) -> None:
    """The end of the zip says that its list of files is 8 MB long."""
    written(path, plain_entries())
    content = path.read_bytes()
    end = content.rfind(b"PK\x05\x06")
    size, start = 8_000_000, struct.unpack("<I", content[end + 16 : end + 20])[0]
    tail = content[end : end + 12] + struct.pack("<II", size, start) + content[end + 20 :]
    padding = bytes(size - (end - start))
    path.write_bytes(content[:start] + content[start:end] + padding + tail)


def with_stack(text: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        written(path, [MIMETYPE, ("data/a.png", red()), ("stack.xml", text)])

    return make


def with_name(name: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        written(path, [*plain_entries(), (name, b"x")])

    return make


_LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12)
)
_HEAD = b'<?xml version="1.0"?>'
_IMAGE = b'<image w="20" h="10">'

REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "encrypted": (encrypted, "encrypted"),
    "doubled name": (doubled, "two files named"),
    "lying size": (lying_size, "too long to be true"),
    "bomb": (bomb, "too long to be true"),
    "many files": (long_list, "more than 10000 files"),
    "long list of files": (longer_list, "list of files is too long"),
    "way out": (with_name("../a"), "outside of it"),
    "way out below": (with_name("data/../../a"), "outside of it"),
    "absolute": (with_name("/etc/a"), "outside of it"),
    "backslashes": (with_name("..\\a"), "outside of it"),
    "entities": (
        with_stack(
            _HEAD + b'<!DOCTYPE i [<!ENTITY l0 "ha">' + _LAUGHS + b"]>" + _IMAGE + b"</image>"
        ),
        "declares entities",
    ),
    "outer entity": (
        with_stack(_HEAD + b'<!DOCTYPE i [<!ENTITY f SYSTEM "file:///etc/passwd">]><i>&f;</i>'),
        "declares entities",
    ),
    "deep groups": (
        with_stack(_HEAD + _IMAGE + b"<stack>" * 200 + b"</stack>" * 200 + b"</image>"),
        "more than 100 groups",
    ),
    "deep unknown": (
        with_stack(_HEAD + _IMAGE + b"<x>" * 50_000 + b"</x>" * 50_000 + b"</image>"),
        "more than 100 groups",
    ),
    "many layers": (
        with_stack(_HEAD + _IMAGE + b"<stack>" + b"<layer/>" * 5001 + b"</stack></image>"),
        "more than 5000 layers",
    ),
    "cut list": (with_stack(_HEAD + _IMAGE + b"<stack><layer"), "cannot be read"),
    "no such encoding": (
        with_stack(b'<?xml version="1.0" encoding="UTD-8"?>' + _IMAGE + b"</image>"),
        "cannot be read",
    ),
    "empty list": (with_stack(b""), "cannot be read"),
    "no picture": (with_stack(_HEAD + b"<image/>"), "no picture"),
    "no size": (with_stack(_HEAD + b"<image><stack/></image>"), "must be 1 to 16384 px"),
    "huge size": (
        with_stack(_HEAD + b'<image w="99999999" h="4"><stack/></image>'),
        "must be 1 to 16384 px",
    ),
    "another kind": (
        lambda path: (
            written(path, [("mimetype", b"application/x-krita"), *plain_entries()[1:]]) and None
        ),
        "no OpenRaster file",
    ),
    "no list": (lambda path: written(path, [MIMETYPE]) and None, "no OpenRaster file"),
    "no zip": (lambda path: path.write_bytes(b"PK\x03\x04 and then nothing") and None, "damaged"),
    "empty": (lambda path: path.write_bytes(b"") and None, "damaged"),
}
"""What each does, and words of the sentence that it gets."""
