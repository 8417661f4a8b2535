"""The command line: `python -m scraper pull | parse | history`. The only place of the package that prints and exits."""

import argparse
import difflib
import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.addresses import LOCALES, ORIGIN
from scraper.errors import PriceBookError, UsageError, lacking

if TYPE_CHECKING:
    from scraper.parse import Outcome

FINE, FINDINGS, USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Exit status: 0 fine, 1 findings of level error or a failure, 2 wrong usage, 130 stopped.

    What a command needs is imported once it runs: whoever stops it then, or lacks a package, is told in a sentence.
    """
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
    except UsageError as error:
        print(f"scraper: {error}", file=sys.stderr)
        return USAGE
    except PriceBookError as error:
        print(f"scraper: {error}", file=sys.stderr)
        return FINDINGS
    except ModuleNotFoundError as error:
        print(f"scraper: {lacking(error)}", file=sys.stderr)
        return FINDINGS
    except KeyboardInterrupt:
        print("scraper: stopped; whatever was written is whole", file=sys.stderr)
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scraper", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _pull_options(commands.add_parser("pull", help="record the catalog's pages into content/pages/"))
    reading = commands.add_parser("parse", help="read content/pages/ into content/models/, text/ and history.yaml")
    reading.add_argument("--content", type=Path, default=Path("content"), metavar="DIR")
    reading.add_argument("--strict", action="store_true", help="exit with 1 on warnings as well")
    reading.add_argument("--report", type=Path, metavar="FILE.json", help="write the findings as JSON")
    reading.add_argument("--accept-loss", action="store_true", help="withdraw even more than a fifth of the catalog")
    reading.set_defaults(run=_parse)
    past = commands.add_parser("history", help="when a variant's prices held which amount")
    past.add_argument("variant", metavar="VARIANT", help="family/variant, e.g. minimax/m2.1")
    past.add_argument("--content", type=Path, default=Path("content"), metavar="DIR")
    past.set_defaults(run=_history)
    return parser


def _pull_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", default=ORIGIN, metavar="URL", help=f"the catalog or a mirror of it ({ORIGIN})")
    parser.add_argument("--locale", action="append", default=[], metavar="TAG", help="only this language; repeatable")
    parser.add_argument("--model", action="append", default=[], metavar="SLUG", help="only this family; repeatable")
    parser.add_argument("--content", type=Path, default=Path("content"), metavar="DIR")
    parser.add_argument("--concurrency", type=int, default=8, metavar="N", help="connections at a time (8)")
    parser.add_argument("--rate", type=float, default=4.0, metavar="N", help="requests a second at most (4)")
    parser.add_argument("--contact", metavar="ADDRESS", help="page or mailbox named in the User-Agent, for complaints")
    parser.add_argument("--accept-loss", action="store_true", help="withdraw even more than a fifth of the catalog")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument("--dry-run", action="store_true", help="list what would be asked for, as far as it is known")
    parser.set_defaults(run=_pull)


def _pull(options: argparse.Namespace) -> int:
    from scraper import pull
    from scraper.progress import Progress

    chosen = pull.PullOptions(
        content=options.content,
        base_url=options.base_url,
        locales=tuple(options.locale) or LOCALES,
        models=tuple(options.model),
        concurrency=options.concurrency,
        rate=options.rate,
        contact=options.contact or pull.CONTACT,
        accept_loss=options.accept_loss,
    )
    if options.dry_run:
        print("\n".join(pull.plan(chosen)))
        return FINE
    live = sys.stderr.isatty() and not options.json
    progress = Progress(sys.stderr, live=live, columns=shutil.get_terminal_size().columns)
    summary = pull.run(chosen, progress, now=lambda: datetime.now(UTC))
    progress.close(summary)
    if options.json:
        print(json.dumps(summary.plain(), ensure_ascii=False))
    return summary.exit_status


def _history(options: argparse.Namespace) -> int:
    from scraper import history, store
    from scraper.catalog import History

    if not store.is_content(options.content):
        raise UsageError(f"{options.content}: no such folder; name the one that holds history.yaml with --content")
    ledger = store.load(History, options.content / "history.yaml") or History()
    lines = history.lines(ledger, options.variant)
    if not lines:
        names = sorted({track.variant for track in ledger.tracks})
        near = difflib.get_close_matches(options.variant, names)
        hint = f"; did you mean {' or '.join(near)}?" if near else f"; {len(names)} variants have one"
        raise UsageError(f"{options.variant}: no price history{hint}")
    print("\n".join(lines))
    return FINE


def _parse(options: argparse.Namespace) -> int:
    from scraper import store
    from scraper.parse import parse

    if not store.is_content(options.content):
        raise UsageError(f"{options.content}: no such folder; name the one that holds pages/ with --content")
    outcome = parse(
        options.content,
        today=datetime.now(UTC).strftime("%Y-%m-%d"),
        processes=os.cpu_count() or 1,
        accept_loss=options.accept_loss,
    )
    for finding in outcome.findings:
        print(finding, file=sys.stderr)
    if options.report:
        store.save_json(options.report, outcome.report.plain())
    print(_summary(outcome), file=sys.stderr)
    return FINDINGS if outcome.failed(strict=options.strict) else FINE


def _summary(outcome: "Outcome") -> str:
    levels = [finding.level for finding in outcome.findings]
    counts = ", ".join(_count(levels.count(level), level) for level in ("error", "warning", "note"))
    changed = f"{_count(len(outcome.written), 'file')} written" if outcome.written else "nothing changed"
    return f"{_count(outcome.pages, 'page')} read: {counts}; {changed}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


if __name__ == "__main__":
    sys.exit(main())
