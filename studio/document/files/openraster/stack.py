"""stack.xml: the tree of layers as OpenRaster tells it, topmost first.

Source: https://www.openraster.org/baseline/layer-stack-spec.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from studio.core.errors import FileProblem
from studio.core.geometry import Extent

DEEPEST = 100
"""Groups in groups."""
MOST_ENTRIES = 5000
LONGEST_NAME = 1000
"""In characters."""
_FARTHEST = 1 << 24
"""In px from the canvas's corner."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A layer, or a group of entries."""

    name: str
    children: tuple[Entry, ...] | None
    """Topmost first; None = a layer."""
    src: str = ""
    x: int = 0
    y: int = 0
    opacity: float = 1.0
    visible: bool = True
    locked: bool = False
    active: bool = False
    composite_op: str = "svg:src-over"
    isolated: bool = True
    """Whether a group's layers blend with each other only."""
    left_out: tuple[str, ...] = ()
    """Kinds of entries in a group that nothing here can show."""


@dataclass(frozen=True, slots=True)
class Stack:
    extent: Extent
    root: Entry


def walk_down(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Every entry in the order of the file."""
    for entry in entries:
        yield entry
        yield from walk_down(entry.children or ())


# Writing.


def written(stack: Stack) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    size = {"version": "0.0.5", "w": str(stack.extent.width), "h": str(stack.extent.height)}
    lines.append(_tag("image", size, ">"))
    lines.append(_tag("stack", {}, ">", depth=1))
    for entry in stack.root.children or ():
        lines.extend(_lines(entry, 2))
    lines += [" </stack>", "</image>", ""]
    return "\n".join(lines).encode()


def _lines(entry: Entry, depth: int) -> Iterator[str]:
    looks = {
        "name": _NOT_IN_XML.sub("", entry.name)[:LONGEST_NAME],
        "composite-op": entry.composite_op,
        "opacity": _opacity_text(entry.opacity),
        "visibility": "visible" if entry.visible else "hidden",
    }
    if entry.locked:
        looks["edit-locked"] = "true"
    if entry.active:
        looks["selected"] = "true"
    if entry.children is None:
        place = {"src": entry.src, "x": str(entry.x), "y": str(entry.y)}
        yield _tag("layer", looks | place, "/>", depth)
        return
    yield _tag("stack", looks | {"isolation": "isolate"}, ">", depth)
    for child in entry.children:
        yield from _lines(child, depth + 1)
    yield f"{' ' * depth}</stack>"


def _tag(name: str, attributes: Mapping[str, str], end: str, depth: int = 0) -> str:
    words = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"{' ' * depth}<{name}{words}{end}"


def _opacity_text(opacity: float) -> str:
    """The nearest of 255 steps, and a little more: Krita cuts off what follows the point."""
    steps = round(opacity * 255)
    return "1.0" if steps == 255 else f"{math.ceil(steps / 255 * 1e6) / 1e6:.6f}"  # noqa: PLR2004


# Reading.


def parsed(content: bytes, name: str) -> Stack:
    """name: of the file, for what is raised. Raises FileProblem."""
    reader = _Reader(name)
    reader.parse(content)
    size = reader.size
    if size is None or reader.root is None:
        raise FileProblem(f"{name} is damaged: its list of layers has no picture.")
    return Stack(size, reader.root)


class _Reader:
    """Takes in one element after another and refuses what no honest file has."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[tuple[dict[str, str], list[Entry], list[str]]] = []
        self._count = 0
        self._depth_of_unknown = 0
        self.size: Extent | None = None
        self.root: Entry | None = None

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileProblem(
                f"{self._name} is damaged: its list of layers cannot be read."
            ) from error

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise FileProblem(
            f"{self._name} is refused: its list of layers declares entities,"
            " as only a file that means harm does."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ENTRIES or len(self._open) + self._depth_of_unknown > DEEPEST:
            raise FileProblem(
                f"{self._name} is refused: it has more than {MOST_ENTRIES} layers,"
                f" or groups within more than {DEEPEST} groups."
            )
        if self._depth_of_unknown:
            self._depth_of_unknown += 1
        elif tag == "image" and self.size is None:
            self.size = Extent(_whole(attributes.get("w")), _whole(attributes.get("h")))
        elif tag == "stack":
            self._open.append((attributes, [], []))
        elif tag == "layer" and self._open:
            self._open[-1][1].append(_layer(attributes))
        else:
            self._depth_of_unknown = 1
            if self._open:
                self._open[-1][2].append(tag)

    def _end(self, tag: str) -> None:
        if self._depth_of_unknown:
            self._depth_of_unknown -= 1
        elif tag == "stack":
            group = _group(*self._open.pop())
            if self._open:
                self._open[-1][1].append(group)
            elif self.root is None:
                self.root = group


def _layer(attributes: dict[str, str]) -> Entry:
    place = _whole(attributes.get("x")), _whole(attributes.get("y"))
    return replace(_looks(attributes), src=attributes.get("src", ""), x=place[0], y=place[1])


def _group(attributes: dict[str, str], children: list[Entry], left_out: list[str]) -> Entry:
    looks = _looks(attributes)
    # By the specification a group that is not drawn plainly is isolated in any case.
    is_plain = looks.opacity == 1.0 and looks.composite_op == "svg:src-over"
    isolated = attributes.get("isolation", "auto") == "isolate" or not is_plain
    return replace(looks, children=tuple(children), isolated=isolated, left_out=tuple(left_out))


def _looks(attributes: dict[str, str]) -> Entry:
    return Entry(
        name=attributes.get("name", "")[:LONGEST_NAME],
        children=None,
        opacity=_opacity(attributes.get("opacity", "1.0")),
        visible=attributes.get("visibility", "visible") != "hidden",
        locked=attributes.get("edit-locked") == "true",
        active=attributes.get("selected") == "true",
        composite_op=attributes.get("composite-op", "svg:src-over"),
    )


def _opacity(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else 1.0


def _whole(text: str | None) -> int:
    """px; 0 where it is no number."""
    try:
        value = float(text or "0")
    except ValueError:
        return 0
    return round(min(max(value, -_FARTHEST), _FARTHEST)) if math.isfinite(value) else 0
