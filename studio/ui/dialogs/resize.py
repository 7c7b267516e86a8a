"""Another size of the whole picture."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.document.operations.geometry import resize_edit
from studio.document.resampling import Resampling
from studio.document.room import size_text
from studio.session.patience import do_patiently
from studio.session.session import Session
from studio.ui.dialogs.sheet import Sheet
from studio.ui.dialogs.size_fields import SizeFields
from studio.ui.widgets.choice_box import ChoiceBox

_RESAMPLINGS = (
    (Resampling.LANCZOS.value, "Lanczos: the sharpest"),
    (Resampling.BICUBIC.value, "Bicubic: for paintings and photographs"),
    (Resampling.BILINEAR.value, "Bilinear: soft"),
    (Resampling.NEAREST.value, "Nearest: pixels stay as they are, for pixel art"),
)


class ResizeDialog(Sheet):
    def __init__(self, parent: QWidget, session: Session) -> None:
        extent = session.document.extent
        super().__init__(parent, "Resize picture", f"{extent} px now.", "Resize")
        self._session = session
        self.size_fields = SizeFields(extent)
        self.resampling = ChoiceBox("Resampling")
        self._chosen = Resampling.BICUBIC
        self._choose(self._chosen.value)
        self.body.addWidget(self.size_fields)
        self.body.addWidget(self.resampling)
        self.size_fields.changed.connect(self._show)
        self.resampling.chosen.connect(self._choose)
        self.accepted.connect(self._resize)
        self.size_fields.width_px.setFocus()
        self._show()

    def _choose(self, name: str) -> None:
        self._chosen = Resampling(name)
        self.resampling.offer(_RESAMPLINGS, name)

    def _show(self) -> None:
        picture, extent = self._session.document.picture, self.size_fields.extent
        try:
            sentence = size_text(extent, len(picture.layers), len(picture.masks))
        except BadInput as error:
            self.refuse(str(error))
            return
        if extent.area > picture.extent.area:
            sentence += " Generate ▸ Upscale draws finer detail than resizing can."
        self.tell(sentence)

    def _resize(self) -> None:
        extent, resampling = self.size_fields.extent, self._chosen
        do_patiently(
            self._session,
            "Resize",
            _px(self._session, extent),
            lambda document, work: resize_edit(document, extent, resampling, work),
        )


def _px(session: Session, extent: Extent) -> int:
    """How many pixels are looked at and made."""
    picture = session.document.picture
    return (picture.extent.area + extent.area) * max(1, len(picture.layers))
