"""The workflows: what a linter of workflows says of them, what they may do, and that they run what the tests run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.addresses import LOCALES
from scraper.hosting.standing import TITLE, Problem, issue_text
from tests.tools import handbook, workflows
from tests.tools.programs import ROOT
from tests.tools.workflows import Plain, steps, value

FILES = sorted(workflows.FOLDER.glob("*.yml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in FILES}
ALL: dict[str, Plain] = {path.stem: workflows.load(path) for path in FILES}
TARGETS = handbook.targets((ROOT / "Makefile").read_text(encoding="utf-8"))

# All that a job may do beyond reading the repository. A new line here is a decision.
MAY_WRITE = {
    ("pages", "deploy"): {"pages", "id-token"},
    ("prices", "keep"): {"contents"},
    ("prices", "tell"): {"issues"},
}

# What an issue can advise.
ADVICE = [
    issue_text([Problem("models/a.md", why, grave=grave)], None, published=False, address="x")
    for why, grave in (("mass-loss", True), ("503", False))
]


def lint(*files: Path) -> subprocess.CompletedProcess[str]:
    """What jactionlint says: the checks of actionlint, and those for what lets an outsider in. It asks no network."""
    command = [sys.executable, "-m", "jactionlint", "--profile=pedantic", "--no-hints", "--oneline", *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_workflows_are_sound() -> None:
    done = lint(*FILES)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("timeout-minutes: 90", "timeout-minute: 90", "timeout-minute"),
        ("github.event.pull_request.number", "github.evnt.pull_request.number", "evnt"),
        ("contents: read", "contents: reed", "reed"),
        ("run: make ci", "run: make ci ${{ github.head_ref }}", "github.head_ref"),
        ("ubuntu-24.04", "ubuntu-14.04", "ubuntu-14.04"),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "v6"),
    ],
)
def test_the_linter_finds_what_is_wrong(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in TEXTS["ci"]
    broken = tmp_path / ".github" / "workflows" / "ci.yml"
    broken.parent.mkdir(parents=True)
    broken.write_text(TEXTS["ci"].replace(old, new), encoding="utf-8")
    done = lint(broken)
    assert done.returncode == 1
    assert found in done.stdout


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_keeps_the_projects_rules(name: str) -> None:
    found = list(workflows.breaches(TEXTS[name], targets=TARGETS))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("ci", "permissions: {}", "permissions: read-all", "expected {} for the whole"),
        ("ci", "concurrency:\n  group", "other:\n  group", "concurrency"),
        ("ci", "dd # v6.0.2", "dd", "40 digits"),
        ("ci", "@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@v6.0.2", "40 digits"),
        ("ci", "    permissions:\n      contents: read\n", "", "its own permissions"),
        ("ci", "timeout-minutes: 90", "timeout-minutes: 900", "time-out"),
        ("ci", "    timeout-minutes: 90\n", "", "time-out"),
        ("ci", "ubuntu-24.04", "ubuntu-latest", "runner"),
        ("ci", "run: make ci", "run: make nothing", "one make target"),
        ("ci", "run: make ci", "run: make ci && rm -rf /", "one make target"),
        ("prices", "run: make keep", "run: make keep BRANCH=${{ github.ref_name }}", "one make target"),
        ("ci", "persist-credentials: false", "persist-credentials: true", "persist-credentials"),
        ("prices", "          if-no-files-found: error\n", "", "if-no-files-found"),
        ("pages", "include-hidden-files: true", "include-hidden-files: false", ".nojekyll"),
    ],
)
def test_a_broken_rule_is_found(name: str, old: str, new: str, found: str) -> None:
    assert old in TEXTS[name]
    told = list(workflows.breaches(TEXTS[name].replace(old, new), targets=TARGETS))
    assert told
    assert all(found in problem for problem in told)


def test_no_job_may_do_more_than_is_decided() -> None:
    granted = {
        (name, job): {what for what, level in body["permissions"].items() if level != "read"}
        for name, workflow in ALL.items()
        for job, body in workflow["jobs"].items()
    }
    assert {place: what for place, what in granted.items() if what} == MAY_WRITE


def test_a_token_is_handed_to_no_step_but_those_that_commit_and_tell() -> None:
    handed = {
        (name, step["run"])
        for name, workflow in ALL.items()
        for _, step in steps(workflow)
        if re.search(r"github\.token|secrets\.", str(step.get("env", {})))
    }
    assert handed == {("prices", "make keep"), ("prices", "make tell")}
    assert not any("token" in str(step.get("with", {})) for workflow in ALL.values() for _, step in steps(workflow))


def test_an_action_and_its_version_have_one_hash_everywhere() -> None:
    used = {
        tuple(found)
        for text in TEXTS.values()
        for found in re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40}) # (v\S+)", text)
    }
    assert len({action for action, _, _ in used}) == len(used) == len({pin for _, pin, _ in used})


def test_what_runs_is_let_finish() -> None:
    assert ALL["prices"]["concurrency"] == {"group": "prices", "cancel-in-progress": "false"}
    assert ALL["pages"]["concurrency"]["cancel-in-progress"] == "false"


@pytest.mark.parametrize(
    ("event", "conclusion", "group"),
    [
        ("push", None, "pages"),
        ("workflow_dispatch", None, "pages"),
        ("workflow_run", "success", "pages"),
        ("workflow_run", "failure", "77"),
        ("workflow_run", "cancelled", "77"),
    ],
)
def test_a_site_is_published_after_a_push_and_after_a_run_that_went_well(
    event: str, conclusion: str | None, group: str
) -> None:
    known = {"github.event_name": event, "github.event.workflow_run.conclusion": conclusion, "github.run_id": "77"}
    pages = ALL["pages"]
    assert value(pages["concurrency"]["group"], known) == group
    assert value(pages["jobs"]["build"]["if"], known) is (group == "pages")


def test_pages_follows_a_workflow_that_exists() -> None:
    names = {workflow["name"]: stem for stem, workflow in ALL.items()}
    assert ALL["pages"]["on"]["workflow_run"]["workflows"] == ["prices"]
    assert names["prices"] == "prices"
    assert {"push", "workflow_run", "workflow_dispatch"} == set(ALL["pages"]["on"])
    assert {"schedule", "workflow_dispatch"} == set(ALL["prices"]["on"])
    assert {"push", "pull_request"} == set(ALL["ci"]["on"])


def test_prices_are_pulled_once_a_day_and_not_on_the_full_hour() -> None:
    ((cron,),) = [[one["cron"] for one in ALL["prices"]["on"]["schedule"]]]
    minute, hour, *rest = cron.split()
    assert 0 < int(minute) < 60
    assert 0 <= int(hour) < 24
    assert rest == ["*", "*", "*"]


def test_every_branch_is_built_as_it_is_when_the_job_begins() -> None:
    """A run that waited for another one must not begin from the commit it was started by."""
    checkouts = [
        step["with"].get("ref")
        for name in ("pages", "prices")
        for _, step in steps(ALL[name])
        if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert len(checkouts) == 5
    assert set(checkouts) == {"${{ github.ref_name }}"}


def test_one_python_builds_everything_and_it_is_the_oldest_supported() -> None:
    versions = {
        step["with"]["python-version"]
        for workflow in ALL.values()
        for _, step in steps(workflow)
        if step.get("uses", "").startswith("actions/setup-python@")
    }
    required = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert required
    assert versions == {required[1]}


def test_the_handbook_names_every_workflow_variable_and_input() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    used = {name for text in TEXTS.values() for name in re.findall(r"\bvars\.(\w+)", text)}
    assert used == set(re.findall(r"`(PRICE_BOOK_\w+)`", page))
    assert set(TEXTS) == set(re.findall(r"^\| \*(\w+)\* \|", page, re.MULTILINE))
    assert f"*{TITLE}*" in " ".join(page.split())
    for told in ALL["prices"]["on"]["workflow_dispatch"]["inputs"].values():
        words = " ".join(told["description"].split()[:3]).lower()
        assert f"*{words}" in page
        assert any(f"*{words}" in advice for advice in ADVICE)


def test_the_handbook_says_when_prices_are_pulled() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    minute, hour = ALL["prices"]["on"]["schedule"][0]["cron"].split()[:2]
    assert f"every day at {hour}:{minute} UTC" in page


def test_the_parts_that_the_handbook_shows_are_all_languages() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^\| `PRICE_BOOK_SHARDS` \| `(.+?)` \|", page, re.MULTILINE)
    assert [tag for part in json.loads(shown) for tag in part.split()] == list(LOCALES)
    assert shown in TEXTS["prices"]
