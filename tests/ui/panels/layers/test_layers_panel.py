"""The list of layers through the events that a person makes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds
from studio.document.layer import Blend, Group, Layer
from studio.ui.panels.layers.row_plan import ROOMY, TIGHT
from studio.ui.window import MainWindow
from tests.session.fakes import a_picture, finished
from tests.ui.panels.layers.hand import LEFT, NONE, Hand

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def is_layer_shown(hand: Hand, uid: str) -> bool:
    return hand.list.number_of(uid) is not None


def test_ctrl_on_a_small_picture_masks_what_the_layer_covers(hand: Hand) -> None:
    layer = hand.node("b")
    assert isinstance(layer, Layer)
    hand.choose("e")
    hand.click(hand.plan("b").picture, CTRL)
    mask = hand.session.document.mask.pixels
    assert np.array_equal(mask, layer.raster.pixels[..., 3])
    hand.click(hand.plan("a").picture, CTRL | SHIFT)
    assert (mask == 255).all()
    hand.click(hand.plan("a").picture, CTRL | ALT)
    assert not mask.any()
    assert hand.active == "e"


def test_without_a_picture_the_list_says_so(window: MainWindow) -> None:
    panel = window.side.layers
    assert panel.tree.rows == ()
    assert panel.findChild(QMenu) is None
    assert not panel.look.isEnabled()


def test_a_click_makes_a_layer_active(hand: Hand) -> None:
    hand.choose("a")
    assert hand.active == "a"
    assert hand.list.chosen == ("a",)


def test_an_eye_hides_its_layer_and_shows_it_again(hand: Hand) -> None:
    for wanted in (False, True):
        hand.click(hand.plan("b").eye)
        assert hand.node("b").visible is wanted
    assert hand.session.undo_stack.count() == 2


def test_alt_on_an_eye_shows_a_layer_alone(hand: Hand) -> None:
    hand.click(hand.plan("a").eye, ALT)
    assert [hand.node(uid).visible for uid in "age"] == [True, False, False]


def test_a_caret_folds_its_group_and_is_no_step_of_undo(hand: Hand) -> None:
    hand.click(hand.plan("g").caret)
    assert not is_layer_shown(hand, "b")
    hand.click(hand.plan("g").caret)
    assert is_layer_shown(hand, "b")
    assert hand.session.undo_stack.count() == 0


def test_a_drag_puts_a_layer_between_two_others(hand: Hand) -> None:
    hand.drag("e", hand.between("a"))
    assert hand.names == ["e", "a", ("g", ["b", "c"])]
    hand.session.undo_stack.undo()
    assert hand.names == ["a", ("g", ["b", "c"]), "e"]


def test_a_drag_onto_a_group_puts_a_layer_into_it(hand: Hand) -> None:
    hand.drag("a", hand.plan("g").row.center())
    assert hand.names == [("g", ["b", "c", "a"]), "e"]


def test_a_drag_to_the_left_takes_a_layer_out_of_its_group(hand: Hand) -> None:
    hand.drag("c", hand.between("b", depth=0))
    assert hand.names == ["a", "c", ("g", ["b"]), "e"]


def test_under_the_last_of_a_group_a_drag_to_the_right_stays_inside(hand: Hand) -> None:
    hand.drag("c", hand.between("b", depth=1))
    assert hand.names == ["a", ("g", ["c", "b"]), "e"]


def test_a_group_that_is_dragged_into_itself_stays(hand: Hand) -> None:
    hand.drag("g", hand.between("c"))
    assert hand.names == ["a", ("g", ["b", "c"]), "e"]
    assert "into itself" in hand.window.area.banner.text


def test_escape_gives_a_drag_up(hand: Hand) -> None:
    hand.drag("e", hand.between("a"), release=False)
    hand.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(hand.list, LEFT, NONE, hand.between("a").toPoint())
    assert hand.names == ["a", ("g", ["b", "c"]), "e"]
    assert hand.session.undo_stack.count() == 0


def test_a_press_that_hardly_moves_is_a_click(hand: Hand) -> None:
    hand.drag("a", hand.plan("a").words.center() + QPointF(3, 2))
    assert hand.active == "a"
    assert hand.session.undo_stack.count() == 0


def test_ctrl_chooses_several_and_the_drag_takes_them_all(hand: Hand) -> None:
    hand.choose("b")
    hand.choose("e", CTRL)
    assert set(hand.list.chosen) == {"b", "e"}
    hand.drag("e", hand.between("a"))
    assert hand.names == ["b", "e", "a", ("g", ["c"])]


def test_ctrl_again_takes_one_away_and_the_last_stays(hand: Hand) -> None:
    hand.choose("b")
    hand.choose("e", CTRL)
    hand.choose("e", CTRL)
    assert hand.list.chosen == ("b",)
    hand.choose("b", CTRL)
    assert hand.list.chosen == ("b",)


def test_shift_chooses_all_between(hand: Hand) -> None:
    hand.choose("e")
    hand.choose("c", SHIFT)
    assert hand.list.chosen == ("e", "g", "c")


def test_a_click_on_one_of_several_leaves_it_alone(hand: Hand) -> None:
    hand.choose("a")
    hand.choose("e", CTRL)
    hand.choose("a")
    assert hand.list.chosen == ("a",)


def test_several_are_grouped_and_deleted_at_once(hand: Hand) -> None:
    hand.choose("a")
    hand.choose("e", CTRL)
    hand.window.actions_by_name["group_layers"].trigger()
    assert hand.names == [("g", ["b", "c"]), ("Group 1", ["a", "e"])]
    hand.choose("b")
    hand.choose("c", CTRL)
    hand.key(Qt.Key.Key_Delete)
    assert hand.names == [("g", []), ("Group 1", ["a", "e"])]


def test_a_double_click_renames_in_place(hand: Hand) -> None:
    hand.click(hand.plan("c").words, twice=True)
    QTest.keyClicks(QApplication.focusWidget(), "Clouds")
    hand.key(Qt.Key.Key_Return)
    assert hand.node("c").name == "Clouds"
    assert hand.session.undo_stack.undoText() == "Rename layer"
    assert QApplication.focusWidget() is hand.list


@pytest.mark.parametrize("key", [Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_F7])
def test_a_key_that_means_nothing_to_a_name_leaves_it_in_its_field(hand: Hand, key: Qt.Key) -> None:
    hand.list.rename(hand.active)
    field = QApplication.focusWidget()
    hand.key(key)
    assert QApplication.focusWidget() is field
    hand.key(Qt.Key.Key_A, CTRL)
    assert hand.session.document.mask.is_empty
    QTest.keyClicks(field, "Sea")
    hand.key(Qt.Key.Key_Return)
    assert hand.node(hand.active or "").name == "Sea"


def test_f2_renames_the_active_layer_from_anywhere(hand: Hand) -> None:
    hand.choose("e")
    hand.window.side.show_panel("History")
    hand.window.area.canvas.setFocus()
    QTest.keyClick(hand.window.area.canvas, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "Sky")
    hand.key(Qt.Key.Key_Return)
    assert hand.node("e").name == "Sky"


def test_escape_leaves_the_old_name(hand: Hand) -> None:
    hand.click(hand.plan("c").words, twice=True)
    QTest.keyClicks(QApplication.focusWidget(), "Clouds")
    hand.key(Qt.Key.Key_Escape)
    assert hand.node("c").name == "c"
    assert hand.session.undo_stack.count() == 0


def test_a_layer_that_goes_while_it_is_renamed_takes_the_field_along(hand: Hand) -> None:
    hand.choose("e")
    hand.window.actions_by_name["duplicate_layer"].trigger()
    hand.list.rename(hand.active)
    hand.session.undo_stack.undo()
    assert hand.names == ["a", ("g", ["b", "c"]), "e"]
    assert [row.uid for row in hand.list.rows] == ["e", "g", "c", "b", "a"]


def test_arrows_walk_the_rows_and_fold_groups(hand: Hand) -> None:
    hand.choose("e")
    for wanted in ("g", "c", "b"):
        hand.key(Qt.Key.Key_Down)
        assert hand.active == wanted
    hand.key(Qt.Key.Key_Left)
    assert hand.active == "g"
    hand.key(Qt.Key.Key_Left)
    assert not is_layer_shown(hand, "c")
    hand.key(Qt.Key.Key_Right)
    assert is_layer_shown(hand, "c")


def test_other_keys_go_to_the_canvas(hand: Hand) -> None:
    hand.choose("e")
    assert QApplication.focusWidget() is hand.list
    QTest.keyClick(hand.list, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is hand.window.area.canvas


def test_while_there_are_results_a_click_leaves_the_keys_to_them(hand: Hand) -> None:
    hand.session.update(prompt="a red boat")
    hand.session.generate()
    hand.session.handle(finished(1, a_picture(24, 18)))
    hand.choose("a")
    assert hand.active == "a"
    assert QApplication.focusWidget() is hand.window.area.canvas


def test_what_is_locked_is_not_deleted_and_that_is_told(hand: Hand) -> None:
    hand.choose("e")
    QTest.mouseClick(hand.panel.look.switches["locked"], LEFT)
    assert hand.node("e").locked
    QTest.mouseClick(hand.panel.buttons["delete_layer"], LEFT)
    assert "locked" in hand.window.area.banner.text
    assert is_layer_shown(hand, "e")


@pytest.mark.parametrize("field", ["clips", "alpha_locked", "locked"])
def test_a_switch_shows_and_turns_what_it_stands_for(hand: Hand, field: str) -> None:
    hand.choose("b")
    button = hand.panel.look.switches[field]
    for wanted in (True, False):
        QTest.mouseClick(button, LEFT)
        assert getattr(hand.node("b"), field) is wanted
        assert button.isChecked() is wanted


def test_a_group_has_no_transparency_to_lock(hand: Hand) -> None:
    hand.choose("g")
    switches = hand.panel.look.switches
    assert not switches["alpha_locked"].isEnabled()
    assert switches["locked"].isEnabled()


def test_a_blend_mode_is_chosen_for_the_active_layer(hand: Hand) -> None:
    hand.choose("b")
    hand.panel.look.blend.chosen.emit(Blend.MULTIPLY.value)
    assert hand.node("b").blend is Blend.MULTIPLY
    assert hand.panel.look.blend.currentText() == "Multiply"
    hand.choose("a")
    assert hand.panel.look.blend.currentText() == "Normal"


def test_arrows_choose_a_blend_mode_too(hand: Hand) -> None:
    hand.choose("b")
    QTest.keyClick(hand.panel.look.blend, Qt.Key.Key_Down)
    assert hand.node("b").blend is Blend.DARKEN
    assert hand.session.undo_stack.count() == 1


def slide(hand: Hand, *shares: float) -> None:
    slider = hand.panel.look.slider
    middle = slider.height() // 2
    places = [round(7 + share * (slider.width() - 14)) for share in shares]
    QTest.mousePress(slider, LEFT, NONE, slider.rect().topLeft() + _point(places[0], middle))
    for x in places[1:]:
        QTest.mouseMove(slider, _point(x, middle))
        QApplication.processEvents()


def _point(x: int, y: int):
    return QPointF(x, y).toPoint()


def let_go(hand: Hand) -> None:
    QTest.mouseRelease(hand.panel.look.slider, LEFT)


def test_a_dragged_opacity_is_seen_at_once_and_one_step_of_undo(hand: Hand) -> None:
    hand.choose("e")
    before = hand.session.document.flattened()
    slide(hand, 0.9, 0.5, 0.2)
    assert hand.node("e").opacity == pytest.approx(0.2, abs=0.02)
    assert not np.array_equal(hand.session.document.flattened(), before)
    assert hand.session.undo_stack.count() == 0
    let_go(hand)
    assert hand.session.undo_stack.count() == 1
    hand.session.undo_stack.undo()
    assert hand.node("e").opacity == 1.0
    assert np.array_equal(hand.session.document.flattened(), before)
    assert hand.panel.look.opacity.text() == "100 %"


def test_an_opacity_that_comes_back_is_no_step(hand: Hand) -> None:
    hand.choose("e")
    slide(hand, 0.5, 1.0)
    let_go(hand)
    assert hand.session.undo_stack.count() == 0
    assert hand.node("e").opacity == 1.0


def test_an_opacity_is_typed(hand: Hand, qtbot: QtBot) -> None:
    hand.choose("b")
    field = hand.panel.look.opacity
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "35")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert hand.node("b").opacity == 0.35


def test_buttons_below_add_copy_merge_and_delete(hand: Hand) -> None:
    hand.choose("a")
    buttons = hand.panel.buttons
    QTest.mouseClick(buttons["new_layer"], LEFT)
    assert hand.names[:2] == ["a", "Layer 1"]
    QTest.mouseClick(buttons["merge_down"], LEFT)
    assert hand.names == ["a", ("g", ["b", "c"]), "e"]
    QTest.mouseClick(buttons["duplicate_layer"], LEFT)
    assert hand.names[:2] == ["a", "a copy"]
    QTest.mouseClick(buttons["delete_layer"], LEFT)
    assert hand.names == ["a", ("g", ["b", "c"]), "e"]
    QTest.mouseClick(buttons["new_group"], LEFT)
    assert hand.names[:2] == ["a", ("Group 1", [])]


def test_several_that_are_chosen_are_merged_at_once(hand: Hand) -> None:
    button, before = hand.panel.buttons["merge_down"], hand.names
    assert button.toolTip().startswith("Merge down")
    hand.choose("c")
    hand.choose("b", CTRL)
    assert button.toolTip().startswith("Merge layers")
    QTest.mouseClick(button, LEFT)
    assert hand.names == ["a", ("g", ["b"]), "e"]
    assert hand.session.undo_stack.undoText() == "Merge layers"
    assert button.toolTip().startswith("Merge down")
    hand.session.undo()
    assert hand.names == before


def test_dots_open_a_menu_for_their_row(hand: Hand) -> None:
    hand.choose("a")
    hand.click(hand.plan("e").more)
    assert hand.active == "e"
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Rename layer" in [action.text() for action in menu.actions()]
    menu.close()


def test_rows_are_low_where_there_is_little_room(hand: Hand) -> None:
    hand.window.resize(1280, 1000)
    QApplication.processEvents()
    assert hand.list.size_of_rows is ROOMY
    hand.window.resize(1280, 720)
    QApplication.processEvents()
    assert hand.list.size_of_rows is TIGHT


def test_a_small_picture_follows_after_a_pause(hand: Hand, qtbot: QtBot) -> None:
    layer = hand.node("a")
    assert isinstance(layer, Layer)
    pictures = hand.list._pictures
    first = pictures.of(layer, hand.session.document.extent)
    layer.raster.pixels[:] = (9, 8, 7, 255)
    hand.session.document.notify(Bounds.of(hand.session.document.extent))
    assert pictures.of(layer, hand.session.document.extent) is first
    with qtbot.waitSignal(hand.panel._settle.timeout):
        pass
    newer = pictures.of(layer, hand.session.document.extent)
    assert newer.pixelColor(5, 5).red() == 9


def test_a_new_layer_goes_on_top_inside_the_open_group(hand: Hand) -> None:
    hand.choose("g")
    hand.window.actions_by_name["new_layer"].trigger()
    assert hand.names == ["a", ("g", ["b", "c", "Layer 1"]), "e"]
    assert isinstance(hand.node("g"), Group)
