"""The mask and the layers, top first, each with an eye."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from studio.document.layer import Layer
from studio.document.operations.layers import look_edit
from studio.session.session import Session
from studio.ui.pictures import qimage_of_mask
from studio.ui.theme import icon, tokens
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.rows import ListRow, Picture, RowList
from studio.ui.widgets.thumbnails import thumbnail

_EYE_PX = 26
_SETTLE_MS = 150
"""Small pictures follow a stroke after its pause, not at each dab."""


class MaskDot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_EYE_PX, _EYE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().mask))
        painter.drawEllipse(self.rect().center(), 5, 5)


class LayersPanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._list = RowList("No picture yet. Generate one, open one, or drop one here.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._show_pictures)
        session.picture_changed.connect(self._show_rows)
        session.document_changed.connect(lambda _bounds: self._settle.start())
        for changed in (session.settings_changed, session.tool_changed, session.intent_changed):
            changed.connect(self._show_words)
        self._show_rows()

    @property
    def rows(self) -> tuple[QWidget, ...]:
        """The mask's row, then the layers' rows from the top."""
        return self._list.rows

    def _show_rows(self) -> None:
        self._pictures: list[Picture] = []
        self._words: list[ListRow] = []
        self._eyes: list[QToolButton] = []
        layers = self._layers()
        if layers:
            self._add_row(MaskDot(), self._toggle_overlays, is_mask=True)
            for index, layer in enumerate(layers):
                self._add_row(None, lambda layer=layer: self._toggle(layer), chosen=index == 0)
        self._list.show_rows(tuple(self._words))
        self._show_words()
        self._show_pictures()

    def _layers(self) -> tuple[Layer, ...]:
        return self._session.document.layers[::-1]

    def _add_row(
        self,
        dot: QWidget | None,
        toggle: Callable[[], None],
        *,
        chosen: bool = False,
        is_mask: bool = False,
    ) -> None:
        eye = icon_button("eye", "Show or hide", toggle)
        eye.setFixedSize(_EYE_PX, _EYE_PX)
        picture = Picture()
        before = (dot, picture) if dot is not None else (eye, picture)
        row = ListRow(before, (eye,) if is_mask else ())
        row.set_chosen(chosen)
        self._pictures.append(picture)
        self._words.append(row)
        self._eyes.append(eye)

    def _show_words(self) -> None:
        if not self._words:
            return
        session = self._session
        self._words[0].tell("Mask", mask_text(session))
        self._show_eye(0, session.tool.overlays_shown)
        for index, layer in enumerate(self._layers(), start=1):
            self._words[index].tell(layer.name, f"Normal · {layer.opacity:.0%}".replace("%", " %"))
            self._show_eye(index, layer.visible)

    def _show_eye(self, index: int, visible: bool) -> None:
        self._eyes[index].setIcon(icon("eye" if visible else "eye-slash"))

    def _show_pictures(self) -> None:
        layers = self._layers()
        if len(self._pictures) != len(layers) + 1 or not layers:
            return
        mask = qimage_of_mask(self._session.document.mask.pixels)
        self._pictures[0].show_image(thumbnail(mask, 38))
        for picture, layer in zip(self._pictures[1:], layers, strict=True):
            picture.show_image(thumbnail(layer.raster.qimage, 38))
        self._show_words()

    def _toggle(self, layer: Layer) -> None:
        self._session.push(look_edit(self._session.document, layer.uid, visible=not layer.visible))

    def _toggle_overlays(self) -> None:
        self._session.update_tool(overlays_shown=not self._session.tool.overlays_shown)


def mask_text(session: Session) -> str:
    """ "Grow 12 px · feather 24 px" """
    if session.document.mask.is_empty:
        return "Empty: paint what shall be replaced"
    settings = session.settings
    feather = "automatic" if settings.feather_px is None else f"{settings.feather_px} px"
    return f"Grow {settings.grow_px} px · feather {feather}"
