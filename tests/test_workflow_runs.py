"""Whole runs of the workflow *prices*, from a catalog on loopback to a bare repository and a `gh` that only remembers.

The steps are those of the file, run by tests/tools/workflows.py, so a step that lacks a setting fails here.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.record import read_heartbeat, read_manifest
from tests.faults.catalog import small_site
from tests.faults.loopback import Loopback, Page, running, status
from tests.faults.pulling import answers
from tests.tools import fake_gh, workflows
from tests.tools.programs import ROOT
from tests.tools.workflows import Runner

PRICES = workflows.load(workflows.FOLDER / "prices.yml")
PAGES = workflows.load(workflows.FOLDER / "pages.yml")
NEEDED = (
    "Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt", ".gitignore", "scraper", "build",
    "site_templates", "tests/__init__.py", "tests/conftest.py", "tests/offline", "tests/test_schema.py",
)  # fmt: skip
FINE = {"pull": "success", "read": "success", "keep": "success", "tell": "success"}


class Hosted:
    """A repository of the project without content, hosted here, and runs of its workflow."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.folder, self.server, self.origin = folder, server, folder / "origin.git"
        self.gh = fake_gh.install(folder / "bin")
        self.environment = {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "FAKE_GH": str(self.gh),
        }
        first = folder / "first"
        for name in NEEDED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            (first / name).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, first / name)
        (first / "content").mkdir()
        (first / "content" / ".gitkeep").touch()
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin), folder=folder)
        self.git("init", "--quiet", "--initial-branch=main", ".", folder=first)
        self.git("add", ".", folder=first)
        self.git(
            "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "First", folder=first
        )
        self.git("push", "--quiet", f"file://{self.origin}", "main", folder=first)

    def git(self, *words: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=folder or self.origin,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
        return done.stdout

    def run(self, *, shards: str | None = None, tolerate: bool = False, break_job: str = "") -> Runner:
        """One run of *prices*; `break_job` has no pull target any more where that job begins."""

        def prepare(job: str, clone: Path) -> None:
            set_up(clone)
            if job == break_job:
                (clone / "Makefile").write_text("pull:\n\t@exit 2\n", encoding="utf-8")

        folder = self.folder / "jobs"
        for old in (folder, self.folder / "artifacts"):
            shutil.rmtree(old, ignore_errors=True)
        folder.mkdir()
        runner = Runner(
            self.origin, folder, "main", self.environment, self.contexts(shards, tolerate=tolerate), prepare
        )
        runner.run(PRICES)
        return runner

    def contexts(self, shards: str | None, *, tolerate: bool) -> dict[str, Any]:
        pull = {"ARGS": f"--base-url {self.server.base_url} --rate 1000"} | ({} if shards else {"LOCALES": "en zh-TW"})
        return {
            "github.ref_name": "main",
            "github.repository": "someone/prices",
            "github.run_id": "77",
            "github.server_url": "https://example.org",
            "github.token": "a-token",
            "inputs.accept-loss": False,
            "inputs.tolerate": tolerate,
            "vars.PRICE_BOOK_SHARDS": shards,
            "vars.PRICE_BOOK_TOLERATE": None,
            "cancelled": lambda: False,
            "fromJSON": json.loads,
            "extra": lambda command: pull if command == "make pull" else {},
        }

    def commits(self) -> list[str]:
        return self.git("log", "--format=%s", "main").splitlines()

    def committed(self) -> set[str]:
        return set(self.git("show", "--format=", "--name-only", "main").splitlines())

    def issues(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = fake_gh.read(self.gh)["issues"]
        return found

    def content(self) -> Path:
        """The content as it is committed."""
        clone = self.folder / "now"
        shutil.rmtree(clone, ignore_errors=True)
        self.git("clone", "--quiet", f"file://{self.origin}", str(clone), folder=self.folder)
        return clone / "content"

    def reprice(self, address: str, old: bytes, new: bytes) -> None:
        page = self.server.site[address]
        assert isinstance(page, Page)
        assert old in page.content
        self.server.site[address] = Page(page.content.replace(old, new))


def set_up(clone: Path) -> None:
    """Give `make` what it would otherwise set up for minutes: the environment that runs these tests."""
    (clone / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (clone / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    for name in ("made", "runtime", "dev"):
        (clone / ".venv" / name).touch()


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Hosted]:
    with running(Loopback(answers(small_site()))) as server:
        yield Hosted(tmp_path, server)


def test_a_catalog_is_pulled_in_parts_kept_lost_told_and_found_again(hosted: Hosted) -> None:
    parts = '["en", "zh-TW"]'
    first = hosted.run(shards=parts)
    assert first.results == FINE, "\n".join(first.outputs)
    assert hosted.commits() == ["Prices: 0 changed, 10 new, 0 withdrawn", "First"]
    assert len(read_manifest(hosted.content())) == 21
    assert {"content/history.yaml", "content/findings.yaml", "content/run.yaml"} <= hosted.committed()
    assert not any(".parse-index" in path or "_parts" in path for path in hosted.committed())
    assert hosted.issues() == []

    hosted.reprice("/models/alfa/1.5", b"$0.01", b"$0.02")
    there, hosted.server.site["/zh-TW/models/beta/pro.md"] = (
        hosted.server.site["/zh-TW/models/beta/pro.md"],
        status(403),
    )
    second = hosted.run(shards=parts)
    assert second.results == {**FINE, "read": "failure", "tell": "failure"}, "\n".join(second.outputs)
    assert hosted.commits()[0] == "Run: nothing published, 1 problem"
    assert hosted.committed() == {"content/run.yaml"}
    (issue,) = hosted.issues()
    assert issue["state"] == "open"
    assert "zh-TW/models/beta/pro.md: the server answered 403" in issue["body"]
    assert "job read: it ended with failure" in issue["body"]
    assert "https://example.org/someone/prices/actions/runs/77" in issue["body"]

    hosted.server.site["/zh-TW/models/beta/pro.md"] = there
    third = hosted.run(shards=parts)
    assert third.results == FINE, "\n".join(third.outputs)
    assert hosted.commits()[0] == "Prices: 1 changed, 0 new, 0 withdrawn"
    told = "alfa/1.5, rates usage: 0.01 -> 0.02 USD per call (+100%)"
    assert told in hosted.git("log", "-1", "--format=%b", "main").splitlines()
    assert [issue["state"] for issue in hosted.issues()] == ["closed"]
    run = read_heartbeat(hosted.content())
    assert run is not None
    assert [earlier.failed for earlier in run.earlier] == [1, 0]


def test_a_part_whose_job_breaks_keeps_the_old_prices_and_is_told(hosted: Hosted) -> None:
    done = hosted.run(shards='["en", "zh-TW"]', break_job="pull-1")
    assert done.results == {"pull": "failure", "read": "failure", "keep": "success", "tell": "failure"}
    assert hosted.committed() == {"content/run.yaml"}
    assert "1 of 2 parts left no record" in hosted.issues()[0]["body"]


def test_one_part_is_the_whole_what_is_tolerated_is_published_and_the_site_is_built_for_its_address(
    hosted: Hosted,
) -> None:
    hosted.server.site["/zh-TW/models/beta/pro.md"] = status(403)
    done = hosted.run(tolerate=True)
    assert done.results == FINE, "\n".join(done.outputs)
    assert hosted.commits() == ["Prices: 0 changed, 10 new, 0 withdrawn", "First"]
    assert "Published in spite of 1 problem" in hosted.git("log", "-1", "--format=%b", "main")
    assert "What could be read was published" in hosted.issues()[0]["body"]
    agents = {request.headers["user-agent"] for request in hosted.server.requests}
    assert agents == {"runapi-price-book/1 (+https://example.org/someone/prices/issues)"}

    (step,) = [step for _, step in workflows.steps(PAGES) if "run" in step]
    assert set(step["env"]) == {"SITE_URL", "CNAME"}
    clone = hosted.content().parent
    set_up(clone)
    known = {**hosted.environment, "SITE_URL": "https://someone.example.org/prices", "CNAME": "prices.example.org"}
    subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=clone, env=known, check=True)
    assert (clone / "_site" / "CNAME").read_text(encoding="utf-8") == "prices.example.org\n"
    home = (clone / "_site" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://someone.example.org/prices/">' in home
    assert (clone / "_site" / ".nojekyll").is_file()
