"""What waits on the disk: given back as it was, under no name, and a full disk is told."""

import errno
import io
import tempfile
from pathlib import Path

import pytest

from scraper.errors import StoreError
from scraper.spool import Spool


def test_what_is_put_by_is_given_back_in_any_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    pieces = [b"a" * 5, b"", "價".encode(), b"b" * 100_000]
    places = [spool.put(piece) for piece in pieces]
    assert [spool.get(place) for place in reversed(places)] == pieces[::-1]
    more = spool.put(b"more")  # after reading from the middle
    assert (spool.get(places[0]), spool.get(more)) == (b"aaaaa", b"more")
    spool.close()


def test_it_leaves_no_name_in_the_folder_and_nothing_at_all_while_it_is_empty(tmp_path: Path) -> None:
    Spool(tmp_path / "missing").close()
    spool = Spool(tmp_path)
    spool.put(b"x")
    assert list(tmp_path.iterdir()) == []
    spool.close()


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"missing: can't be written: No such file or directory; "):
        Spool(tmp_path / "missing").put(b"x")


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    with pytest.raises(StoreError, match="No space left on device; free space"):
        Spool(tmp_path).put(b"x")
