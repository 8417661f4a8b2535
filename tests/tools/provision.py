"""`make test`: get the browser, fonts, Java and the HTML validator, where this machine lets us.

Debian packages are installed as root, or on CI through sudo; on a person's own machine nothing is
installed system-wide, and Playwright downloads a browser for itself. What can't be had is named, and
the tests that need it say so when they are skipped (on CI they fail instead).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from tests.tools.programs import (
    HEADLESS,
    LIGHTHOUSE,
    LINKINATOR,
    ROOT,
    VNU,
    driver_starts,
    find_chromium,
    find_headless,
    find_java,
)

# Languages the site is published in whose letters a bare machine has no font for.
_FONTS = {"fonts-noto-cjk": ":lang=zh-tw", "fonts-noto-core": ":lang=ar"}


def main() -> None:
    wanted = [package for package, is_there in _needs().items() if not is_there]
    if wanted and not _apt(wanted):
        print(f"provision: missing here and not installed (needs root and apt-get): {' '.join(wanted)}")
    if not find_chromium():
        _run([sys.executable, "-m", "playwright", "install", "chromium"], "a browser for Playwright")
    whole = find_headless() == find_chromium() and not os.environ.get("PRICE_BOOK_CHROMIUM")
    if whole and not (_apt_knows(HEADLESS) and _apt([HEADLESS])):
        print(f"provision: no {HEADLESS}; the browser tests run in the whole Chromium and take longer")
    if not _npm_done() and shutil.which("npm"):
        _run(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            "the HTML validator, Lighthouse and linkinator",
        )
    there = {
        "Chromium": find_chromium(), "Java": find_java(), "vnu": VNU.exists(), "Lighthouse": LIGHTHOUSE.exists(),
        "linkinator": LINKINATOR.exists(),
    }  # fmt: skip
    for name, found in there.items():
        if not found:
            print(f"provision: no {name}; the tests that need it are skipped")


def _needs() -> dict[str, bool]:
    fc_list = shutil.which("fc-list")
    fonts = {package: bool(fc_list and _output([fc_list, language])) for package, language in _FONTS.items()}
    return {
        "chromium": find_chromium() is not None,
        **fonts,
        "fontconfig": fc_list is not None,
        "libatomic1": driver_starts(),
        "default-jre-headless": find_java() is not None,
        "npm": _npm_done() or shutil.which("npm") is not None,
    }


def _npm_done() -> bool:
    return VNU.exists() and LIGHTHOUSE.exists() and LINKINATOR.exists()


def _apt_knows(package: str) -> bool:
    """Whether this distribution has it: Ubuntu, for one, has no Chromium of its own."""
    apt_cache = shutil.which("apt-cache")
    return bool(apt_cache and _output([apt_cache, "show", "--no-all-versions", package]))


def _apt(packages: Sequence[str]) -> bool:
    """Whether all of `packages` were installed. Tries only where it may: as root, or on CI with sudo."""
    if not shutil.which("apt-get"):
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        if os.environ.get("CI") != "true" or not shutil.which("sudo"):
            return False
        prefix = ["sudo", "-n"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    if not _run([*apt, "update"], "the list of Debian packages"):
        return False
    return _run([*apt, "install", "--yes", "--no-install-recommends", *packages], f"{', '.join(packages)}")


def _run(command: list[str], what: str) -> bool:
    print(f"provision: getting {what}", flush=True)
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"provision: could not get {what}: {' '.join(command)} ended with {done.returncode}")
        print("\n".join((done.stdout + done.stderr).splitlines()[-15:]))
    return done.returncode == 0


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    main()
