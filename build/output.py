"""The site on disk, all or nothing: the last one stays whole until the next one is.

    _site.part-x7/      the new site is written here, beside its place
    _site            -> _site.last-x7, then _site.part-x7 -> _site, then _site.last-x7 is removed

A file that didn't change is linked from the last site instead of being written again, so that its
date says when it changed. Only a folder that carries our marker is ever replaced.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from scraper.errors import BuildError

# Says that a folder is ours to replace. GitHub Pages may drop it; only `build` looks at it.
MARKER = ".price-book"
_MARKER_TEXT = b"Made by `python -m build`; it may be replaced whole.\n"
# Without it GitHub Pages would run Jekyll, which hides folders that begin with an underscore.
_ALWAYS = ((MARKER, _MARKER_TEXT), (".nojekyll", b""))


def publish(files: Iterable[tuple[str, bytes]], output: Path) -> tuple[int, int]:
    """Make `output` hold exactly `files` (path with forward slashes, bytes): (files, files that changed).

    Raises BuildError, and leaves what was there, where the folder isn't ours, another build is under way,
    the disk says no, or producing the files fails.
    """
    output = Path(os.path.abspath(output))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with _alone(output):
            _recover(output)
            _check_ours(output)
            part = Path(tempfile.mkdtemp(prefix=f"{output.name}.part-", dir=output.parent))
            try:
                part.chmod(0o755)  # mkdtemp makes it private; a site is to be read
                counts = _write([*_ALWAYS], part, output)
                written = _write(files, part, output)
                _swap(part, output)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        place = error.filename or output
        problem = f"{place}: can't be written: {error.strerror}"
        raise BuildError(f"{problem}; free space or permit writing, then repeat") from error
    return counts[0] + written[0], counts[1] + written[1]


def read_static(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files below `folder`, in order, as `static/…`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"static/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _check_ours(output: Path) -> None:
    if not os.path.lexists(output):
        return
    if not output.is_dir() or output.is_symlink():
        raise BuildError(f"{output}: not a folder; name another with --output")
    if any(output.iterdir()) and not (output / MARKER).is_file():
        raise BuildError(
            f"{output}: holds files that `build` did not make (no {MARKER} in it); "
            "name an empty or new folder with --output"
        )


@contextlib.contextmanager
def _alone(output: Path) -> Iterator[None]:
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


def _recover(output: Path) -> None:
    """Put back the last site where a build was killed between the two renames, and remove other remains."""
    for last in sorted(output.parent.glob(f"{output.name}.last-*")):
        if (last / MARKER).is_file():
            if os.path.lexists(output):
                shutil.rmtree(last)
            else:
                last.rename(output)
    for part in output.parent.glob(f"{output.name}.part-*"):
        if (part / MARKER).is_file():
            shutil.rmtree(part, ignore_errors=True)


def _write(files: Iterable[tuple[str, bytes]], part: Path, last: Path) -> tuple[int, int]:
    total = changed = 0
    for path, data in files:
        target = part / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise BuildError(f"{path}: two pages have this address; look at the slugs in content/models")
        total += 1
        if not _linked(last / path, target, data):
            target.write_bytes(data)
            changed += 1
    return total, changed


def _linked(old: Path, target: Path, data: bytes) -> bool:
    """Link an unchanged file of the last site into the new one. False where it changed or can't be linked."""
    try:
        if old.stat().st_size != len(data) or old.read_bytes() != data:
            return False
        os.link(old, target)
    except OSError:
        return False
    return True


def _swap(part: Path, output: Path) -> None:
    last = output.with_name(output.name + part.name.removeprefix(output.name).replace(".part-", ".last-", 1))
    if output.exists():
        output.rename(last)
    try:
        part.rename(output)
    except OSError:
        if last.exists():
            last.rename(output)
        raise
    shutil.rmtree(last, ignore_errors=True)
