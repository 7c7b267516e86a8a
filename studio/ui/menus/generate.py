"""Work for the engine, and what comes of it."""

from __future__ import annotations

from studio.ui.menus.desk import Desk
from studio.ui.menus.row import (
    SEPARATOR,
    Row,
    Rows,
    Where,
    can_generate,
    has_picture,
    has_result,
    has_results,
    is_busy,
)


def generate(desk: Desk) -> None:
    desk.session.generate()


def generate_first(desk: Desk) -> None:
    desk.session.generate(first=True)


def upscale_2(desk: Desk) -> None:
    desk.session.upscale(2)


def upscale_4(desk: Desk) -> None:
    desk.session.upscale(4)


def cancel(desk: Desk) -> None:
    desk.session.cancel()


def cancel_all(desk: Desk) -> None:
    desk.session.cancel_all()


def accept(desk: Desk) -> None:
    desk.session.accept()


def accept_apart(desk: Desk) -> None:
    desk.session.accept(apart=True)


def discard(desk: Desk) -> None:
    desk.session.discard()


def discard_all(desk: Desk) -> None:
    desk.session.discard_all()


def previous_result(desk: Desk) -> None:
    _move_result(desk, -1)


def next_result(desk: Desk) -> None:
    _move_result(desk, 1)


def _move_result(desk: Desk, by: int) -> None:
    current, last = desk.session.current_result, len(desk.session.results) - 1
    if current is None:
        current = last + 1 if by < 0 else -1
    desk.session.select_result(min(max(current + by, 0), last))


ROWS: Rows = (
    Row("generate", "Generate", generate, "Ctrl+Return  Ctrl+Enter", can=can_generate),
    Row(
        "generate_first",
        "Generate before those that wait",
        generate_first,
        "Ctrl+Shift+Return  Ctrl+Shift+Enter",
        can=can_generate,
    ),
    SEPARATOR,
    Row("upscale_2", "Upscale 2×", upscale_2, "Ctrl+Alt+2", can=has_picture),
    Row("upscale_4", "Upscale 4×", upscale_4, "Ctrl+Alt+4", can=has_picture),
    SEPARATOR,
    Row("cancel", "Cancel", cancel, "Shift+X", can=is_busy),
    Row("cancel_all", "Cancel all", cancel_all, can=is_busy),
    SEPARATOR,
    Row(
        "accept",
        "Accept result",
        accept,
        "Return  Enter",
        "check",
        where=Where.CANVAS,
        can=has_result,
    ),
    Row(
        "accept_apart",
        "Accept result as a layer",
        accept_apart,
        "Shift+Return  Shift+Enter",
        where=Where.CANVAS,
        can=has_result,
    ),
    Row("discard", "Discard result", discard, "Esc", "x", where=Where.CANVAS, can=has_result),
    Row("discard_all", "Discard all results", discard_all, can=has_results),
    Row(
        "previous_result",
        "Previous result",
        previous_result,
        "Left",
        where=Where.CANVAS,
        can=has_results,
    ),
    Row("next_result", "Next result", next_result, "Right", where=Where.CANVAS, can=has_results),
)
