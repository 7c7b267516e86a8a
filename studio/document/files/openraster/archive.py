"""The zip around a project, opened with suspicion: nothing is unpacked before it is measured."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from studio.core.errors import FileProblem

MOST_FILES = 10_000
_LONGEST_LIST = 4 << 20
"""Bytes of the list of files at the end of a zip."""
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, LookupError,
    ValueError, OverflowError, MemoryError, TypeError, AttributeError, AssertionError,
)  # fmt: skip
"""What zipfile and zlib are known to raise on damaged files."""


class Archive:
    """The files in a zip, by name."""

    def __init__(self, zip_file: zipfile.ZipFile, name: str) -> None:
        self._zip = zip_file
        self.name = name
        """Of the zip itself."""
        self._files = _checked(zip_file.infolist(), name)

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def size(self, name: str) -> int:
        """Bytes when unpacked, as the zip says."""
        return self._files[name].file_size

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a file. Raises FileProblem."""
        return self._read(name, length)

    def read(self, name: str, most: int) -> bytes:
        """All of a file. Raises FileProblem where it is damaged or longer than `most` bytes."""
        if self.size(name) > most:
            raise FileProblem(f"{self.name} is refused: {name} in it is too long to be true.")
        return self._read(name, None)

    def _read(self, name: str, length: int | None) -> bytes:
        try:
            with self._zip.open(self._files[name]) as file:
                # Never read() without a size: it would unpack all that is there.
                return file.read(self.size(name) if length is None else length)
        except ERRORS as error:
            raise FileProblem(f"{self.name} is damaged: {name} in it cannot be read.") from error


@contextmanager
def opened(path: Path) -> Generator[Archive]:
    """Raises FileProblem for what is no zip, and for one that no honest program writes."""
    try:
        file = _Bounded(path)
    except OSError as error:
        raise FileProblem(f"{path.name} cannot be read: {error.strerror}.") from error
    with file:
        try:
            zip_file = zipfile.ZipFile(file)
        except FileProblem:
            raise
        except ERRORS as error:
            raise FileProblem(
                f"{path.name} is damaged or no OpenRaster file: it cannot be unpacked."
            ) from error
        file.most_at_once = None
        with zip_file:
            yield Archive(zip_file, path.name)


class _Bounded(io.FileIO):
    """A file that hands out only so much at once.

    zipfile takes in the whole list of files before anything can be checked; a list that says
    it is enormous is refused here.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.most_at_once: int | None = _LONGEST_LIST
        self._name = path.name
        self._length = os.fstat(self.fileno()).st_size

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._length - self.tell())
        wanted = left if size is None or size < 0 else min(size, left)
        if self.most_at_once is not None and wanted > self.most_at_once:
            raise FileProblem(f"{self._name} is refused: its list of files is too long.")
        return super().read(wanted) or b""


def _checked(infos: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """The files by name. Raises FileProblem."""
    if len(infos) > MOST_FILES:
        raise FileProblem(f"{name} is refused: it holds more than {MOST_FILES} files.")
    files: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.filename in files:
            raise FileProblem(f"{name} is refused: it holds two files named {info.filename!r}.")
        if _leads_out(info):
            raise FileProblem(f"{name} is refused: a file in it wants to lie outside of it.")
        if info.flag_bits & _ENCRYPTED:
            raise FileProblem(f"{name} is encrypted: save it without a password first.")
        if info.compress_type not in _METHODS:
            raise FileProblem(f"{name} is refused: it is packed in a way that OpenRaster has not.")
        files[info.filename] = info
    return files


def _leads_out(info: zipfile.ZipInfo) -> bool:
    written = info.orig_filename
    path = PurePosixPath(written)
    return path.is_absolute() or ".." in path.parts or "\\" in written or "\0" in written
