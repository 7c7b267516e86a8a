"""The export dialog: what is chosen is what is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.files.estimate import SizeEstimate
from studio.document.files.export import FORMATS, ExportOptions
from studio.document.files.images import WRITABLE_SUFFIXES, picture_bytes
from studio.document.files.metadata import place_of
from studio.document.source import Source
from studio.session.session import Session
from studio.ui.dialogs import export as export_dialog
from studio.ui.dialogs.export import Export, ExportDialog
from studio.ui.window import MainWindow
from tests.document.files.wide_gamut import NAME, wide_profile


@pytest.fixture(autouse=True)
def nothing_remembered(qapp: object) -> Iterator[None]:
    yield
    QSettings().remove("export")


def a_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    image = Image.new("RGB", (4, 4))
    image.getexif().load(exif.tobytes())
    place = place_of(image)
    assert place is not None
    return place


def a_document(width: int = 90, height: int = 60, source: Source | None = None) -> Document:
    y, x = np.mgrid[:height, :width]
    document = Document.from_pixels(np.stack([x, y, x + y], axis=2).astype(np.uint8))
    document.source = source or Source()
    return document


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def a_dialog(parent: QWidget, document: Document) -> ExportDialog:
    dialog = ExportDialog(parent, document)
    dialog.show()
    return dialog


def test_every_format_that_can_be_written_is_offered():
    names = {".jpeg": ".jpg", ".tiff": ".tif"}
    assert {each.suffix for each in FORMATS} == {
        names.get(suffix, suffix) for suffix in WRITABLE_SUFFIXES
    }


def test_a_plain_picture_is_a_png_with_its_words(parent: QWidget):
    dialog = a_dialog(parent, a_document())
    assert dialog.chosen == Export(".png", ExportOptions())
    assert not dialog.quality.isVisible()
    assert not dialog.place.isVisible()
    assert not dialog.colours.isVisible()


def test_quality_is_asked_for_where_there_is_one(parent: QWidget):
    dialog = a_dialog(parent, a_document())
    dialog.format.chosen.emit(".jpg")
    assert dialog.quality.isVisible()
    assert dialog.chosen.options.quality == 95
    dialog.quality.slider.setValue(39)
    assert dialog.chosen.options.quality == 40


def test_a_format_can_be_chosen_by_keys(qtbot: QtBot, parent: QWidget):
    dialog = a_dialog(parent, a_document())
    qtbot.keyClick(dialog.format, Qt.Key.Key_Down)
    assert dialog.chosen.suffix == ".jpg"
    assert dialog.quality.isVisible()


def test_place_and_own_colours_are_offered_where_the_file_had_them(parent: QWidget):
    dialog = a_dialog(parent, a_document(source=Source(profile=wide_profile(), place=a_place())))
    assert dialog.place.isVisible()
    assert not dialog.chosen.options.keeps_place
    assert NAME in dialog.colours.itemText(1)
    dialog.place.click()
    dialog.colours.chosen.emit("own")
    assert dialog.chosen.options == ExportOptions(keeps_place=True, in_own_colours=True)


def test_a_format_without_words_asks_for_none(parent: QWidget):
    dialog = a_dialog(parent, a_document())
    dialog.format.chosen.emit(".bmp")
    assert not dialog.words.isEnabled()


def test_the_size_is_told_when_the_choice_rests(qtbot: QtBot, parent: QWidget):
    dialog = a_dialog(parent, a_document())
    qtbot.waitUntil(lambda: dialog.size_told.text().startswith("about"))
    before = dialog.size_told.text()
    dialog.format.chosen.emit(".bmp")
    qtbot.waitUntil(lambda: dialog.size_told.text() != before)


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS])
def test_the_size_of_a_small_picture_is_exact(suffix: str):
    document = a_document(source=Source("a boat\nSteps: 20"))
    told = SizeEstimate(document).bytes_of(suffix, ExportOptions(keeps_words=False))
    options = ExportOptions(keeps_words=False)
    written = picture_bytes(Path(f"a{suffix}"), document.flattened(), document.source, options)
    assert told == len(written)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp"])
def test_the_size_of_a_large_picture_is_near(suffix: str):
    document = Document.from_pixels(textured(1400, 900))
    told = SizeEstimate(document).bytes_of(suffix, ExportOptions())
    written = len(picture_bytes(Path(f"a{suffix}"), document.flattened()))
    assert 0.75 < told / written < 1.33


def textured(width: int, height: int) -> Pixels:
    """Slow waves under a fine grain, as photographs have."""
    y, x = np.mgrid[:height, :width]
    waves = 128 + 60 * np.sin(x / 90) + 40 * np.cos(y / 70 + x / 200)
    grain = np.random.default_rng(0).normal(0, 4, (height, width, 3))
    return np.clip(waves[..., None] + grain, 0, 255).astype(np.uint8)


def test_the_last_choice_is_offered_again(parent: QWidget):
    dialog = a_dialog(parent, a_document())
    dialog.format.chosen.emit(".webp")
    dialog.quality.slider.setValue(69)
    dialog.export.click()
    again = a_dialog(parent, a_document())
    assert (again.chosen.suffix, again.chosen.options.quality) == (".webp", 70)


@pytest.mark.parametrize("nonsense", ["", "x", "900", "-4", None])
def test_nonsense_that_is_remembered_does_no_harm(parent: QWidget, nonsense: str | None):
    QSettings().setValue("export/suffix", nonsense)
    QSettings().setValue("export/quality.jpg", nonsense)
    dialog = a_dialog(parent, a_document())
    dialog.format.chosen.emit(".jpg")
    assert 1 <= (dialog.chosen.options.quality or 0) <= 100


def test_an_export_writes_what_was_chosen(
    qtbot: QtBot,
    with_picture: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    def press(dialog: ExportDialog) -> int:
        dialog.format.chosen.emit(".jpg")
        dialog.quality.slider.setValue(29)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(export_dialog.ExportDialog, "exec", press)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(tmp_path / "copy")])
    with_picture.actions_by_name["export"].trigger()
    qtbot.waitUntil((tmp_path / "copy.jpg").exists)
    with Image.open(tmp_path / "copy.jpg") as image:
        assert image.format == "JPEG"
        assert image.size == (64, 48)
    assert session.document.path is None
