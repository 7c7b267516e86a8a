"""Vector icons: glyphs of the Phosphor font, drawn as paths at whatever size is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
    QRawFont,
    QTransform,
)

Colouring = Callable[[QIcon.Mode, QIcon.State], QColor]
"""The colour of an icon by its state, asked at each paint, so that a new theme shows at once."""

EM_PX = 256


class GlyphEngine(QIconEngine):
    """Paints one glyph, centred in the em square, which is fitted to the rectangle."""

    def __init__(self, glyph: QPainterPath, colouring: Colouring) -> None:
        super().__init__()
        self._glyph = glyph
        self._colouring = colouring

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = min(rect.width(), rect.height()) / EM_PX
        centre = QRectF(rect).center()
        fitted = QTransform.fromTranslate(centre.x(), centre.y()).scale(scale, scale)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(fitted.map(self._glyph), self._colouring(mode, state))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return GlyphEngine(self._glyph, self._colouring)


def glyph_icon(name: str, colouring: Colouring) -> QIcon:
    """`name` is Phosphor's: "eye", "paint-brush" …; KeyError for a name that it does not have."""
    return QIcon(GlyphEngine(glyph_path(name), colouring))


@cache
def glyph_path(name: str) -> QPainterPath:
    """The outline in a square of EM_PX px around the origin."""
    font = _font()
    index = font.glyphIndexesForString(chr(int(_characters()[name], 16)))[0]
    path = font.pathForGlyph(index)
    advance = font.advancesForGlyphIndexes([index])[0].x()
    middle = (font.descent() - font.ascent()) / 2
    return QTransform.fromTranslate(-advance / 2, -middle).map(path)


# Importing qtawesome would load its eleven fonts, a quarter of a second before the first paint;
# the one font that is needed is read straight from its folder.
@cache
def _font() -> QRawFont:
    return QRawFont(str(_file("phosphor-[0-9]*.ttf")), EM_PX)


@cache
def _characters() -> dict[str, str]:
    return json.loads(_file("phosphor-charmap-*.json").read_text(encoding="utf-8"))


def _file(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise FileNotFoundError("The package qtawesome, which holds the icons, is not installed.")
    return next((Path(folders[0]) / "fonts").glob(pattern))
