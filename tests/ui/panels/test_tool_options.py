"""The bar under the menu: each family of tools with its own settings."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.document.brushes.brush import Brush, Tip
from studio.session.session import Session
from studio.ui.canvas.tools import TOOLS
from studio.ui.panels.options.brush import BrushOptions, SmearOptions
from studio.ui.panels.options.colouring import FillOptions, GradientOptions, PickerOptions
from studio.ui.panels.options.tips import sample
from studio.ui.widgets.pressure_curve import PressureCurve
from studio.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def brush_options(window: MainWindow, tool: str) -> BrushOptions:
    window.toolbar.choose(tool)
    options = window.tool_options.options
    assert isinstance(options, BrushOptions)
    return options


def test_every_tool_has_a_bar_that_fits_the_smallest_window(window: MainWindow):
    for tool in TOOLS:
        window.toolbar.choose(tool.name)
        QApplication.processEvents()
        assert window.tool_options.minimumSizeHint().width() <= 1024, tool.name


@pytest.mark.parametrize("tool", ["mask_brush", "paint_brush", "eraser", "smudge", "blur"])
def test_the_popup_sets_the_brush_of_the_tool_in_hand(
    qtbot: QtBot, window: MainWindow, session: Session, tool: str
):
    options = brush_options(window, tool)
    qtbot.mouseClick(options.button, LEFT)
    popup = options.popup
    assert popup.isVisible()
    qtbot.mouseClick(popup.tips.tiles[Tip.CHALK], LEFT)
    popup.spacing.slider.setValue(24)
    popup.smoothing.field.value_changed.emit(0.5)
    qtbot.mouseClick(popup.fades, LEFT)
    brush = session.tool.brush(tool)
    assert brush is not None
    assert (brush.tip, brush.smoothing, brush.pressure_fades) == (Tip.CHALK, 0.5, True)
    assert brush.spacing == pytest.approx(0.25)
    others = [session.tool.brush(name) for name in ("mask_eraser", "paint_brush") if name != tool]
    assert all(other is not None and other.tip is Tip.ROUND for other in others)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_what_cannot_build_up_offers_no_flow(window: MainWindow):
    for tool, offered in (("paint_brush", True), ("smudge", False), ("eraser", True)):
        assert brush_options(window, tool).popup.flow.isHidden() is not offered


def test_smudge_and_blur_choose_between_layer_and_mask(
    qtbot: QtBot, window: MainWindow, session: Session
):
    options = brush_options(window, "smudge")
    assert isinstance(options, SmearOptions)
    place = options.target.place_of("mask").center().toPoint()
    qtbot.mouseClick(options.target, LEFT, pos=place)
    assert session.tool.smears_mask
    # Nothing of the mask is left alone because it is not masked.
    assert not options.inside_mask.isEnabled()
    assert brush_options(window, "blur") is options
    assert options.target.current == "mask"


def test_the_pressure_curve_goes_through_where_it_is_dragged(qtbot: QtBot):
    curve = PressureCurve()
    qtbot.addWidget(curve)
    told: list[float] = []
    curve.value_changed.connect(told.append)
    qtbot.mouseClick(curve, LEFT, pos=QPoint(46, 69))
    assert told[-1] == pytest.approx(math.log(0.25) / math.log(0.5), abs=0.1)
    qtbot.mouseDClick(curve, LEFT, pos=QPoint(46, 69))
    assert told[-1] == 1.0


def test_each_tip_draws_a_sample_of_its_own():
    samples = [sample(tip) for tip in Tip]
    for index, one in enumerate(samples):
        assert one.any()
        assert all((one != other).any() for other in samples[index + 1 :])


def test_how_a_fill_finds_its_pixels_is_set_in_the_bar(
    qtbot: QtBot, window: MainWindow, session: Session
):
    window.toolbar.choose("fill")
    options = window.tool_options.options
    assert isinstance(options, FillOptions)
    options.tolerance.slider.setValue(77)
    qtbot.mouseClick(options.contiguous, LEFT)
    qtbot.mouseClick(options.all_layers, LEFT)
    options.grow.value_changed.emit(3)
    fill = session.tool.fill
    assert (fill.likeness.tolerance, fill.contiguous, fill.grow_px) == (77, False, 3)
    assert fill.likeness.all_layers


def test_the_gradient_and_the_picker_are_set_in_the_bar(
    qtbot: QtBot, window: MainWindow, session: Session
):
    window.toolbar.choose("gradient")
    gradient = window.tool_options.options
    assert isinstance(gradient, GradientOptions)
    clear = gradient.end.place_of("clear").center().toPoint()
    qtbot.mouseClick(gradient.end, LEFT, pos=clear)
    qtbot.keyClick(gradient.shape, Qt.Key.Key_Right)
    assert session.tool.gradient.to_clear and session.tool.gradient.shape == "radial"
    window.toolbar.choose("picker")
    picker = window.tool_options.options
    assert isinstance(picker, PickerOptions)
    qtbot.mouseClick(picker.side_px, LEFT, pos=picker.side_px.place_of("15").center().toPoint())
    assert session.tool.picker.side_px == 15


def test_e_and_q_erase_what_is_being_drawn(
    qtbot: QtBot, with_picture: MainWindow, session: Session
):
    canvas = with_picture.area.canvas
    canvas.setFocus()
    for brush, key, eraser in (
        ("paint_brush", Qt.Key.Key_P, "eraser"),
        ("mask_brush", Qt.Key.Key_B, "mask_eraser"),
    ):
        for erase in (Qt.Key.Key_E, Qt.Key.Key_Q):
            qtbot.keyClick(canvas, key)
            assert canvas.tool_name == brush
            qtbot.keyClick(canvas, erase)
            assert canvas.tool_name == eraser


def test_brackets_size_the_brush_in_hand_and_no_other(
    qtbot: QtBot, with_picture: MainWindow, session: Session
):
    canvas = with_picture.area.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    session.update_brush("paint_brush", size_px=100.0)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert session.tool.paint_brush.size_px == 120
    assert session.tool.mask_brush == Brush()
