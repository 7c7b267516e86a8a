"""What belongs in the picture, and what shall be kept out of it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.core.emphasis import weighted_parts
from studio.session.compose import why_nothing_kept_out
from studio.session.session import Session
from studio.ui.widgets.field_box import FIELD_PX, TextBox
from studio.ui.widgets.labels import secondary_label, secondary_line
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.prompt_editor import PromptEditor

_PROMPT_PX = 80
_FEWEST_LINES, _MOST_LINES = 3, 6
"""The prompt's field has room for so many; longer texts are scrolled."""
_USUAL_TOKENS = 77


def estimated_tokens(text: str) -> int:
    """About as many as an encoder makes of it: words and marks; only the engine knows exactly."""
    words = "".join(part.text for part in weighted_parts(text))
    return len(re.findall(r"\w+|[^\w\s]", words))


class PromptPanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._recalled: int | None = None
        """Which of the session's prompts is shown; None = one that is being written."""
        self._draft = ""
        self.prompt = PromptEditor()
        self.negative = QLineEdit()
        self.negative.setPlaceholderText("What shall not be in it")
        self.negative.setProperty("role", "plain")
        self.negative.setAccessibleName("Keep out")
        self.count = secondary_label()
        self.unheard = secondary_line()
        """Why what is written under Keep out changes nothing."""
        self.own = secondary_line()
        self.own.setProperty("role", "accent")
        self._lay_out()
        self.prompt.textChanged.connect(self._prompt_written)
        layout = self.prompt.document().documentLayout()
        layout.documentSizeChanged.connect(lambda _: self._fit_prompt())
        self.prompt.walked.connect(self._walk)
        self.negative.textEdited.connect(lambda text: session.update(negative=text))
        session.settings_changed.connect(self._show_settings)
        session.engine_changed.connect(self._show_model)
        session.intent_changed.connect(self._show_own)
        self._show_settings()
        self._show_own()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(RING_PX, 0, RING_PX, 2)
        heading.setSpacing(12)
        heading.addWidget(secondary_label("Prompt"))
        heading.addWidget(self.own, 1)
        heading.addWidget(self.count)
        self._prompt_box, negative_box = TextBox(self.prompt), TextBox(self.negative)
        self._fit_prompt()
        negative_box.setFixedHeight(FIELD_PX + 2 * RING_PX)
        keep_out = QHBoxLayout()
        keep_out.setContentsMargins(RING_PX, 6, RING_PX, 2)
        keep_out.setSpacing(12)
        keep_out.addWidget(secondary_label("Keep out"))
        keep_out.addWidget(self.unheard, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading)
        layout.addWidget(self._prompt_box)
        layout.addLayout(keep_out)
        layout.addWidget(negative_box)

    def _fit_prompt(self) -> None:
        # A scroll bar that comes and goes would change how many lines there are.
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.prompt.setVerticalScrollBarPolicy(scrolls if self._lines > _MOST_LINES else never)
        more = min(max(self._lines, _FEWEST_LINES), _MOST_LINES) - _FEWEST_LINES
        line_px = self.prompt.fontMetrics().lineSpacing()
        self._prompt_box.setFixedHeight(_PROMPT_PX + more * line_px)

    @property
    def _lines(self) -> int:
        """Qt measures such a document in lines."""
        return round(self.prompt.document().size().height())

    def _prompt_written(self) -> None:
        text = self.prompt.toPlainText()
        if text != self._session.settings.prompt:
            self._recalled = None
            self._session.update(prompt=text)

    def _show_settings(self) -> None:
        settings = self._session.settings
        if self.prompt.toPlainText() != settings.prompt:
            self.prompt.setPlainText(settings.prompt)
            self.prompt.moveCursor(QTextCursor.MoveOperation.End)
        if self.negative.text() != settings.negative:
            self.negative.setText(settings.negative)
        self._show_model()

    def _show_own(self) -> None:
        """A mask with a prompt of its own is not filled by this one, and those that place things
        add to it: nobody shall be surprised."""
        intent = self._session.intent
        placed = f"+ {intent.placed} placed by masks" if intent.placed else ""
        self.own.setText(f"{intent.own_prompt} has its own" if intent.own_prompt else placed)

    def _show_model(self) -> None:
        self.prompt.set_known_words(self._session.known_words)
        self.unheard.setText(why_nothing_kept_out(self._session.settings, self._session.model))
        self._show_count()

    def _show_count(self) -> None:
        model = self._session.model
        limit = model.prompt_tokens if model else _USUAL_TOKENS
        used = estimated_tokens(self._session.settings.prompt)
        self.count.setText(f"{used} / {limit}")
        self.count.setToolTip(f"About {used} of the {limit} tokens that the model reads at once")
        role = "bad" if used > limit else "secondary"
        if self.count.property("role") != role:
            self.count.setProperty("role", role)
            self.count.style().polish(self.count)

    def _walk(self, step: int) -> None:
        prompts = self._session.prompts
        position = len(prompts) if self._recalled is None else self._recalled
        wanted = position + step
        if not 0 <= wanted <= len(prompts):
            return
        if self._recalled is None:
            self._draft = self._session.settings.prompt
        self._session.update(prompt=prompts[wanted] if wanted < len(prompts) else self._draft)
        self._recalled = wanted if wanted < len(prompts) else None
