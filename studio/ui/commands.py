"""What the actions do: the session's commands, with the questions that only a window can ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from studio.core.errors import StudioError
from studio.core.resources import user_models_folder
from studio.document.files.images import (
    check_suffix,
    loses_transparency,
    open_picture,
    save_picture,
)
from studio.document.operations import layers
from studio.session.session import Session
from studio.ui import dialogs
from studio.ui.canvas.tools import MASK_BRUSH, MASK_ERASER
from studio.ui.canvas.view import CanvasView
from studio.ui.dialogs import Unsaved
from studio.ui.pictures import pixels_of, qimage_of
from studio.ui.shortcuts import GESTURES, PROMPT, Section, ShortcutsDialog

_FOLDER = "window/folder"
_BRUSH_FACTOR = 1.2
_HARDNESS_STEP = 0.1
_SMALLEST_BRUSH_PX, _LARGEST_BRUSH_PX = 1.0, 2000.0


class Commands:
    """One method an action."""

    def __init__(
        self,
        session: Session,
        canvas: CanvasView,
        window: QWidget,
        show_panel: Callable[[str], None],
        choose_tool: Callable[[str], None],
    ) -> None:
        self._session = session
        self._canvas = canvas
        self._window = window
        self._show_panel = show_panel
        self._choose_tool = choose_tool
        self.shortcuts: list[Section] = [GESTURES, PROMPT]
        """What the list of shortcuts shows; whoever makes actions adds to it."""

    # File.

    def new(self) -> None:
        if self.may_drop_work():
            self._session.new(self._session.settings.extent)

    def open(self) -> None:
        path = dialogs.ask_file_to_open(self._window, "Open a picture", _last_folder())
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        if self.may_drop_work() and self._session.open(path):
            _remember_folder(path)
            if self._session.document.source.parameters:
                self._session.notice.emit(
                    "This picture says how it was made: File ▸ Use settings of this picture."
                )

    def save(self) -> bool:
        """False where the picture is still unsaved."""
        path = self._session.document.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        document = self._session.document
        suggested = document.path or _last_folder() / f"{document.name}.png"
        path = dialogs.ask_file_to_save(self._window, "Save the picture", suggested)
        if path is None:
            return False
        _remember_folder(path)
        saved = self._write(path)
        if saved:
            self._session.notice.emit(f"Saved as {path.name}.")
        return saved

    def _write(self, path: Path) -> bool:
        """Asks before transparency is lost. False where the picture is still unsaved."""
        flatten = loses_transparency(path, self._session.document.flattened())
        if flatten and not dialogs.ask_flatten(self._window, path):
            return False
        return self._session.save(path, flatten)

    def may_drop_work(self) -> bool:
        """Asks once about changes that are in no file. False = stay."""
        if not self._session.is_modified:
            return True
        match dialogs.ask_unsaved(self._window, self._session.title):
            case Unsaved.SAVE:
                return self.save()
            case Unsaved.DROP:
                return True
            case Unsaved.CANCEL:
                return False

    def use_settings_of_picture(self) -> None:
        self._session.use_parameters(self._session.parameters)

    def use_settings_of_file(self) -> None:
        path = dialogs.ask_file_to_open(self._window, "Use the settings of", _last_folder())
        if path is not None:
            self.use_settings_of_path(path)

    def use_settings_of_path(self, path: Path) -> None:
        try:
            self._session.use_parameters(open_picture(path).source.parameters)
        except StudioError as error:
            self._session.problem.emit(str(error))

    def quit(self) -> None:
        self._window.window().close()

    # Edit.

    def copy(self) -> None:
        QGuiApplication.clipboard().setImage(qimage_of(self._session.copied()))
        self._session.notice.emit("Picture copied.")

    def paste(self) -> None:
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self._session.problem.emit("There is no picture in the clipboard.")
        else:
            self._session.paste(pixels_of(image))

    # View.

    def zoom_in(self) -> None:
        self._canvas.zoom_in()

    def zoom_out(self) -> None:
        self._canvas.zoom_out()

    def fit(self) -> None:
        self._canvas.fit()

    def actual_size(self) -> None:
        self._canvas.zoom_to(1.0)

    def toggle_overlays(self) -> None:
        self._session.update_tool(overlays_shown=not self._session.tool.overlays_shown)

    def toggle_original(self) -> None:
        self._canvas.show_original(not self._canvas.scene.original_shown)

    def show_history(self) -> None:
        self._show_panel("History")

    # Layer and mask.

    def toggle_layer(self) -> None:
        self._session.push(layers.toggle_edit(self._session.document))

    def show_layers(self) -> None:
        self._show_panel("Layers")

    def clear_mask(self) -> None:
        self._session.clear_mask()

    def invert_mask(self) -> None:
        self._session.invert_mask()

    def fill_mask(self) -> None:
        self._session.fill_mask()

    def open_mask(self) -> None:
        path = dialogs.ask_file_to_open(self._window, "Open a mask", _last_folder())
        if path is not None:
            self._session.open_mask(path)

    def save_mask(self) -> None:
        suggested = _last_folder() / f"{self._session.document.name} mask.png"
        path = dialogs.ask_file_to_save(self._window, "Save the mask", suggested)
        if path is None:
            return
        mask = self._session.document.mask.pixels
        try:
            check_suffix(path)
            save_picture(path, mask[..., None].repeat(3, axis=2))
        except StudioError as error:
            self._session.problem.emit(str(error))

    def swap_brush(self) -> None:
        """The eraser while the brush is in hand, else the brush."""
        self._choose_tool(MASK_ERASER if self._canvas.tool_name == MASK_BRUSH else MASK_BRUSH)

    def smaller_brush(self) -> None:
        self._scale_brush(1 / _BRUSH_FACTOR)

    def larger_brush(self) -> None:
        self._scale_brush(_BRUSH_FACTOR)

    def softer_brush(self) -> None:
        self._harden_brush(-_HARDNESS_STEP)

    def harder_brush(self) -> None:
        self._harden_brush(_HARDNESS_STEP)

    def _scale_brush(self, factor: float) -> None:
        size = self._session.tool.size_px
        # A small brush still moves by a whole pixel.
        wanted = max(size + 1, size * factor) if factor > 1 else min(size - 1, size * factor)
        wanted = min(max(round(wanted), _SMALLEST_BRUSH_PX), _LARGEST_BRUSH_PX)
        self._session.update_tool(size_px=wanted)

    def _harden_brush(self, by: float) -> None:
        hardness = round(self._session.tool.hardness + by, 2)
        self._session.update_tool(hardness=min(max(hardness, 0.0), 1.0))

    # Generate.

    def generate(self) -> None:
        self._session.generate()

    def generate_first(self) -> None:
        self._session.generate(first=True)

    def upscale_2(self) -> None:
        self._session.upscale(2)

    def upscale_4(self) -> None:
        self._session.upscale(4)

    def cancel(self) -> None:
        self._session.cancel()

    def cancel_all(self) -> None:
        self._session.cancel_all()

    def accept(self) -> None:
        self._session.accept()

    def discard(self) -> None:
        self._session.discard()

    def discard_all(self) -> None:
        self._session.discard_all()

    def previous_result(self) -> None:
        self._move_result(-1)

    def next_result(self) -> None:
        self._move_result(1)

    def _move_result(self, by: int) -> None:
        current, last = self._session.current_result, len(self._session.results) - 1
        if current is None:
            current = last + 1 if by < 0 else -1
        self._session.select_result(min(max(current + by, 0), last))

    # Models and help.

    def show_models(self) -> None:
        self._show_panel("Models")

    def rescan_models(self) -> None:
        self._session.rescan_models()

    def choose_model_folder(self) -> None:
        path = dialogs.ask_folder(self._window, "Folder of a diffusers model", _last_folder())
        if path is not None:
            self._session.update(model=str(path))

    def open_models_folder(self) -> None:
        folder = user_models_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._session.problem.emit(f"The folder {folder} cannot be made: {error.strerror}.")
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def show_shortcuts(self) -> None:
        ShortcutsDialog(self._window, self.shortcuts).show()

    def show_about(self) -> None:
        dialogs.show_about(self._window)


def _last_folder() -> Path:
    pictures = QStandardPaths.StandardLocation.PicturesLocation
    usual = QStandardPaths.writableLocation(pictures)
    return Path(str(QSettings().value(_FOLDER, usual)))


def _remember_folder(path: Path) -> None:
    QSettings().setValue(_FOLDER, str(path.parent))
