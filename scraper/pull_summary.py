"""What one pull did, in numbers and names, and whether what it lost can be believed. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scraper.catalog import Failure, Heartbeat
from scraper.crawl import Tally
from scraper.record import Entry

MASS_LOSS = 5  # a run refuses to withdraw more than one in so many of the recorded pages


@dataclass(frozen=True, slots=True)
class PullSummary:
    """What a run did. Paths are relative to content/pages/ and sorted."""

    at: str  # UTC, when it ended
    finished: bool
    stopped: str | None  # why it didn't finish
    seconds: float
    tried: int  # pages asked for
    left: int  # pages known and not asked for
    changed: tuple[str, ...]
    unchanged: int
    absent: int  # pages that aren't there and never were
    gone: tuple[str, ...]  # recorded pages that weren't there
    withdrawn: tuple[str, ...]  # those of them that the run before had missed too
    failed: tuple[Failure, ...]  # pages that keep what was recorded; robots.txt or the manifest for the run itself

    @property
    def exit_status(self) -> int:
        """0 where everything that was asked for is recorded, else 1."""
        return 0 if self.finished and not self.failed else 1

    def heartbeat(self, *, sample: bool) -> Heartbeat:
        """What content/run.yaml says of this run; `sample` marks made-up data."""
        return Heartbeat(
            at=self.at,
            finished=self.finished,
            stopped=self.stopped,
            tried=self.tried,
            changed=len(self.changed),
            unchanged=self.unchanged,
            failed=self.failed,
            sample=sample,
        )

    def plain(self) -> dict[str, Any]:
        """The shape that `pull --json` prints."""
        failed = [{"path": failure.path, "why": failure.why} for failure in self.failed]
        return {**asdict(self), "seconds": round(self.seconds, 3), "failed": failed}


def summarise(
    tally: Tally, stopped: str | None, *, at: str, seconds: float, left: int, failed: tuple[Failure, ...]
) -> PullSummary:
    """The summary of a run that ended `at`, was `stopped` for a reason or not, and `failed` as a whole or not."""
    withdrawn = (entry.path for entry in tally.gone if entry.withdrawn and stopped is None)
    return PullSummary(
        at=at,
        finished=stopped is None,
        stopped=stopped,
        seconds=seconds,
        tried=tally.tried,
        left=left,
        changed=tuple(sorted(tally.changed)),
        unchanged=len(tally.unchanged),
        absent=len(tally.absent),
        gone=tuple(sorted(entry.path for entry in tally.gone)),
        withdrawn=tuple(sorted(withdrawn)),
        failed=tuple(sorted((*tally.failed, *failed), key=lambda failure: failure.path)),
    )


def mass_loss(tally: Tally, entries: Mapping[str, Entry]) -> str | None:
    """Why the pages that are gone must not be withdrawn: there are too many at once. None where they may.

    `entries` is the manifest without this run's losses.
    """
    before = {path for path, entry in entries.items() if not entry.withdrawn}
    lost = sum(entry.withdrawn and entry.path in before for entry in tally.gone)
    live = len(before)
    if lost * MASS_LOSS <= live:
        return None
    return (
        f"mass-loss: {lost} of {live} recorded pages would be withdrawn, more than one in {MASS_LOSS}; "
        "everything is kept; look at the site, and pull with --accept-loss if they are gone indeed"
    )
