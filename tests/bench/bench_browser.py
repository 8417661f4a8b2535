"""What a keystroke costs in the browser, beside pages that are written without a thought for it.

    python -m tests.bench.bench_browser [--runs N] [--families N] [--write]

The price table with 5,000 variants and the calculator with 50 chosen, as `python -m build` makes them, in Chromium. Next
to them the same pages with naive scripts: these build the table of everything that matches, or of all results, anew from
HTML at every keystroke. Both are typed into the same way, by real key events.

Times are the processor's time of the page's main thread from a key until the first frame after it is ready to be shown:
script, style, layout and paint together. What comes in later frames is told apart: the longest of those. A frame has
16 ms. Then first paint, layout shift and weight. `--write` puts the tables into docs/speed.md.
"""

import argparse
import gzip
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scraper.parse import parse
from tests.bench import speed_page
from tests.sample.generate import generate
from tests.tools.programs import CHROMIUM_FLAGS, ROOT, driver_starts, find_chromium
from tests.tools.server import serve

FAMILIES = 1002  # in English alone: 5,004 variants
CHOSEN = 50  # variants in the calculator
TODAY = "2026-11-22"
PAUSE = 150  # milliseconds between keys, about what a quick typist takes
TABLE_KEYS = ("minimax", "video", "sample-0")
NUMBER_KEYS = ("12345", "987")
SETTLED = 1500  # milliseconds after loading

# What the work in a trace is called; whatever else happens in the meantime counts as script.
PARTS = {"UpdateLayoutTree": "style", "Layout": "layout", "PrePaint": "paint", "Paint": "paint", "Layerize": "paint"}

NAIVE_TABLE = """
const table = document.querySelector("#prices");
const rows = [...table.tBodies].map((body) => ({ text: body.dataset.k, html: body.outerHTML.replace(/ class="rest"/, "") }));
const head = table.tHead.outerHTML;
const facets = [...document.querySelectorAll(".facets label")];
document.querySelector("#q").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\\s+/);
  const found = rows.filter((row) => words.every((word) => row.text.includes(word)));
  table.innerHTML = head + found.map((row) => row.html).join("");
  document.querySelector("#matches").textContent = `${found.length} variants match`;
});
"""

NAIVE_CALCULATOR = """
const { cost, decimal, quantity, reader, workload } = priceBook;
const data = priceBook.data("catalog");
const chosen = new URLSearchParams(location.search).get("v").split(",").map((name) => data.variants.find(({ v }) => v === name));
const form = document.querySelector("#workload");
const money = (value, run) => reader.money(decimal.multiply(value, decimal.whole(run)), "USD");
form.elements.output.value = "500";
form.addEventListener("input", () => {
  const asked = {};
  for (const input of form.querySelectorAll("input[inputmode]")) {
    const read = quantity.read(input.value, reader.marks);
    if (read && input.name in cost.KEYS) asked[input.name] = read;
  }
  const results = chosen.flatMap((variant) => { try { return workload.costed(variant, asked, {}, null) ?? []; } catch { return []; } });
  document.querySelector("#groups").innerHTML = workload.ranked(results).map((group) => `<div class="group"><h3>${group.name}</h3>
    <table class="ranking">${group.results.map(({ variant, cost }) => `<tbody><tr><th scope="row"><a href="../models/${variant.v}/">${variant.id}</a></th>
    <td class="figure"><span class="amount">${money(cost.total, 30000)}</span>${cost.interval ? `<span class="range">${reader.range(cost.interval, "USD")}</span>` : ""}</td>
    <td class="chart"><svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none"><rect class="length" width="${Number(cost.total.n * 1000n / cost.total.d / (group.most.n / group.most.d + 1n))}" height="6"></rect></svg></td></tr>
    <tr class="why"><td colspan="3"><details><summary>Working</summary><table>${cost.items.map((item) => `<tr><th>${item.component}</th><td>${reader.number(item.quantity)}</td>
    <td>${money(item.cost, 1)}</td><td>${item.price.source}</td></tr>`).join("")}</table></details></td></tr></tbody>`).join("")}</table></div>`).join("");
});
"""
ENGINE = ("page", "decimal", "quantity", "cost", "workload", "reader")

SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.hadRecentInput ? 0 : one.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""
FRAME = "() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))"
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True)
class Key:
    """What one key cost, in milliseconds of the main thread."""

    parts: dict[str, float]  # script, style, layout and paint until the first frame
    later: float  # the longest frame after that

    @property
    def all(self) -> float:
        return sum(self.parts.values())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_browser", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often everything is typed (default 3)")
    parser.add_argument("--only", choices=("table", "calculator"), help="measure one of the two")
    parser.add_argument("--families", type=int, default=FAMILIES, metavar="N", help=f"default {FAMILIES}")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write: half of the tables would be lost; leave out --only")
    chromium = find_chromium()
    if chromium is None or not driver_starts():
        print("skipped: no Chromium that starts here; `make test` gets one where it may, PRICE_BOOK_CHROMIUM names one")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder), options.families)
        table, chosen = naive(site)
        told: list[str] = []

        def tell(text: str) -> None:
            told.append(text)
            print(text, flush=True, end="\n\n")

        tell(f"Medians of {options.runs} runs; a frame has 16 ms; {speed_page.machine()}.")
        with serve({"/": site}) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
            if options.only != "calculator":
                title = f"The price table, {table}"
                pages = {"this project": f"{origin}/index.html", "naive": f"{origin}/naive.html"}
                tell(report(browser, title, pages, ("#q", TABLE_KEYS), options.runs))
            if options.only != "table":
                title = f"The calculator, {len(chosen)} variants chosen"
                folder_of = f"{origin}/calculator/"
                state = f"?v={','.join(chosen)}&show=month"
                pages = {"this project": f"{folder_of}index.html{state}", "naive": f"{folder_of}naive.html{state}"}
                tell(report(browser, title, pages, ("#f-input", NUMBER_KEYS), options.runs))
            tell(weights(site))
            browser.close()
    if options.write:
        speed_page.write("browser", "\n\n".join(told))
    return 0


def make_site(folder: Path, families: int) -> Path:
    """A catalog of so many families in English, generated, read and built."""
    content, site = folder / "content", folder / "site"
    generate(content / "pages", families=families, locales=("en",))
    parse(content, today=TODAY, processes=2)
    command = [sys.executable, "-m", "build", "--content", str(content), "--output", str(site), "--locale", "en"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return site


def naive(site: Path) -> tuple[str, list[str]]:
    """Write the naive twins of the two pages; gives what the table holds, and the variants to choose."""
    home = (site / "index.html").read_text(encoding="utf-8")
    (site / "naive.html").write_text(without_scripts(home, "static/js", ("naive-table",)), encoding="utf-8")
    calculator = (site / "calculator" / "index.html").read_text(encoding="utf-8")
    twin = without_scripts(calculator, "../static/js", (*ENGINE, "naive-calculator"))
    (site / "calculator" / "naive.html").write_text(twin, encoding="utf-8")
    for name, script in (("table", NAIVE_TABLE), ("calculator", NAIVE_CALCULATOR)):
        (site / "static" / "js" / f"naive-{name}.js").write_text(script, encoding="utf-8")
    texts = re.findall(r'<tbody data-v="([^"]*)" data-k="[^"]*" data-m="text"', home, re.IGNORECASE)
    return f"{home.count('<tbody'):,} variants, {home.count('<tr'):,} lines", texts[:CHOSEN]


def without_scripts(html: str, folder: str, scripts: Sequence[str]) -> str:
    """The page with other scripts, and without the policy that forbids what naive ones do."""
    bare = re.sub(r'<script defer [^>]*></script>|<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    tags = "".join(f'<script defer src="{folder}/{name}.js"></script>' for name in scripts)
    return bare.replace("</head>", f"{tags}</head>")


def report(browser: Browser, title: str, pages: dict[str, str], typing: tuple[str, Sequence[str]], runs: int) -> str:
    """Type into each page; gives a table of what that cost."""
    rows: list[list[str]] = []
    medians: dict[str, tuple[float, float]] = {}
    loads: list[str] = []
    for name, address in pages.items():
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address, timeout=120_000)
        page.wait_for_timeout(SETTLED)
        paint, shift = page.evaluate(FIRST_PAINT), page.evaluate(SHIFT)
        loads.append(f"{name}: first contentful paint after {paint:.0f} ms, layout shift {shift:.4f}.")
        keys = [key for _ in range(runs) for key in typed(page, *typing)]
        middle = {part: statistics.median(key.parts[part] for key in keys) for part in keys[0].parts}
        together, high = statistics.median(key.all for key in keys), percentile([key.all for key in keys], 95)
        later = percentile([key.later for key in keys], 95)
        rows.append([name, *(f"{cell:.1f}" for cell in (*middle.values(), together, high, later))])
        medians[name] = together, high
        page.close()
    ours, theirs = medians["this project"], medians["naive"]
    ratios = (f"{theirs[0] / ours[0]:.1f}", f"{theirs[1] / ours[1]:.1f}")
    rows.append(["naive / this project", "", "", "", "", *ratios, ""])
    head = ["ms a key", "script", "style", "layout", "paint", "together", "p95", "later frames, p95"]
    return f"{title}:\n\n{speed_page.table(head, rows)}\n\n{chr(10).join(loads)}"


def typed(page: Page, field: str, words: Sequence[str]) -> Iterator[Key]:
    """Type each word and take it back, and give what each key cost."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[object] = []
    session.on("Tracing.dataCollected", lambda message: events.extend(message["value"]))
    session.on("Tracing.tracingComplete", lambda message: ended.append(message))  # it marks what it is given
    page.locator(field).fill("")
    page.wait_for_timeout(SETTLED)
    tracing = {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": ["devtools.timeline"]}}
    session.send("Tracing.start", tracing)
    for word in words:
        for key in [*word, *["Backspace"] * len(word)]:
            page.keyboard.press(key)
            page.evaluate(FRAME)
            page.wait_for_timeout(PAUSE)
        page.wait_for_timeout(SETTLED)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    session.detach()
    yield from keys_of(events)


def keys_of(events: Sequence[dict[str, Any]]) -> Iterator[Key]:
    """The work of a trace, key by key. Frames end where the page is cut into layers."""
    spans = sorted((one for one in events if one.get("ph") == "X"), key=lambda one: (one["ts"], -one.get("dur", 0)))
    downs = [one for one in spans if one["name"] == "EventDispatch" and one["args"]["data"]["type"] == "keydown"]
    main = {(one["pid"], one["tid"]) for one in downs}
    spans = [one for one in spans if (one["pid"], one["tid"]) in main and one["name"] != "RunTask"]
    for down, after in zip(downs, [*downs[1:], None], strict=True):
        end = after["ts"] if after else down["ts"] + SETTLED * 1000
        mine = [one for one in spans if down["ts"] <= one["ts"] < end]
        frames = [one["ts"] + one.get("dur", 0) for one in mine if one["name"] == "Layerize"] or [end]
        first, *later = (
            times([one for one in mine if start <= one["ts"] < stop])
            for start, stop in zip([down["ts"], *frames], frames, strict=False)
        )
        yield Key(first, max((sum(frame.values()) for frame in later), default=0.0))


def times(spans: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Milliseconds by part: of each span what isn't spent in those inside it."""
    found: dict[str, float] = dict.fromkeys(("script", "style", "layout", "paint"), 0.0)
    spent: defaultdict[str, float] = defaultdict(float)
    around: list[tuple[float, str]] = []  # where each open span ends, and its name
    for one in spans:
        while around and around[-1][0] <= one["ts"]:
            around.pop()
        took = one.get("tdur", one.get("dur", 0))
        spent[one["name"]] += took
        if around:
            spent[around[-1][1]] -= took
        around.append((one["ts"] + one.get("dur", 0), one["name"]))
    for name, took in spent.items():
        found[PARTS.get(name, "script")] += max(took, 0) / 1000
    return found


def percentile(values: Sequence[float], hundredths: int) -> float:
    return sorted(values)[(len(values) - 1) * hundredths // 100]


def weights(site: Path) -> str:
    rows = []
    for name in ("index.html", "calculator/index.html"):
        plain = (site / name).read_bytes()
        sizes = (f"{len(plain) / 1000:,.0f}", f"{len(gzip.compress(plain)) / 1000:,.0f}", brotli(site / name))
        rows.append([f"`{name}`", *sizes])
    return speed_page.table(["weight, kB", "plain", "gzip", "Brotli"], rows)


def brotli(path: Path) -> str:
    """The compressed size in kB. Node has the compressor, Python's own library doesn't."""
    node = shutil.which("node")
    if node is None:
        return "no Node here"
    script = "console.log(require('zlib').brotliCompressSync(require('fs').readFileSync(process.argv[1])).length)"
    done = subprocess.run([node, "-e", script, str(path)], check=True, capture_output=True, text=True)
    return f"{int(done.stdout) / 1000:,.0f}"


if __name__ == "__main__":
    sys.exit(main())
