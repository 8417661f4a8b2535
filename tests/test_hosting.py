"""The steps of a hosted price book, with git against a bare repository on this disk and a `gh` that only remembers."""

import io
import os
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from scraper import store
from scraper.catalog import Failure, Heartbeat, Report, Reported
from scraper.hosting.__main__ import main
from scraper.hosting.github import Repository
from scraper.hosting.standing import LABEL, TITLE
from scraper.parse import parse
from scraper.record import read_heartbeat, write_heartbeat
from tests.pages import family, row
from tests.tools import fake_gh

URL = "https://example.org/runs/1"
PAGE = "pages/models/acme.md"
PRICES = {"one": "$0.010", "two": "$0.020", "a": "$1", "b": "$1", "c": "$1", "d": "$1"}  # enough to lose one of


def at(day: int, hour: int = 4) -> str:
    return f"2026-11-{day:02}T{hour:02}:31:00Z"


class Hosted:
    """A repository with content/, its bare origin, and what a workflow's step would have in its environment."""

    def __init__(self, folder: Path, template: "Hosted | None" = None) -> None:
        self.folder, self.origin, self.clone = folder, folder / "origin.git", folder / "clone"
        self.content = self.clone / "content"
        self.gh = fake_gh.install(folder / "bin")
        self.environment = {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GH_TOKEN": "a-token",
            "GH_REPO": "someone/prices",
            "FAKE_GH": str(self.gh),
        }
        if template is not None:
            shutil.copytree(template.origin, self.origin)
            shutil.copytree(template.clone, self.clone)
            self.git("remote", "set-url", "origin", f"file://{self.origin}")
            return
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin), folder=folder)
        self.git("init", "--quiet", "--initial-branch=main", str(self.clone), folder=folder)
        self.git("remote", "add", "origin", f"file://{self.origin}")
        (self.clone / "README.md").write_text("prices\n", encoding="utf-8")
        (self.clone / ".gitignore").write_text("/content/.parse-index.jsonl\n", encoding="utf-8")
        self.pulled(20, one="$0.010")
        self.git("add", ".")
        self.git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "First")
        self.git("push", "--quiet", "origin", "main")

    def git(self, *words: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *words], cwd=folder or self.clone, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
        return done.stdout

    def shallow(self) -> None:
        """Begin again from a clone like that of actions/checkout."""
        shutil.rmtree(self.clone)
        self.git("clone", "--quiet", "--depth", "1", f"file://{self.origin}", str(self.clone), folder=self.folder)

    def pulled(self, day: int, *, finished: bool = True, failed: tuple[str, ...] = (), **prices: str) -> None:
        """A run on a day of November that found these prices besides PRICES, and the parse after it."""
        if prices:
            page = self.content / PAGE
            page.parent.mkdir(parents=True, exist_ok=True)
            rows = [row(slug, price) for slug, price in {**PRICES, **prices}.items() if price]
            page.write_text(family("models/acme.md", *rows), encoding="utf-8")
        failures = tuple(Failure(path=path, why="the server answered 503") for path in failed)
        stopped = None if finished else "stopped by hand"
        known = {"tried": 9, "changed": len(prices), "unchanged": 9 - len(prices), "failed": failures}
        run = Heartbeat(at=at(day), finished=finished, stopped=stopped, **known)
        write_heartbeat(self.content, run)
        parse(self.content, today=f"2026-11-{day:02}")

    def step(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a step as a workflow would, but for the start of a Python of its own."""
        out, err = io.StringIO(), io.StringIO()
        known = {**self.environment, **environment}
        options = [] if "--content" in words else ["--content", str(self.content)]
        with patch.dict(os.environ, known), redirect_stdout(out), redirect_stderr(err):
            status = main([*words, *options])
        return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())

    def keep(self, *words: str) -> str:
        done = self.step("keep", "--branch", "main", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tell(self, *words: str, **environment: str) -> int:
        return self.step("tell", "--run", URL, *words, **environment).returncode

    def commits(self) -> list[str]:
        """The subjects of the origin's commits, newest first."""
        return self.git("log", "--format=%s", "main", folder=self.origin).splitlines()

    def committed(self) -> list[str]:
        """The files of the newest commit, sorted."""
        return sorted(self.git("show", "--format=", "--name-only", "main", folder=self.origin).splitlines())

    def issues(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = fake_gh.read(self.gh)["issues"]
        return found

    def elsewhere(self, path: str, text: str) -> None:
        """Somebody else pushes a file meanwhile."""
        other = self.folder / "other"
        shutil.rmtree(other, ignore_errors=True)
        self.git("clone", "--quiet", f"file://{self.origin}", str(other), folder=self.folder)
        (other / path).write_text(text, encoding="utf-8")
        self.git("add", ".", folder=other)
        self.git(
            "-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "--quiet", "-m", "Other", folder=other
        )
        self.git("push", "--quiet", "origin", "main", folder=other)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    return Hosted(tmp_path_factory.mktemp("template"))


@pytest.fixture
def hosted(tmp_path: Path, template: Hosted) -> Hosted:
    return Hosted(tmp_path, template)


class TestKeep:
    def test_a_changed_price_is_one_commit_that_says_so(self, hosted: Hosted) -> None:
        hosted.pulled(21, one="$0.012")
        (hosted.clone / "README.md").write_text("mine\n", encoding="utf-8")
        told = hosted.keep()
        assert hosted.commits() == ["Prices: 1 changed, 0 new, 0 withdrawn", "First"]
        assert hosted.git("log", "-1", "--format=%B", "main", folder=hosted.origin).strip() == told.strip()
        assert "acme/one, listed usage: 0.010 -> 0.012 USD per 1,000 tokens (+20%)" in told.splitlines()
        assert hosted.git("log", "-1", "--format=%an", "main", folder=hosted.origin) == "github-actions[bot]\n"
        assert {"content/history.yaml", "content/models/acme.yaml", f"content/{PAGE}", "content/run.yaml"} <= set(
            hosted.committed()
        )
        assert all(path.startswith("content/") for path in hosted.committed())
        assert not any(".parse-index" in path for path in hosted.committed())

    def test_new_and_withdrawn_prices_are_counted(self, hosted: Hosted) -> None:
        hosted.pulled(21, two="", three="$0.5", four="Free")
        told = hosted.keep()
        assert hosted.commits()[0] == "Prices: 0 changed, 2 new, 1 withdrawn"
        assert "withdrawn: acme/two, listed usage: was 0.020 USD per 1,000 tokens" in told.splitlines()

    def test_nothing_new_is_no_commit(self, hosted: Hosted) -> None:
        assert hosted.keep() == "nothing new to keep\n"
        assert hosted.commits() == ["First"]

    def test_a_quiet_day_leaves_one_record_however_many_runs_it_had(self, hosted: Hosted) -> None:
        hosted.pulled(21)
        assert "Run: 9 pages asked for, nothing changed" in hosted.keep()
        write_heartbeat(hosted.content, Heartbeat(at=at(21, 9), finished=True, tried=9, changed=0, unchanged=9))
        assert hosted.keep() == "nothing new to keep\n"
        hosted.pulled(22)
        hosted.keep()
        assert hosted.commits() == ["Run: 9 pages asked for, nothing changed"] * 2 + ["First"]
        assert hosted.committed() == ["content/run.yaml"]

    def test_a_run_that_went_otherwise_is_recorded_on_the_same_day_too(self, hosted: Hosted) -> None:
        hosted.pulled(21)
        hosted.keep()
        hosted.pulled(21, finished=False)
        hosted.keep()
        hosted.pulled(21)
        hosted.keep()
        quiet = "Run: 9 pages asked for, nothing changed"
        assert hosted.commits()[:3] == [quiet, "Run: nothing published, 1 problem", quiet]

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda hosted: hosted.pulled(21, one="$0.9", failed=("models/x.md",)), id="a-page-failed"),
            pytest.param(lambda hosted: hosted.pulled(21, one="$0.9", finished=False), id="ended-early"),
            pytest.param(lambda hosted: hosted.pulled(21, one="call us"), id="a-line-can-t-be-read"),
        ],
    )
    def test_of_a_run_with_problems_only_the_record_is_kept(self, hosted: Hosted, spoil: Any) -> None:
        spoil(hosted)
        told = hosted.keep()
        assert hosted.commits() == ["Run: nothing published, 1 problem", "First"]
        assert hosted.committed() == ["content/run.yaml"]
        assert "acme/one" not in told

    def test_a_job_that_broke_keeps_only_the_record(self, hosted: Hosted) -> None:
        hosted.pulled(21, one="$0.9")
        hosted.keep("--record-only")
        assert hosted.committed() == ["content/run.yaml"]

    def test_what_is_tolerated_is_kept_and_says_so(self, hosted: Hosted) -> None:
        hosted.pulled(21, one="$0.012", failed=("models/x.md",))
        assert "Published in spite of 1 problem" in hosted.keep("--tolerate")
        assert hosted.commits()[0] == "Prices: 1 changed, 0 new, 0 withdrawn"

    def test_a_run_that_ended_early_is_never_tolerated(self, hosted: Hosted) -> None:
        hosted.pulled(21, one="$0.9", finished=False)
        hosted.keep("--tolerate")
        assert hosted.committed() == ["content/run.yaml"]

    def test_a_commit_goes_on_top_of_what_was_pushed_meanwhile(self, hosted: Hosted) -> None:
        hosted.shallow()
        hosted.pulled(21, one="$0.012")
        hosted.elsewhere("README.md", "theirs\n")
        hosted.elsewhere("NOTES.md", "theirs too\n")
        hosted.keep()
        assert hosted.commits() == ["Prices: 1 changed, 0 new, 0 withdrawn", "Other", "Other", "First"]
        assert hosted.git("show", "main:README.md", folder=hosted.origin) == "theirs\n"

    def test_a_record_goes_on_top_too_though_more_changed_in_content(self, hosted: Hosted) -> None:
        hosted.shallow()
        hosted.pulled(21, one="$0.9", failed=("models/x.md",))
        hosted.elsewhere("README.md", "theirs\n")
        hosted.keep()
        assert hosted.commits() == ["Run: nothing published, 1 problem", "Other", "First"]
        assert hosted.committed() == ["content/run.yaml"]

    def test_two_who_change_the_same_lines_are_told_and_nothing_is_half_done(self, hosted: Hosted) -> None:
        hosted.pulled(21, one="$0.012")
        hosted.elsewhere("content/run.yaml", (hosted.content / "run.yaml").read_text().replace("-21T", "-22T"))
        done = hosted.step("keep", "--branch", "main")
        assert done.returncode == 1
        assert "main has changes of its own there" in done.stderr
        assert hosted.commits() == ["Other", "First"]
        assert not (hosted.clone / ".git" / "rebase-merge").exists()

    def test_a_push_that_is_refused_is_an_error_with_what_git_said(self, hosted: Hosted) -> None:
        hook = hosted.origin / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\necho protected branch >&2\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
        hosted.pulled(21, one="$0.012")
        done = hosted.step("keep", "--branch", "main")
        assert done.returncode == 1
        assert "protected branch" in done.stderr
        assert hosted.commits() == ["First"]

    def test_the_token_is_taken_from_gh_and_stands_in_no_file(
        self, hosted: Hosted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, text in hosted.environment.items():
            monkeypatch.setenv(name, text)
        asked = "protocol=https\nhost=github.com\n\n"
        repository = Repository(hosted.content, token=True)
        assert "password=a-token" in repository._git("credential", "fill", given=asked, network=True)
        hosted.pulled(21, one="$0.012")
        hosted.keep("--token")
        assert "a-token" not in (hosted.clone / ".git" / "config").read_text(encoding="utf-8")

    def test_a_ledger_nobody_can_read_is_an_error_and_no_commit(self, hosted: Hosted) -> None:
        hosted.elsewhere("content/history.yaml", "tracks: what\n")
        hosted.shallow()
        (hosted.content / "history.yaml").unlink()
        hosted.pulled(21, one="$0.012")
        done = hosted.step("keep", "--branch", "main")
        assert done.returncode == 1
        assert "history.yaml at HEAD: tracks" in done.stderr
        assert hosted.commits() == ["Other", "First"]


class TestTell:
    def test_a_problem_opens_one_issue_and_the_next_run_only_renews_it(self, hosted: Hosted) -> None:
        hosted.pulled(21, failed=("models/x.md",))
        assert hosted.tell() == 1
        hosted.pulled(22, failed=("models/y.md",))
        assert hosted.tell() == 1
        (issue,) = hosted.issues()
        assert (issue["title"], issue["labels"], issue["state"]) == (TITLE, [LABEL], "open")
        assert "models/y.md: the server answered 503" in issue["body"]
        assert "models/x.md" not in issue["body"]
        assert issue["comments"] == []

    def test_a_run_that_is_well_closes_it_with_a_word(self, hosted: Hosted) -> None:
        hosted.pulled(21, failed=("models/x.md",))
        hosted.tell()
        hosted.pulled(22)
        assert hosted.tell("--job", "read=success") == 0
        (issue,) = hosted.issues()
        assert issue["state"] == "closed"
        assert issue["comments"] == [f"All is well again: [the log of the run]({URL})."]

    def test_the_next_problem_opens_another(self, hosted: Hosted) -> None:
        for day, failed in ((21, ("models/x.md",)), (22, ()), (23, ("models/x.md",))):
            hosted.pulled(day, failed=failed)
            hosted.tell()
        assert [issue["state"] for issue in hosted.issues()] == ["closed", "open"]

    def test_a_run_that_is_well_writes_nothing_where_no_issue_is_open(self, hosted: Hosted) -> None:
        assert hosted.tell() == 0
        assert hosted.issues() == []

    def test_of_several_the_oldest_stays_and_those_of_others_are_left_alone(self, hosted: Hosted) -> None:
        known = {"state": "open", "comments": [], "body": "", "html_url": "x"}
        state = fake_gh.read(hosted.gh)
        state["issues"] = [
            {**known, "number": 1, "title": "A question", "labels": [LABEL]},
            {**known, "number": 2, "title": TITLE, "labels": [LABEL], "pull_request": {}},
            {**known, "number": 3, "title": TITLE, "labels": []},
            {**known, "number": 4, "title": TITLE, "labels": [LABEL]},
            {**known, "number": 5, "title": TITLE, "labels": [LABEL]},
        ]
        fake_gh.write(hosted.gh, state)
        hosted.pulled(21, failed=("models/x.md",))
        hosted.tell()
        assert [issue["state"] for issue in hosted.issues()] == ["open", "open", "open", "open", "closed"]
        assert [bool(issue["body"]) for issue in hosted.issues()] == [False, False, False, True, False]
        assert hosted.issues()[4]["comments"] == ["One issue is enough: see #4."]

    def test_a_job_that_broke_is_told_though_the_content_looks_well(self, hosted: Hosted) -> None:
        assert hosted.tell("--job", "pull=success", "--job", "read=failure", "--job", "keep=success") == 1
        (issue,) = hosted.issues()
        assert "job read: it ended with failure" in issue["body"]

    def test_what_is_tolerated_is_told_and_is_no_failure(self, hosted: Hosted) -> None:
        hosted.pulled(21, failed=("models/x.md",))
        assert hosted.tell("--tolerate", "--job", "read=success") == 0
        assert "What could be read was published" in hosted.issues()[0]["body"]
        assert hosted.tell("--tolerate", "--job", "keep=failure") == 1

    def test_findings_are_told_with_their_line_and_what_to_do(self, hosted: Hosted) -> None:
        hosted.pulled(21, one="call us")
        hosted.tell()
        assert "models/acme.md:19: Pricing: " in hosted.issues()[0]["body"]
        assert "add the notation to money.py or report it" in hosted.issues()[0]["body"]

    def test_a_repository_without_issues_says_how_to_switch_them_on_and_still_tells(self, hosted: Hosted) -> None:
        fake_gh.write(hosted.gh, {"issues": [], "calls": [], "disabled": True})
        hosted.pulled(21, failed=("models/x.md",))
        summary = hosted.folder / "summary.md"
        done = hosted.step("tell", "--run", URL, GITHUB_STEP_SUMMARY=str(summary))
        assert done.returncode == 1
        assert "Issues has been disabled" in done.stderr
        assert "switch issues on in the repository's settings" in done.stderr
        assert "models/x.md: the server answered 503" in summary.read_text(encoding="utf-8")

    def test_without_issues_a_run_that_is_well_is_well(self, hosted: Hosted) -> None:
        fake_gh.write(hosted.gh, {"issues": [], "calls": [], "disabled": True})
        assert hosted.tell() == 0

    def test_hostile_words_of_a_server_speak_to_nobody(self, hosted: Hosted) -> None:
        hosted.pulled(21)
        run = read_heartbeat(hosted.content)
        assert run is not None
        said = Failure(path="models/x.md", why="``` @someone fixes #1\u202e")
        write_heartbeat(hosted.content, run.model_copy(update={"failed": (said,)}))
        hosted.tell()
        assert "````text\nmodels/x.md: ``` @someone fixes #1 \n````" in hosted.issues()[0]["body"]


class TestReady:
    def test_a_run_without_problems_is_ready(self, hosted: Hosted) -> None:
        done = hosted.step("ready")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_problems_are_printed_and_status_1(self, hosted: Hosted) -> None:
        hosted.pulled(21, failed=("models/x.md",))
        done = hosted.step("ready")
        assert done.returncode == 1
        assert done.stderr.splitlines() == [
            "models/x.md: the server answered 503",
            "hosting: content/ is not to be published",
        ]
        assert hosted.step("ready", "--tolerate").returncode == 0

    def test_a_mass_loss_is_never_tolerated(self, hosted: Hosted) -> None:
        loss = {"code": "mass-loss", "level": "error", "path": "models.md", "line": 1, "message": "9 of 10"}
        store.save(hosted.content / "findings.yaml", Report(pages=1, findings=(Reported.model_validate(loss),)))
        assert hosted.step("ready", "--tolerate").returncode == 1

    @pytest.mark.parametrize("spoil", ["at: [", ""], ids=["broken", "gone"])
    def test_without_a_record_nothing_is_ready(self, hosted: Hosted, spoil: str) -> None:
        path = hosted.content / "run.yaml"
        path.write_text(spoil, encoding="utf-8") if spoil else path.unlink()
        assert "run: nothing was pulled yet" in hosted.step("ready").stderr


def test_news_compares_with_a_revision(hosted: Hosted) -> None:
    hosted.pulled(21, one="$0.012")
    hosted.keep()
    assert hosted.step("news").stdout.startswith("Pages: read anew, no price changed\n")
    assert hosted.step("news", "--since", "HEAD~1").stdout.startswith("Prices: 1 changed, 0 new, 0 withdrawn\n")
    done = hosted.step("news", "--since", "nothing")
    assert done.returncode == 1
    assert "git rev-parse" in done.stderr


def test_a_missing_folder_is_wrong_usage(hosted: Hosted) -> None:
    done = hosted.step("ready", "--content", "elsewhere")
    assert done.returncode == 2
    assert "elsewhere: no such folder" in done.stderr


def test_a_program_that_is_missing_is_named(hosted: Hosted) -> None:
    hosted.pulled(21, failed=("models/x.md",))
    done = hosted.step("tell", "--run", URL, PATH=str(hosted.folder))
    assert done.returncode == 1
    assert "install gh" in done.stderr
