"""One process at a time, and never two on one name."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from studio.document.files import lock
from studio.document.files.lock import FileLock


def test_what_is_taken_cannot_be_taken_again_until_it_is_let_go(tmp_path: Path):
    path = tmp_path / "a.lock"
    first = FileLock.take(path)
    assert first is not None
    assert FileLock.take(path) is None
    first.release()
    assert not path.exists()
    again = FileLock.take(path)
    assert again is not None
    again.release()


def test_a_file_that_its_owner_removes_meanwhile_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.lock"
    take = lock._lock

    def removed_first(file: BinaryIO) -> None:
        path.unlink()
        take(file)

    monkeypatch.setattr(lock, "_lock", removed_first)
    assert FileLock.take(path) is None


def test_a_folder_where_nothing_can_be_locked_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_: BinaryIO) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with pytest.raises(OSError, match="No locks available"):
        FileLock.take(tmp_path / "a.lock")
