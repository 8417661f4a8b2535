"""What building the site costs, beside other builders and beside writing the files alone.

    python -m tests.bench.bench_build [--runs N] [--pages N ...]

The content is that of the recorded family, copied until its pages in eleven languages are as many as asked for. In one
run, medians of several: the floor (as many files of the same size); ours from YAML with nothing kept from an earlier
build, again without a change, and after one changed price; Hugo and Eleventy from the same data, each page with its
table, questions and layout. A builder that isn't on this machine is named and left out.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scraper.addresses import LOCALES
from scraper.catalog import Model, Text
from scraper.store import load, write_yaml
from tests.bench import build_peers
from tests.tools.programs import ROOT, SEED

FAMILY = "minimax"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_build", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="medians of so many (default 3)")
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="default 1000 10000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for pages in options.pages:
            table(Path(folder) / str(pages), pages, options.runs)
    return 0


def table(folder: Path, pages: int, runs: int) -> None:
    """One size: every measurement, a line each."""
    models, texts = catalog(pages)
    write_content(folder / "content", models, texts)
    site = folder / "site"
    ours = [sys.executable, "-m", "build", "--content", str(folder / "content"), "--output", str(site)]

    def forget() -> None:
        shutil.rmtree(site, ignore_errors=True)
        (folder / ".site.index").unlink(missing_ok=True)

    rows = {"ours, nothing kept": measured(ours, runs, forget)}
    made = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("index.html")}
    rows["ours, nothing changed"] = measured(ours, runs)
    rows["ours, one price changed"] = measured(ours, runs, lambda: change_a_price(folder / "content"))
    data = list(build_peers.pages(models, texts, list(LOCALES)))
    if shutil.which("hugo"):
        rows["Hugo"] = peer(build_peers.hugo(data, folder / "hugo"), folder / "hugo" / "out", runs)
    else:
        print("Hugo isn't installed here and is left out.")
    eleventy = build_peers.find_eleventy(folder.parent / "npm")
    if eleventy:
        command = build_peers.eleventy(data, folder / "eleventy", eleventy)
        rows["Eleventy"] = peer(command, folder / "eleventy" / "out", runs)
    else:
        print("Eleventy can't be had here and is left out.")
    floor = statistics.median(floor_seconds(made, folder / "floor") for _ in range(runs))
    size = sum(made.values()) // len(made)
    print(f"\n{len(made):,} pages of {size:,} bytes on average, {os.cpu_count()} cores")
    print(f"  {'':<26}{'seconds':>9}{'pages a second':>16}{'times the floor':>17}{'peak MiB':>10}")
    print(f"  {'floor: only writing':<26}{floor:>9.2f}{len(made) / floor:>16,.0f}{1:>17.1f}{'':>10}")
    for name, (seconds, peak) in rows.items():
        print(f"  {name:<26}{seconds:>9.2f}{len(made) / seconds:>16,.0f}{seconds / floor:>17.1f}{peak:>10.0f}")
    shutil.rmtree(folder)


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


def measured(command: list[str], runs: int, before: Callable[[], object] = lambda: None) -> tuple[float, float]:
    """Median seconds of a command, and the most memory one of its processes took, in MiB."""
    seconds, peak = [], 0.0
    for _ in range(runs):
        before()
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        _, status, used = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - begun)
        peak = max(peak, used.ru_maxrss / 1024)
        error = process.stderr.read() if process.stderr else ""
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{' '.join(command)}\n{error}")
    return statistics.median(seconds), peak


def peer(command: list[str], output: Path, runs: int) -> tuple[float, float]:
    return measured(command, runs, lambda: shutil.rmtree(output, ignore_errors=True))


def floor_seconds(sizes: dict[str, int], folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    build_peers.floor(sizes, folder)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
