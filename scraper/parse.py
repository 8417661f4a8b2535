"""One parse: every recorded page of `content/pages/` to facts, words, findings and the ledger.

    group pages by family ──> hash pages, leave out what is unchanged        parse_index
                          ──> read the pages of each other family            parse_jobs, in several processes
                          ──> what comes of them waits on the disk           spool
                          ──> check the index, mass loss, save, history      once, at the end

One bad page never affects another family, and no page costs the last good data of its own. Whatever is as long as
the catalog stays on the disk, so that memory is flat in the number of pages.
"""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scraper import ledger, parse_index, store
from scraper.addresses import Page, from_path
from scraper.assemble import Summary, summary_of
from scraper.catalog import Model, Report, Reported
from scraper.checks import check_index
from scraper.errors import PriceBookError, RefusedPage
from scraper.family import READERS, Recorded
from scraper.findings import Collector, Finding
from scraper.frontmatter import MAX_PAGE, decode, split
from scraper.index_page import IndexReading, read_index
from scraper.parse_index import Known, Memory
from scraper.parse_jobs import WORTH_PROCESSES, Done, Job, read_jobs
from scraper.spool import Place, Spool
from scraper.store import write_bytes

# Losing more than this share of all variants at once is a fault of the source, not news about it.
MASS_LOSS = 5  # a fifth


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
class _Waiting:
    """A family that was read: what is small of it, and where the rest waits."""

    key: str  # of the index
    summary: Summary | None
    found: tuple[Finding, ...]
    files: tuple[tuple[str, Place], ...]  # files of content/ that change
    tracks: Place | None  # its part of the ledger; None where that stays as it is


@dataclass(slots=True)
class _Families:
    """What is known of the families so far."""

    same: list[str] = field(default_factory=list)
    to_read: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)  # -> key, generic questions
    read: dict[str, _Waiting] = field(default_factory=dict)
    summaries: list[Summary] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    lost: int = 0  # variants that are withdrawn now and weren't before


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
    with contextlib.closing(Spool(content)) as spool:
        # Without the ledger everything is read again: it is made from all families.
        memory = Memory(content, spool, forgotten=not store.file_states(content, [ledger.FILE]))
        families = _compared(pages, recorded, memory)
        parts = ledger.read_parts(content, spool) if families.to_read else {}
        many = sum(len(pages[name]) for name in families.to_read) >= WORTH_PROCESSES
        jobs = _jobs(families, pages, recorded, lambda name: spool.get(parts[name]) if name in parts else b"")
        for done in read_jobs(jobs, content, today=today, processes=processes if many else 1):
            _put_by(done, families, spool)
            progress(len(pages[done.name]))
        for name in families.same:
            progress(len(pages[name]))
        families.summaries += _unrecorded(content, pages)
        found += [*families.found, *check_index(indexes, families.summaries)]
        whole = None if accept_loss else _mass_loss(families)
        written = [] if whole else list(_publish(content, families, parts, spool))
        if not whole and (families.read or len(families.same) < len(memory)):
            parse_index.save_index(content, lambda: _index_lines(content, families, pages, memory))
    found += [whole] if whole else []
    outcome = Outcome(sum(map(len, pages.values())) + len(indexes), tuple(sorted(set(found))), ())
    written += _save_findings(content, outcome)
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


def _compared(pages: dict[str, list[Page]], recorded: Recorded, memory: Memory) -> _Families:
    """Which families have to be read, and what is known of those that are unchanged."""
    for name, members in pages.items():
        memory.look_at(name, members, recorded)
    families = _Families()
    for name in pages:
        known = memory.known(name)
        states = memory.pages(name, known)
        generic = memory.generic(states)
        key = parse_index.family_key(states, generic, recorded.entries)
        if known is None or not known.is_same(key, recorded.content):
            families.to_read[name] = key, generic
            continue
        families.same.append(name)
        families.found += known.found
        families.summaries += [known.summary] if known.summary else []
    return families


def _jobs(
    families: _Families, pages: dict[str, list[Page]], recorded: Recorded, tracks: Callable[[str], bytes]
) -> Iterator[Job]:
    for name, (_, generic) in families.to_read.items():
        paths = [page.path for page in pages[name]]
        entries = {path: recorded.entries[path] for path in paths if path in recorded.entries}
        yield Job(name, pages[name], entries, frozenset(map(bytes.fromhex, generic)), tracks(name))


def _put_by(done: Done, families: _Families, spool: Spool) -> None:
    """Take what came of a family; what is long of it goes to the spool."""
    families.found += done.found
    families.summaries += [done.summary] if done.summary else []
    families.lost += done.lost
    families.read[done.name] = _Waiting(
        key=families.to_read[done.name][0],
        summary=done.summary,
        found=done.found,
        files=tuple((file, spool.put(data)) for file, data in done.files),
        tracks=spool.put(done.tracks) if done.tracks is not None else None,
    )


def _unrecorded(content: Path, pages: dict[str, list[Page]]) -> Iterator[Summary]:
    """Families with facts and no recorded page at all: they stay as they are."""
    for name, path in store.known_models(content).items():
        if name not in pages and (model := store.load(Model, path)) is not None:
            yield summary_of(model)


def _mass_loss(families: _Families) -> Finding | None:
    lost = families.lost
    total = sum(summary.live for summary in families.summaries) + lost
    if lost * MASS_LOSS <= total:
        return None
    what = f"{lost} of {total} variants would be withdrawn at once, expected at most a fifth"
    return Finding("models.md", 1, "mass-loss", what)


def _publish(content: Path, families: _Families, parts: dict[str, Place], spool: Spool) -> Iterator[str]:
    """Write what waits to its place, the ledger last; gives the files that changed."""
    for family in families.read.values():
        for file, place in family.files:
            if write_bytes(content / file, spool.get(place)):
                yield file
    tracks = {name: family.tracks for name, family in families.read.items() if family.tracks is not None}
    if tracks and ledger.write_parts(content, parts | tracks, spool):
        yield ledger.FILE


def _index_lines(content: Path, families: _Families, pages: dict[str, list[Page]], memory: Memory) -> Iterator[str]:
    for name in sorted([*families.same, *families.read]):
        family = families.read.get(name)
        if family is None:
            yield memory.line(name)
            continue
        locales = sorted({page.locale for page in pages[name] if page.form == "md"})
        outputs = [f"models/{name}.yaml", *(f"text/{locale}/{name}.yaml" for locale in locales)]
        states = memory.pages(name, memory.known(name))
        known = Known(family.key, states, family.summary, family.found, store.file_states(content, outputs))
        yield parse_index.new_line(name, known)


def _save_findings(content: Path, outcome: Outcome) -> Iterator[str]:
    def parts() -> Iterator[bytes]:
        yield store.yaml_bytes({"pages": outcome.pages})
        yield from store.list_bytes("findings", (finding.report() for finding in outcome.findings))

    if store.write_parts(content / "findings.yaml", parts):
        yield "findings.yaml"
