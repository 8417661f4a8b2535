"""Families that are read: in order, as bytes, and no more of them at a time than are being read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper import store
from scraper.addresses import from_path
from scraper.parse_jobs import AHEAD, Job, read_jobs
from tests.pages import DAY, Folder, family, variant

NAMES = [f"f{number:02}" for number in range(30)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    for name in NAMES:
        folder.put(f"models/{name}.md", family(f"models/{name}.md"))
        folder.put(f"models/{name}/one.md", variant(f"models/{name}/one.md"))
    return folder


def job(name: str) -> Job:
    members = [page for path in (f"models/{name}.md", f"models/{name}/one.md") if (page := from_path(path))]
    return Job(name, members, {}, frozenset(), b"")


@pytest.mark.parametrize("processes", [1, 2])
def test_families_come_back_in_order_as_the_files_they_change(folder: Folder, processes: int) -> None:
    done = list(read_jobs(map(job, NAMES), folder.root, today=DAY, processes=processes))
    assert [one.name for one in done] == NAMES
    assert [name for name, _ in done[0].files] == ["text/en/f00.yaml", "models/f00.yaml"]
    assert folder.written() == {}, "nothing may be written before all is read"
    for one in done:
        for name, data in one.files:
            store.write_bytes(folder.root / name, data)
    assert folder.model("f07").variants[0].slug == "one"
    again = list(read_jobs(map(job, NAMES), folder.root, today=DAY, processes=processes))
    assert [one.files for one in again] == [()] * len(NAMES)
    assert [one.summary for one in again] == [one.summary for one in done]


@pytest.mark.parametrize("processes", [1, 2])
def test_families_are_not_fetched_long_before_they_are_read(folder: Folder, processes: int) -> None:
    fetched: list[str] = []

    def jobs() -> Iterator[Job]:
        for name in NAMES:
            fetched.append(name)
            yield job(name)

    ahead = []
    for number, _ in enumerate(read_jobs(jobs(), folder.root, today=DAY, processes=processes), 1):
        ahead.append(len(fetched) - number)
    assert max(ahead) <= (processes * AHEAD if processes > 1 else 0)
    assert fetched == NAMES
