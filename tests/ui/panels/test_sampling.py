"""The numbers of the next picture, and drafts in their place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.request import GenerationRequest
from studio.session.session import Session
from studio.ui.panels.sampling import SamplingPanel
from studio.ui.window import MainWindow
from tests.session.fakes import LANDSCAPES, PORTRAITS, READY, SAMPLERS, FakeClient

LEFT = Qt.MouseButton.LeftButton
LCM = replace(SAMPLERS[0], name="lcm", title="LCM", schedules=("normal",))


@pytest.fixture
def panel(window: MainWindow, session: Session) -> SamplingPanel:
    """Of a model that has drafts; another one has none."""
    drafting = replace(LANDSCAPES, few_steps=4)
    session.handle(replace(READY, models=(drafting, PORTRAITS), samplers=(*SAMPLERS, LCM)))
    session.update(prompt="a boat", sampler="dpmpp_2m", steps=30, guidance_scale=5.0)
    return window.side.sampling


def shown(panel: SamplingPanel) -> tuple[str, float | None, float | None]:
    return panel.sampler.currentText(), panel.steps.value, panel.guidance.value


def test_a_draft_shows_its_steps_and_going_back_the_former_ones(
    qtbot: QtBot, panel: SamplingPanel
) -> None:
    before = shown(panel)
    qtbot.mouseClick(panel.draft, LEFT)
    assert shown(panel) == ("LCM", 4, 1.0)
    qtbot.mouseClick(panel.draft, LEFT)
    assert shown(panel) == before


def test_a_draft_leaves_sampler_steps_and_guidance_nothing_to_choose(
    qtbot: QtBot, panel: SamplingPanel
) -> None:
    settled = (panel.sampler, panel.schedule, panel.steps, panel.guidance)
    qtbot.mouseClick(panel.draft, LEFT)
    assert not any(widget.isEnabled() for widget in settled)
    assert panel.seed.isEnabled()
    qtbot.mouseClick(panel.draft, LEFT)
    assert all(widget.isEnabled() for widget in settled)


def test_a_draft_is_asked_for(
    qtbot: QtBot, panel: SamplingPanel, session: Session, client: FakeClient
) -> None:
    qtbot.mouseClick(panel.draft, LEFT)
    session.generate()
    request = client.submitted[-1]
    assert isinstance(request, GenerationRequest)
    assert (request.sampling.sampler, request.sampling.steps) == ("lcm", 4)


def test_drafts_are_offered_for_a_model_that_has_them(
    qtbot: QtBot, panel: SamplingPanel, session: Session
) -> None:
    qtbot.mouseClick(panel.draft, LEFT)
    assert panel.draft.isVisible()
    assert "4 steps" in panel.draft.toolTip()
    session.update(model="portraits")
    assert not panel.draft.isVisible()
    assert panel.steps.isEnabled()
    assert panel.steps.value == PORTRAITS.default_steps


def test_a_folded_panel_sums_up_a_draft(qtbot: QtBot, panel: SamplingPanel) -> None:
    panel.set_open(False)
    qtbot.mouseClick(panel.draft, LEFT)
    assert "LCM · 4 steps" in panel.fold.words
