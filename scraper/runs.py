"""What content/run.yaml remembers of earlier runs. Pure.

The last run is told in full, with every page that failed; the ones before it in short, and only so many of them, so
that the file stays readable and a diff of it is one run in and one run out.
"""

from collections import Counter

from scraper.catalog import Heartbeat, PastRun

EARLIER = 30  # runs kept besides the last one: a month of daily ones
REASONS = 3  # reasons kept of each of them
LONGEST_REASON = 200  # characters: part of a reason is what a server said


def in_short(run: Heartbeat) -> PastRun:
    """`run` as later ones remember it: why it ended early, then why pages failed, the commonest first."""
    stopped = run.stopped or ""
    # A failure of the run as a whole is told at its end too.
    common = Counter(failure.why for failure in run.failed if not stopped.endswith(failure.why))
    reasons = [reason for reason, _ in common.most_common(REASONS)]
    why = [stopped, *reasons] if stopped else reasons
    return PastRun(
        at=run.at,
        finished=run.finished,
        tried=run.tried,
        changed=run.changed,
        failed=len(run.failed),
        why=tuple(reason[:LONGEST_REASON] for reason in why[:REASONS]),
    )


def all_runs(run: Heartbeat) -> tuple[PastRun, ...]:
    """`run` and those before it, newest first."""
    return (in_short(run), *run.earlier)


def after(run: Heartbeat, earlier: tuple[PastRun, ...]) -> Heartbeat:
    """`run` with what was before it, newest first: the oldest are forgotten."""
    return run.model_copy(update={"earlier": earlier[:EARLIER]})


def checked(run: Heartbeat) -> str | None:
    """When a run last went through the whole catalog, as `at` says it; None where none on record did."""
    return next((one.at for one in all_runs(run) if one.finished), None)
