"""A row of a menu, and when it can be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from studio.session.session import Session
from studio.ui.menus.desk import Desk


class Where(Enum):
    """Where a shortcut acts. Keys that a text field takes for itself never reach it."""

    WINDOW = "window"
    CANVAS = "canvas"
    """Only while the canvas or the result strip has the focus."""
    NOWHERE = "nowhere"
    """The keys are only shown: the canvas itself listens, since they are held."""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    text: str
    do: Callable[[Desk], object]
    keys: str = ""
    """Several sequences are separated by two spaces; the first is shown."""
    glyph: str = ""
    where: Where = Where.WINDOW
    can: Callable[[Session], bool] | None = None
    """Whether it can be done now; None = always."""
    on: Callable[[Session], bool] | None = None
    """Whether it is switched on; None = it is no switch."""


SEPARATOR = None
Rows = tuple[Row | None, ...]


def has_picture(session: Session) -> bool:
    return not session.document.is_blank


def has_parameters(session: Session) -> bool:
    return bool(session.parameters)


def has_mask(session: Session) -> bool:
    return not session.document.mask.is_empty


def has_result(session: Session) -> bool:
    return session.current_result is not None


def has_results(session: Session) -> bool:
    return bool(session.results)


def is_busy(session: Session) -> bool:
    return not session.jobs.is_idle


def can_generate(session: Session) -> bool:
    return session.intent.can_run
