"""A pull in a test: quick, quiet, and from a server on loopback. As a program, one to be killed.

python -m tests.faults.pulling BASE_URL CONTENT
"""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scraper import pull
from scraper.addresses import from_url
from scraper.fetch import Patience
from scraper.pull import PullOptions
from scraper.pull_summary import PullSummary
from scraper.record import Outcome
from tests.faults.catalog import Site
from tests.faults.loopback import Answer, Loopback, Page

# One family in one language, and the page of it that tests spoil.
FEW: dict[str, Any] = {"models": ("alfa",), "locales": ("en",)}
ADDRESS, PATH = "/models/alfa/1.5.md", "models/alfa/1.5.md"

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
QUICK = Patience(deadline=5.0, attempts=3, shortest=0.01, longest=0.05)


@dataclass
class Quiet:
    """A watcher that only remembers."""

    seen: list[tuple[str, Outcome | None, str | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def page(self, path: str, outcome: Outcome | None, why: str | None, *, done: int, total: int) -> None:
        assert 0 <= done <= total
        self.seen.append((path, outcome, why))

    def note(self, text: str) -> None:
        self.notes.append(text)


def pulled(
    base_url: str,
    content: Path,
    *,
    watcher: Quiet | None = None,
    now: Callable[[], datetime] = lambda: NOW,
    **options: Any,
) -> PullSummary:
    """One run, English and zh-TW unless told otherwise, as fast as loopback allows."""
    settings = {"locales": ("en", "zh-TW"), "rate": 100_000.0, "patience": QUICK, "concurrency": 4, **options}
    return pull.run(PullOptions(content, base_url, **settings), watcher or Quiet(), now=now)


def answers(site: Site) -> dict[str, Answer]:
    """An honest server's answers for `site`."""
    return {path: Page(content) for path, content in site.items()}


def tree(content: Path) -> dict[str, bytes]:
    """Every file below `content`, by relative path."""
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def why(summary: PullSummary) -> dict[str, str]:
    """The reason by page that failed."""
    return {failure.path: failure.why for failure in summary.failed}


def spoilt(server: Loopback, content: Path, answer: Answer, *, address: str = ADDRESS, **options: Any) -> str:
    """Pull twice, the second time with `answer` at `address`: the reason that page failed.

    Asserts that it is the only one, and that every file but run.yaml is afterwards what it was before.
    """
    settings = {**FEW, **options}
    assert not pulled(server.base_url, content, **settings).failed
    before = tree(content)
    server.site[address] = answer
    server.forget()
    summary = pulled(server.base_url, content, **settings)
    after = tree(content)
    page = from_url(address)
    assert page is not None
    assert set(why(summary)) == {page.path}
    assert summary.exit_status == 1
    assert {path for path in before if before[path] != after[path]} == {"run.yaml"}
    assert set(after) == set(before)
    return why(summary)[page.path]


if __name__ == "__main__":
    # Tests that were started in a shell's background inherit that Ctrl-C is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(pulled(sys.argv[1], Path(sys.argv[2])).exit_status)
