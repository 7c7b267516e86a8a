"""Guides come and go in whole steps."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.errors import BadInput
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.operations import guides
from studio.document.picture import Guides


@pytest.fixture
def document() -> Document:
    return Document.from_pixels(np.zeros((40, 60, 3), np.uint8))


def done(document: Document, edit: PictureReplaced | None) -> Guides:
    assert edit is not None
    edit.apply(document)
    return document.picture.guides


def test_guides_are_kept_in_order(document: Document):
    done(document, guides.add_edit(document, 30.0, upright=True))
    shown = done(document, guides.add_edit(document, 10.0, upright=True))
    assert (shown.upright, shown.level) == ((10.0, 30.0), ())


def test_a_guide_that_is_there_is_no_step(document: Document):
    done(document, guides.add_edit(document, 30.0, upright=False))
    assert guides.add_edit(document, 30.0, upright=False) is None


def test_a_guide_moves_in_one_step(document: Document):
    done(document, guides.add_edit(document, 30.0, upright=False))
    edit = guides.move_edit(document, 30.0, 12.0, upright=False)
    assert done(document, edit).level == (12.0,)
    assert edit is not None
    edit.revert(document)
    assert document.picture.guides.level == (30.0,)


def test_a_guide_that_stays_is_no_step(document: Document):
    done(document, guides.add_edit(document, 30.0, upright=False))
    assert guides.move_edit(document, 30.0, 30.0, upright=False) is None


def test_one_guide_is_removed_and_then_all(document: Document):
    for place in (10.0, 20.0, 30.0):
        done(document, guides.add_edit(document, place, upright=True))
    left = done(document, guides.remove_edit(document, 20.0, upright=True))
    assert left.upright == (10.0, 30.0)
    assert done(document, guides.clear_edit(document)).upright == ()
    assert guides.clear_edit(document) is None


def test_too_many_guides_are_refused(document: Document):
    for place in range(guides.MOST):
        done(document, guides.add_edit(document, place / 2, upright=True))
    with pytest.raises(BadInput, match="remove one first"):
        guides.add_edit(document, 59.0, upright=True)
