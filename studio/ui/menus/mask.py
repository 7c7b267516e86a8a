"""The masks: as a whole, their edges, and the pixels inside them."""

from __future__ import annotations

from studio.document.files.images import save_picture
from studio.document.operations.mask_edges import fill_holes_edit
from studio.document.operations.mask_picking import alpha_edit
from studio.document.operations.masked_pixels import copy_edit, delete_edit, fill_masked_edit
from studio.document.operations.named_masks import (
    add_mask_edit,
    duplicate_mask_edit,
    remove_mask_edit,
    step_mask_edit,
)
from studio.session.session import Session
from studio.ui.dialogs.files import ask_file_to_open, ask_file_to_save, last_folder
from studio.ui.dialogs.mask_edge import BORDER, FEATHER, GROW, SHRINK, SMOOTH, ask_mask_edge
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, Where, has_mask, has_picture


def clear(desk: Desk) -> None:
    desk.session.clear_mask()


def invert(desk: Desk) -> None:
    desk.session.invert_mask()


def fill(desk: Desk) -> None:
    desk.session.fill_mask()


def grow(desk: Desk) -> None:
    ask_mask_edge(desk.window, desk.session, GROW)


def shrink(desk: Desk) -> None:
    ask_mask_edge(desk.window, desk.session, SHRINK)


def feather(desk: Desk) -> None:
    ask_mask_edge(desk.window, desk.session, FEATHER)


def smooth(desk: Desk) -> None:
    ask_mask_edge(desk.window, desk.session, SMOOTH)


def border(desk: Desk) -> None:
    ask_mask_edge(desk.window, desk.session, BORDER)


def fill_holes(desk: Desk) -> None:
    desk.session.do(fill_holes_edit)


def from_alpha(desk: Desk) -> None:
    desk.session.do(alpha_edit)


def copy_masked(desk: Desk) -> None:
    desk.session.do(copy_edit)


def delete_masked(desk: Desk) -> None:
    desk.session.do(delete_edit)


def paint_masked(desk: Desk) -> None:
    colour = desk.session.tool.foreground
    desk.session.do(lambda document: fill_masked_edit(document, colour))


def add_mask(desk: Desk) -> None:
    if desk.session.document.is_blank:
        desk.session.begin_sheet()  # which has a mask already
    else:
        desk.session.do(add_mask_edit)
    desk.show_panel("Masks")


def duplicate_mask(desk: Desk) -> None:
    desk.session.do(lambda document: duplicate_mask_edit(document, document.picture.active_mask))


def remove_mask(desk: Desk) -> None:
    desk.session.do(lambda document: remove_mask_edit(document, document.picture.active_mask))


def raise_mask(desk: Desk) -> None:
    desk.session.do(lambda document: step_mask_edit(document, -1))


def lower_mask(desk: Desk) -> None:
    desk.session.do(lambda document: step_mask_edit(document, 1))


def place_words(desk: Desk) -> None:
    session = desk.session
    session.update(places_words=not session.settings.places_words)
    desk.show_panel("Masks")


def show_masks(desk: Desk) -> None:
    desk.show_panel("Masks")


def can_mask(session: Session) -> bool:
    return session.can_mask


def can_place(session: Session) -> bool:
    return session.can_place


def is_placing(session: Session) -> bool:
    return session.places_words


def has_several(session: Session) -> bool:
    return len(session.document.picture.masks) > 1


def open_file(desk: Desk) -> None:
    path = ask_file_to_open(desk.window, "Open a mask")
    if path is not None:
        desk.session.open_mask(path)


def save_file(desk: Desk) -> None:
    suggested = last_folder() / f"{desk.session.document.name} mask.png"
    path = ask_file_to_save(desk.window, "Save the mask", suggested)
    if path is None:
        return
    # Painted on while it is written.
    mask = desk.session.document.mask.pixels.copy()
    desk.session.background.run(
        f"Saving {path.name}",
        lambda _: save_picture(path, mask[..., None].repeat(3, axis=2)),
        lambda _: desk.session.notice.emit(f"Mask saved as {path.name}."),
    )


ROWS: Rows = (
    Row("invert_mask", "Invert", invert, "Shift+V  Ctrl+Shift+I", "selection-inverse"),
    Row("clear_mask", "Clear", clear, "Ctrl+D", "selection-slash", can=has_mask),
    Row("fill_mask", "Mask everything", fill, "Ctrl+A"),
    Row("mask_from_alpha", "Mask what the layer covers", from_alpha, can=has_picture),
    SEPARATOR,
    Row("grow_mask", "Grow…", grow, can=has_mask),
    Row("shrink_mask", "Shrink…", shrink, can=has_mask),
    Row("feather_mask", "Feather…", feather, "Shift+F6", can=has_mask),
    Row("smooth_mask", "Smooth…", smooth, can=has_mask),
    Row("border_mask", "Border…", border, can=has_mask),
    Row("fill_holes", "Fill holes", fill_holes, can=has_mask),
    SEPARATOR,
    Row("copy_masked", "Copy masked part to a layer", copy_masked, "Ctrl+Alt+J", can=has_mask),
    Row(
        "paint_masked",
        "Fill masked part with the colour",
        paint_masked,
        "Alt+Backspace",
        can=has_mask,
    ),
    Row(
        "delete_masked",
        "Delete masked part",
        delete_masked,
        "Del",
        where=Where.CANVAS,
        can=has_mask,
    ),
    SEPARATOR,
    Row("add_mask", "New mask", add_mask, "Ctrl+Shift+M", can=can_mask),
    Row("duplicate_mask", "Duplicate mask", duplicate_mask, can=has_picture),
    Row("remove_mask", "Remove mask", remove_mask, can=has_several),
    Row("raise_mask", "Raise mask", raise_mask, "Ctrl+Shift+PgUp", can=has_several),
    Row("lower_mask", "Lower mask", lower_mask, "Ctrl+Shift+PgDown", can=has_several),
    Row("place_words", "Place things by masks", place_words, can=can_place, on=is_placing),
    Row("show_masks", "Show masks", show_masks),
    SEPARATOR,
    Row("open_mask", "Open mask…", open_file, can=has_picture),
    Row("save_mask", "Save mask…", save_file, can=has_mask),
)
