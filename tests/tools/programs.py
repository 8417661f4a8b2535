"""Where things are: the repository, the content tests begin with, and programs besides Python packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "tests" / "seed"  # content/ as its first page gave it; the repository's own moves on with every pull
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"  # Lighthouse brings it
LINKINATOR = ROOT / "node_modules" / "linkinator" / "build" / "src" / "cli.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# Chromium under the names distributions give it. `PRICE_BOOK_CHROMIUM` names any other.
_CHROMIUMS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
HEADLESS = "chromium-headless-shell"  # the Debian package, and its program

# As root, in containers and on CI Chromium's own sandbox can't start; the tests open nothing but loopback.
# The rest keeps it from asking its maker's servers anything, and makes any other host unknown to it.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find_chromium() -> Path | None:
    """An installed Chromium or Chrome, else the one Playwright downloaded for itself, else None."""
    named = os.environ.get("PRICE_BOOK_CHROMIUM")
    if named:
        return Path(named)
    for name in _CHROMIUMS:
        found = shutil.which(name)
        if found:
            return Path(found)
    return _playwrights_own()


def find_headless() -> Path | None:
    """What the browser tests run in: Debian's Chromium without its windows, else the whole of it, else None.

    It is the same release of the same engine, and what Playwright itself takes where nothing is to be seen. The whole
    browser makes a profile and a window for every test, which takes it more than most tests take.
    """
    shell = None if os.environ.get("PRICE_BOOK_CHROMIUM") else shutil.which(HEADLESS)
    return Path(shell) if shell else find_chromium()


def find_java() -> Path | None:
    """A Java that starts; the stub that some systems ship does not."""
    found = shutil.which("java")
    return Path(found) if found and _prints(found, "-version") is not None else None


def driver_starts() -> bool:
    """Whether Playwright's own driver runs here: its Node needs a library that a bare Debian lacks (libatomic1)."""
    return _prints(sys.executable, "-m", "playwright", "--version") is not None


def _playwrights_own() -> Path | None:
    # In a process of its own: it starts the driver, which may fail, and must not meddle with one that runs here.
    ask = (
        "from playwright.sync_api import sync_playwright as start\nwith start() as p: print(p.chromium.executable_path)"
    )
    path = _prints(sys.executable, "-c", ask)
    return Path(path) if path and Path(path).exists() else None


def _prints(*command: str) -> str | None:
    """What a command prints, or None where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None
