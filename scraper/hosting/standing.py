"""Whether what was pulled and read may be published, and the words of the issue that says why not. Pure.

A problem is grave where the run as a whole can't be trusted: it ended early, it would lose too much of the catalog,
or a job of it broke. Of a page that could not be recorded or read the last good data stays, so who runs the site may
choose to publish the rest (`tolerate`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scraper.catalog import Heartbeat, Report
from scraper.runs import checked

TITLE = "The prices were not brought up to date"  # of the one issue; found again by it and its label
LABEL = "price-book"
SHOWN = 60  # problems that an issue lists
LONGEST = 400  # characters of one of them: parts of it were said by a server or printed on a page

# What a run says besides the pages: scraper/pull.py names the run's own troubles after these.
_OF_THE_RUN = frozenset({"robots.txt", "manifest.jsonl"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    place: str  # page, page:line, run or job
    why: str  # in words for a person
    grave: bool = False  # nothing may be published

    def __str__(self) -> str:
        told = f"{self.place}: {self.why}"
        plain = "".join(character if character.isprintable() else " " for character in told)
        return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def problems(run: Heartbeat | None, report: Report | None, jobs: Mapping[str, str] | None = None) -> list[Problem]:
    """What is wrong with the last run, with what the last parse found, and with the `jobs` (result by name).

    The grave ones come first, jobs that broke last. A job is fine that ended with `success`.
    """
    found: list[Problem] = []
    if run is None:
        found.append(Problem("run", "nothing was pulled yet, or content/run.yaml can't be read", grave=True))
    else:
        if not run.finished:
            found.append(Problem("run", run.stopped or "it ended early", grave=True))
        pages = (failure for failure in run.failed if run.finished or failure.path not in _OF_THE_RUN)
        found += [Problem(failure.path, failure.why) for failure in pages]
    for finding in report.findings if report else ():
        if finding.level == "error":
            why = f"{finding.message} [{finding.code}]"
            found.append(Problem(f"{finding.path}:{finding.line}", why, grave=finding.code == "mass-loss"))
    broken = [(name, result) for name, result in (jobs or {}).items() if result != "success"]
    return sorted(found, key=lambda problem: not problem.grave) + [
        Problem(f"job {name}", f"it ended with {result}; look at its log", grave=True) for name, result in broken
    ]


def may_publish(found: Iterable[Problem], *, tolerate: bool) -> bool:
    """Whether the site may be built from what was read: nothing is wrong, or nothing grave and that is tolerated."""
    return not any(problem.grave or not tolerate for problem in found)


def issue_text(found: list[Problem], run: Heartbeat | None, *, published: bool, address: str) -> str:
    """The issue's text as Markdown; `address` is where the run's log stands."""
    lines = [str(problem) for problem in found[:SHOWN]]
    lines += [f"... and {len(found) - SHOWN} more" if len(found) > SHOWN else ""]
    listed = "\n".join(filter(None, lines))
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", listed)), default=0))
    last = checked(run) if run else None
    first = (
        "What could be read was published; for the rest the site shows its last good data."
        if published
        else "Nothing was published: the site stays as it was."
    )
    parts = [
        first + (f" The whole catalog was last gone through at {last}." if last else ""),
        f"{fence}text\n{listed}\n{fence}",
        "\n".join(f"- {advice}" for advice in _advice(found, published=published)),
        f"[The log of the run]({address}). Every run writes this text anew; one without problems closes the issue.",
    ]
    return "\n\n".join(parts) + "\n"


def _advice(found: list[Problem], *, published: bool) -> Iterator[str]:
    if any("mass-loss" in problem.why for problem in found):
        yield (
            "Many pages or variants are gone at once. Look at the catalog; if they are gone indeed, "
            "run *prices* with *accept the loss* ticked."
        )
    if any(not problem.grave for problem in found):
        yield "The next run asks again for a page that failed. An error in a line says what to do about it."
        if not published:
            yield (
                "To publish the rest all the same, run *prices* with *publish in spite of errors* ticked, "
                "or set the variable `PRICE_BOOK_TOLERATE` to `true`."
            )
    if any(problem.place.startswith("job ") for problem in found):
        yield "A job that broke may have met a passing fault: run *prices* again before looking further."
