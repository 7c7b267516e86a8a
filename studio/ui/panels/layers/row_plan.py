"""Where the parts of a row lie, and what a press there means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF

from studio.document.layer import Group, Layer
from studio.ui.panels.layers.rows import TreeRow

EYE_PX = 28
INDENT_PX = 14
CLIP_PX = 14
"""Room for the sign of a clipped layer."""
_MORE_PX = 26
_CARET_PX = 16
_GAP_PX = 9
_FOLDER_PX = 20
_NAME_FIELD_PX = 24


@dataclass(frozen=True, slots=True)
class RowSize:
    height_px: int
    picture_px: int
    has_subtitle: bool


ROOMY = RowSize(height_px=52, picture_px=38, has_subtitle=True)
TIGHT = RowSize(height_px=36, picture_px=26, has_subtitle=False)


@dataclass(frozen=True, slots=True)
class RowPlan:
    """Where the parts of a row lie."""

    row: QRectF
    size: RowSize
    entry: TreeRow

    @property
    def eye(self) -> QRectF:
        return QRectF(self.row.left(), self.row.top(), EYE_PX, self.row.height())

    @property
    def caret(self) -> QRectF:
        """Of a group; of no width for a layer."""
        width = _CARET_PX if isinstance(self.entry.node, Group) else 0
        return QRectF(self._start, self.row.top(), width, self.row.height())

    @property
    def picture(self) -> QRectF:
        """A square in which the picture or the folder lies.

        Names of groups stand under those of layers, as far as that leaves room for the folder.
        """
        px = max(self.size.picture_px - round(self.caret.width()), _FOLDER_PX)
        indent = CLIP_PX if self.entry.node.clips else 0
        left = self.caret.right() + indent
        return QRectF(left, self.row.center().y() - px / 2, px, px)

    @property
    def more(self) -> QRectF:
        left = self.row.right() - _MORE_PX
        return QRectF(left, self.row.top(), _MORE_PX, self.row.height())

    @property
    def words(self) -> QRectF:
        left = self.picture.right() + _GAP_PX
        signs = 20 if self._has_sign else 4
        return QRectF(left, self.row.top(), self.more.left() - signs - left, self.row.height())

    @property
    def title(self) -> QRectF:
        words = self.words
        if self.size.has_subtitle:
            return QRectF(words.left(), words.center().y() - 19, words.width(), 20)
        return words

    @property
    def name_field(self) -> QRect:
        """Around the name, whose letters stay where they are."""
        title = self.title
        top = title.center().y() - _NAME_FIELD_PX / 2
        return QRectF(title.left() - 6, top, title.width() + 6, _NAME_FIELD_PX).toRect()

    @property
    def sign(self) -> QPointF:
        """Centre of the lock."""
        return QPointF(self.more.left() - 8, self.row.center().y())

    @property
    def _start(self) -> float:
        return self.row.left() + EYE_PX + 2 + self.entry.depth * INDENT_PX

    @property
    def _has_sign(self) -> bool:
        node = self.entry.node
        return node.locked or (isinstance(node, Layer) and node.alpha_locked)


def tooltip_at(plan: RowPlan, at: QPointF) -> str:
    """What a press there does beside the usual; empty where nothing."""
    if plan.eye.contains(at):
        return "Show or hide · with Alt: show it alone"
    if isinstance(plan.entry.node, Layer) and plan.picture.contains(at):
        return "With Ctrl: mask what it covers"
    return ""
