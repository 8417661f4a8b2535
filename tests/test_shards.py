"""The parts of a pull: together they leave what one run would have left, and what may not be lost alone isn't lost by many."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.catalog import Heartbeat
from scraper.errors import StoreError
from scraper.hosting.shards import merge
from scraper.record import Recorder, read_heartbeat, read_manifest, write_heartbeat
from tests.faults.catalog import html_page, small_site
from tests.faults.loopback import Loopback, Page, running, status
from tests.faults.pulling import NOW, answers, pulled, tree

SHARES = {"two": [("en",), ("zh-TW",)], "one": [("en", "zh-TW")]}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with running(Loopback(answers(small_site()))) as server:
        yield server


class Work:
    """A content folder and parts of it, each of which begins as a copy."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.folder, self.server, self.content = folder, server, folder / "content"

    def whole(self) -> Heartbeat:
        """One run over everything, in a folder of its own that began as a copy too; what it says of itself."""
        copy = self.folder / "whole"
        if self.content.exists():
            shutil.copytree(self.content, copy, dirs_exist_ok=True)
        pulled(self.server.base_url, copy)
        run = read_heartbeat(copy)
        assert run is not None
        return run

    def part(self, number: int, of: int, *locales: str) -> Path:
        part = self.folder / f"part-{number}-of-{of}"
        shutil.rmtree(part, ignore_errors=True)
        if self.content.exists():
            shutil.copytree(self.content, part)
        pulled(self.server.base_url, part, locales=locales, now=lambda: NOW + timedelta(minutes=number))
        return part

    def shared(self, shares: list[tuple[str, ...]]) -> list[Path]:
        return [self.part(number, len(shares), *share) for number, share in enumerate(shares)]

    def merged(self, parts: list[Path], *, expected: int | None = None, accept_loss: bool = False) -> Heartbeat:
        expected = len(parts) if expected is None else expected
        return merge(self.content, parts, expected=expected, now=NOW + timedelta(hours=1), accept_loss=accept_loss)

    def pages(self, folder: str = "content") -> dict[str, bytes]:
        """The recorded pages with their manifest, times left out: the parts ran one after the other."""
        found = tree(self.folder / folder)
        found = {path: data for path, data in found.items() if path.endswith((".md", ".html"))}
        entries = read_manifest(self.folder / folder).values()
        return found | {entry.path + ":": f"{entry.status} {entry.misses} {entry.etag}".encode() for entry in entries}


@pytest.fixture
def work(tmp_path: Path, server: Loopback) -> Work:
    return Work(tmp_path, server)


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES)
def test_the_parts_of_a_first_run_leave_what_one_run_leaves(work: Work, shares: list[tuple[str, ...]]) -> None:
    whole = work.whole()
    run = work.merged(work.shared(shares))
    assert work.pages() == work.pages("whole")
    assert (run.finished, run.failed, run.changed) == (True, (), whole.changed)
    assert run.at == f"2026-11-22T12:0{len(shares) - 1}:00Z"
    assert not list(work.content.rglob(".*"))
    assert not list(work.content.rglob("*.journal"))


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES)
def test_a_later_run_takes_over_only_what_changed(work: Work, shares: list[tuple[str, ...]]) -> None:
    pulled(work.server.base_url, work.content)
    before = work.pages()
    for address in ("/models/alfa/1.5.md", "/zh-TW/models/beta.md", "/models/beta/pro"):
        page = work.server.site[address]
        assert isinstance(page, Page)
        work.server.site[address] = Page(page.content.replace(b"0.01", b"0.03") + b"\n")
    work.server.site["/zh-TW/models/alfa.md"] = status(404)
    work.whole()
    run = work.merged(work.shared(shares))
    assert work.pages() == work.pages("whole") != before
    assert run.changed == 3
    assert len((read_heartbeat(work.content) or run).earlier) == 1
    assert read_manifest(work.content)["zh-TW/models/alfa.md"].misses == 1


def test_parts_that_found_nothing_new_leave_every_file_but_the_record_alone(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    before = tree(work.content)
    run = work.merged(work.shared(SHARES["two"]))
    after = tree(work.content)
    assert {path for path in after if before.get(path) != after[path]} == {"run.yaml"}
    assert (run.finished, run.changed) == (True, 0)


def test_failures_of_all_parts_are_told_once(work: Work) -> None:
    work.server.site["/models/beta/pro"] = status(403)  # both parts ask for it
    work.server.site["/zh-TW/models/beta.md"] = status(403)
    run = work.merged(work.shared(SHARES["two"]))
    assert [failure.path for failure in run.failed] == ["models/beta/pro.html", "zh-TW/models/beta.md"]
    assert run.finished


def test_a_part_without_a_record_of_its_own_is_missed(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    parts = work.shared(SHARES["two"])
    shutil.copy(work.content / "run.yaml", parts[1])  # as it was checked out: its pull never came so far
    run = work.merged(parts)
    assert (run.finished, run.stopped) == (False, "1 of 2 parts left no record; look at the logs of their jobs")


@pytest.mark.parametrize("expected", [1, 3])
def test_no_part_at_all_is_a_run_that_ended_early(work: Work, expected: int) -> None:
    work.content.mkdir()
    run = work.merged([], expected=expected)
    assert run.stopped == f"{expected} of {expected} parts left no record; look at the logs of their jobs"
    assert run.at == "2026-11-22T13:00:00Z"


def test_what_one_part_recorded_is_kept_where_another_was_stopped_but_nothing_is_withdrawn(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    work.server.site["/zh-TW/models/alfa.md"] = status(404)
    first = work.part(1, 2, "zh-TW")
    work.server.site["/robots.txt"] = status(500)
    run = work.merged([work.part(0, 2, "en"), first])
    assert not run.finished
    assert run.stopped is not None
    assert run.stopped.startswith("robots.txt can't be read")
    assert read_manifest(work.content)["zh-TW/models/alfa.md"].misses == 0


def test_a_page_that_all_parts_ask_for_is_gone_only_where_all_miss_it(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    there = work.server.site["/models/beta/pro"]
    del work.server.site["/models/beta/pro"]
    first = work.part(0, 2, "en")
    work.server.site["/models/beta/pro"] = there
    second = work.part(1, 2, "zh-TW")
    work.merged([first, second])
    assert read_manifest(work.content)["models/beta/pro.html"].misses == 0
    del work.server.site["/models/beta/pro"]
    work.merged(work.shared(SHARES["two"]))
    assert read_manifest(work.content)["models/beta/pro.html"].misses == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_answers_the_newer_is_taken(work: Work, order: tuple[int, int]) -> None:
    pulled(work.server.base_url, work.content)
    parts = []
    for number, amount in enumerate((b"0.05", b"0.07")):
        work.server.site["/models/beta/pro"] = Page(html_page("beta", "pro").replace(b"0.01", amount))
        parts.append(work.part(number, 2, ("en", "zh-TW")[number]))
    work.merged([parts[number] for number in order])
    assert b"$0.07" in (work.content / "pages/models/beta/pro.html").read_bytes()


def test_parts_may_not_lose_together_what_one_run_may_not_lose(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    for address in [path for path in work.server.site if path.startswith("/models/alfa/") and path.endswith(".md")]:
        del work.server.site[address]
    for address in [path for path in work.server.site if path.startswith("/zh-TW/models/beta")]:
        del work.server.site[address]
    work.merged(work.shared(SHARES["two"]))  # the first miss withdraws nothing
    before = work.pages()
    parts = work.shared(SHARES["two"])
    alone = [read_heartbeat(part) for part in parts]
    assert all(run is not None and run.finished for run in alone)
    run = work.merged(parts)
    assert run.stopped is not None
    assert run.stopped.startswith("mass-loss")
    assert run.failed[-1].path == "manifest.jsonl"
    assert work.pages() == before
    assert work.merged(parts, accept_loss=True).finished
    assert sum(entry.withdrawn for entry in read_manifest(work.content).values()) > 1


def test_a_page_that_was_torn_on_the_way_keeps_what_was_there(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    page = work.server.site["/models/alfa/1.5.md"]
    assert isinstance(page, Page)
    work.server.site["/models/alfa/1.5.md"] = Page(page.content + b"\n")
    parts = work.shared(SHARES["two"])
    (parts[0] / "pages/models/alfa/1.5.md").write_bytes(b"half a pa")
    run = work.merged(parts)
    assert [failure.path for failure in run.failed] == ["models/alfa/1.5.md"]
    assert (work.content / "pages/models/alfa/1.5.md").read_bytes() == page.content


def test_a_page_spoilt_in_content_is_put_right(work: Work) -> None:
    pulled(work.server.base_url, work.content)
    whole = tree(work.content)
    (work.content / "pages/models/alfa.md").write_bytes(b"mine")
    work.merged(work.shared(SHARES["two"]))
    assert tree(work.content)["pages/models/alfa.md"] == whole["pages/models/alfa.md"]


def test_made_up_data_stays_marked(work: Work) -> None:
    parts = work.shared(SHARES["two"])
    run = read_heartbeat(parts[1])
    assert run is not None
    write_heartbeat(parts[1], run.model_copy(update={"sample": True}))
    assert work.merged(parts).sample


def test_a_pull_at_work_is_not_disturbed(work: Work) -> None:
    parts = work.shared(SHARES["two"])
    with Recorder(work.content, base_url="x", now=NOW), pytest.raises(StoreError, match="another pull is writing"):
        work.merged(parts)
