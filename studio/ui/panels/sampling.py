"""Model, sampler, and the numbers of the next picture; most of them can be folded away."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.request import (
    LARGEST_COUNT,
    LARGEST_GUIDANCE_SCALE,
    LARGEST_SEED,
    LARGEST_STEPS,
)
from studio.session.compose import is_draft, sampling_for, settings_for
from studio.session.session import Session
from studio.ui.panels.size_field import SizeField
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.choice_box import ChoiceBox
from studio.ui.widgets.field_box import FieldBox
from studio.ui.widgets.fold_row import FoldRow
from studio.ui.widgets.formats import PERCENT, NumberFormat
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.slider import NumberSlider
from studio.ui.widgets.value_field import ValueField

_GUIDANCE = NumberFormat(low=1.0, high=LARGEST_GUIDANCE_SCALE, step=0.5, decimals=1)
_GUIDANCE_REACH = 12.0
_STEPS = NumberFormat(low=1, high=LARGEST_STEPS)
_STEPS_REACH = 60
_SEED = NumberFormat(low=0, high=LARGEST_SEED, none_text="random")
_COUNT = NumberFormat(low=1, high=LARGEST_COUNT)
_STRENGTH_HINT = "How much of the picture may change; 100 % draws anew"
_DRAFT_HINT = (
    "A rougher picture in {} steps, at once. Without it sampler, guidance and steps are yours again"
)
_NAME_PX = 76
_NUMBER_PX = 46


class SamplingPanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.fold = FoldRow("Settings")
        self.draft = CheckBox("Draft")
        self._make_choices()
        self._make_sliders()
        self._make_fields()
        self._lay_out()
        self._connect()
        self._show_engine()
        self._show_settings()

    def _make_choices(self) -> None:
        self.model = ChoiceBox("Model")
        self.sampler = ChoiceBox("Sampler")
        self.schedule = ChoiceBox("Noise schedule")
        self.schedule.setToolTip("Noise schedule: how the steps are spread over the noise levels")

    def _make_sliders(self) -> None:
        self.strength = NumberSlider("Strength", PERCENT, tooltip=_STRENGTH_HINT)
        self.guidance = NumberSlider(
            "Guidance",
            _GUIDANCE,
            reach=_GUIDANCE_REACH,
            tooltip="How closely the picture follows the prompt; 1 = not guided, and twice as fast",
        )
        self.steps = NumberSlider(
            "Steps", _STEPS, reach=_STEPS_REACH, tooltip="More steps take longer and add detail"
        )
        for slider in (self.strength, self.guidance, self.steps):
            slider.label.setFixedWidth(_NAME_PX)
            slider.field.setFixedWidth(_NUMBER_PX)

    def _make_fields(self) -> None:
        self.seed = ValueField(_SEED, None)
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The same seed with the same settings gives the same picture again")
        self.dice = icon_button("dice-five", "A new seed for each picture", self._randomize)
        self.count = ValueField(_COUNT, 1)
        self.count.setAccessibleName("Count")
        self.count.setToolTip("How many pictures one press makes")
        self.size_field = SizeField(self._session)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        seed, count = FieldBox("Seed", self.seed, self.dice), FieldBox("Count", self.count)
        self._foldable = (
            _pair(self.model, self.sampler),
            _sliders(self.guidance, self.steps),
            # The longest seed has ten digits.
            _pair(seed, count, shares=(3, 2)),
            _pair(self.size_field, self.schedule),
        )
        choices, sliders, seeds, sizes = self._foldable
        head = _pair(self.fold, self.draft, shares=(1, 0))
        for part in (head, choices, _sliders(self.strength), sliders, seeds, sizes):
            layout.addWidget(part)

    def set_open(self, is_open: bool) -> None:
        """Show all of it, or the strength and one line that sums up the rest."""
        self.fold.setChecked(is_open)
        for part in self._foldable:
            part.setVisible(is_open)

    def _connect(self) -> None:
        update = self._session.update
        self.fold.toggled.connect(self.set_open)
        self.draft.clicked.connect(lambda checked: update(draft=checked))
        self.model.chosen.connect(lambda name: update(model=name))
        self.sampler.chosen.connect(lambda name: update(sampler=name, schedule=None))
        self.schedule.chosen.connect(lambda name: update(schedule=name))
        self.strength.value_changed.connect(lambda value: update(strength=value))
        self.guidance.value_changed.connect(lambda value: update(guidance_scale=value))
        self.steps.value_changed.connect(lambda value: update(steps=round(value)))
        self.count.value_changed.connect(lambda value: update(count=round(value)))
        self.seed.value_changed.connect(self._seed_typed)
        self._session.settings_changed.connect(self._show_settings)
        self._session.engine_changed.connect(self._show_engine)
        self._session.intent_changed.connect(self._show_need)
        self._session.picture_changed.connect(self._show_need)

    def _seed_typed(self, value: float | None) -> None:
        self._session.update(seed=None if value is None else round(value))

    def _randomize(self) -> None:
        self._session.update(seed=None)

    def _show_settings(self) -> None:
        settings = self._session.settings
        self.seed.set_value(settings.seed)
        self.count.set_value(settings.count)
        self._show_engine()
        self._show_need()

    def _show_engine(self) -> None:
        session, settings = self._session, self._session.settings
        self.model.offer([(model.name, model.title) for model in session.models], settings.model)
        used = sampling_for(settings, session.model)
        self.sampler.offer([(each.name, each.title) for each in session.samplers], used.sampler)
        chosen = next((each for each in session.samplers if each.name == used.sampler), None)
        schedules = chosen.schedules if chosen else ()
        shown = used.schedule or (schedules[0] if schedules else "")
        self.schedule.offer([(name, _schedule_title(name)) for name in schedules], shown)
        self.guidance.set_value(used.guidance_scale)
        self.steps.set_value(used.steps)
        self._show_draft()
        self._sum_up()

    def _show_draft(self) -> None:
        """Drafts are offered where the model has them; they leave nothing of these to choose."""
        session, model = self._session, self._session.model
        drafts = is_draft(session.settings, model)
        self.draft.setVisible(model is not None and model.few_steps > 0)
        self.draft.setChecked(drafts)
        if model is not None:
            self.draft.setToolTip(_DRAFT_HINT.format(model.few_steps))
        for choice in (self.sampler, self.schedule):
            choice.setEnabled(choice.count() > 0 and not drafts)
        for slider in (self.guidance, self.steps):
            slider.setEnabled(not drafts)

    def _sum_up(self) -> None:
        settings = self._session.settings
        steps = sampling_for(settings, self._session.model).steps
        words = [self.model.currentText(), self.sampler.currentText(), f"{steps} steps"]
        if settings.count > 1:
            words.append(f"{settings.count} pictures")
        words.append(str(settings.extent))
        self.fold.summarize(" · ".join(word for word in words if word))

    def _show_need(self) -> None:
        """Strength says nothing while there is no picture that could be kept, nor where the mask
        to be filled has its own."""
        document, settings = self._session.document, self._session.settings
        used = settings_for(document, settings, self._session.model).strength
        self.strength.set_value(used)
        self.strength.setEnabled(not document.is_blank and used == settings.strength)
        own = f"“{document.picture.named_mask.name}” has a strength of its own"
        self.strength.setToolTip(_STRENGTH_HINT if used == settings.strength else own)


def _schedule_title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _pair(left: QWidget, right: QWidget, shares: tuple[int, int] = (1, 1)) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget, share in zip((left, right), shares, strict=True):
        row.addWidget(widget, share)
    return pair


def _sliders(*sliders: NumberSlider) -> QWidget:
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(RING_PX, 0, 0, 0)
    rows.setSpacing(5)
    for slider in sliders:
        rows.addWidget(slider)
    return column
