"""Which masks are filled, and which say what shall be where instead."""

from __future__ import annotations

from studio.core.boxes import check_boxes
from studio.core.capabilities import ModelInfo
from studio.core.errors import BadInput
from studio.core.request import Placed
from studio.document.document import Document
from studio.document.operations.placed_masks import placed, says_where
from studio.document.picture import NamedMask
from studio.session.settings import GenerationSettings


def places_words(settings: GenerationSettings, model: ModelInfo | None) -> bool:
    """Whether masks with words say what shall be where, instead of being filled.

    model: None while the engine has not told its models; what was chosen last then counts.
    """
    return settings.places_words and (model is None or model.most_boxes > 0)


def placing_masks(
    document: Document, settings: GenerationSettings, model: ModelInfo | None
) -> tuple[NamedMask, ...]:
    """Those that say what shall be where."""
    if not places_words(settings, model):
        return ()
    return tuple(entry for entry in document.picture.masks if says_where(entry))


def mask_to_fill(
    document: Document, settings: GenerationSettings, model: ModelInfo | None
) -> NamedMask | None:
    """The active mask, where there is a picture, something is masked, and it places nothing."""
    entry = document.picture.named_mask
    if document.is_blank or entry.mask.is_empty:
        return None
    return None if places_words(settings, model) and says_where(entry) else entry


def layout_of(
    document: Document, settings: GenerationSettings, model: ModelInfo | None
) -> tuple[Placed, ...]:
    """What shall be where, as a request holds it."""
    return tuple(placed(entry) for entry in placing_masks(document, settings, model))


def why_not_placed(count: int, model: ModelInfo | None) -> str:
    """One sentence where the model cannot place so many things; else empty."""
    if model is None:
        return ""
    try:
        check_boxes(count, model)
    except BadInput as error:
        return str(error)
    return ""
