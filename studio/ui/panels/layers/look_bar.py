"""How the active layer or group looks, and what of it is locked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.document.layer import Blend, Node
from studio.document.operations.layers import look_edit
from studio.session.session import Session
from studio.session.trial import Trial
from studio.ui.panels.layers.rows import blend_title
from studio.ui.theme import IconColours, icon
from studio.ui.widgets.choice_box import BareChoice
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.slider import Slider
from studio.ui.widgets.value_field import ValueField

_OPACITY = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_TICKS = 100
_SWITCHES = (
    ("clips", "arrow-elbow-left-down", "Clip to what lies below"),
    ("alpha_locked", "drop-half", "Lock transparency"),
    ("locked", "lock-simple", "Lock"),
)
_BLENDS = [(each.value, blend_title(each.name)) for each in Blend]
_LIT = IconColours(checked="accent")


class LookBar(QWidget):
    """Blend mode, opacity and locks; a held slider shows the picture as it would be."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trial: Trial | None = None
        self.blend = BareChoice("Blend mode")
        self.blend.setToolTip("Blend mode: how the layer meets what lies below")
        self.slider = Slider(_TICKS)
        self.slider.setAccessibleName("Opacity")
        self.slider.setToolTip("Opacity")
        self.opacity = ValueField(_OPACITY, 1.0)
        self.opacity.setAccessibleName("Opacity")
        self.switches = {
            field: self._switch(field, glyph, title) for field, glyph, title in _SWITCHES
        }
        self._lay_out()
        self._connect()
        self.show_node()

    def _switch(self, field: str, glyph: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "bare")
        button.setCheckable(True)
        button.setIcon(icon(glyph, _LIT))
        button.setIconSize(QSize(15, 15))
        button.setFixedSize(25, 25)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda checked, field=field: self._change(**{field: checked}))
        return button

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(RING_PX, 0, RING_PX, 0)
        layout.setSpacing(6)
        layout.addWidget(self.blend)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.opacity)
        switches = QHBoxLayout()
        switches.setSpacing(0)
        for button in self.switches.values():
            switches.addWidget(button)
        layout.addLayout(switches)

    def _connect(self) -> None:
        self.blend.chosen.connect(lambda name: self._change(blend=Blend(name)))
        self.opacity.value_changed.connect(lambda value: self._change(opacity=value))
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._let_go)
        self._session.picture_changed.connect(self.show_node)

    def show_node(self) -> None:
        node = self._session.document.picture.node
        self.setEnabled(node is not None)
        self.blend.offer(_BLENDS, (node.blend if node else Blend.NORMAL).value)
        self._show_opacity(node.opacity if node else 1.0)
        for field, button in self.switches.items():
            button.setEnabled(node is not None and hasattr(node, field))
            button.setChecked(bool(getattr(node, field, False)))

    def _show_opacity(self, opacity: float) -> None:
        self.opacity.set_value(opacity)
        self.slider.blockSignals(True)
        self.slider.setValue(round(opacity * _TICKS))
        self.slider.blockSignals(False)
        self.slider.update()

    def _slid(self, tick: int) -> None:
        opacity = tick / _TICKS
        if not self.slider.isSliderDown():
            self._change(opacity=opacity)
            return
        node = self._node
        if node is not None:
            self._trial = self._trial or Trial(self._session, node.uid)
            self._trial.show(opacity=opacity)
            self.opacity.set_value(opacity)

    def _let_go(self) -> None:
        if self._trial is not None:
            trial, self._trial = self._trial, None
            trial.finish()
            self.show_node()

    def _change(self, **fields: object) -> None:
        node = self._node
        if node is not None:
            self._session.do(lambda document: look_edit(document, node.uid, **fields))
        self.show_node()

    @property
    def _node(self) -> Node | None:
        return self._session.document.picture.node
