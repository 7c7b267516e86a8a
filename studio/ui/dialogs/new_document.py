"""A new picture: its size, and what lies on it at first."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.document.colour import WHITE, Colour
from studio.document.room import size_text
from studio.session.session import Session
from studio.ui.dialogs.sheet import Sheet
from studio.ui.dialogs.size_fields import SizeFields
from studio.ui.panels.size_field import shaped
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.choice_box import ChoiceBox
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.segments import Segments

_CLEAR, _WHITE, _COLOUR = "clear", "white", "colour"
_BACKGROUNDS = ((_CLEAR, "Clear"), (_WHITE, "White"), (_COLOUR, "Colour in hand"))
_BACKGROUND = "new/background"
_OWN = "own"
_USUAL_NATIVE, _USUAL_MULTIPLE = Extent(256, 256), 8
_SHAPES = (("Square", 1, 1), ("Landscape", 3, 2), ("Wide", 16, 9), ("Portrait", 2, 3))
_SIZES = (
    ("Square", Extent(1024, 1024)),
    ("Large square", Extent(2048, 2048)),
    ("Full HD", Extent(1920, 1080)),
    ("4K", Extent(3840, 2160)),
    ("A5 at 300 dpi", Extent(1748, 2480)),
    ("A4 at 300 dpi", Extent(2480, 3508)),
    ("Postcard at 300 dpi", Extent(1748, 1181)),
)

Preset = tuple[str, Extent]


class NewDocumentDialog(Sheet):
    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "New picture", "Its size, and what lies on it at first.", "Create")
        self._session = session
        self._presets = presets(session)
        self.size_fields = SizeFields(session.settings.extent, percent=False, linked=False)
        self.preset = ChoiceBox("Size")
        self.swap = icon_button("swap", "Upright or lying", self._swap)
        self.background = Segments("Background", _BACKGROUNDS)
        self.background.show_choice(_remembered())
        self._fill_body()
        self.size_fields.changed.connect(self._show)
        self.preset.chosen.connect(self._take_preset)
        self.background.chosen.connect(lambda _: self._show())
        self.accepted.connect(self._create)
        self.size_fields.width_px.setFocus()
        self._show()

    def _fill_body(self) -> None:
        sizes = QHBoxLayout()
        sizes.setSpacing(4)
        sizes.addWidget(self.size_fields, 1)
        sizes.addWidget(self.swap)
        below = QHBoxLayout()
        below.setContentsMargins(2, 4, 2, 0)
        below.addWidget(secondary_label("Background"))
        below.addStretch()
        below.addWidget(self.background)
        self.body.addWidget(self.preset)
        self.body.addLayout(sizes)
        self.body.addLayout(below)

    @property
    def colour(self) -> Colour | None:
        """Of the background; None: clear."""
        hand = self._session.tool.foreground
        return {_WHITE: WHITE, _COLOUR: hand}.get(self.background.current)

    def _take_preset(self, name: str) -> None:
        self.size_fields.set_extent(self._presets[int(name)][1], is_base=True)

    def _swap(self) -> None:
        extent = self.size_fields.extent
        self.size_fields.set_extent(Extent(extent.height, extent.width), is_base=True)

    def _show(self) -> None:
        extent = self.size_fields.extent
        titles = [(str(i), f"{title}, {size}") for i, (title, size) in enumerate(self._presets)]
        chosen = next((str(i) for i, (_, size) in enumerate(self._presets) if size == extent), None)
        own = [] if chosen else [(_OWN, "A size of your own")]
        self.preset.offer([*own, *titles], chosen or _OWN)
        try:
            sentence = size_text(extent)
        except BadInput as error:
            self.refuse(str(error))
            return
        fate = " Nothing is on it yet." if self.colour is None else ""
        self.tell(sentence + fate)

    def _create(self) -> None:
        QSettings().setValue(_BACKGROUND, self.background.current)
        self._session.new(self.size_fields.extent, self.colour)


def presets(session: Session) -> list[Preset]:
    """What the model draws best, what is at hand, and sizes of screens and paper."""
    model, document = session.model, session.document
    native = model.native_extent if model else _USUAL_NATIVE
    multiple = model.extent_multiple if model else _USUAL_MULTIPLE
    found: list[Preset] = [
        (f"{title} for the model", shaped(native, width, height, multiple))
        for title, width, height in _SHAPES
    ]
    clipboard = QGuiApplication.clipboard().image()
    if not clipboard.isNull():
        found.append(("Like the clipboard", Extent(clipboard.width(), clipboard.height())))
    if not document.is_blank:
        found.append(("Like the picture", document.extent))
    return [*found, *_SIZES]


def _remembered() -> str:
    stored = str(QSettings().value(_BACKGROUND, _CLEAR))
    return stored if stored in {name for name, _ in _BACKGROUNDS} else _CLEAR


def ask_new_document(parent: QWidget, session: Session) -> NewDocumentDialog:
    """Opens the dialog in front of a window, which waits for it."""
    dialog = NewDocumentDialog(parent, session)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
