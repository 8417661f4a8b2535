"""The about page: what the site is, which price to trust, how fresh and how big it is."""

from typing import Any

from build.locales import Words
from build.views_site import Spot
from scraper.catalog import BASES, PastRun
from scraper.runs import all_runs

LISTED = 14  # runs: a fortnight of daily ones


def about(spot: Spot) -> dict[str, Any]:
    """The view of the about page. Ages are worked out in the reader's browser: a page must not go stale on its own."""
    words, content = spot.words, spot.site.content
    run = content.run
    newest = max((recording.fetched for recording in content.recorded.values()), default="")
    variants = [variant for model in content.models for variant in model.variants]
    return {
        "bases": [(words(f"basis.{basis}"), words(f"basis_note.{basis}")) for basis in BASES],
        "run": run,
        "run_at": words.numerals.moment(run.at) if run else "",
        "failed": words("about.fresh_failed", count=len(run.failed)) if run and run.failed else "",
        "tried": words("about.fresh_counts", count=run.tried) if run else "",
        "runs": [_run(spot.words, one) for one in all_runs(run)[:LISTED]] if run else [],
        "newest": newest,
        "newest_at": words.numerals.moment(newest) if newest else "",
        "languages": words("about.languages_text", count=len(spot.site.words)),
        "sizes": [
            words("about.size_models", count=len(content.models)),
            words("about.size_variants", count=len(variants)),
            words("about.size_prices", count=sum(len(variant.prices) for variant in variants)),
            words("about.size_findings", count=len(spot.site.findings)),
        ],
    }


def _run(words: Words, run: PastRun) -> dict[str, Any]:
    """One line of the list of runs. Why something failed is told in English, as it was recorded."""
    number = words.numerals.number
    return {
        "at": run.at,
        "moment": words.numerals.moment(run.at),
        "tried": number(run.tried),
        "changed": number(run.changed),
        "failed": number(run.failed),
        "unfinished": "" if run.finished else words("about.fresh_unfinished"),
        "why": "; ".join(run.why),
    }
