"""What parsing costs beside the parsers it uses, and what it costs when nothing changed.

    python -m tests.bench.bench_parse [--runs N] [--families N] [--write]

Per page, in CPU time of one process: a hand-written scanner that only cuts lines and cells (a lower bound, it
understands nothing), the outside parser alone, writing and reading the YAML alone, and the whole parse from bytes to
written YAML. The outside parser is markdown-it-py for Markdown and Beautiful Soup for the HTML twins. A twin has no
parse of its own: it costs what its family's parse takes longer with it. Each family counts with the least of its
runs, as whatever else the machine does only adds. What is remembered of sentences is forgotten before each run, so
that no page is read quicker for having been read before; the pages of a family remember each other's.

Then a whole catalog of generated pages with its manifest: read anew in one process and in one for each core, and
parsed again unchanged. Peak memory is that of a process of its own, for one family, for a quarter and for all.
`--write` puts the tables into docs/speed.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from scraper import document, language, store
from scraper.addresses import Page, from_path
from scraper.catalog import Model, Text
from scraper.family import Recorded, read_family_pages
from scraper.frontmatter import decode, split
from scraper.record import Entry, digest, write_manifest
from tests.bench import speed_page
from tests.sample.generate import generate
from tests.tools import programs

FIRST = "zh-TW/models/minimax.md"
FAMILIES = 930  # in English alone, with an HTML twin for every variant: about 10,200 pages
LOCALES = ("en",)
TODAY = "2026-11-22"

# A program of its own: what this one has loaded would count as memory.
MEASURED = """
import json, re, sys, time
from pathlib import Path
from scraper.parse import parse
begun = time.perf_counter()
outcome = parse(Path(sys.argv[1]), processes=int(sys.argv[2]), today=sys.argv[3])
seconds = time.perf_counter() - begun
assert not outcome.failed(strict=False), outcome.findings[:3]
peak = re.search(r"VmHWM:\\s*([0-9]+) kB", Path("/proc/self/status").read_text())  # getrusage counts the parent's too
print(json.dumps({"seconds": seconds, "peak": int(peak[1]) / 1024 if peak else 0}))
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_parse", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="the best of so many (default 5)")
    parser.add_argument("--families", type=int, default=FAMILIES, metavar="N", help=f"default {FAMILIES}")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        generate(content / "pages", families=options.families, locales=LOCALES)
        write_entries(content)
        told = f"The best of {options.runs}; {speed_page.machine()}:\n\n{per_page(content, options.runs)}"
        print(told, flush=True)
        rest = whole_catalog(content, options.families, options.runs)
        print(f"\n{rest}")
    if options.write:
        speed_page.write("parse", f"{told}\n\n{rest}")
    return 0


def per_page(content: Path, runs: int) -> str:
    """CPU time of one page in its parts: the recorded seed page, 500 generated pages, and these by their kind."""
    seed = Recorded(programs.SEED, store.read_recordings(programs.SEED), TODAY)
    recorded = Recorded(content, store.read_recordings(content), TODAY)
    chosen = families(content, 500)
    markdown = [(name, [page for page in members if page.form == "md"]) for name, members in chosen]
    of_seed = parts([("minimax", [_page(FIRST)])], seed, 20 * runs)
    of_all, of_markdown = parts(chosen, recorded, runs), parts(markdown, recorded, runs)
    rows = {
        "the recorded seed page": of_seed,
        "generated Markdown": of_markdown,
        "their HTML twins": of_all.minus(of_markdown),
        "both together": of_all,
    }
    head = ["processor ms a page", "pages", "scanner", "outside parser", "YAML", "whole", "whole / (parser + YAML)"]
    lines = []
    for name, row in rows.items():
        figures = [f"{1000 * value / row.pages:.3f}" for value in (row.scanner, row.parser, row.yaml, row.whole)]
        lines.append([name, str(row.pages), *figures, f"{row.whole / (row.parser + row.yaml):.2f}"])
    return speed_page.table(head, lines)


class Parts(NamedTuple):
    """Seconds of CPU for so many pages: the scanner, the outside parsers, the YAML, everything."""

    pages: int
    scanner: float
    parser: float
    yaml: float
    whole: float

    def minus(self, other: "Parts") -> "Parts":
        pages, *seconds = (max(mine - others, 0) for mine, others in zip(self, other, strict=True))
        return Parts(int(pages), *seconds)


def parts(chosen: list[tuple[str, list[Page]]], recorded: Recorded, runs: int) -> Parts:
    """What the pages of whole families cost: the sum of what each family costs at least."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        shutil.copytree(recorded.content / "pages", target / "pages")
        copied = Recorded(target, recorded.entries, TODAY)
        costs = [parts_of_family(name, members, copied, runs) for name, members in chosen]
    pages, *seconds = map(sum, zip(*costs, strict=True))
    return Parts(int(pages), *seconds)


def parts_of_family(name: str, members: list[Page], recorded: Recorded, runs: int) -> Parts:
    texts = [decode(recorded.read(page)).text for page in members if page.form == "md"]
    bodies = [split(text).body for text in texts]
    htmls = [recorded.read(page).decode() for page in members if page.form == "html"]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    file = recorded.content / "models" / f"{name}.yaml"

    def parse_alone() -> None:
        for body in bodies:
            markdown.parse(body)
        for html in htmls:
            BeautifulSoup(html, "lxml")

    def whole() -> None:
        family = read_family_pages(name, members, recorded, ())
        assert family.model is not None
        for text in family.texts:
            store.save(recorded.content / "text" / text.locale / f"{name}.yaml", text)
        store.save(file, family.model)

    whole()
    written = [store.load(Text, path) for path in (recorded.content / "text").glob(f"*/{name}.yaml")]
    model = store.load(Model, file)

    def yaml() -> None:
        for value in (*written, model):
            assert value is not None
            store.yaml_bytes(value)
        store.load(Model, file)  # the last facts are read to keep what couldn't be read this time

    works: list[Callable[[], object]] = [lambda: [scan(text) for text in texts], parse_alone, yaml, whole]
    return Parts(len(members), *(min(cpu(work) for _ in range(runs)) for work in works))


def cpu(work: Callable[[], object]) -> float:
    for remembered in (language._language, language._counted, document._marked):
        remembered.cache_clear()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def scan(text: str) -> list[list[str]]:
    """The least that could be called reading a page: its lines, and the cells of those that look like rows."""
    return [line.strip("|").split("|") if line.startswith("|") else [line] for line in text.split("\n")]


def whole_catalog(content: Path, count: int, runs: int) -> str:
    """A whole catalog, anew and unchanged, and the memory it takes: two tables."""
    pages = len(store.recorded_paths(content))
    cores = os.cpu_count() or 1
    results: dict[str, float] = {}
    for name, processes in (("read anew, one process", 1), (f"read anew, {cores} processes", cores)):
        forget(content)
        results[name] = measured(content, processes)["seconds"]
    again = [measured(content, cores)["seconds"] for _ in range(runs)]
    results["unchanged"] = min(again)
    rows = [[name, f"{seconds:.2f}", f"{pages / seconds:,.0f}"] for name, seconds in results.items()]
    peaks = []
    for share in (pages, 4, 1):
        part_of_it = content.parent / f"share-{share}"
        for page in (page for _, members in families(content, pages // share) for page in members):
            place = part_of_it / "pages" / page.path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(content / "pages" / page.path, place)
        entries = write_entries(part_of_it)
        peaks.append([f"{entries:,}", f"{measured(part_of_it, 1)['peak']:.1f}"])
    times = speed_page.table([f"{pages:,} pages of {count:,} families", "seconds", "pages a second"], rows)
    return f"{times}\n\n{speed_page.table(['pages', 'peak MiB'], peaks)}"


def write_entries(content: Path) -> int:
    """Give every page below `content` its line in the manifest, as if it had been pulled; how many there are."""
    entries = []
    for path in store.recorded_paths(content):
        data = (content / "pages" / path).read_bytes()
        entries.append(Entry(path, _page(path).url, f"{TODAY}T08:00:00Z", 200, None, None, digest(data), len(data)))
    write_manifest(content, entries)
    return len(entries)


def forget(content: Path) -> None:
    """Remove what an earlier parse wrote."""
    for name in ("models", "text"):
        shutil.rmtree(content / name, ignore_errors=True)
    for name in ("history.yaml", "findings.yaml", ".parse-index.jsonl"):
        (content / name).unlink(missing_ok=True)


def measured(content: Path, processes: int) -> dict[str, float]:
    """One parse in a process of its own: wall-clock seconds and peak memory in MiB."""
    command = [sys.executable, "-c", MEASURED, str(content), str(processes), TODAY]
    done = subprocess.run(command, cwd=programs.ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def families(content: Path, pages: int) -> list[tuple[str, list[Page]]]:
    """Whole families until there are about so many pages."""
    chosen: dict[str, list[Page]] = {}
    for page in map(_page, store.recorded_paths(content)):
        if page.family and (page.family in chosen or sum(map(len, chosen.values())) < pages):
            chosen.setdefault(page.family, []).append(page)
    return list(chosen.items())


def _page(path: str) -> Page:
    page = from_path(path)
    return page if page is not None else Page("en")


if __name__ == "__main__":
    sys.exit(main())
