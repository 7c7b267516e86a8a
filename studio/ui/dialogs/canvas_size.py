"""More or less room around the picture."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.document.operations.geometry import anchored, canvas_edit
from studio.document.room import size_text
from studio.session.patience import QUICK, do_patiently
from studio.session.session import Session
from studio.ui.dialogs.sheet import Sheet
from studio.ui.dialogs.size_fields import SizeFields
from studio.ui.widgets.anchor_picker import AnchorPicker
from studio.ui.widgets.labels import secondary_label


class CanvasSizeDialog(Sheet):
    def __init__(self, parent: QWidget, session: Session) -> None:
        extent = session.document.extent
        super().__init__(parent, "Canvas size", f"{extent} px now.", "Change")
        self._session = session
        self.size_fields = SizeFields(extent, linked=False)
        self.anchor = AnchorPicker()
        self.body.addWidget(self.size_fields)
        self.body.addSpacing(4)
        self.body.addLayout(self._anchor_row())
        self.size_fields.changed.connect(self._show)
        self.anchor.chosen.connect(lambda _: self._show())
        self.accepted.connect(self._change)
        self.size_fields.width_px.setFocus()
        self._show()

    def _anchor_row(self) -> QHBoxLayout:
        self.margins = secondary_label()
        self.margins.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addStretch()
        words.addWidget(secondary_label("What stays in its place"))
        words.addWidget(self.margins)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addSpacing(2)
        row.addWidget(self.anchor)
        row.addLayout(words, 1)
        return row

    def _show(self) -> None:
        picture, extent = self._session.document.picture, self.size_fields.extent
        self.anchor.show_change(picture.extent, extent)
        left, top = anchored(picture.extent, extent, self.anchor.anchor)
        self.margins.setText(_margins_text(picture.extent, extent, left, top))
        try:
            sentence = size_text(extent, len(picture.layers), len(picture.masks))
        except BadInput as error:
            self.refuse(str(error))
            return
        if extent.width < picture.extent.width or extent.height < picture.extent.height:
            sentence += " Layers keep what will lie outside."
        self.tell(sentence)

    def _change(self) -> None:
        extent, anchor = self.size_fields.extent, self.anchor.anchor
        picture = self._session.document.picture
        px = (picture.extent.area + extent.area) * max(1, len(picture.layers)) // QUICK
        do_patiently(
            self._session,
            "Canvas size",
            px,
            lambda document, work: canvas_edit(document, extent, anchor, work),
        )


def _margins_text(before: Extent, after: Extent, left: int, top: int) -> str:
    """How much comes or goes at each edge, a line each."""
    margins = (
        ("Left", left),
        ("Right", after.width - before.width - left),
        ("Top", top),
        ("Bottom", after.height - before.height - top),
    )
    lines = (f"{name} {'+' if px > 0 else '−'}{abs(px)} px" for name, px in margins if px)
    return "\n".join(lines) or "Nothing changes."
