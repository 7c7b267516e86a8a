"""A project out of a zip, of this or another program."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from studio.core.errors import BadInput, FileProblem
from studio.core.geometry import Extent
from studio.core.pixels import check_extent
from studio.document import room
from studio.document.files.openraster import names
from studio.document.files.openraster.archive import Archive, opened
from studio.document.files.openraster.blends import CLIPPED, blend_named
from studio.document.files.openraster.pictures import PictureReader
from studio.document.files.openraster.project import Extras, Progress, Project
from studio.document.files.openraster.stack import Entry, Stack, parsed, walk_down
from studio.document.files.openraster.told import Told, read_told
from studio.document.files.values import with_fields
from studio.document.layer import Blend, Group, Layer, Node, new_uid, walk
from studio.document.picture import NamedMask, Picture
from studio.document.source import Source
from studio.document.surface import Mask, Raster

T = TypeVar("T")
Words = Mapping[str, object]

_LONGEST_STACK = 8 << 20
_BYTES_A_PIXEL = 4
_MOST_NOTICES = 5


def read(path: Path, progress: Progress) -> Project:
    """Raises FileProblem."""
    progress(0.0)
    with opened(path) as archive:
        project = _Reading(archive, progress).project()
    progress(1.0)
    return project


class _Reading:
    """One file's way into a picture, and what has to be said about it."""

    def __init__(self, archive: Archive, progress: Progress) -> None:
        self._archive = archive
        self._progress = progress
        self._pictures = PictureReader(archive)
        self._notices: list[str] = []
        self._done_px, self._total_px = 0, 1
        self._uids: set[str] = set()
        self._active: str | None = None
        self._is_near_only = False
        """Whether the layers look otherwise than in the program that wrote them."""

    def project(self) -> Project:
        content = self._stack_content()
        stack = parsed(content, self._archive.name)
        self._check_extent(stack.extent)
        told = self._or_none(lambda: read_told(self._archive)) or Told(self._archive, {})
        self._check_memory(stack, told)
        words = iter(told.nodes(hashlib.sha256(content).hexdigest()))
        nodes = self._nodes(stack.root, words, stack.extent)
        if self._is_near_only:
            nodes = (*nodes, *self._as_saved(stack.extent))
        picture = self._picture(stack.extent, nodes, told)
        source = self._or_none(lambda: told.source) or Source()
        extras = self._or_none(lambda: told.extras(self._pictures)) or Extras()
        if self._pictures.narrowed:
            self._notices.append("Its layers had 16 bits a channel, and have 8 now.")
        notices = tuple(dict.fromkeys(self._notices))[:_MOST_NOTICES]
        return Project(picture=picture, source=source, extras=extras, notices=notices)

    # Before memory is taken.

    def _stack_content(self) -> bytes:
        archive = self._archive
        kind = b""
        if names.MIMETYPE in archive:
            kind = archive.read(names.MIMETYPE, 1000).strip()
        if kind not in (b"", names.MIMETYPE_CONTENT) or names.STACK not in archive:
            raise FileProblem(f"{archive.name} is no OpenRaster file: it has no list of layers.")
        return archive.read(names.STACK, _LONGEST_STACK)

    def _check_extent(self, extent: Extent) -> None:
        try:
            check_extent(extent)
        except BadInput as error:
            raise FileProblem(f"{self._archive.name} cannot be opened: {error}") from error

    def _check_memory(self, stack: Stack, told: Told) -> None:
        """By the headers of all pictures that will be decoded."""
        entries = walk_down(stack.root.children or ())
        layers = [entry.src for entry in entries if entry.children is None]
        areas = [self._area(src) for src in (*layers, *told.pictures(), names.MERGED)]
        self._total_px = max(1, sum(areas))
        # The canvas as it is shown, and the largest picture once as file and once decoded.
        besides = room.document_bytes(stack.extent, layers=0) + 2 * max(areas, default=0)
        try:
            room.check_memory(sum(areas) * _BYTES_A_PIXEL + besides, self._archive.name)
        except BadInput as error:
            raise FileProblem(str(error)) from error

    def _area(self, src: str) -> int:
        """0 where there is no such picture: that is told when its turn comes."""
        if not src or src not in self._archive:
            return 0
        try:
            return self._pictures.extent(src).area
        except FileProblem:
            return 0

    # The tree.

    def _nodes(self, group: Entry, words: Iterator[Words], extent: Extent) -> tuple[Node, ...]:
        """Bottom first."""
        if group.left_out:
            kinds = ", ".join(sorted(set(group.left_out)))
            self._notices.append(f"It has layers of a kind that is not known here: {kinds}.")
            self._is_near_only = True
        found: list[Node] = []
        for entry in group.children or ():
            own = next(words, {})
            if own.get(names.STANDS_IN) is not True:
                found[:0] = self._node(entry, own, words, extent)
        return tuple(found)

    def _node(
        self, entry: Entry, own: Words, words: Iterator[Words], extent: Extent
    ) -> tuple[Node, ...]:
        if entry.children is None:
            plain: Node = Layer(raster=self._raster(entry, extent), name=entry.name or "Layer")
        else:
            children = self._nodes(entry, words, extent)
            if not entry.isolated and _would_differ(children):
                return self._let_out(entry, children)
            plain = Group(children=children, name=entry.name or "Group")
        node = self._with_own_uid(with_fields(self._with_looks(plain, entry), own))
        if entry.active:
            self._active = node.uid
        return (node,)

    def _with_looks(self, node: Node, entry: Entry) -> Node:
        blend = blend_named(entry.composite_op)
        if blend is None:
            self._is_near_only = True
            self._notices.append(
                f"“{node.name}” is blended in a way that is not known here"
                f" ({entry.composite_op[:40]}), and is shown normally."
            )
        return replace(
            node,
            visible=entry.visible,
            opacity=entry.opacity,
            locked=entry.locked,
            blend=blend or Blend.NORMAL,
            clips=entry.composite_op == CLIPPED,
        )

    def _as_saved(self, extent: Extent) -> tuple[Node, ...]:
        """The whole picture as the other program shows it, to look at and to pick from."""
        if names.MERGED not in self._archive:
            return ()
        try:
            raster, _ = self._pictures.raster(names.MERGED, 0, 0, extent)
        except FileProblem:
            return ()  # it adds nothing to the layers where it is damaged
        self._notices.append("The hidden layer “As it was saved” shows what it looked like.")
        return (Layer(raster=raster, name="As it was saved", visible=False, locked=True),)

    def _with_own_uid(self, node: Node) -> Node:
        """No two nodes answer to the same one."""
        if node.uid in self._uids:
            node = replace(node, uid=new_uid())
        self._uids.add(node.uid)
        return node

    def _let_out(self, entry: Entry, children: tuple[Node, ...]) -> tuple[Node, ...]:
        """The layers of a group that blend with what lies below it, without the group."""
        self._notices.append(
            f"The layers of “{entry.name}” blend with those below it, and stand without it now."
        )
        if entry.visible:
            return children
        return tuple(replace(child, visible=False) for child in children)

    def _raster(self, entry: Entry, extent: Extent) -> Raster:
        self._progress(min(1.0, self._done_px / self._total_px))
        self._done_px += self._area(entry.src)
        try:
            raster, is_cut = self._pictures.raster(entry.src, entry.x, entry.y, extent)
        except FileProblem as error:
            self._notices.append(f"The layer “{entry.name}” is empty: {error}")
            return Raster.clear(extent)
        if is_cut:
            self._notices.append(
                f"A part of “{entry.name}” lies too far from the picture, and is left out."
            )
        return raster

    # The rest.

    def _picture(self, extent: Extent, nodes: tuple[Node, ...], told: Told) -> Picture:
        masks = self._or_none(lambda: told.masks(extent, self._pictures)) or ()
        masks = _with_own_uids(masks) or (NamedMask(mask=Mask.empty(extent), name="Mask"),)
        uids = {node.uid for node in walk(nodes)}
        from_top = (node.uid for node in reversed(nodes) if node.visible)
        wanted = (told.active_node, self._active, *from_top, nodes[-1].uid if nodes else None)
        mask_uids = [entry.uid for entry in masks]
        return Picture(
            extent=extent,
            nodes=nodes,
            masks=masks,
            active_node=next((uid for uid in wanted if uid in uids), None),
            active_mask=told.active_mask if told.active_mask in mask_uids else mask_uids[0],
            guides=told.guides,
        )

    def _or_none(self, part: Callable[[], T]) -> T | None:
        """A part of what only we know; None with a notice where it is damaged."""
        try:
            return part()
        except FileProblem as error:
            self._notices.append(f"The layers are whole, but not all besides: {error}")
            return None


def _would_differ(children: tuple[Node, ...]) -> bool:
    """Whether it shows that a group's layers blend only with each other."""
    return any(child.blend is not Blend.NORMAL or child.clips for child in children)


def _with_own_uids(masks: tuple[NamedMask, ...]) -> tuple[NamedMask, ...]:
    seen: set[str] = set()
    result: list[NamedMask] = []
    for entry in masks:
        result.append(replace(entry, uid=new_uid()) if entry.uid in seen else entry)
        seen.add(result[-1].uid)
    return tuple(result)
