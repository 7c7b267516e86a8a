"""What kind of file a copy of the picture shall be, and what it may say besides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.document.document import Document
from studio.document.files.estimate import SizeEstimate
from studio.document.files.export import FORMATS, ExportFormat, ExportOptions, format_of
from studio.document.room import memory_text
from studio.document.source import Source
from studio.ui.dialogs.sheet import MARGINS_PX
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.choice_box import ChoiceBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label, strong_label
from studio.ui.widgets.slider import NumberSlider

_QUALITY = NumberFormat(low=1, high=100, unit="%")
_DIALOG_PX = 400
_PAUSE_MS = 120
"""Of a slider at rest, before the size is looked at again."""
_SUFFIX, _QUALITY_OF = "export/suffix", "export/quality{}"
_SRGB, _OWN = "srgb", "own"


@dataclass(frozen=True, slots=True)
class Export:
    suffix: str
    options: ExportOptions


class ExportDialog(QDialog):
    """Format, quality, words and colours, with the size that the file will have."""

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a copy")
        self._document = document
        self._estimate: SizeEstimate | None = None
        self.format = ChoiceBox("Format")
        self.quality = NumberSlider("Quality", _QUALITY)
        self.colours = ChoiceBox("Colours")
        self.words = CheckBox("Keep metadata: settings, camera, copyright")
        self.place = CheckBox("Keep where it was taken (GPS)")
        self.sentence, self.size_told = secondary_label(), QLabel()
        self.export = QPushButton("Export…")
        self.give_up = QPushButton("Cancel")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._offer(document.source)
        self._connect()
        self._show_format()

    @property
    def chosen(self) -> Export:
        found = self._format
        return Export(
            found.suffix,
            ExportOptions(
                quality=round(self.quality.value) if found.quality is not None else None,
                keeps_words=self.words.isChecked(),
                keeps_place=self.place.isChecked(),
                in_own_colours=self.colours.currentData() == _OWN,
            ),
        )

    @property
    def _format(self) -> ExportFormat:
        return format_of(str(self.format.currentData()))

    def _lay_out(self) -> None:
        self.sentence.setWordWrap(True)
        self.size_told.setMinimumWidth(160)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS_PX)
        layout.setSpacing(10)
        layout.addWidget(strong_label("Export a copy"))
        layout.addWidget(self.format)
        layout.addWidget(self.sentence)
        layout.addWidget(self.quality)
        layout.addWidget(self.colours)
        layout.addWidget(self.words)
        layout.addWidget(self.place)
        layout.addSpacing(8)
        layout.addLayout(self._last_row())
        self.setFixedWidth(_DIALOG_PX)

    def _last_row(self) -> QHBoxLayout:
        self.export.setProperty("role", "accent")
        self.export.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.size_told, 1)
        row.addWidget(self.give_up)
        row.addWidget(self.export)
        return row

    def _offer(self, source: Source) -> None:
        formats = [(each.suffix, each.title) for each in FORMATS]
        remembered = str(QSettings().value(_SUFFIX, FORMATS[0].suffix))
        known = remembered in {suffix for suffix, _ in formats}
        self.format.offer(formats, remembered if known else FORMATS[0].suffix)
        self.words.setChecked(True)
        self.place.setVisible(source.place is not None)
        self.colours.setVisible(source.profile is not None)
        self.colours.offer([(_SRGB, "Colours: sRGB")], _SRGB)
        if source.profile is not None:
            # Loads a decoder: only where there is something to name.
            from studio.document.files.profiles import profile_name  # noqa: PLC0415

            own = f"Colours: {profile_name(source.profile)}"
            self.colours.offer([(_SRGB, "Colours: sRGB"), (_OWN, own)], _SRGB)

    def _connect(self) -> None:
        self.format.chosen.connect(self._choose_format)
        self.colours.chosen.connect(self._choose_colours)
        # By the arrow keys.
        self.format.activated.connect(lambda _: self._show_format())
        self.colours.activated.connect(lambda _: self._pause.start())
        self.quality.value_changed.connect(lambda _: self._pause.start())
        self.words.toggled.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self.tell_size)
        self.export.clicked.connect(self.accept)
        self.give_up.clicked.connect(self.reject)
        self.accepted.connect(self._remember)

    def _choose_format(self, suffix: str) -> None:
        self.format.setCurrentIndex(self.format.findData(suffix))
        self._show_format()

    def _choose_colours(self, name: str) -> None:
        self.colours.setCurrentIndex(self.colours.findData(name))
        self._pause.start()

    def _show_format(self) -> None:
        found = self._format
        self.sentence.setText(found.sentence)
        self.quality.setVisible(found.quality is not None)
        if found.quality is not None:
            self.quality.set_value(_remembered_quality(found))
        for widget in (self.words, self.place, self.colours):
            widget.setEnabled(found.has_words)
        self._pause.start()
        self.adjustSize()

    def tell_size(self) -> None:
        """Look at the picture, and say how large the file will be."""
        self._pause.stop()
        chosen = self.chosen
        if self._estimate is None:
            self._estimate = SizeEstimate(self._document)
        try:
            size = self._estimate.bytes_of(chosen.suffix, chosen.options)
        except StudioError as error:
            self.sentence.setText(str(error))
            self.size_told.clear()
            return
        self.size_told.setText(f"about {memory_text(size)}")

    def _remember(self) -> None:
        chosen = self.chosen
        store = QSettings()
        store.setValue(_SUFFIX, chosen.suffix)
        if chosen.options.quality is not None:
            store.setValue(_QUALITY_OF.format(chosen.suffix), chosen.options.quality)


def ask_export(parent: QWidget, document: Document) -> Export | None:
    dialog = ExportDialog(parent, document)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.chosen if taken else None


def _remembered_quality(found: ExportFormat) -> float:
    text = str(QSettings().value(_QUALITY_OF.format(found.suffix), found.quality))
    return _QUALITY.clamped(float(text)) if text.isdecimal() else float(found.quality or 100)
