"""A site's folders on disk: the one that stands, the one that is being made, and the edition before, kept for the next.

    _site             the site
    ._site.last/      the edition before it. The next one is made in it: what both share are links to the same files
    _site.part-x7/    where none is kept, the next one is made here, beside its place

Once all of it is there: _site -> _site.last-x7, the new one -> _site, then _site.last-x7 -> ._site.last. Whoever is
killed in between leaves the old site or the new one, and what is left lying the next build puts in its place.

What lies in the kept edition is never believed. A file in it is right only where it *is* the site's own file, the same
inode; all else is removed. Files are never written in place, because another edition may hold them too: they are
removed or renamed over. Only a folder that carries our marker is ever replaced, changed or removed.
"""

import contextlib
import errno
import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from build.build_index import beside
from scraper.errors import BuildError

# Says that a folder is ours to replace. GitHub Pages may drop it; only `build` looks at it.
MARKER = ".price-book"
# How a disk says that a file can't stand in two folders: then each has its own.
_UNLINKED = frozenset({errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


class Stage:
    """The folder in which the next site is made."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self.root = last_place(output)
        self.held: set[str] = set()  # the files that are in their place, by path below the root
        self._found: dict[str, int] = {}  # the inode of each file that nobody has looked at yet
        self._folders: set[str] = set()  # those that are there, each with its final slash
        if not is_ours(self.root) or not self._seen():
            self._renew()

    def keep(self, right: Mapping[str, int], wanted: Collection[str]) -> None:
        """Remove every file but those with the inode in `right`, and the folders that no path in `wanted` needs.

        Where the disk forbids it, an empty folder takes this one's place.
        """
        needed = {""}
        for path in wanted:
            folder = path[: path.rfind("/") + 1]
            while folder not in needed:
                needed.add(folder)
                folder = folder[: folder.rfind("/", 0, -1) + 1]
        try:
            for path, inode in self._found.items():
                if right.get(path) == inode:
                    self.held.add(path)
                elif path != MARKER:  # without it the folder would no longer be ours: it is replaced
                    os.unlink(f"{self.root}/{path}")
            for folder in sorted(self._folders - needed, reverse=True):
                os.rmdir(f"{self.root}/{folder}")
        except OSError:
            self._renew()
        self._found = {}
        self._folders &= needed

    def folder(self, path: str) -> None:
        """Make the folder in which the file at `path` is to stand."""
        folder = path[: path.rfind("/") + 1]
        if folder and folder not in self._folders:
            os.makedirs(f"{self.root}/{folder}", exist_ok=True)
            self._folders.add(folder)

    def link(self, path: str) -> bool:
        """Take the file over from the site that stands, with its date. False where that isn't possible."""
        source, target = f"{self._output}/{path}", f"{self.root}/{path}"
        new = f"{target}.new"
        try:
            try:
                os.link(source, target)
            except FileExistsError:
                if not os.path.samefile(
                    source, target
                ):  # two links to one file: to rename one over the other does nothing
                    os.link(source, new)
                    os.replace(new, target)
        except OSError as error:
            if error.errno not in _UNLINKED:
                return False
            shutil.copy2(source, new)
            os.replace(new, target)
        return True

    def write(self, path: str, data: bytes) -> None:
        """Put a new file there. One that a killed build leaves half written is nobody's, and is removed next time."""
        target = f"{self.root}/{path}"
        try:
            _write(target, data)
        except FileExistsError:
            _write(f"{target}.new", data)
            os.replace(f"{target}.new", target)

    def drop(self, *, spare: bool) -> None:
        """Leave off. What the kept edition has become is put right next time, if it is to be spared."""
        if not spare or self.root != last_place(self._output):
            shutil.rmtree(self.root, ignore_errors=True)

    def _seen(self) -> bool:
        """Look at all that is there; whether that was possible."""
        folders = [""]
        try:
            if self.root.stat().st_dev != self._output.parent.stat().st_dev:
                return False  # an inode is one only within its disk
            for prefix in folders:  # grows while it is gone through
                with os.scandir(f"{self.root}/{prefix}") as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(f"{prefix}{entry.name}/")
                        else:
                            self._found[f"{prefix}{entry.name}"] = entry.inode()
        except OSError:
            return False
        self._folders = set(folders[1:])
        return True

    def _renew(self) -> None:
        self.held, self._found, self._folders = set(), {}, set()
        self.root = Path(tempfile.mkdtemp(prefix=f"{self._output.name}.part-", dir=self._output.parent))
        self.root.chmod(0o755)  # mkdtemp makes it private; a site is to be read


def _write(path: str, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)


def last_place(output: Path) -> Path:
    """Where the edition before the one in `output` is kept."""
    return beside(output, "last")


def is_ours(folder: Path) -> bool:
    """Whether it is a folder that `build` made. One that may not be looked into isn't."""
    return not os.path.islink(folder) and os.path.isfile(folder / MARKER)


def check_ours(output: Path) -> None:
    if not os.path.lexists(output):
        return
    if not output.is_dir() or output.is_symlink():
        raise BuildError(f"{output}: not a folder; name another with --output")
    if any(output.iterdir()) and not (output / MARKER).is_file():
        raise BuildError(
            f"{output}: holds files that `build` did not make (no {MARKER} in it); "
            "name an empty or new folder with --output"
        )


def recover(output: Path) -> None:
    """Put back the last site where a build was killed between the renames, and remove other remains."""
    for last in _remains(output, "last"):
        if is_ours(last):
            if os.path.lexists(output):
                _keep(last, output)
            else:
                last.rename(output)
    for part in _remains(output, "part"):
        if is_ours(part):
            shutil.rmtree(part, ignore_errors=True)


def _remains(output: Path, what: str) -> list[Path]:
    """The folders of a build that was killed: eight characters after the name, which no copy made by hand has."""
    name = re.compile(rf"{re.escape(output.name)}\.{what}-[a-z0-9_]{{8}}")
    return sorted(path for path in output.parent.iterdir() if name.fullmatch(path.name))


def swap(stage: Stage, output: Path) -> None:
    """Put the new site in the place of the last one, which is kept."""
    last = output.with_name(f"{output.name}.last-{secrets.token_hex(4)}")
    if output.exists():
        output.rename(last)
    try:
        stage.root.rename(output)
    except OSError:
        if last.exists():
            last.rename(output)
        raise
    if last.exists():
        _keep(last, output)


def _keep(last: Path, output: Path) -> None:
    """Keep the edition `last` for the next build, where that saves it anything: where it shares files with the site."""
    place = last_place(output)
    with contextlib.suppress(OSError):
        if os.path.samefile(last / MARKER, output / MARKER):
            if is_ours(place):
                shutil.rmtree(place, ignore_errors=True)
            if not os.path.lexists(place):
                last.rename(place)
    shutil.rmtree(last, ignore_errors=True)


@contextlib.contextmanager
def alone(output: Path) -> Iterator[None]:
    """One build at a time per place. The lock goes with its process, so a killed build leaves none behind."""
    lock = output.parent / f".{output.name}.lock"
    descriptor = _locked(lock, output)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
        os.close(descriptor)


def _locked(lock: Path, output: Path) -> int:
    while True:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise BuildError(f"{output}: another build is writing it; wait for it to end") from None
        # The build before us may have removed the file between our opening and our locking it.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(lock)):
                return descriptor
        os.close(descriptor)
