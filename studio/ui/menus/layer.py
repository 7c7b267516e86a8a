"""The layers."""

from __future__ import annotations

from studio.document.operations import layers
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import Row, Rows, has_picture


def toggle(desk: Desk) -> None:
    desk.session.push(layers.toggle_edit(desk.session.document))


def show_layers(desk: Desk) -> None:
    desk.show_panel("Layers")


ROWS: Rows = (
    Row("layer_visible", "Show or hide layer", toggle, can=has_picture),
    Row("show_layers", "Show layers", show_layers),
)
