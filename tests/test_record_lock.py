"""The lock on content/pages/."""

import os
from pathlib import Path

import pytest

from scraper.errors import StoreError
from scraper.record_lock import LOCK, locked


def test_the_second_is_told_who_was_first(tmp_path: Path) -> None:
    with locked(tmp_path, since="2026-11-22T12:00:00Z"):
        with pytest.raises(StoreError) as refused, locked(tmp_path, since="later"):
            pass
        assert str(refused.value) == (
            f"{tmp_path}: another pull is writing here (process {os.getpid()}, since 2026-11-22T12:00:00Z); "
            "wait for it or stop it"
        )


def test_it_is_free_again_and_leaves_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        with locked(tmp_path, since="now"):
            assert (tmp_path / LOCK).exists()
        assert list(tmp_path.iterdir()) == []


def test_the_folder_is_made(tmp_path: Path) -> None:
    with locked(tmp_path / "content/pages", since="now"):
        assert (tmp_path / "content/pages" / LOCK).exists()


def test_a_file_that_was_removed_under_the_lock_is_not_the_lock(tmp_path: Path) -> None:
    with locked(tmp_path, since="now"):
        (tmp_path / LOCK).unlink()
        with locked(tmp_path, since="now"):
            assert (tmp_path / LOCK).exists()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("a file")
    with (
        pytest.raises(StoreError, match=r"can't be locked: .*; permit writing there, then repeat"),
        locked(tmp_path / "content/pages", since="now"),
    ):
        pass


def test_an_error_inside_frees_it(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), locked(tmp_path, since="now"):
        raise KeyboardInterrupt
    with locked(tmp_path, since="now"):
        pass
