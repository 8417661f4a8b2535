"""The edition before the last is where the next one is made: whatever it holds, the site comes out right."""

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build.editions import MARKER
from scraper.errors import BuildError
from tests.test_output import publish, tree

Files = list[tuple[str, bytes]]

FIRST: Files = [("index.html", b"one"), ("a/index.html", b"a"), ("a/b/index.html", b"b"), ("c/x.json", b"c")]
SECOND: Files = [("index.html", b"two"), ("a/index.html", b"a"), ("a/b/index.html", b"b"), ("d/e/x.json", b"d")]
THIRD: Files = [("index.html", b"three"), ("a/index.html", b"new"), ("a/b/index.html", b"b"), ("c/x.json", b"c")]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site at its second edition, with the first one kept."""
    output = tmp_path / "_site"
    for files in (FIRST, SECOND):
        publish(files, output)
    return output


def kept(site: Path) -> Path:
    return site.parent / "._site.last"


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


def test_the_edition_before_is_kept_and_shares_what_did_not_change(site: Path) -> None:
    assert tree(kept(site)) == dict(FIRST)
    for path, shared in (("a/b/index.html", True), (MARKER, True), ("index.html", False)):
        assert os.path.samefile(site / path, kept(site) / path) is shared


def test_the_next_edition_is_made_in_it_and_writes_only_what_changed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, made = kept(site).stat().st_ino, (site / "a/b").stat().st_ino
    linked: list[str] = []
    link = os.link

    def noted(source: str, target: str) -> None:
        linked.append(Path(target).relative_to(kept(site)).as_posix())
        link(source, target)

    monkeypatch.setattr(os, "link", noted)
    publish([*THIRD, ("d/e/x.json", b"d")], site)
    assert linked == ["d/e/x.json"]  # the one file that the last site has and the one before had not
    assert site.stat().st_ino == folder
    assert (kept(site) / "a/b").stat().st_ino == made
    assert tree(site) == {**dict(THIRD), "d/e/x.json": b"d"}
    assert tree(kept(site)) == dict(SECOND)


def test_folders_that_nothing_stands_in_any_more_are_gone(site: Path) -> None:
    publish(THIRD, site)
    publish([("index.html", b"four")], site)
    assert sorted(path.name for path in site.iterdir()) == [".nojekyll", MARKER, "index.html"]


def _edited(last: Path) -> None:
    (last / "a/b/index.html").unlink()
    (last / "a/b/index.html").write_bytes(b"x")
    (last / "index.html").write_bytes(b"own")


def _edited_where_shared(last: Path) -> None:
    (last / "a/b/index.html").write_bytes(b"x")  # the site's own file too


def _filled(last: Path) -> None:
    (last / "deep/er").mkdir(parents=True)
    (last / "deep/er/stray.html").write_bytes(b"stray")
    (last / "empty").mkdir()
    (last / ".new").write_bytes(b"")
    (last / "index.html.new").write_bytes(b"half")
    os.mkfifo(last / "a" / "pipe")


def _emptied(last: Path) -> None:
    for path in last.iterdir():
        if path.name != MARKER:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _turned_round(last: Path) -> None:
    """A file where a folder belongs, a folder where a file belongs."""
    shutil.rmtree(last / "a")
    (last / "a").write_bytes(b"file")
    (last / "index.html").unlink()
    (last / "index.html").mkdir()
    (last / "index.html" / "x").write_bytes(b"x")


def _links_to_elsewhere(last: Path) -> None:
    precious = last.parent / "precious"
    precious.mkdir()
    (precious / "index.html").write_bytes(b"a")
    shutil.rmtree(last / "a")
    (last / "a").symlink_to(precious)
    (last / "index.html").unlink()
    (last / "index.html").symlink_to(last.parent / "_site" / "index.html")
    (last / "gone").symlink_to(last / "nowhere")


def _another_marker(last: Path) -> None:
    (last / MARKER).unlink()
    (last / MARKER).write_bytes(b"mine")


def _deleted(last: Path) -> None:
    shutil.rmtree(last)


@pytest.mark.parametrize(
    "harm",
    [_edited, _edited_where_shared, _filled, _emptied, _turned_round, _links_to_elsewhere, _another_marker, _deleted],
    ids=lambda harm: harm.__name__.strip("_").replace("_", "-"),
)
def test_whatever_became_of_it_the_next_site_is_right(harm: Callable[[Path], None], site: Path) -> None:
    harm(kept(site))
    for files in (THIRD, FIRST, SECOND):
        publish(files, site)
        assert tree(site) == dict(files)
        assert (site / MARKER).read_bytes().startswith(b"Made by")
        assert not [path for path in site.rglob("*") if path.is_symlink() or path.suffix == ".new"]
        assert not [path for path in site.rglob("*") if path.is_dir() and not any(path.iterdir())]
    precious = site.parent / "precious" / "index.html"
    assert not precious.parent.exists() or precious.read_bytes() == b"a"
    assert [name for name in beside(site) if name != "precious"] == ["._site.index", "._site.last", "_site"]


@pytest.mark.parametrize("what", ["no-marker", "file", "link", "dangling", "empty"])
def test_what_is_not_ours_in_its_place_is_never_touched(what: str, site: Path) -> None:
    last, precious = kept(site), site.parent / "precious"
    last.rename(precious)
    if what == "no-marker":
        shutil.copytree(precious, last)
        (last / MARKER).unlink()
    elif what == "file":
        last.write_bytes(b"precious")
    elif what == "empty":
        last.mkdir()
    else:
        last.symlink_to(precious if what == "link" else "nowhere")
    before, inode = tree(precious), os.lstat(last).st_ino
    for files in (THIRD, FIRST):
        publish(files, site)
        assert tree(site) == dict(files)
    assert os.lstat(last).st_ino == inode
    assert tree(precious) == before
    if what == "no-marker":
        assert tree(last) == before
    assert beside(site) == ["._site.index", "._site.last", "_site", "precious"]


def test_where_it_may_not_be_changed_an_empty_folder_takes_its_place(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: str, **_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", forbidden)
        publish(THIRD, site)
    assert tree(site) == dict(THIRD)
    publish(FIRST, site)
    assert tree(site) == dict(FIRST)


@pytest.mark.parametrize("start", ["shared", "alone"])
@pytest.mark.parametrize("code", [errno.EPERM, errno.EXDEV, errno.EMLINK, errno.EOPNOTSUPP])
def test_where_a_disk_knows_no_links_the_files_are_copied(
    code: int, start: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if start == "alone":
        shutil.rmtree(kept(site))

    def refused(source: str, _target: str) -> None:
        raise OSError(code, os.strerror(code), source)

    monkeypatch.setattr(os, "link", refused)
    before = (site / "a/b/index.html").stat().st_mtime_ns
    for files, changed in ((THIRD, 3), (FIRST, 2), (FIRST, 0)):
        assert publish(files, site) == (6, changed)
        assert tree(site) == dict(files)
        assert (site / "a/b/index.html").stat().st_mtime_ns == before
    assert ("._site.last" in beside(site)) is (
        start == "shared"
    )  # without a link to the site's files it would save nothing


def test_a_disk_that_is_full_is_not_filled_further(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, _mode: str) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    with monkeypatch.context() as patch:
        patch.setattr("build.editions.open", full, raising=False)
        with pytest.raises(BuildError, match="No space left on device"):
            publish(THIRD, site)
    assert tree(site) == dict(SECOND)
    assert beside(site) == ["._site.index", "_site"]


def test_after_a_page_that_cannot_be_made_the_next_build_still_has_it(site: Path) -> None:
    def pages() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"three"
        raise BuildError("the second page can't be made")

    with pytest.raises(BuildError, match="second page"):
        publish(pages(), site)
    assert tree(site) == dict(SECOND)
    assert tree(kept(site)) == dict(FIRST)


# What changes the disk, as the interpreter itself reports it: nothing the build calls is replaced.
_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}


def killed(number: int, files: Files, site: Path) -> bool:
    """Build in a process that is killed just before its `number`-th change of the disk; False where it had no so many."""
    child = os.fork()
    if child == 0:
        left = [number]

        def count(event: str, given: tuple[Any, ...]) -> None:
            writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if event in _CHANGES or writes:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            publish(files, site)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("before", ["sound", "filled", "marked", "none", "twice"])
def test_a_build_killed_at_any_write_leaves_the_old_or_the_new_site(before: str, site: Path) -> None:
    if before == "none":
        shutil.rmtree(kept(site))
    number, done = 0, False
    while not done:
        number += 1
        if before == "filled" and kept(site).exists():
            _filled(kept(site))
        elif before == "marked" and kept(site).exists():
            _another_marker(kept(site))
        done = not killed(number, THIRD, site)
        if before == "twice" and not done:
            killed(number // 2 + 1, THIRD, site)
        if site.exists():
            assert tree(site) in (dict(SECOND), dict(THIRD))
        else:
            assert [tree(path) for path in site.parent.glob("_site.last-*")] == [dict(SECOND)]
        publish(THIRD, site)
        assert tree(site) == dict(THIRD)
        publish(SECOND, site)
        assert tree(site) == dict(SECOND)
        assert beside(site) == ["._site.index", "._site.last", "_site"]
        assert os.path.samefile(site / MARKER, kept(site) / MARKER)
    assert number > 15
