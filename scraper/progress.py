"""How a pull looks to whoever watches it: a bar on a terminal, plain lines in a log.

    [##########          ]  1,204 of 2,310 pages   3.9 a second   1,180 unchanged   2 failed

Only texts and a stream are known here; whoever calls decides which stream, and whether it is a terminal.
"""

import time
from collections.abc import Callable
from typing import TextIO

from scraper.pull_summary import PullSummary
from scraper.record import Outcome

BAR, SHORTEST_BAR = 20, 5  # characters
REDRAW = 0.1  # seconds between two drawings of the bar
LINE = 10.0  # seconds between two lines of a log

_START, _CLEAR = "\r", "\x1b[K"  # to the line's beginning; erase to its end


class Progress:
    """A `crawl.Watcher` that writes to a stream. Failures and notes get lines of their own, at once."""

    def __init__(
        self, stream: TextIO, *, live: bool, columns: int = 80, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`live` draws a bar of at most `columns` characters; `clock` gives seconds and only goes forward."""
        self._stream, self._live, self._columns, self._clock = stream, live, columns, clock
        self._started = self._last = clock()
        self._drawn = False
        self._pages = self._unchanged = self._failed = 0

    def page(self, path: str, outcome: Outcome | None, why: str | None, *, done: int, total: int) -> None:
        """Count a page; see `crawl.Watcher`."""
        self._pages += 1
        self._unchanged += outcome == "unchanged"
        self._failed += outcome is None
        if outcome is None:
            self._line(f"failed: {path}: {why}")
        elif outcome == "gone":
            self._line(f"gone: {path}")
        now = self._clock()
        if now - self._last >= (REDRAW if self._live else LINE):
            self._last = now
            self._status(done, total, now - self._started)

    def note(self, text: str) -> None:
        """Say something about the run as a whole."""
        self._line(text)

    def close(self, summary: PullSummary) -> None:
        """Remove the bar and write the closing summary."""
        self._erase()
        self._stream.write(closing(summary))
        self._stream.flush()

    def _status(self, done: int, total: int, seconds: float) -> None:
        rate = self._pages / seconds if seconds > 0 else 0.0
        parts = (f"{done:,} of {total:,} pages", f"{rate:.1f} a second", f"{self._unchanged:,} unchanged")
        counts = "   ".join((*parts, f"{self._failed:,} failed"))
        if not self._live:
            self._line(counts)
            return
        # A terminal that is full to its last column breaks the line.
        bar = min(BAR, self._columns - len(counts) - len("[]  ") - 1)
        filled = bar * done // total if total else 0
        shown = f"[{'#' * filled}{' ' * (bar - filled)}]  {counts}" if bar >= SHORTEST_BAR else counts
        self._stream.write(f"{_START}{shown[: max(self._columns - 1, 0)]}{_CLEAR}")
        self._stream.flush()
        self._drawn = True

    def _line(self, text: str) -> None:
        self._erase()
        self._stream.write(f"{_visible(text)}\n")
        self._stream.flush()

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write(f"{_START}{_CLEAR}")
            self._drawn = False


def closing(summary: PullSummary) -> str:
    """The last lines of a run: what changed, what is gone, and every page that failed with the reason."""
    counts = [f"{len(summary.changed):,} changed", f"{summary.unchanged:,} unchanged"]
    counts += [f"{number:,} {what}" for number, what in _losses(summary) if number]
    pages = "1 page" if summary.tried == 1 else f"{summary.tried:,} pages"
    lines = [f"{pages} in {summary.seconds:.1f} s: {', '.join(counts)}"]
    lines += [f"  withdrawn: {path}" for path in summary.withdrawn]
    lines += [f"  failed: {failure.path}: {failure.why}" for failure in summary.failed]
    if summary.stopped:
        lines.append(f"not finished: {summary.stopped}")
        if summary.left:
            left = "1 known page is" if summary.left == 1 else f"{summary.left:,} known pages are"
            lines.append(f"  {left} left; the same command goes on from here within the hour")
    elif summary.failed:
        lines.append("what failed keeps what was recorded before; the same command asks for it again")
    return "".join(f"{_visible(line)}\n" for line in lines)


def _losses(summary: PullSummary) -> tuple[tuple[int, str], ...]:
    return (
        (summary.absent, "not there"),
        (len(summary.gone), "gone"),
        (len(summary.withdrawn), "withdrawn"),
        (len(summary.failed), "failed"),
    )


def _visible(text: str) -> str:
    """`text` without what a terminal would obey: parts of it came from a server."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
