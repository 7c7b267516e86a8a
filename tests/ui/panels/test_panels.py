"""Each panel shows the session, and tells it what a person wants."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from studio.core.events import Ready
from studio.core.geometry import Extent
from studio.session.jobs import Job, JobState
from studio.session.session import Session
from studio.ui.panels.generate import doing_text, duration_text, left_text
from studio.ui.panels.options.brush import BrushOptions
from studio.ui.panels.prompt import estimated_tokens
from studio.ui.panels.size_field import shaped
from studio.ui.widgets.prompt_editor import PromptEditor
from studio.ui.widgets.rows import ListRow
from studio.ui.window import MainWindow
from tests.session.fakes import LANDSCAPES, PORTRAITS, READY, FakeClient, a_picture, finished

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def a_job(**changes: object) -> Job:
    job = Job(1, "Generate", None, None, 1, 1)
    for name, value in changes.items():
        setattr(job, name, value)
    return job


@pytest.mark.parametrize(
    ("seconds", "text"), [(2.64, "2.6 s"), (48.2, "48 s"), (200, "3 min 20 s")]
)
def test_a_duration_is_as_exact_as_it_is_useful(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_job_that_loads_says_what() -> None:
    assert doing_text(a_job(state=JobState.LOADING, what="loading Landscapes")) == (
        "loading Landscapes…"
    )


def test_a_job_that_is_cancelled_has_no_time_left() -> None:
    job = a_job(state=JobState.CANCELLING, step=3, total=20, rate=2.0)
    assert doing_text(job) == "cancelling…"
    assert left_text(job, waiting=0) == ""


def test_jobs_that_wait_are_counted_beside_the_time_left() -> None:
    job = a_job(state=JobState.RUNNING, step=10, total=20, rate=2.0)
    assert left_text(job, waiting=3) == "3 more · 5.0 s left"


def test_tokens_are_words_and_marks() -> None:
    assert estimated_tokens("a (red balloon:1.2), over the sea") == 7


def test_a_prompt_that_is_too_long_is_counted_in_red(window: MainWindow, session: Session) -> None:
    session.update(prompt="boat " * 78)
    assert window.side.prompt.count.text() == "78 / 77"
    assert window.side.prompt.count.property("role") == "bad"


def test_a_long_prompt_gets_more_lines_until_it_is_scrolled(
    window: MainWindow, session: Session
) -> None:
    prompt = window.side.prompt.prompt

    def height(words: int) -> int:
        session.update(prompt="lighthouse " * words)
        QApplication.processEvents()
        return prompt.height()

    usual, longer, longest = height(1), height(16), height(90)
    assert prompt.verticalScrollBar().maximum() > 0
    assert usual < longer < longest == height(60)
    assert height(16) == longer
    assert prompt.verticalScrollBar().maximum() == 0
    assert height(0) == usual


def test_alt_up_walks_back_through_the_prompts(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    for prompt in ("a red boat", "a blue boat"):
        session.update(prompt=prompt)
        session.generate()
    session.update(prompt="a draft")
    editor = window.side.prompt.prompt
    qtbot.keyClick(editor, Qt.Key.Key_Up, ALT)
    assert editor.toPlainText() == "a blue boat"
    qtbot.keyClick(editor, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(editor, Qt.Key.Key_Up, ALT)
    assert editor.toPlainText() == "a red boat"


def test_alt_down_comes_back_to_what_was_being_written(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.update(prompt="a red boat")
    session.generate()
    session.update(prompt="a draft")
    editor = window.side.prompt.prompt
    qtbot.keyClick(editor, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(editor, Qt.Key.Key_Down, ALT)
    assert editor.toPlainText() == "a draft"


def test_ctrl_up_gives_the_word_at_the_cursor_more_weight(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.update(prompt="a red boat")
    editor = window.side.prompt.prompt
    for _ in range(2):
        qtbot.keyClick(editor, Qt.Key.Key_Up, CTRL)
    assert session.settings.prompt == "a red (boat:1.2)"


def test_a_weighted_prompt_is_one_step_of_undo_in_the_editor(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.update(prompt="a red boat")
    editor = window.side.prompt.prompt
    qtbot.keyClick(editor, Qt.Key.Key_Down, CTRL)
    editor.undo()
    assert session.settings.prompt == "a red boat"


def underlined_words(editor: PromptEditor) -> list[str]:
    block = editor.document().firstBlock()
    return [
        block.text()[part.start : part.start + part.length]
        for part in block.layout().formats()
        if part.format.underlineStyle() != QTextCharFormat.UnderlineStyle.NoUnderline
    ]


def test_words_that_the_model_was_not_taught_are_underlined(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    taught = replace(LANDSCAPES, words=("a", "red", "boat"))
    session.handle(replace(READY, models=(taught, PORTRAITS)))
    editor = window.side.prompt.prompt
    qtbot.keyClicks(editor, "a red (dragon:1.2), a boat")
    assert underlined_words(editor) == ["dragon"]
    session.update(model=PORTRAITS.name)  # says nothing of its words
    assert underlined_words(editor) == []


def test_the_negative_prompt_is_typed(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    qtbot.keyClicks(window.side.prompt.negative, "clouds")
    assert session.settings.negative == "clouds"


def test_a_negative_prompt_that_is_not_heard_is_told(window: MainWindow, session: Session) -> None:
    assert window.side.prompt.unheard.text() == ""
    session.update(guidance_scale=1.0)
    assert window.side.prompt.unheard.text() == "not with a guidance of 1"


def test_settings_that_change_elsewhere_are_shown(window: MainWindow, session: Session) -> None:
    session.update(steps=33, guidance_scale=6.5, seed=42, count=3, extent=Extent(96, 64))
    panel = window.side.sampling
    assert panel.steps.field.text() == "33"
    assert panel.guidance.field.text() == "6.5"
    assert panel.seed.text() == "42"
    assert panel.count.text() == "3"
    assert panel.size_field.entry.text() == "96 × 64"


def test_the_dice_make_the_seed_random(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    session.update(seed=42)
    qtbot.mouseClick(window.side.sampling.dice, LEFT)
    assert session.settings.seed is None
    assert window.side.sampling.seed.text() == "random"


def test_the_longest_seed_can_be_read(window: MainWindow, session: Session) -> None:
    session.update(seed=4294967295)
    window.side.sampling.set_open(True)
    QApplication.processEvents()
    seed = window.side.sampling.seed
    assert seed.width() > seed.fontMetrics().horizontalAdvance(seed.text())


def test_a_size_of_a_million_is_refused_and_the_old_one_shown(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    entry = window.side.sampling.size_field.entry
    qtbot.mouseClick(entry, LEFT)
    qtbot.keyClicks(entry, "1000000")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert session.settings.extent == Extent(64, 64)
    assert entry.text() == "64 × 64"
    assert window.area.banner.isVisible()


@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (9, 16)])
def test_a_usual_shape_has_about_the_native_area(shape: tuple[int, int]) -> None:
    extent = shaped(Extent(256, 256), *shape, multiple=8)
    assert extent == extent.snapped_up(8)
    assert extent.area == pytest.approx(256 * 256, rel=0.06)


def test_a_preset_sets_the_size(window: MainWindow, session: Session) -> None:
    menu = window.side.sampling.size_field.preset_menu()
    menu.actions()[1].trigger()
    assert session.settings.extent == shaped(LANDSCAPES.native_extent, 3, 2, 8)


def test_models_and_samplers_are_those_of_the_engine(window: MainWindow) -> None:
    panel = window.side.sampling
    models = [panel.model.itemText(i) for i in range(panel.model.count())]
    samplers = [panel.sampler.itemText(i) for i in range(panel.sampler.count())]
    assert models == ["Landscapes", "Portraits"]
    assert samplers == ["DPM++ 2M", "Euler"]


def test_a_chosen_sampler_brings_its_own_schedules(window: MainWindow, session: Session) -> None:
    panel = window.side.sampling
    panel.sampler.chosen.emit("dpmpp_2m")
    assert [panel.schedule.itemData(i) for i in range(panel.schedule.count())] == [
        "normal",
        "karras",
    ]
    panel.sampler.chosen.emit("euler")
    assert panel.schedule.count() == 1


def test_models_that_come_later_are_shown(window: MainWindow, session: Session) -> None:
    boats = replace(LANDSCAPES, name="boats", title="Boats")
    session.handle(Ready(READY.device, (*READY.models, boats), READY.samplers))
    titles = [row.title.text() for row in rows_of(window.side.models.rows)]
    assert "Boats" in titles


def test_a_click_chooses_a_model(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    window.side.show_panel("Models")
    portraits = rows_of(window.side.models.rows)[1]
    qtbot.mouseClick(portraits, LEFT)
    assert session.settings.model == "portraits"


def test_a_model_that_was_added_can_be_taken_out_of_the_list(
    qtbot: QtBot, window: MainWindow, session: Session, client: FakeClient
) -> None:
    own = replace(PORTRAITS, name="own", path="/far/own", is_elsewhere=True)
    session.handle(replace(READY, models=(*READY.models, own)))
    window.side.show_panel("Models")
    (forget,) = (
        button
        for row in rows_of(window.side.models.rows)
        for button in row.findChildren(QToolButton)
    )
    qtbot.mouseClick(forget, LEFT)
    assert client.forgotten == [Path("/far/own")]
    assert session.settings.model != "own"


def test_the_queue_lists_what_runs_waits_and_is_done(window: MainWindow, session: Session) -> None:
    session.update(prompt="a red boat", count=2)
    session.generate()
    session.handle(finished(1, a_picture(64, 64)))
    states = [row.subtitle.text().split(" · ")[-1] for row in rows_of(window.side.queue.rows)]
    assert states == ["preparing…", "done in 1.0 s"]


def test_a_waiting_job_is_cancelled_from_its_row(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.update(prompt="a red boat", count=2)
    session.generate()
    window.side.show_panel("Queue")
    cancel = window.side.queue.rows[1].findChildren(QToolButton)[-1]
    qtbot.mouseClick(cancel, LEFT)
    assert session.jobs.waiting == ()


def test_brush_settings_are_shown_for_tools_that_paint(window: MainWindow) -> None:
    window.toolbar.choose("hand")
    assert not isinstance(window.tool_options.options, BrushOptions)
    window.toolbar.choose("mask_brush")
    assert isinstance(window.tool_options.options, BrushOptions)
    assert window.tool_options.options.size_px.isVisible()


def test_how_a_fill_meets_its_surroundings_is_shown_with_the_tools_that_mask(
    window: MainWindow,
) -> None:
    for tool, shown in (("hand", False), ("mask_rectangle", True), ("mask_brush", True)):
        window.toolbar.choose(tool)
        assert window.tool_options.mask_fields.isVisible() == shown


def test_each_brush_keeps_its_own_size(window: MainWindow, session: Session) -> None:
    window.toolbar.choose("mask_brush")
    options = window.tool_options.options
    assert isinstance(options, BrushOptions)
    options.size_px.field.value_changed.emit(30.0)
    window.toolbar.choose("mask_eraser")
    assert options.size_px.value == session.tool.mask_eraser.size_px == 64.0
    window.toolbar.choose("mask_brush")
    assert options.size_px.value == session.tool.mask_brush.size_px == 30.0


def test_feather_is_automatic_until_a_number_is_typed(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    feather = window.tool_options.mask_fields.feather
    assert feather.text() == "Automatic"
    qtbot.mouseClick(feather, LEFT)
    qtbot.keyClicks(feather, "24")
    qtbot.keyClick(feather, Qt.Key.Key_Return)
    assert session.settings.feather_px == 24
    qtbot.mouseClick(feather, LEFT)
    qtbot.keyClicks(feather, "auto")
    qtbot.keyClick(feather, Qt.Key.Key_Return)
    assert session.settings.feather_px is None


def test_the_status_bar_shows_the_pictures_size(with_picture: MainWindow, session: Session) -> None:
    assert with_picture.status.extent.text() == "64 × 48"


def rows_of(rows: tuple[object, ...]) -> list[ListRow]:
    return [row for row in rows if isinstance(row, ListRow)]


def test_ctrl_enter_in_a_number_field_generates_with_what_was_typed(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.update(prompt="a red boat")
    field = window.side.sampling.count
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "3")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert session.jobs.running is not None
    assert len(session.jobs.waiting) == 2
