"""What an evaluation found: rows of figures, and pictures to look at."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from studio.core.errors import FileProblem
from studio.evaluation.reading import Picture
from studio.evaluation.rows import Row, as_record

Follow = Callable[[str, float], None]
"""Told what is being measured, and which part of all is done, 0..1."""


def follow_silently(_what: str, _part: float) -> None:
    """For those who do not watch."""


def between_parts(follow: Follow, start: float, end: float) -> Follow:
    """For a stage of the whole, whose own 0..1 is start..end of that."""
    return lambda what, part: follow(what, start + (end - start) * part)


@dataclass(frozen=True, slots=True)
class Evaluation:
    rows: tuple[Row, ...]
    sheets: Mapping[str, Picture] = field(default_factory=dict)
    """Title -> picture."""

    def joined(self, other: Evaluation) -> Evaluation:
        return Evaluation(self.rows + other.rows, {**self.sheets, **other.sheets})


def records(rows: Sequence[Row]) -> list[dict[str, str | float | bool]]:
    """What `--json` prints."""
    return [as_record(row) for row in rows]


def save_page(title: str, evaluation: Evaluation, path: Path) -> None:
    """Write a page that needs no other file. Raises FileProblem."""
    try:
        path.write_text(page_of(title, evaluation), encoding="utf-8")
    except OSError as error:
        raise FileProblem(f"{path} cannot be written: {error.strerror}.") from error


def page_of(title: str, evaluation: Evaluation) -> str:
    """The figures as a table, the pictures below, as one HTML document."""
    lines = "\n".join(_line(row) for row in evaluation.rows)
    figures = "\n".join(_figure(name, sheet) for name, sheet in evaluation.sheets.items())
    heading = html.escape(title)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{heading}</title><style>{_STYLE}</style></head>
<body>
<h1>{heading}</h1>
<table>
<tr><th>measured</th><th>value</th><th></th><th>target</th><th>holds</th></tr>
{lines}
</table>
{figures}
</body>
</html>
"""


_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;"
    "color:#222;background:#fff}table{border-collapse:collapse}"
    "td,th{padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #ddd}"
    "td:nth-child(2){text-align:right;font-variant-numeric:tabular-nums}"
    ".missed{color:#b00020;font-weight:600}img{max-width:100%;image-rendering:auto}"
    "figure{margin:2rem 0}figcaption{font-weight:600}"
)


def _line(row: Row) -> str:
    holds = ("yes" if row.holds else "no") if row.target else ""
    style = "" if row.holds else ' class="missed"'
    cells = (row.name, f"{row.value:.4g}", row.unit, row.target, holds)
    return f"<tr{style}>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def _figure(name: str, sheet: Picture) -> str:
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "png")
    source = base64.b64encode(file.getvalue()).decode("ascii")
    caption = html.escape(name)
    return (
        f"<figure><figcaption>{caption}</figcaption>"
        f'<img alt="{caption}" src="data:image/png;base64,{source}"></figure>'
    )
