"""What one process at a time may have."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
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
            # Who had it may have removed the file since it was opened here.
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return cls(path, file)
        except (BlockingIOError, PermissionError, FileNotFoundError):
            pass  # it is another's, or was until now
        except OSError:
            # A folder on which nothing can be locked, as of some networks.
            file.close()
            raise
        file.close()
        return None

    def release(self) -> None:
        if sys.platform != "win32":
            # While it is still locked, so that nobody takes a lock on what is removed next.
            self._path.unlink(missing_ok=True)
        self._file.close()
        if sys.platform == "win32":
            with suppress(OSError):  # another has it already
                self._path.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
