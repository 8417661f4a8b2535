"""How fast a pull is beside the ideal, a bare reader of the same pages, and Scrapy.

    python -m tests.bench.bench_pull [--runs N] [--families N] [--write]

About 2,000 pages on loopback, each answered after 50 ms, at 10 and at 32 connections. The ideal is the number
of connections divided by the latency. The pull does everything it always does: robots.txt, links, evidence,
hashes, synced writes, manifest. The bare reader only reads bytes from sockets; Scrapy fetches the addresses it
is given and drops them. Peak memory is that of a process of its own, for a quarter of the pages and for all.
`--write` puts the table into docs/speed.md.
"""

import argparse
import asyncio
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import speed_page
from tests.faults.catalog import Site, small_site

LATENCY = 0.05  # seconds
CONNECTIONS = (10, 32)
VARIANTS = 23  # of each family
FAMILIES = 43
ROOT = Path(__file__).resolve().parents[2]

SPIDER = """
import json, sys, time, scrapy
from scrapy.crawler import CrawlerProcess
class Pages(scrapy.Spider):
    name = "pages"
    start_urls = json.load(open(sys.argv[1]))
    def parse(self, response): return None
n = int(sys.argv[2])
process = CrawlerProcess({"CONCURRENT_REQUESTS": n, "CONCURRENT_REQUESTS_PER_DOMAIN": n, "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False, "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Pages)
begun = time.perf_counter()
process.start()
print(json.dumps(len(Pages.start_urls) / (time.perf_counter() - begun)))
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_pull", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="medians of so many (default 3)")
    parser.add_argument("--families", type=int, default=FAMILIES, metavar="N", help=f"default {FAMILIES}: 2,022 pages")
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)  # one measurement, in a process of its own
    options = parser.parse_args()
    if options.part:
        return part(*options.part)
    with serving(options.families) as base_url:
        pages = len(bench_site(options.families))
        rows = []
        for connections in CONNECTIONS:
            ideal = connections / LATENCY
            cells = []
            for kind in ("bare", "pull", "scrapy"):
                runs = [measured(kind, base_url, options.families, connections) for _ in range(options.runs)]
                speed, work = (statistics.median(run[value] for run in runs) for value in ("speed", "work"))
                cells.append(f"{speed:.0f} ({speed / ideal:.2f}; {work:.1f} ms)" if speed else "not installed")
            rows.append([str(connections), f"{ideal:.0f}", *cells])
        few = measured("pull", base_url, max(1, options.families // 4), 32)["peak"]
        many = measured("pull", base_url, options.families, 32)["peak"]
    told = (
        f"{pages:,} pages, {LATENCY * 1000:g} ms latency, medians of {options.runs}; {speed_page.machine()}; pages a "
        "second (of the ideal; the processor's time a page):\n\n"
        f"{speed_page.table(['connections', 'ideal', 'bare reader', 'pull', 'Scrapy'], rows)}\n\n"
        f"Peak memory of a pull: {few:.1f} MiB for a quarter of the families, {many:.1f} MiB for all."
    )
    print(told)
    if options.write:
        speed_page.write("pull", told)
    return 0


def measured(kind: str, base_url: str, families: int, connections: int) -> dict[str, float]:
    """One measurement: `speed` in pages a second, 0 where the reader isn't installed; `work`, the processor's time a
    page in milliseconds, which a busy machine changes less; `peak` memory in MiB.
    """
    command = [
        sys.executable,
        "-m",
        "tests.bench.bench_pull",
        "--part",
        kind,
        base_url,
        str(families),
        str(connections),
    ]
    result = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    values: dict[str, float] = json.loads(result.stdout)
    return values


def part(kind: str, base_url: str, families: str = "", connections: str = "") -> int:
    """Do one measurement and print it as JSON; or be the server."""
    if kind == "serve":
        asyncio.run(serve(bench_site(int(base_url))))
        return 0
    paths = list(bench_site(int(families)))
    if kind == "bare":
        speed = asyncio.run(read_bare(base_url, paths, int(connections)))
    elif kind == "scrapy":
        speed = read_with_scrapy(base_url, paths, int(connections))
    else:
        speed = read_with_pull(base_url, int(families), int(connections))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work = sum(one.ru_utime + one.ru_stime for one in used) * 1000 / len(paths)
    print(json.dumps({"speed": speed, "work": work, "peak": peak}))
    return 0


def read_with_pull(base_url: str, families: int, connections: int) -> float:
    from tests.faults.pulling import QUICK, Quiet, pulled  # here, so that the other readers' memory doesn't hold it

    models = tuple(f"family-{number}" for number in range(families))
    with tempfile.TemporaryDirectory() as folder:
        summary = pulled(
            base_url,
            Path(folder),
            watcher=Quiet(),
            locales=("en",),
            models=models,
            concurrency=connections,
            patience=QUICK,
        )
        assert not summary.failed
    return summary.tried / summary.seconds


async def read_bare(base_url: str, paths: list[str], connections: int) -> float:
    """Read every page over kept connections and look at nothing."""
    host, port = base_url.removeprefix("http://").split(":")
    left = iter(paths)

    async def worker() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for path in left:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]))
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(connections)))
    return len(paths) / (time.perf_counter() - begun)


def read_with_scrapy(base_url: str, paths: list[str], connections: int) -> float:
    if importlib.util.find_spec("scrapy") is None:
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pages.json"
        listed.write_text(json.dumps([base_url + path for path in paths]), encoding="utf-8")
        command = [sys.executable, "-c", SPIDER, str(listed), str(connections)]
        result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(json.loads(result.stdout))


def bench_site(families: int) -> Site:
    """The pages, as long as the source's usually are: about 3 kB."""
    variants = tuple(f"v{number}" for number in range(VARIANTS))
    site = small_site(families={f"family-{number}": variants for number in range(families)}, locales=("en",))
    filler = b"\nThis paragraph is here for its length, which is that of a page people wrote.\n" * 20
    return {path: content.replace(b"\n## FAQ", filler + b"\n## FAQ") for path, content in site.items()}


@contextmanager
def serving(families: int) -> Iterator[str]:
    """The site from a process of its own; gives the base URL."""
    command = [sys.executable, "-m", "tests.bench.bench_pull", "--part", "serve", str(families)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def serve(site: Site) -> None:
    """Answer each page after the latency, as cheaply as asyncio can. Prints the base URL once it listens."""
    answers = {path: _answer(200, content) for path, content in site.items()}
    missing = _answer(404, b"")
    loop = asyncio.get_running_loop()

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport, self.buffer = transport, b""

        def data_received(self, data: bytes) -> None:
            self.buffer += data
            while b"\r\n\r\n" in self.buffer:
                request, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
                answer = answers.get(request.split(b" ", 2)[1].decode(), missing)
                loop.call_later(LATENCY, self.transport.write, answer)

    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=256)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def _answer(code: int, content: bytes) -> bytes:
    return (
        f"HTTP/1.1 {code} OK\r\nContent-Type: text/plain\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
    )


if __name__ == "__main__":
    sys.exit(main())
