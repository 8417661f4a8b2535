"""The server and folder most fault tests want."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.catalog import small_site
from tests.faults.loopback import Loopback, running
from tests.faults.pulling import answers


@pytest.fixture
def server() -> Iterator[Loopback]:
    """An honest server of the small catalog, in English and zh-TW; spoil it by changing its `site`."""
    with running(Loopback(answers(small_site()))) as server:
        yield server


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An empty content folder."""
    return tmp_path / "content"
