"""One run at a time below content/pages/: the lock, and the name of whoever holds it.

The system drops the lock with its process, so a killed run leaves a file behind but never a stale lock.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from scraper.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".lock"


@contextlib.contextmanager
def locked(pages: Path, *, since: str) -> Iterator[None]:
    """Hold the lock of the folder `pages`, made where it is missing; `since` is told to a second run.

    Raises StoreError, naming the process that holds it, where another run does, or where the disk says no.
    """
    path = pages / LOCK
    try:
        pages.mkdir(parents=True, exist_ok=True)
        descriptor = _open(path)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()}, since {since}\n".encode())
    except BlockingIOError as error:
        raise StoreError(f"{pages}: another pull is writing here ({_holder(path)}); wait for it or stop it") from error
    except OSError as error:
        raise StoreError(f"{path}: can't be locked: {error.strerror}; permit writing there, then repeat") from error
    try:
        yield
    finally:
        # Removed before it is unlocked: whoever opened this file meanwhile notices that it has no name any more.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _open(path: Path) -> int:
    """A descriptor that holds the lock on the file called `path`. Raises BlockingIOError where another has it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor)
            with contextlib.suppress(FileNotFoundError):
                if os.stat(path).st_ino == os.fstat(descriptor).st_ino:
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # the holder removed the file between our open and our lock


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace").strip() or "just started"
    return "just ended"
