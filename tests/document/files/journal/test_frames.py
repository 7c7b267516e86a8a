from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.document.files.journal.frames import (
    MAGIC,
    Frame,
    FrameWriter,
    JournalTorn,
    Kind,
    framed,
    read_frames,
)

CONTENTS = (b"one", b"", b"three" * 1000)


def frames_of(path: Path) -> tuple[list[Frame], JournalTorn | None]:
    """Those that are whole, and what ended them."""
    found: list[Frame] = []
    try:
        with path.open("rb") as file:
            found.extend(read_frames(file))
    except JournalTorn as error:
        return found, error
    return found, None


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    writer = FrameWriter(tmp_path / "a.journal")
    for content in CONTENTS:
        writer.append(framed(Kind.TILE, content))
    writer.close()
    return tmp_path / "a.journal"


def test_frames_come_back(journal: Path) -> None:
    found, torn = frames_of(journal)
    assert [frame.content for frame in found] == list(CONTENTS)
    assert (found[-1].end, torn) == (journal.stat().st_size, None)


def test_a_tail_of_any_length_is_cut_off_silently(journal: Path) -> None:
    whole = journal.read_bytes()
    first_end = frames_of(journal)[0][0].end
    for length in range(first_end + 1, first_end + 30):
        journal.write_bytes(whole[:length])
        found, torn = frames_of(journal)
        assert len(found) >= 1
        assert torn is None or torn.is_tail


def test_zeros_that_a_disk_left_are_a_tail(journal: Path) -> None:
    with journal.open("ab") as file:
        file.write(bytes(100))
    found, torn = frames_of(journal)
    assert len(found) == 3
    assert torn is not None
    assert torn.is_tail


def test_damage_in_the_middle_is_told_from_a_tail(journal: Path) -> None:
    content = bytearray(journal.read_bytes())
    content[len(MAGIC) + 9] ^= 1
    journal.write_bytes(content)
    found, torn = frames_of(journal)
    assert found == []
    assert torn is not None
    assert not torn.is_tail


def test_another_file_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"PNG")
    found, torn = frames_of(tmp_path / "a")
    assert found == []
    assert torn is not None


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "random.journal"
    path.write_bytes(MAGIC + content)
    frames_of(path)


def test_one_can_be_gone_on_with_after_its_tail_is_cut_off(journal: Path) -> None:
    end = frames_of(journal)[0][1].end
    writer = FrameWriter(journal, end)
    writer.append(framed(Kind.STEP, b"more"))
    assert not writer.is_synced
    writer.sync()
    assert writer.is_synced
    writer.close()
    assert [frame.content for frame in frames_of(journal)[0]] == [b"one", b"", b"more"]


def test_one_moves_into_the_place_of_another(journal: Path, tmp_path: Path) -> None:
    writer = FrameWriter(tmp_path / "b")
    writer.append(framed(Kind.STEP, b"new"))
    moved = writer.moved(journal)
    moved.append(framed(Kind.STEP, b"more"))
    moved.close()
    assert [frame.content for frame in frames_of(journal)[0]] == [b"new", b"more"]
    assert not (tmp_path / "b").exists()
