"""python -m scraper.hosting merge    put the parts of a pull together and read them
python -m scraper.hosting ready    whether content/ may be published, and why not
python -m scraper.hosting news     which prices changed since a revision, as a commit message
python -m scraper.hosting keep     commit content/ and push it; only the run's record where it may not be published
python -m scraper.hosting tell     open, bring up to date or close the one issue

Exit status: 0 fine, 1 it may not be published or could not be done, 2 wrong usage.
"""

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from scraper import store
from scraper.catalog import Heartbeat, History, Report, Value, validated
from scraper.errors import HostingError, PriceBookError, UsageError
from scraper.hosting.github import Issue, Repository, append
from scraper.hosting.news import message, news
from scraper.hosting.shards import merge
from scraper.hosting.standing import LABEL, TITLE, Problem, issue_text, may_publish, problems
from scraper.parse import parse
from scraper.record import HEARTBEAT, read_heartbeat

LEDGER = "history.yaml"
V = TypeVar("V", bound=Value)
Add = Callable[..., Any]  # what adds an argument to a step


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step and say how it went."""
    options = _parser().parse_args(arguments)
    try:
        if not store.is_content(options.content):
            raise UsageError(f"{options.content}: no such folder; name it with --content")
        status: int = options.step(options)
    except UsageError as error:
        print(f"hosting: {error}", file=sys.stderr)
        return 2
    except PriceBookError as error:
        print(f"hosting: {error}", file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scraper.hosting", description="Keep a hosted price book current.")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    tolerate = argparse.ArgumentParser(add_help=False)
    tolerate.add_argument("--tolerate", action="store_true", help="publish although pages failed or can't be read")

    def step(run: Callable[[argparse.Namespace], int], about: str, *more: argparse.ArgumentParser) -> Add:
        one = steps.add_parser(run.__name__.removeprefix("_"), help=about, parents=more)
        one.add_argument("--content", type=Path, default=Path("content"), metavar="DIR")
        one.set_defaults(step=run)
        return one.add_argument

    add = step(_merge, "put the parts of a pull together and read them")
    add("parts", type=Path, nargs="*", metavar="PART", help="a folder like content/, called part-0-of-2, part-1-of-2")
    add("--accept-loss", action="store_true", help="withdraw even more than a fifth of the catalog")
    step(_ready, "whether content/ may be published, and why not", tolerate)
    add = step(_news, "which prices changed since a revision, as a commit message")
    add("--since", default="HEAD", metavar="REVISION", help="what to compare with (HEAD)")
    add = step(_keep, "commit content/ and push it", tolerate)
    add("--branch", required=True, metavar="NAME", help="the branch to push to")
    add("--record-only", action="store_true", help="keep nothing but the record of the run")
    add("--token", action="store_true", help="push with gh's token")
    add = step(_tell, "open, bring up to date or close the one issue", tolerate)
    add("--job", action="append", default=[], metavar="NAME=RESULT", help="how a job ended; repeatable")
    add("--run", required=True, metavar="URL", help="where the log of the run stands")
    return parser


def _merge(options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    # A part's name says how many there are, so that a missing one is missed.
    named = (re.search(r"-of-([0-9]{1,3})$", part.name) for part in options.parts)
    expected = max((int(found[1]) for found in named if found), default=1)
    run = merge(options.content, options.parts, expected=expected, now=now, accept_loss=options.accept_loss)
    # A page that can't be read is told of in findings.yaml; what stops the whole parse is an error here.
    outcome = parse(
        options.content,
        today=now.strftime("%Y-%m-%d"),
        processes=os.cpu_count() or 1,
        accept_loss=options.accept_loss,
    )
    print(f"{run.tried} pages asked for, {run.changed} changed; {outcome.pages} read, {len(outcome.written)} files new")
    return 0


def _ready(options: argparse.Namespace) -> int:
    found = _problems(options)
    for problem in found:
        print(problem, file=sys.stderr)
    if may_publish(found, tolerate=options.tolerate):
        return 0
    print("hosting: content/ is not to be published", file=sys.stderr)
    return 1


def _news(options: argparse.Namespace) -> int:
    before = _committed(History, Repository(options.content), LEDGER, options.since) or History()
    print(message(news(before, _ledger(options)), [LEDGER], read_heartbeat(options.content)), end="")
    return 0


def _keep(options: argparse.Namespace) -> int:
    repository = Repository(options.content, token=options.token)
    found = _problems(options)
    whole = may_publish(found, tolerate=options.tolerate) and not options.record_only
    files = repository.stage("." if whole else HEARTBEAT)
    run = read_heartbeat(options.content)
    if not files or (files == [HEARTBEAT] and _told_today(repository, run)):
        repository.unstage()
        print("nothing new to keep")
        return 0
    changes = news(_committed(History, repository, LEDGER) or History(), _ledger(options)) if whole else []
    text = message(changes, files, run, len(found) if whole else max(1, len(found)))
    repository.commit(text)
    repository.push(options.branch)
    print(text, end="")
    return 0


def _told_today(repository: Repository, run: Heartbeat | None) -> bool:
    """Whether the last commit has the record of a run of the same day that went as well or as badly.

    So a day leaves one record however often a schedule runs, and never none: GitHub switches a schedule off after
    sixty days without a commit, and the site's list of runs should have no holes.
    """
    with contextlib.suppress(PriceBookError):
        before = _committed(Heartbeat, repository, HEARTBEAT)
        if before and run:
            return (before.at[:10], before.finished, before.failed) == (run.at[:10], run.finished, run.failed)
    return False


def _tell(options: argparse.Namespace) -> int:
    found = _problems(options, dict(job.partition("=")[::2] for job in options.job))
    published = may_publish(found, tolerate=options.tolerate)
    text = issue_text(found, read_heartbeat(options.content), published=published, address=options.run)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if found and summary:
        append(Path(summary), f"## {TITLE}\n\n{text}")
    issue = Issue(TITLE, LABEL)
    try:
        if found:
            print(f"told in {issue.show(text)}")
        else:
            closed = issue.close(f"All is well again: [the log of the run]({options.run}).")
            print("the issue is closed" if closed else "all is well")
    except HostingError as error:
        # A fork has no issues unless they are switched on, and its site is published all the same.
        print(f"hosting: the issue: {error}; switch issues on in the repository's settings", file=sys.stderr)
    return 0 if published else 1


def _problems(options: argparse.Namespace, jobs: dict[str, str] | None = None) -> list[Problem]:
    report = store.load(Report, options.content / "findings.yaml")
    return problems(read_heartbeat(options.content), report, jobs)


def _ledger(options: argparse.Namespace) -> History:
    return store.load(History, options.content / LEDGER) or History()


def _committed(shape: type[V], repository: Repository, path: str, revision: str = "HEAD") -> V | None:
    """What a file of content/ held at `revision`, or None where there was none."""
    text = repository.committed(path, revision)
    if text is None:
        return None
    try:
        return validated(shape, store.read_yaml(text, name=path))
    except ValueError as error:
        raise HostingError(f"{path} at {revision}: {error}; compare with another revision") from error


if __name__ == "__main__":
    sys.exit(main())
