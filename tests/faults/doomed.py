"""Pulls that die like killed processes, each in the middle of another write.

    python -m tests.faults.doomed BASE_URL FOLDER

The pull into FOLDER/1 is gone with SIGKILL at its first write, that into FOLDER/2 at its second, and so on up
to the first that comes to its end. A write is: bytes reaching the disk, a file taking its name, a journal line
(half of it is written), a file being removed. Folders that exist are pulled into as they are; with them, only
the numbers they are called are tried.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scraper import record
from tests.faults.pulling import FEW, pulled


def main(base_url: str, folder: Path) -> None:
    given = sorted(int(path.name) for path in folder.iterdir())
    for number in given or range(1, 1000):
        # Forked, because starting Python anew would cost more than everything else; nothing runs here beside it.
        child = os.fork()
        if child == 0:
            doom(number)
            pulled(base_url, folder / str(number), concurrency=1, **FEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            return


def doom(number: int) -> None:
    """Let this process die at its `number`-th write."""
    left = [number]

    def die() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def doomed(function: Callable[..., Any]) -> Callable[..., Any]:
        def before(*args: Any, **options: Any) -> Any:
            die()
            return function(*args, **options)

        return before

    def half_a_line(path: Path, line: dict[str, Any]) -> None:
        if left[0] == 1:
            with path.open("a", encoding="utf-8") as file:
                file.write('{"path": "models/al')
        die()
        append(path, line)

    append = record._append
    os.fsync, os.replace = doomed(os.fsync), doomed(os.replace)
    Path.unlink = doomed(Path.unlink)  # type: ignore[method-assign]
    record._append = half_a_line


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
