"""Ten thousand damaged files of each kind: `python -m tests.document.files.robustness [.png …]`.

Each kind is opened in a process of its own, which tells which file it is at: a crash and a hang
are counted, and what killed it is kept. Figures: files that opened, that got a sentence, errors
that are no sentence, crashes, the longest time and the most memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from studio.core.errors import StudioError
from studio.document.document import Document
from studio.document.files.images import open_picture
from studio.document.files.openraster.project import read_project

HANG_S = 5.0


@dataclass(kw_only=True)
class Figures:
    suffix: str
    files: int = 0
    opened: int = 0
    told: int = 0
    errors: int = 0
    crashes: int = 0
    hangs: int = 0
    longest_s: float = 0.0
    most_memory_mb: int = 0


def open_any(path: Path) -> None:
    """As the studio does, up to the layers. Raises StudioError."""
    if path.suffix == ".ora":
        read_project(path)
    else:
        Document.from_pixels(open_picture(path).pixels)


def measure(suffix: str, count: int, seed: int, keep: Path) -> Figures:
    """keep: the folder for files that no sentence was found for."""
    figures = Figures(suffix=suffix)
    first = 0
    while first < count:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        work = (suffix, first, count, seed, keep, theirs)
        process = multiprocessing.get_context("spawn").Process(target=_open_all, args=work)
        process.start()
        theirs.close()
        first = _follow(ours, figures, first, process)
        process.join()
    figures.files = count
    return figures


def _follow(
    told: Connection, figures: Figures, first: int, process: multiprocessing.process.BaseProcess
) -> int:
    """Count until the process ends. Returns the file to go on with."""
    index = first - 1
    while True:
        # Far beyond a hang: the process itself measures those that end.
        if not told.poll(20 * HANG_S):
            figures.hangs += 1
            process.kill()
            return index + 2
        try:
            index, outcome, seconds, memory = told.recv()
        except EOFError:
            process.join()
            if process.exitcode:
                figures.crashes += 1
                return index + 2
            return index + 1
        setattr(figures, outcome, getattr(figures, outcome) + 1)
        figures.hangs += seconds > HANG_S
        figures.longest_s = max(figures.longest_s, round(seconds, 3))
        figures.most_memory_mb = max(figures.most_memory_mb, memory)


def _open_all(suffix: str, first: int, count: int, seed: int, keep: Path, told: Connection) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Windows has none: there the tests still import this file.
    import resource  # noqa: PLC0415

    # Loads the encoders: not in the process that counts.
    from tests.document.files.corpus import mutants  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        for index, content in enumerate(mutants(suffix, count, seed)):
            if index < first:
                continue
            path.write_bytes(content)
            # Of the processor: on a busy machine the clock tells how busy it is.
            start = time.process_time()
            outcome = _outcome(path, keep / f"{seed}-{index}{suffix}")
            seconds = time.process_time() - start
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            told.send((index, outcome, seconds, memory))
    told.close()


def _outcome(path: Path, kept: Path) -> str:
    try:
        open_any(path)
    except StudioError:
        return "told"
    except Exception as error:  # noqa: BLE001 -- what is counted
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(path.read_bytes())
        kept.with_suffix(".txt").write_text(repr(error))
        return "errors"
    return "opened"


def main() -> None:
    from tests.document.files.corpus import SUFFIXES  # noqa: PLC0415 -- as above

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suffixes", nargs="*", default=SUFFIXES)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("damaged"))
    chosen = parser.parse_args()
    for suffix in chosen.suffixes:
        figures = measure(suffix, chosen.count, chosen.seed, chosen.keep)
        print(json.dumps(asdict(figures)), flush=True)  # noqa: T201 -- a program


if __name__ == "__main__":
    main()
