"""All or nothing: whatever goes wrong, the last site stays as it was."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pytest

from build import editions
from build import output as real
from build.output import MARKER
from build.products import Product, ready
from scraper.errors import BuildError


def publish(files: Iterable[tuple[str, bytes]], output: Path) -> tuple[int, int]:
    """Bytes that are at hand, made into a site."""
    return real.publish((ready(path, data) for path, data in files), output)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, those that only `build` looks at left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {MARKER, ".nojekyll"}
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    output = tmp_path / "_site"
    publish([("index.html", b"old"), ("a/b.c/index.html", b"same")], output)
    return output


def test_a_site_holds_exactly_its_files(site: Path) -> None:
    assert tree(site) == {"index.html": b"old", "a/b.c/index.html": b"same"}
    assert (site / ".nojekyll").read_bytes() == b""


def test_nothing_but_the_index_and_the_edition_before_is_left_beside_the_site(site: Path) -> None:
    publish([("index.html", b"new")], site)
    assert sorted(path.name for path in site.parent.iterdir()) == ["._site.index", "._site.last", "_site"]
    assert tree(site) == {"index.html": b"new"}


def test_an_unchanged_file_is_not_written_again(site: Path) -> None:
    before = (site / "a/b.c/index.html").stat()
    total, changed = publish([("index.html", b"new"), ("a/b.c/index.html", b"same")], site)
    after = (site / "a/b.c/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (total, changed) == (4, 1)  # the marker and .nojekyll count, and didn't change


def test_a_product_with_the_key_of_the_last_build_is_not_made(site: Path) -> None:
    def never() -> bytes:
        raise AssertionError("made again")

    same = ready("index.html", b"old")
    assert real.publish([Product(same.path, same.key, never)], site) == (3, 0)
    assert tree(site) == {"index.html": b"old"}


@pytest.mark.parametrize("harm", ["changed", "removed", "touched"])
def test_a_file_that_somebody_touched_is_made_again(site: Path, harm: str) -> None:
    page = site / "index.html"
    if harm == "removed":
        page.unlink()
    elif harm == "touched":
        os.utime(page, ns=(0, 0))
    else:
        page.write_bytes(b"odd")  # the same length
    made: list[str] = []

    def make() -> bytes:
        made.append("index.html")
        return b"old"

    real.publish([Product("index.html", ready("", b"old").key, make), ready("a/b.c/index.html", b"same")], site)
    assert made == ["index.html"]
    assert tree(site) == {"index.html": b"old", "a/b.c/index.html": b"same"}


def test_without_the_index_everything_is_made_and_nothing_written(site: Path) -> None:
    (site.parent / "._site.index").write_text("{", encoding="utf-8")
    assert publish([("index.html", b"old"), ("a/b.c/index.html", b"same")], site) == (4, 0)


def test_a_failure_while_pages_are_made_leaves_the_last_site(site: Path) -> None:
    def pages() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise BuildError("the second page can't be made")

    with pytest.raises(BuildError, match="second page"):
        publish(pages(), site)
    assert tree(site) == {"index.html": b"old", "a/b.c/index.html": b"same"}
    assert sorted(path.name for path in site.parent.iterdir()) == ["._site.index", "_site"]


def test_a_full_disk_leaves_the_last_site_and_says_so(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, mode: str) -> IO[bytes]:
        if mode == "xb":
            raise OSError(28, "No space left on device", path)
        return open(path, mode)

    monkeypatch.setattr(editions, "open", full, raising=False)
    with pytest.raises(BuildError, match=r"No space left on device; free space"):
        publish([("index.html", b"new")], site)
    monkeypatch.undo()
    assert tree(site) == {"index.html": b"old", "a/b.c/index.html": b"same"}


def test_a_swap_that_fails_puts_the_last_site_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if ".part-" in path.name:
            raise OSError(5, "Input/output error", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BuildError, match="Input/output error"):
        publish([("index.html", b"new")], site)
    monkeypatch.undo()
    assert tree(site) == {"index.html": b"old", "a/b.c/index.html": b"same"}


def test_a_build_killed_between_the_renames_is_recovered(site: Path) -> None:
    site.rename(site.with_name("_site.last-0a1b2c3d"))
    part = site.with_name("_site.part-x_y7z890")
    part.mkdir()
    (part / MARKER).write_bytes(b"")
    with pytest.raises(BuildError, match="nothing to say"):
        publish(_failing(), site)
    assert tree(site) == {"index.html": b"old", "a/b.c/index.html": b"same"}
    assert sorted(path.name for path in site.parent.iterdir()) == ["._site.index", "_site"]


def test_copies_made_by_hand_stay(site: Path) -> None:
    """Only what carries the name of a killed build's folder is taken for one, whatever the site is called."""
    odd = site.with_name("s[1]")
    site.rename(odd)
    copies = ["s[1].last-good", "s[1].part-2", "s1.part-0a1b2c3d", "s1.last-0a1b2c3d"]
    for name in copies:
        shutil.copytree(odd, odd.with_name(name))
    shutil.copytree(odd, odd.with_name("s[1].part-0a1b2c3d"))
    publish([("index.html", b"new")], odd)
    assert sorted(path.name for path in odd.parent.iterdir() if not path.name.startswith(".")) == sorted(
        ["s[1]", *copies]
    )


def _failing() -> Iterator[tuple[str, bytes]]:
    yield from ()
    raise BuildError("nothing to say")


@pytest.mark.parametrize("name", ["thesis.txt", ".git/config"])
def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path, name: str) -> None:
    precious = tmp_path / "home" / name
    precious.parent.mkdir(parents=True)
    precious.write_bytes(b"precious")
    with pytest.raises(BuildError, match=r"`build` did not make.*--output"):
        publish([("index.html", b"")], tmp_path / "home")
    assert precious.read_bytes() == b"precious"


def test_a_file_or_a_link_in_the_place_of_the_site_is_never_replaced(tmp_path: Path, site: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    (tmp_path / "link").symlink_to(site)
    for name in ("file", "link"):
        with pytest.raises(BuildError, match="not a folder"):
            publish([("index.html", b"")], tmp_path / name)
    assert (tmp_path / "file").read_bytes() == b"precious"


def test_an_empty_folder_may_become_the_site(tmp_path: Path) -> None:
    publish([("index.html", b"x")], tmp_path)
    assert tree(tmp_path) == {"index.html": b"x"}


def test_the_second_of_two_builds_says_so(site: Path) -> None:
    lock = os.open(site.parent / "._site.lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildError, match="another build is writing it"):
            publish([("index.html", b"new")], site)
    finally:
        os.close(lock)
    assert tree(site)["index.html"] == b"old"


def test_two_pages_at_one_address_are_refused(site: Path) -> None:
    with pytest.raises(BuildError, match=r"a/index.html: two pages have this address"):
        publish([("a/index.html", b"1"), ("a/index.html", b"2")], site)
    assert tree(site)["index.html"] == b"old"


def test_others_may_read_the_site(site: Path) -> None:
    assert site.stat().st_mode & 0o755 == 0o755


def test_the_name_of_a_domain_survives_every_build(site: Path) -> None:
    (site / "CNAME").write_bytes(b"prices.example.org\n")
    for text in (b"new", b"newer"):
        publish([("index.html", text)], site)
        assert tree(site) == {"index.html": text, "CNAME": b"prices.example.org\n"}
