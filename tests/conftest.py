"""What every test gets: no network, and on CI no skip."""

import asyncio
import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.offline import guard

# Set by .ci/run, which gets every program: a test that is skipped there has proved nothing, so it fails.
REQUIRED = os.environ.get("PRICE_BOOK_REQUIRE_BROWSER") == "1"
BROWSER_TESTS = Path(__file__).parent / "browser"
# Files with tests of half a minute and more, which run first: what is begun last should not keep one worker waiting.
LONG = (
    "test_workflow_runs.py",
    "test_lighthouse.py",
    "test_whole_path.py",
    "test_html_valid.py",
    "test_accessibility.py",
)

guard.install()

# A deadline is a time asserted: it fails on a busy machine and proves nothing.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(number): a row of docs/faults.md; the docstring says what is shown")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],  # noqa: ARG001 - the hook's signature
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: required here, but not run: {reason}"
    return report


@pytest.fixture(autouse=True)
def _no_loop_but_its_own(request: pytest.FixtureRequest) -> Generator[None]:
    """Lets tests outside of browser/ run their own event loop.

    Playwright's synchronous API keeps a loop marked as running in its thread for as long as a browser is open, and
    asyncio starts no second one beside it. The mark is taken off while such a test runs and put back afterwards.
    """
    if BROWSER_TESTS in request.path.parents:
        yield
        return
    playwrights = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(playwrights)


@pytest.fixture
def root() -> Path:
    """The project's own folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture
def templates(tmp_path: Path, root: Path) -> Path:
    """A copy of the templates that a test may change."""
    return shutil.copytree(root / "site_templates", tmp_path / "templates")
