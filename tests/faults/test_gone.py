"""Pages that vanish, one by one or all at once."""

from pathlib import Path

import pytest

from scraper.record import read_manifest
from tests.faults.catalog import small_site
from tests.faults.loopback import Loopback, status
from tests.faults.pulling import ADDRESS, PATH, answers, pulled, tree


@pytest.mark.fault(10)
@pytest.mark.parametrize("code", [404, 410])
def test_a_page_is_withdrawn_by_the_second_run_that_misses_it(server: Loopback, content: Path, code: int) -> None:
    """A known page that is gone counts as missed once, is withdrawn by the second run, and keeps its file."""
    pulled(server.base_url, content)
    recorded = tree(content)[f"pages/{PATH}"]
    server.site[ADDRESS] = status(code)
    first = pulled(server.base_url, content)
    assert (first.gone, first.withdrawn, first.failed, first.exit_status) == ((PATH,), (), (), 0)
    assert (read_manifest(content)[PATH].misses, read_manifest(content)[PATH].status) == (1, code)
    second = pulled(server.base_url, content)
    assert (second.withdrawn, second.exit_status) == ((PATH,), 0)
    assert read_manifest(content)[PATH].withdrawn
    assert tree(content)[f"pages/{PATH}"] == recorded


@pytest.mark.fault(10)
def test_a_page_that_stays_away_changes_nothing_more(server: Loopback, content: Path) -> None:
    """Once withdrawn, a page that stays away changes no file any more."""
    pulled(server.base_url, content)
    server.site[ADDRESS] = status(404)
    for _ in range(2):
        pulled(server.base_url, content)
    before = tree(content)
    pulled(server.base_url, content)
    assert {path for path, data in tree(content).items() if before.get(path) != data} <= {"run.yaml"}


@pytest.mark.fault(10)
def test_a_withdrawn_page_that_no_page_names_is_not_asked_for(server: Loopback, content: Path) -> None:
    """A withdrawn page is asked for again only while some page still names it."""
    pulled(server.base_url, content)
    server.site = answers(small_site(families={"alfa": ("1.0", "2"), "beta": ("fast", "pro")}))
    for _ in range(2):
        pulled(server.base_url, content)
    assert read_manifest(content)[PATH].withdrawn
    server.forget()
    pulled(server.base_url, content)
    assert ADDRESS not in server.paths


@pytest.mark.fault(10)
@pytest.mark.parametrize("runs", [1, 2, 3])
def test_a_page_that_comes_back_is_there_again(server: Loopback, content: Path, runs: int) -> None:
    """A page that comes back after one, two or three runs is there again."""
    pulled(server.base_url, content)
    before = read_manifest(content)
    page, server.site[ADDRESS] = server.site[ADDRESS], status(404)
    for _ in range(runs):
        pulled(server.base_url, content)
    server.site[ADDRESS] = page
    assert not pulled(server.base_url, content).gone
    assert read_manifest(content) == before


@pytest.mark.fault(10)
def test_a_page_that_fails_in_between_is_not_missed_twice(server: Loopback, content: Path) -> None:
    """A run in which the page failed instead of being gone neither counts as a miss nor forgets one."""
    pulled(server.base_url, content)
    for answer, misses in ((status(404), 1), (status(500), 1), (status(403), 1), (status(404), 2)):
        server.site[ADDRESS] = answer
        pulled(server.base_url, content)
        assert read_manifest(content)[PATH].misses == misses


@pytest.mark.fault(10)
def test_a_page_that_never_was_there_is_no_failure(server: Loopback, content: Path) -> None:
    """A variant that one locale doesn't have is no failure, and leaves no entry."""
    del server.site["/zh-TW/models/alfa/1.5.md"]
    summary = pulled(server.base_url, content)
    assert (summary.failed, summary.gone, summary.absent, summary.exit_status) == ((), (), 1, 0)
    assert "zh-TW/models/alfa/1.5.md" not in read_manifest(content)


def thinned(server: Loopback, gone: int) -> None:
    """Take the last `gone` variants of beta away, in both languages and as HTML; the pages that name them stay."""
    for path in [path for path in server.site if path.count("/") >= 3][-gone:]:
        server.site[path] = status(404)


@pytest.mark.fault(10)
def test_a_run_that_would_withdraw_more_than_a_fifth_refuses(server: Loopback, content: Path) -> None:
    """A run that would withdraw 5 of 21 pages refuses, keeps everything, and exits with 1."""
    pulled(server.base_url, content)
    thinned(server, 5)
    assert pulled(server.base_url, content).exit_status == 0
    before = tree(content)
    for _ in range(2):
        refused = pulled(server.base_url, content)
        assert refused.exit_status == 1
        assert not refused.finished
        assert refused.stopped is not None
        assert refused.stopped.startswith("mass-loss: 5 of 21 recorded pages")
        assert refused.withdrawn == ()
    after = tree(content)
    assert {path for path in before if before[path] != after[path]} == {"run.yaml"}
    assert b"finished: false" in after["run.yaml"]
    assert b"mass-loss" in after["run.yaml"]


@pytest.mark.fault(10)
def test_a_run_that_withdraws_a_fifth_at_most_does_so(server: Loopback, content: Path) -> None:
    """4 of 21 pages are withdrawn."""
    pulled(server.base_url, content)
    thinned(server, 4)
    pulled(server.base_url, content)
    assert len(pulled(server.base_url, content).withdrawn) == 4
    assert sum(entry.withdrawn for entry in read_manifest(content).values()) == 4


@pytest.mark.fault(10)
def test_a_loss_can_be_accepted(server: Loopback, content: Path) -> None:
    """With --accept-loss even more is withdrawn."""
    pulled(server.base_url, content)
    thinned(server, 5)
    pulled(server.base_url, content)
    assert len(pulled(server.base_url, content, accept_loss=True).withdrawn) == 5


@pytest.mark.fault(10)
def test_what_changed_is_recorded_even_where_the_loss_is_refused(server: Loopback, content: Path) -> None:
    """The refusal is about losing pages: what changed is still recorded."""
    pulled(server.base_url, content)
    thinned(server, 5)
    pulled(server.base_url, content)
    new = small_site()["/models/alfa/1.0.md"].replace(b"$0.010", b"$0.020")
    server.site.update(answers({"/models/alfa/1.0.md": new}))
    assert pulled(server.base_url, content).changed == ("models/alfa/1.0.md",)
    assert tree(content)["pages/models/alfa/1.0.md"] == new
