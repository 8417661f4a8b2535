"""One parse: every recorded page of `content/pages/` to facts, words, findings and the ledger.

    group pages by family ──> hash pages, leave out what is unchanged        parse_index
                          ──> read the pages of each other family            family, in several processes
                          ──> check the index, mass loss, save, history      once, at the end

One bad page never affects another family, and no page costs the last good data of its own.
"""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scraper import parse_index, store
from scraper.addresses import Page, from_path
from scraper.assemble import Summary, summary_of
from scraper.catalog import History, Model, Report, Reported
from scraper.checks import check_index
from scraper.errors import PriceBookError, RefusedPage
from scraper.family import READERS, Family, Recorded, read_family_pages
from scraper.findings import Collector, Finding
from scraper.frontmatter import MAX_PAGE, decode, split
from scraper.history import update
from scraper.index_page import IndexReading, read_index
from scraper.parse_index import Known, PageState

# Losing more than this share of all variants at once is a fault of the source, not news about it.
MASS_LOSS = 5  # a fifth
# Below this many pages, starting processes costs more than it saves.
WORTH_PROCESSES = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a parse did."""

    pages: int
    findings: tuple[Finding, ...]
    written: tuple[str, ...]  # files of content/ that changed

    @property
    def report(self) -> Report:
        reported = (Reported.model_validate(finding.report()) for finding in self.findings)
        return Report(pages=self.pages, findings=tuple(reported))

    def failed(self, *, strict: bool) -> bool:
        """Whether the exit status is 1: something is missing, or with `strict` merely doubtful."""
        levels = {"error", "warning"} if strict else {"error"}
        return any(finding.level in levels for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Job:
    """A family that has to be read."""

    name: str
    members: list[Page]
    generic: frozenset[bytes]  # fingerprints of its questions that other families print as well
    key: str
    states: dict[str, PageState]


def parse(
    content: Path,
    *,
    today: str,
    processes: int = 1,
    accept_loss: bool = False,
    progress: Callable[[int], None] = lambda _pages: None,
) -> Outcome:
    """Read `content/pages/` and write models, texts, history and findings below `content/`.

    `today` is a UTC day, 2026-11-22. `processes` is how many may read at once. `progress` is told after
    each family how many pages it took. `accept_loss` withdraws even more than a fifth at once. Raises
    StoreError where the disk fails; whatever a page holds becomes a finding.
    """
    recorded = Recorded(content, store.read_recordings(content), today)
    pages, found = _sort_out(store.recorded_paths(content), content)
    found += _not_recorded(pages, recorded)
    indexes = _read_indexes(pages.pop("", []), recorded, found)
    # Without the ledger everything is read again: it is made from all families.
    known = parse_index.load_index(content) if store.file_states(content, ["history.yaml"]) else {}
    jobs, same = _jobs(pages, recorded, known)
    families: list[Family] = []
    for job, family in zip(jobs, _read(jobs, recorded, processes), strict=True):
        families.append(family)
        progress(len(job.members))
    for name in same:
        found += known[name].found
        progress(len(pages[name]))
    found += [finding for family in families for finding in family.found]
    summaries = [summary for name in same if (summary := known[name].summary)]
    summaries += [summary_of(family.model) for family in families if family.model]
    summaries += _unrecorded(content, pages)
    found += check_index(indexes, summaries)
    written = [name for family in families for name in family.written]
    whole = None if accept_loss else _mass_loss(families, summaries)
    if whole is not None:
        found.append(whole)
    else:
        written += _save_facts(families, content, today)
        if jobs or len(same) < len(known):
            _remember(content, jobs, families, {name: known[name] for name in same})
    outcome = Outcome(sum(map(len, pages.values())) + len(indexes), tuple(sorted(set(found))), ())
    if store.save(content / "findings.yaml", outcome.report):
        written.append("findings.yaml")
    return Outcome(outcome.pages, outcome.findings, tuple(written))


def _sort_out(paths: Iterable[str], content: Path) -> tuple[dict[str, list[Page]], list[Finding]]:
    """Pages by family (the index pages under an empty name), and a note for each file that is no catalog page."""
    pages: dict[str, list[Page]] = defaultdict(list)
    found: list[Finding] = []
    for path in paths:
        page = from_path(path)
        if page is None:
            place = store.printable(path)
            found.append(Finding(place, 1, "not-catalog", "expected a page below models, got another address"))
            found += _escaped(path, content)
        elif page.family is None or (page.form, page.kind) in READERS:
            pages[page.family or ""].append(page)
    return dict(sorted(pages.items())), found


def _not_recorded(pages: dict[str, list[Page]], recorded: Recorded) -> Iterator[Finding]:
    """Pages put there by hand have no address, no date and no hash: said once, with their number."""
    paths = [page.path for members in pages.values() for page in members if page.path not in recorded.entries]
    if paths:
        more = f" nor for {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Finding(min(paths), 1, "not-recorded", f"the manifest has no entry for this page{more}")


def _escaped(path: str, content: Path) -> Iterator[Finding]:
    """Agent guides, which are not read otherwise, are where heads were seen HTML-escaped as a whole."""
    with contextlib.suppress(PriceBookError):
        if split(decode(store.read_page(content, path, limit=MAX_PAGE)).text).escaped:
            place = store.printable(path)
            yield Finding(place, 2, "escaped-frontmatter", "frontmatter: expected quotes, got &quot; around the values")


def _read_indexes(members: list[Page], recorded: Recorded, found: list[Finding]) -> list[IndexReading]:
    readings: list[IndexReading] = []
    for page in members:
        collector = Collector(page.path)
        try:
            readings.append(read_index(page, recorded.read(page), collector))
        except RefusedPage as refusal:
            collector.add(refusal.code, refusal.line, str(refusal))
        found += collector.found
    return readings


def _jobs(pages: dict[str, list[Page]], recorded: Recorded, known: dict[str, Known]) -> tuple[list[_Job], list[str]]:
    """The families that have to be read, and the names of those that are unchanged."""
    states = {name: parse_index.page_states(pages[name], recorded, known.get(name)) for name in pages}
    shared = parse_index.shared_questions(states)
    jobs: list[_Job] = []
    same: list[str] = []
    for name, members in pages.items():
        generic = parse_index.own_questions(states[name], shared)
        key = parse_index.family_key(states[name], generic, recorded)
        if parse_index.is_same(known.get(name), key, recorded.content):
            same.append(name)
        else:
            jobs.append(_Job(name, members, frozenset(map(bytes.fromhex, generic)), key, states[name]))
    return jobs, same


def _read(jobs: list[_Job], recorded: Recorded, processes: int) -> Iterator[Family]:
    if processes < 2 or sum(len(job.members) for job in jobs) < WORTH_PROCESSES:
        yield from map(partial(_read_job, recorded), jobs)
        return
    with ProcessPoolExecutor(processes) as pool:
        own = [Recorded(recorded.content, _entries(job, recorded), recorded.today) for job in jobs]
        yield from pool.map(_read_job, own, jobs, chunksize=4)


def _entries(job: _Job, recorded: Recorded) -> dict[str, store.Recording]:
    # A process is only sent what its family needs.
    return {page.path: recorded.entries[page.path] for page in job.members if page.path in recorded.entries}


def _read_job(recorded: Recorded, job: _Job) -> Family:
    return read_family_pages(job.name, job.members, recorded, job.generic)


def _unrecorded(content: Path, pages: dict[str, list[Page]]) -> Iterator[Summary]:
    """Families with facts and no recorded page at all: they stay as they are."""
    for name, path in store.known_models(content).items():
        if name not in pages and (model := store.load(Model, path)) is not None:
            yield summary_of(model)


def _mass_loss(families: list[Family], summaries: list[Summary]) -> Finding | None:
    lost = sum(family.lost for family in families)
    total = sum(summary.live for summary in summaries) + lost
    if lost * MASS_LOSS <= total:
        return None
    what = f"{lost} of {total} variants would be withdrawn at once, expected at most a fifth"
    return Finding("models.md", 1, "mass-loss", what)


def _save_facts(families: list[Family], content: Path, today: str) -> Iterator[str]:
    models = [family.model for family in families if family.model is not None]
    for model in models:
        if store.save(content / "models" / f"{model.model}.yaml", model):
            yield f"models/{model.model}.yaml"
    if not models:
        return
    history = update(store.load(History, content / "history.yaml") or History(), models, today=today)
    if store.save(content / "history.yaml", history):
        yield "history.yaml"


def _remember(content: Path, jobs: list[_Job], families: list[Family], same: dict[str, Known]) -> None:
    entries = dict(same)
    for job, family in zip(jobs, families, strict=True):
        locales = {page.locale for page in job.members if page.form == "md"}
        outputs = [f"models/{job.name}.yaml", *(f"text/{locale}/{job.name}.yaml" for locale in sorted(locales))]
        entries[job.name] = parse_index.known_from(family, job.key, job.states, content, outputs)
    parse_index.save_index(content, entries)
