"""The fault tests' marker, and the server and folder most of them want."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.catalog import small_site
from tests.faults.loopback import Loopback, running
from tests.faults.pulling import answers


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(number): a row of docs/faults.md; the docstring says what is shown")


@pytest.fixture
def server() -> Iterator[Loopback]:
    """An honest server of the small catalog, in English and zh-TW; spoil it by changing its `site`."""
    with running(Loopback(answers(small_site()))) as server:
        yield server


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An empty content folder."""
    return tmp_path / "content"
