"""The layers: more of them, their order, and several as one."""

from __future__ import annotations

from collections.abc import Callable

from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.layer import Group, Node
from studio.document.operations import layer_order, layers, merging
from studio.document.tree import place_of, siblings_of
from studio.session.patience import QUICK, do_patiently
from studio.session.session import Session
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, Where, has_picture


def new_layer(desk: Desk) -> None:
    desk.session.do(layers.add_edit)


def new_group(desk: Desk) -> None:
    desk.session.do(layers.add_group_edit)


def from_visible(desk: Desk) -> None:
    _merge(desk, "Merging what is visible", merging.stamp_edit)


def duplicate(desk: Desk) -> None:
    desk.session.do(lambda document: layers.duplicate_edit(document, desk.chosen_layers()))


def delete(desk: Desk) -> None:
    desk.session.do(lambda document: layers.remove_edit(document, desk.chosen_layers()))


def rename(desk: Desk) -> None:
    desk.rename_layer()


def group(desk: Desk) -> None:
    desk.session.do(lambda document: layer_order.group_edit(document, desk.chosen_layers()))


def ungroup(desk: Desk) -> None:
    desk.session.do(layer_order.ungroup_edit)


def merge_down(desk: Desk) -> None:
    """Those that are chosen, or the active one with what lies below it."""
    chosen = desk.chosen_layers()
    _merge(desk, "Merging layers", lambda document: merging.merge_chosen_edit(document, chosen))


def merge_visible(desk: Desk) -> None:
    _merge(desk, "Merging what is visible", merging.merge_visible_edit)


def flatten(desk: Desk) -> None:
    _merge(desk, "Flattening the picture", merging.flatten_edit)


def raise_layer(desk: Desk) -> None:
    desk.session.do(lambda document: layer_order.step_edit(document, 1))


def lower_layer(desk: Desk) -> None:
    desk.session.do(lambda document: layer_order.step_edit(document, -1))


def choose_above(desk: Desk) -> None:
    _choose_beside(desk, 1)


def choose_below(desk: Desk) -> None:
    _choose_beside(desk, -1)


def toggle(desk: Desk) -> None:
    desk.session.do(layers.toggle_edit)


def lock(desk: Desk) -> None:
    desk.session.do(lambda document: layers.toggle_edit(document, "locked"))


def lock_alpha(desk: Desk) -> None:
    desk.session.do(lambda document: layers.toggle_edit(document, "alpha_locked"))


def clip(desk: Desk) -> None:
    desk.session.do(lambda document: layers.toggle_edit(document, "clips"))


def show_layers(desk: Desk) -> None:
    desk.show_panel("Layers")


def _merge(desk: Desk, title: str, make: Callable[[Document], Edit | None]) -> None:
    document = desk.session.document
    px = document.extent.area * len(document.layers) // QUICK
    do_patiently(desk.session, title, px, lambda document, _work: make(document))


def _choose_beside(desk: Desk, by: int) -> None:
    """The next in the same group; at its end the group, or what lies beside that."""
    nodes, uid = desk.session.document.picture.nodes, desk.session.document.picture.active_node
    if uid is None:
        return
    parent, index = place_of(nodes, uid)
    siblings = siblings_of(nodes, uid)
    if 0 <= index + by < len(siblings):
        desk.session.choose(node=siblings[index + by].uid)
    elif parent is not None:
        desk.session.choose(node=parent)


def _node(session: Session) -> Node | None:
    return session.document.picture.node


def _is(field: str) -> Callable[[Session], bool]:
    """Whether that field of the active node is set."""
    return lambda session: bool(getattr(_node(session), field, False))


def has_layer(session: Session) -> bool:
    return _node(session) is not None


def has_group(session: Session) -> bool:
    return isinstance(_node(session), Group)


def has_pixels(session: Session) -> bool:
    return session.document.active_layer is not None


def can_merge(session: Session) -> bool:
    return merging.can_merge(session.document.picture)


def has_several(session: Session) -> bool:
    return len(session.document.layers) > 1


ROWS: Rows = (
    Row("new_layer", "New layer", new_layer, "Ctrl+Shift+N"),
    Row("new_group", "New group", new_group),
    Row("duplicate_layer", "Duplicate layer", duplicate, "Ctrl+J", can=has_layer),
    Row(
        "layer_from_visible",
        "New layer from visible",
        from_visible,
        "Ctrl+Alt+Shift+E",
        can=has_picture,
    ),
    Row("rename_layer", "Rename layer", rename, "F2", can=has_layer),
    Row("delete_layer", "Delete layer", delete, "Shift+Del", can=has_layer),
    SEPARATOR,
    Row("group_layers", "Group", group, "Ctrl+G", can=has_layer),
    Row("ungroup_layers", "Ungroup", ungroup, "Ctrl+Shift+G", can=has_group),
    Row("raise_layer", "Raise layer", raise_layer, "Ctrl+]  Ctrl+PgUp", can=has_layer),
    Row("lower_layer", "Lower layer", lower_layer, "Ctrl+[  Ctrl+PgDown", can=has_layer),
    Row("layer_above", "Choose layer above", choose_above, "Alt+]  PgUp", can=has_layer),
    Row("layer_below", "Choose layer below", choose_below, "Alt+[  PgDown", can=has_layer),
    SEPARATOR,
    Row(
        "merge_down",
        "Merge down",
        merge_down,
        "Ctrl+E",
        can=can_merge,
    ),
    Row("merge_visible", "Merge visible", merge_visible, "Ctrl+Shift+E", can=has_several),
    Row("flatten", "Flatten picture", flatten, can=has_picture),
    SEPARATOR,
    Row("layer_visible", "Layer visible", toggle, can=has_layer, on=_is("visible")),
    Row("clip_layer", "Clip to below", clip, "Ctrl+Alt+G", can=has_layer, on=_is("clips")),
    Row(
        "lock_alpha",
        "Lock transparency",
        lock_alpha,
        "/",
        where=Where.CANVAS,
        can=has_pixels,
        on=_is("alpha_locked"),
    ),
    Row("lock_layer", "Lock layer", lock, "Ctrl+/", can=has_layer, on=_is("locked")),
    SEPARATOR,
    Row("show_layers", "Show layers", show_layers),
)
