"""`make demo`: the whole path on a made-up catalog, over HTTP, without leaving this machine.

    tests.sample generate ─▶ serve on loopback ─▶ pull ─▶ parse ─▶ build ─▶ _demo/site/

So that prices have a past, the earlier editions of the sample go first as far as parse, each with the clock put
back. Everything lands in `_demo/`, beside the real content and never in it. The server is gone when this ends.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper import pull
from scraper.addresses import LOCALES
from scraper.parse import parse
from scraper.progress import Progress
from scraper.pull import PullOptions
from tests.tools.programs import ROOT

NO_LIMIT = "1000"  # requests a second: loopback needs no politeness
# The runs before today's: how many editions back the catalog was, and how many days.
EARLIER = ((3, 118), (2, 61), (1, 24), (0, 6))


def main() -> int:
    options = _options()
    folder: Path = options.folder
    source, content, site = folder / "source", folder / "content", folder / "site"
    shutil.rmtree(source, ignore_errors=True)
    locales = [word for tag in options.locale for word in ("--locale", tag)]
    families = ["--families", str(options.families)] if options.families else []
    generate = ("tests.sample", "generate", str(source), *families, *locales)
    fresh = not (content / "run.yaml").exists()
    if step(*generate):
        return 1
    with sample_server(source) as address:
        for ago, days in EARLIER if fresh else ():
            if step(*generate, "--ago", str(ago)):
                return 1
            record_earlier(content, address, tuple(options.locale), datetime.now(UTC) - timedelta(days=days))
        pulled = step("scraper", "pull", "--base-url", address, "--content", str(content), "--rate", NO_LIMIT, *locales)
    if pulled > 1:
        return pulled
    # The sample has the contradictions of the real catalog, so findings of level error (status 1) are no failure here.
    parsed = step("scraper", "parse", "--content", str(content))
    if parsed > 1:
        return parsed
    if step("build", "--content", str(content), "--output", str(site)):
        return 1
    served = f"{os.path.relpath(sys.executable)} -m http.server --bind 127.0.0.1 --directory {site}"
    print(f"The demo is in {site}/: open {site}/index.html, or serve it with `{served}`")
    return pulled


def step(module: str, *arguments: str) -> int:
    """Run one command of ours, its output shown; the exit status."""
    print(f"$ python -m {module} {' '.join(arguments)}", flush=True)
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False).returncode


def record_earlier(content: Path, address: str, locales: tuple[str, ...], moment: datetime) -> None:
    """Pull what is served there and read it, as a run at `moment` would have done."""
    print(f"Pull and parse as on {moment:%Y-%m-%d}", flush=True)
    options = PullOptions(content=content, base_url=address, locales=locales or LOCALES, rate=float(NO_LIMIT))
    pull.run(options, Progress(sys.stderr, live=False), now=lambda: moment)
    parse(content, today=f"{moment:%Y-%m-%d}", processes=os.cpu_count() or 1)


@contextmanager
def sample_server(folder: Path) -> Generator[str]:
    """The sample catalog's server on a free port of loopback, until the block ends; gives its address."""
    command = [sys.executable, "-m", "tests.sample", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            # Its one line of output is the address, printed when it listens; none means that it ended.
            address = server.stdout.readline().strip()
            if not address:
                raise RuntimeError(f"the sample server ended with {server.wait()}")
            yield address
        finally:
            server.terminate()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.demo", description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path("_demo"), metavar="DIR", help="default: _demo")
    parser.add_argument("--families", type=int, metavar="N", help="how many families; default: all of the sample")
    parser.add_argument("--locale", action="append", default=[], metavar="TAG", help="only this one; repeatable")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
