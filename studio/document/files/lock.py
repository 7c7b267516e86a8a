"""What one process at a time may have."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, Self


class FileLock:
    """Let go by the system when the process ends, however it ends."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """None where another process has it, or this one already. Raises OSError."""
        file = path.open("ab")
        try:
            _lock(file)
        except OSError:
            file.close()
            return None
        return cls(path, file)

    def release(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
