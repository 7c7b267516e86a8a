"""A look that is tried out becomes one step of undo, or none."""

from __future__ import annotations

import pytest

from studio.document.operations.layers import add_edit
from studio.session.session import Session
from studio.session.trial import Trial
from tests.session.fakes import a_picture


@pytest.fixture
def trial(session: Session) -> Trial:
    session.paste(a_picture(16, 12))
    session.undo_stack.clear()
    return Trial(session, session.document.layers[0].uid)


def opacity(session: Session) -> float:
    return session.document.layers[0].opacity


def test_only_the_last_look_is_a_step(trial: Trial, session: Session) -> None:
    for value in (0.8, 0.5, 0.3):
        trial.show(opacity=value)
        assert opacity(session) == value
    trial.finish()
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert opacity(session) == 1.0
    session.undo_stack.redo()
    assert opacity(session) == 0.3


def test_a_look_that_comes_back_is_no_step(trial: Trial, session: Session) -> None:
    trial.show(opacity=0.5)
    trial.show(opacity=1.0)
    trial.finish()
    assert session.undo_stack.count() == 0
    assert opacity(session) == 1.0


def test_what_changes_meanwhile_stays(trial: Trial, session: Session) -> None:
    trial.show(opacity=0.5)
    session.do(add_edit)
    trial.show(opacity=0.2)
    trial.finish()
    assert len(session.document.layers) == 2
    assert session.undo_stack.count() == 1
