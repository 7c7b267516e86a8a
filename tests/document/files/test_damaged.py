"""Damaged and hostile files of every kind: a picture, or one sentence, and nothing else.

The same over ten thousand files of each kind: `python -m tests.document.files.robustness`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import FileProblem
from tests.document.files.corpus import SUFFIXES, mutants, whole_files
from tests.document.files.robustness import open_any


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_whole_files_open(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    for content in whole_files(suffix):
        path.write_bytes(content)
        open_any(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_damaged_files_open_or_get_one_sentence(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    told = 0
    for content in mutants(suffix, 60, seed=5):
        path.write_bytes(content)
        try:
            open_any(path)
        except FileProblem as problem:
            told += 1
            sentence = str(problem)
            assert sentence.endswith(".")
            assert len(sentence) < 300
            assert "Traceback" not in sentence
        assert path.read_bytes() == content
    assert told > 0
