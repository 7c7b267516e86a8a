"""A write is whole or has not happened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.core.errors import FileProblem
from studio.document.files.atomic import write_atomically


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.bin"
    path.write_bytes(b"older")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileProblem, match="No space left"):
        write_atomically(path, b"newer")
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_the_new_file_takes_the_old_ones_place_and_permissions(tmp_path: Path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"older")
    path.chmod(0o640)
    write_atomically(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path):
    target = tmp_path / "target.bin"
    target.write_bytes(b"older")
    link = tmp_path / "link.bin"
    link.symlink_to(target)
    write_atomically(link, b"newer")
    assert link.is_symlink()
    assert target.read_bytes() == b"newer"


def test_what_a_killed_write_left_is_removed_by_a_later_one(tmp_path: Path):
    orphan, fresh = tmp_path / ".latent-studio-old", tmp_path / ".latent-studio-new"
    for left in (orphan, fresh):
        left.write_bytes(b"half")
    os.utime(orphan, (0, 0))
    write_atomically(tmp_path / "a.bin", b"whole")
    assert not orphan.exists()
    assert fresh.exists()


def test_what_cannot_be_removed_hinders_no_write(tmp_path: Path):
    orphan = tmp_path / ".latent-studio-folder"
    orphan.mkdir()
    os.utime(orphan, (0, 0))
    write_atomically(tmp_path / "a.bin", b"whole")
    assert (tmp_path / "a.bin").read_bytes() == b"whole"
