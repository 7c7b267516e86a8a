"""Results that wait, as projects keep them, and back."""

from __future__ import annotations

from collections.abc import Iterable

from studio.core.pixels import frozen
from studio.document.files.openraster.project import KeptResult
from studio.session.results import Candidate

NO_JOB = -1
"""Of a candidate whose job ran before the project was opened."""


def kept_results(candidates: Iterable[Candidate]) -> tuple[KeptResult, ...]:
    return tuple(
        KeptResult(
            image=candidate.image,
            bounds=candidate.bounds,
            seed=candidate.seed,
            parameters=candidate.parameters,
            title=candidate.title,
            batch=candidate.batch,
        )
        for candidate in candidates
    )


def candidates(results: Iterable[KeptResult]) -> tuple[Candidate, ...]:
    """Batches are told apart from those of this session."""
    return tuple(
        Candidate(
            image=frozen(result.image),
            bounds=result.bounds,
            seed=result.seed,
            parameters=result.parameters,
            title=result.title,
            job=NO_JOB,
            batch=-1 - abs(result.batch),
        )
        for result in results
    )
