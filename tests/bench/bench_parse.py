"""What parsing costs beside its own Markdown parser, and what it costs when nothing changed.

    python -m tests.bench.bench_parse [--runs N] [--families N]

Per page, in CPU time of one process: a hand-written scanner that only cuts lines and cells (a lower bound, it
understands nothing), markdown-it-py's tokens alone, writing and reading the YAML alone, and the whole parse from
bytes to written YAML. Then a whole catalog of generated pages: read anew in one process and in one for each core, and
parsed again unchanged. Peak memory is that of a process of its own, for a quarter of the families and for all.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from scraper import store
from scraper.addresses import Page, from_path
from scraper.catalog import Model, Text
from scraper.family import Recorded, read_family_pages
from scraper.frontmatter import decode, split
from scraper.parse import parse
from tests.sample.generate import generate

ROOT = Path(__file__).resolve().parents[2]
SEED = "zh-TW/models/minimax.md"
FAMILIES = 930  # in English alone, with an HTML twin for every variant: about 10,200 pages
LOCALES = ("en",)
TODAY = "2026-11-22"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_parse", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="medians of so many (default 3)")
    parser.add_argument("--families", type=int, default=FAMILIES, metavar="N", help=f"default {FAMILIES}")
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)  # one measurement, in a process of its own
    options = parser.parse_args()
    if options.part:
        return part(*options.part)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        generate(content / "pages", families=options.families, locales=LOCALES)
        per_page(content, options.runs)
        whole_catalog(content, options.families, options.runs)
    return 0


def per_page(content: Path, runs: int) -> None:
    """CPU time of one page in its parts: the recorded seed page, and 500 generated pages."""
    seed = Recorded(ROOT / "content", store.read_recordings(ROOT / "content"), TODAY)
    rows = [("the recorded seed page", *parts([("minimax", [_page(SEED)])], seed, runs, repeat=50))]
    recorded = Recorded(content, {}, TODAY)
    rows.append(("500 generated pages", *parts(families(content, 500), recorded, runs, repeat=1)))
    print(f"{'CPU ms a page':<26}{'scanner':>10}{'tokens':>10}{'YAML':>10}{'whole':>10}{'whole/(tokens+YAML)':>22}")
    for name, scanner, tokens, yaml, whole in rows:
        figures = "".join(f"{1000 * value:>10.3f}" for value in (scanner, tokens, yaml, whole))
        print(f"{name:<26}{figures}{whole / (tokens + yaml):>22.2f}")


def parts(
    chosen: list[tuple[str, list[Page]]], recorded: Recorded, runs: int, *, repeat: int
) -> tuple[float, float, float, float]:
    """Seconds of CPU a page: scanner, Markdown tokens, YAML, everything."""
    pages = [page for _, members in chosen for page in members]
    texts = [decode(recorded.read(page)).text for page in pages if page.form == "md"]
    bodies = [split(text).body for text in texts]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        shutil.copytree(recorded.content / "pages", target / "pages")
        copied = Recorded(target, recorded.entries, TODAY)

        def whole() -> None:
            for name, members in chosen:
                family = read_family_pages(name, members, copied, ())
                assert family.model is not None
                store.save(target / "models" / f"{name}.yaml", family.model)

        whole()
        written = [store.load(Text, path) for path in (target / "text").glob("*/*.yaml")]
        models = {path: store.load(Model, path) for path in store.known_models(target).values()}

        def yaml() -> None:
            for value in (*written, *models.values()):
                assert value is not None
                store.write_yaml(value.plain())
            for path in models:  # the last facts are read to keep what couldn't be read this time
                store.load(Model, path)

        count = len(pages)
        return (
            cpu(lambda: [scan(text) for text in texts], runs, repeat) / count,
            cpu(lambda: [markdown.parse(body) for body in bodies], runs, repeat) / count,
            cpu(yaml, runs, repeat) / count,
            cpu(whole, runs, repeat) / count,
        )


def scan(text: str) -> list[list[str]]:
    """The least that could be called reading a page: its lines, and the cells of those that look like rows."""
    return [line.strip("|").split("|") if line.startswith("|") else [line] for line in text.split("\n")]


def cpu(work: Callable[[], object], runs: int, repeat: int) -> float:
    times = []
    for _ in range(runs):
        begun = time.process_time()
        for _ in range(repeat):
            work()
        times.append((time.process_time() - begun) / repeat)
    return statistics.median(times)


def whole_catalog(content: Path, count: int, runs: int) -> None:
    pages = len(store.recorded_paths(content))
    cores = os.cpu_count() or 1
    print(f"\n{pages:,} pages, {count:,} families{'seconds':>14}{'pages a second':>18}")
    results: dict[str, float] = {}
    for name, processes in (("read anew, one process", 1), (f"read anew, {cores} processes", cores)):
        forget(content)
        results[name] = measured(content, processes)["seconds"]
    again = [measured(content, cores)["seconds"] for _ in range(runs)]
    results["unchanged"] = statistics.median(again)
    for name, seconds in results.items():
        print(f"  {name:<30}{seconds:>9.2f}{pages / seconds:>18,.0f}")
    few = [members for _, members in families(content, pages // 4)]
    quarter = content.parent / "quarter"
    for page in (page for members in few for page in members):
        place = quarter / "pages" / page.path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(content / "pages" / page.path, place)
    forget(content)
    small, large = (measured(folder, 1)["peak"] for folder in (quarter, content))
    print(f"  peak memory: {small:.0f} MiB for a quarter of the pages, {large:.0f} MiB for all")


def forget(content: Path) -> None:
    """Remove what an earlier parse wrote."""
    for name in ("models", "text"):
        shutil.rmtree(content / name, ignore_errors=True)
    for name in ("history.yaml", "findings.yaml", ".parse-index.jsonl"):
        (content / name).unlink(missing_ok=True)


def measured(content: Path, processes: int) -> dict[str, float]:
    """One parse in a process of its own: wall-clock seconds and peak memory in MiB."""
    command = [sys.executable, "-m", "tests.bench.bench_parse", "--part", str(content), str(processes)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def part(folder: str, processes: str) -> int:
    begun = time.perf_counter()
    outcome = parse(Path(folder), today=TODAY, processes=int(processes))
    seconds = time.perf_counter() - begun
    assert not outcome.failed(strict=False), outcome.findings[:3]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))
    return 0


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
