"""The colours in hand, from the wells to the swatches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.document.colour import BLACK, WHITE, Colour
from studio.session.session import Session
from studio.ui.panels.colour import ColourCard
from studio.ui.panels.screen_picker import ScreenPicker
from studio.ui.widgets.colour_wheel import ColourWheel
from studio.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
RED, TEAL = Colour(255, 0, 0), Colour(0, 128, 128)


@pytest.fixture
def card(window: MainWindow, session: Session) -> ColourCard:
    """Open for the foreground colour, which is red."""
    session.update_tool(foreground=RED, background=TEAL)
    window.colours.toggle("foreground")
    return window.colours


def whole(place: QPointF) -> QPoint:
    return place.toPoint()


def test_a_press_on_a_well_opens_the_card_for_its_colour_and_closes_it(
    qtbot: QtBot, window: MainWindow, session: Session
):
    session.update_tool(foreground=RED, background=TEAL)
    for well, colour in ((window.wells.front, RED), (window.wells.back, TEAL)):
        qtbot.mouseClick(window.wells, LEFT, pos=whole(well.bottomRight() - QPointF(3, 3)))
        assert window.colours.isVisible()
        assert window.colours.colour == colour
    qtbot.mouseClick(window.wells, LEFT, pos=whole(window.wells.back.bottomRight() - QPointF(3, 3)))
    assert not window.colours.isVisible()


def test_the_card_stays_inside_the_canvas_area(window: MainWindow, card: ColourCard):
    for height in (1000, 720, 600):
        window.resize(1280, height)
        QApplication.processEvents()
        inner = card.geometry().adjusted(14, 14, -14, -14)
        assert window.area.rect().contains(inner)


def test_painting_goes_on_while_the_card_is_open(
    qtbot: QtBot, with_picture: MainWindow, session: Session
):
    with_picture.colours.toggle("foreground")
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_X)
    assert session.tool.foreground == WHITE
    assert with_picture.colours.wheel.isVisible()


def test_the_ring_turns_the_hue(qtbot: QtBot, card: ColourCard, session: Session):
    qtbot.mouseClick(card.wheel, LEFT, pos=whole(card.wheel.place_of_hue(1 / 3)))
    red, green, blue = session.tool.foreground
    assert (red, blue) == pytest.approx((0, 0), abs=6) and green == 255


def test_the_square_chooses_saturation_and_value(qtbot: QtBot, card: ColourCard, session: Session):
    qtbot.mouseClick(card.wheel, LEFT, pos=whole(card.wheel.place_of_shade(0.5, 0.8)))
    assert session.tool.foreground == pytest.approx((204, 102, 102), abs=3)


def test_the_hue_is_kept_through_grey_and_black(qtbot: QtBot, card: ColourCard, session: Session):
    session.update_tool(foreground=Colour(0, 0, 255))
    for saturation, value in ((0.0, 0.5), (0.4, 0.0), (1.0, 1.0)):
        card.wheel.picked.emit(2 / 3, saturation, value)
        card.wheel.show_hsv((2 / 3, saturation, value))
    assert session.tool.foreground == (0, 0, 255)
    session.update_tool(foreground=Colour(90, 90, 90))
    qtbot.mouseClick(card.wheel, LEFT, pos=whole(card.wheel.place_of_shade(1.0, 1.0)))
    assert session.tool.foreground == pytest.approx((0, 0, 255), abs=4)


def test_arrows_move_on_the_wheel(qtbot: QtBot, card: ColourCard, session: Session):
    qtbot.keyClick(card.wheel, Qt.Key.Key_Left)
    assert session.tool.foreground == pytest.approx((255, 3, 3), abs=1)
    qtbot.keyClick(card.wheel, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert session.tool.foreground.green > 10


def test_sliders_change_one_part(card: ColourCard, session: Session):
    card.rgb[2].groove.setValue(200)
    assert session.tool.foreground == (255, 0, 200)
    card.hsv[0].field.value_changed.emit(1 / 3)
    card.hsv[2].field.value_changed.emit(0.5)
    assert session.tool.foreground == pytest.approx((0, 128, 0), abs=1)


def test_digits_are_taken_and_other_words_told(qtbot: QtBot, card: ColourCard, session: Session):
    card.digits.setFocus()
    card.digits.selectAll()
    qtbot.keyClicks(card.digits, "19f")
    qtbot.keyClick(card.digits, Qt.Key.Key_Return)
    assert session.tool.foreground == (17, 153, 255)
    card.digits.selectAll()
    qtbot.keyClicks(card.digits, "mauve")
    with qtbot.waitSignal(session.problem):
        qtbot.keyClick(card.digits, Qt.Key.Key_Return)
    assert card.digits.text() == "#1199ff"


def test_the_card_changes_the_colour_whose_well_is_pressed(
    qtbot: QtBot, card: ColourCard, session: Session
):
    back = card.wells.back.bottomRight() - QPointF(3, 3)
    qtbot.mouseClick(card.wells, LEFT, pos=whole(back))
    card.rgb[0].groove.setValue(9)
    assert session.tool.foreground == RED
    assert session.tool.background == (9, 128, 128)


def test_swatches_are_taken_kept_and_removed(qtbot: QtBot, card: ColourCard, session: Session):
    before = session.tool.swatches
    qtbot.mouseClick(card.swatches, LEFT, pos=whole(card.swatches.place_of(6).center()))
    assert session.tool.foreground == before[6]
    card.rgb[0].groove.setValue(1)
    for _ in range(2):
        card.keep.click()
    assert session.tool.swatches == (*before, session.tool.foreground)
    card.swatches.removed.emit(0)
    assert session.tool.swatches == (*before[1:], session.tool.foreground)


def test_colours_are_swapped_and_reset_by_keys(
    qtbot: QtBot, with_picture: MainWindow, session: Session
):
    session.update_tool(foreground=RED, background=TEAL)
    canvas = with_picture.area.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert (session.tool.foreground, session.tool.background) == (TEAL, RED)
    qtbot.keyClick(canvas, Qt.Key.Key_D)
    assert (session.tool.foreground, session.tool.background) == (BLACK, WHITE)


def test_the_wheel_shows_what_it_would_pick(qtbot: QtBot):
    wheel = ColourWheel()
    qtbot.addWidget(wheel)
    wheel.show_hsv((0.5, 0.1, 0.1))
    image = wheel.grab().toImage()
    for saturation, value in ((0.9, 0.9), (0.5, 0.5), (0.9, 0.4)):
        place = wheel.place_of_shade(saturation, value)
        shown = image.pixelColor(whole(place * image.devicePixelRatio()))
        wanted = QColor.fromHsvF(0.5, saturation, value)
        assert shown.getRgb()[:3] == pytest.approx(wanted.getRgb()[:3], abs=6)


def test_a_click_on_the_still_of_a_screen_takes_its_colour(qtbot: QtBot):
    still = QPixmap(200, 100)
    still.fill(QColor(1, 2, 3))
    taken: list[Colour] = []
    picker = ScreenPicker(still, QGuiApplication.primaryScreen(), taken.append)
    qtbot.addWidget(picker)
    picker.show()
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.mouseClick(picker, LEFT, pos=QPoint(50, 50))
    assert taken == [Colour(1, 2, 3)]
    assert not picker.isVisible()
    picker.show()
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible() and len(taken) == 1


def test_the_card_grows_with_its_swatches(card: ColourCard, session: Session):
    """Nothing on it lies over something else."""
    session.update_tool(swatches=tuple(Colour(20 * n, 0, 0) for n in range(12)), recent=(RED,))
    QApplication.processEvents()
    assert card.wheel.geometry().bottom() < card.tabs.geometry().top()
    assert card.height() == card.heightForWidth(card.width())
