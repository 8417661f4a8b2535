"""What building the site costs, beside other builders and beside writing the files alone.

    python -m tests.bench.bench_build [--runs N] [--pages N ...] [--write]

The content is that of the recorded family, copied until its pages in eleven languages are as many as asked for. In one
run, medians of several: the floor (as many files of the same size); ours from YAML with nothing kept from an earlier
build, again without a change, and after one changed price; Hugo and Eleventy from the same data, each page with its
table, questions and layout. A builder that isn't on this machine is named and left out, one that fails or takes ten minutes is named.
`--pages 1000 10000 100000` measures the third size as well: several minutes a run. `--write` puts the tables into
docs/speed.md.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scraper.addresses import LOCALES
from scraper.catalog import Model, Text
from scraper.store import load, write_yaml
from tests.bench import build_peers, speed_page
from tests.tools.programs import ROOT, SEED

FAMILY = "minimax"
LONGEST = 600  # seconds that one build may take


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_build", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="medians of so many (default 3)")
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="default 1000 10000")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for pages in options.pages:
            told = table(Path(folder) / str(pages), pages, options.runs)
            print(f"\n{told}", flush=True)
            if options.write:
                speed_page.write(f"build {pages}", told)
    return 0


# A small program between this one and what it measures: Linux counts as a process's peak what the one that started it
# had in memory, and this one holds the whole catalog.
MEASURED = """
import json, os, signal, sys, time
command = sys.argv[2:]
begun = time.perf_counter()
started = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 1, 2)])
signal.signal(signal.SIGALRM, lambda *_: os.kill(started, signal.SIGKILL))
signal.alarm(int(sys.argv[1]))
_, status, used = os.wait4(started, 0)
seconds = time.perf_counter() - begun
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]), file=sys.stderr)
"""


def table(folder: Path, pages: int, runs: int) -> str:
    """One size: every measurement, a line each."""
    models, texts = catalog(pages)
    write_content(folder / "content", models, texts)
    site = folder / "site"
    ours = [sys.executable, "-m", "build", "--content", str(folder / "content"), "--output", str(site)]
    subprocess.run([sys.executable, "-c", "import build.site"], cwd=ROOT, env=_environment(folder), check=True)

    def forget() -> None:
        for path in (site, *folder.glob(".site.*")):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    rows = {"ours, nothing kept": measured(ours, folder, runs, forget)}
    made = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("index.html")}
    rows["ours, nothing changed"] = measured(ours, folder, runs)
    rows["ours, one price changed"] = measured(ours, folder, runs, lambda: change_a_price(folder / "content"))
    if None in rows.values():
        raise SystemExit("Our own build failed.")
    forget()
    data = list(build_peers.pages(models, texts, list(LOCALES)))
    if shutil.which("hugo"):
        rows["Hugo"] = peer(build_peers.hugo(data, folder / "hugo"), folder / "hugo" / "out", folder, runs)
        shutil.rmtree(folder / "hugo")
    else:
        print("Hugo isn't installed here and is left out.")
    eleventy = build_peers.find_eleventy(folder.parent / "npm")
    if eleventy:
        command = build_peers.eleventy(data, folder / "eleventy", eleventy)
        rows["Eleventy"] = peer(command, folder / "eleventy" / "out", folder, runs)
        shutil.rmtree(folder / "eleventy")
    else:
        print("Eleventy can't be had here and is left out.")
    floor = statistics.median(floor_seconds(made, folder / "floor") for _ in range(runs))
    size = sum(made.values()) // len(made)
    beside = rows.get("Hugo")
    hugo = beside.seconds if beside else None
    head = ["", "seconds", "pages a second", "times the floor", "times Hugo", "processor seconds", "peak MiB"]
    lines = [["the floor: only writing", *_figures(floor, len(made), floor, hugo), "", ""]]
    lines += [
        [name, *_figures(cost.seconds, len(made), floor, hugo), f"{cost.processor:.1f}", f"{cost.peak:.0f}"]
        if cost
        else [name, "not done", *[""] * (len(head) - 2)]
        for name, cost in rows.items()
    ]
    shutil.rmtree(folder)
    said = f"{len(made):,} pages, ours of {size:,} bytes on average; medians of {runs}; {speed_page.machine()}:"
    return f"{said}\n\n{speed_page.table(head, lines)}"


def _figures(seconds: float, pages: int, floor: float, hugo: float | None) -> list[str]:
    beside = f"{seconds / hugo:.2f}" if hugo else ""
    return [f"{seconds:.2f}", f"{pages / seconds:,.0f}", f"{seconds / floor:.1f}", beside]


def catalog(pages: int) -> tuple[list[Model], dict[tuple[str, str], Text]]:
    """The recorded family under so many names that its pages in all languages are about `pages`."""
    model = load(Model, SEED / "models" / f"{FAMILY}.yaml")
    text = load(Text, SEED / "text" / "zh-TW" / f"{FAMILY}.yaml")
    assert model is not None
    assert text is not None
    count = max(1, round(pages / (len(LOCALES) * (1 + len(model.variants)))))
    names = [f"{FAMILY}-{number}" for number in range(count)]
    models = [
        model.model_copy(update={"model": name, "name": f"MiniMax {number}"}) for number, name in enumerate(names)
    ]
    return models, {
        (locale, name): text.model_copy(update={"model": name, "locale": locale})
        for locale in LOCALES
        for name in names
    }


def write_content(content: Path, models: list[Model], texts: dict[tuple[str, str], Text]) -> None:
    # Not through the store: it waits for the disk after every file.
    for path, value in [
        *((content / "models" / f"{model.model}.yaml", model) for model in models),
        *((content / "text" / locale / f"{name}.yaml", text) for (locale, name), text in texts.items()),
    ]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_yaml(value.plain()), encoding="utf-8")


def change_a_price(content: Path) -> None:
    """One amount, within the range of its peers: a new highest price would redraw every bar it is compared in."""
    path = content / "models" / f"{FAMILY}-0.yaml"
    text = path.read_text(encoding="utf-8")
    now = text.partition("amount: '")[2].partition("'")[0]
    new = "0.015" if now != "0.015" else "0.012"
    path.write_text(text.replace(f"amount: '{now}'", f"amount: '{new}'", 1), encoding="utf-8")


class Cost(NamedTuple):
    """What a command took."""

    seconds: float
    processor: float  # seconds of all its processes on all cores: what else the machine does hardly adds to it
    peak: float  # MiB, the most that one of its processes had in memory


def _environment(folder: Path) -> dict[str, str]:
    """As people have it: Python keeps what it has compiled, but not in this project's folders."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}


def measured(command: list[str], folder: Path, runs: int, before: Callable[[], object] = lambda: None) -> Cost | None:
    """The medians of some runs of a command, and the most memory of all of them; None where it fails, which is told."""
    found = []
    for _ in range(runs):
        before()
        watched = [sys.executable, "-c", MEASURED, str(LONGEST), *command]
        done = subprocess.run(watched, cwd=ROOT, env=_environment(folder), capture_output=True, text=True, check=True)
        *said, figures = done.stderr.splitlines()
        status, *run = json.loads(figures)
        if status:
            print("\n".join([f"{' '.join(command)}: ended with {status} after {run[0]:.0f} s", *said[-20:]]))
            return None
        found.append(Cost(*run))
    return Cost(
        statistics.median(one.seconds for one in found),
        statistics.median(one.processor for one in found),
        max(one.peak for one in found),
    )


def peer(command: list[str], output: Path, folder: Path, runs: int) -> Cost | None:
    return measured(command, folder, runs, lambda: shutil.rmtree(output, ignore_errors=True))


def floor_seconds(sizes: dict[str, int], folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    build_peers.floor(sizes, folder)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
