"""A whole run: what it asks for, what it records, and what it leaves alone."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper import pull
from scraper.addresses import LOCALES
from scraper.errors import UsageError
from scraper.pace import Pace
from scraper.pull import PullOptions
from scraper.record import read_manifest
from tests.faults.catalog import html_page, small_site
from tests.faults.loopback import Answer, Loopback, Page, Request, running, status
from tests.faults.pulling import NOW, Quiet, answers, pulled, tree, why

SEED = Path(__file__).parent / "seed/pages/zh-TW/models/minimax.md"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with running(Loopback(answers(small_site()))) as server:
        yield server


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def asked(server: Loopback) -> set[str]:
    return set(server.paths)


class TestDiscovery:
    def test_the_whole_catalog_is_found_from_the_index_alone(self, server: Loopback, content: Path) -> None:
        summary = pulled(server.base_url, content)
        assert (len(summary.changed), summary.exit_status, summary.left) == (21, 0, 0)
        assert asked(server) == set(small_site())

    def test_every_page_is_asked_for_once(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        assert len(server.paths) == len(asked(server))

    def test_one_family_in_one_language(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content, models=("beta",), locales=("zh-TW",))
        pages = {"/zh-TW/models/beta.md", "/zh-TW/models/beta/fast.md", "/zh-TW/models/beta/pro.md"}
        assert asked(server) == pages | {"/models/beta/fast", "/models/beta/pro"}

    def test_all_eleven_languages_are_asked_for_unless_some_are_chosen(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content, models=("beta",), locales=PullOptions(content).locales)
        assert {path.split("/models")[0].removeprefix("/") or "en" for path in asked(server)} == set(LOCALES)

    def test_a_variant_only_a_sibling_names_is_found(self, server: Loopback, content: Path) -> None:
        page = small_site()["/models/beta/pro.md"] + b"- [beta-max](https://runapi.ai/models/beta/max.md)\n"
        server.site["/models/beta/pro.md"] = Page(page)
        pulled(server.base_url, content)
        assert {"/models/beta/max.md", "/zh-TW/models/beta/max.md"} <= asked(server)

    def test_an_index_in_any_shape_will_do(self, server: Loopback, content: Path) -> None:
        server.site["/models.md"] = Page(b"Models\n\n* [Alfa](models/alfa) and [Beta](/models/beta.md)\n")
        del server.site["/zh-TW/models.md"]
        assert len(pulled(server.base_url, content).changed) == 20

    def test_the_html_page_comes_from_the_first_language_that_has_one(self, server: Loopback, content: Path) -> None:
        del server.site["/models/beta/pro"]
        server.site["/ko/models/beta/pro"] = Page(html_page("beta", "pro", lang="ko"))
        locales = ("en", "zh-TW", "ko", "de")
        summary = pulled(server.base_url, content, locales=locales, models=("beta",))
        assert "ko/models/beta/pro.html" in summary.changed
        twins = [path for path in server.paths if path.endswith("/pro")]
        assert twins == ["/models/beta/pro", "/zh-TW/models/beta/pro", "/ko/models/beta/pro"]

    def test_links_to_the_catalog_are_followed_at_a_mirror_under_a_path(self, content: Path) -> None:
        site = answers({f"/mirror{path}": data for path, data in small_site().items()})
        with running(Loopback(site)) as server:
            assert len(pulled(f"{server.base_url}/mirror", content).changed) == 21
        assert {entry.url.split("/models")[0] for entry in read_manifest(content).values()} == {
            "https://runapi.ai",
            "https://runapi.ai/zh-TW",
        }

    def test_a_mirror_may_name_itself(self, server: Loopback, content: Path) -> None:
        server.site["/models.md"] = Page(f"Models: {server.base_url}/models/alfa.md".encode())
        del server.site["/zh-TW/models.md"]
        assert "models/alfa/1.5.md" in pulled(server.base_url, content).changed


class TestRecord:
    def test_a_page_is_recorded_byte_for_byte_with_its_entry(self, content: Path) -> None:
        seed = SEED.read_bytes()
        page = Page(seed, (("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT"),))
        with running(Loopback({"/zh-TW/models/minimax.md": page})) as server:
            pulled(server.base_url, content, models=("minimax",), locales=("zh-TW",))
        assert (content / "pages/zh-TW/models/minimax.md").read_bytes() == seed
        assert json.loads((content / "pages/manifest.jsonl").read_text()) == {
            "path": "zh-TW/models/minimax.md",
            "url": "https://runapi.ai/zh-TW/models/minimax.md",
            "fetched": "2026-11-22T12:00:00Z",
            "status": 200,
            "etag": page.etag,
            "last_modified": "Sun, 01 Nov 2026 00:00:00 GMT",
            "sha256": "cfb237bb210a5e9feab8f22d4e14b5efaab1ffe286cae68cbf9561b1f06b17f8",
            "size": 3400,
            "misses": 0,
        }

    def test_an_html_page_is_recorded_as_its_main_text(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        recorded = (content / "pages/models/alfa/1.5.html").read_text()
        assert recorded.startswith(
            '<!doctype html>\n<html lang="en">\n<title>alfa-1.5</title>\n<main>\n<p>PRICING</p>\n'
        )
        assert "<strong>$0.01</strong>" in recorded

    def test_a_second_run_asks_with_conditions_and_rewrites_nothing(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        times = {path: path.stat().st_mtime_ns for path in content.rglob("*") if path.is_file()}
        server.forget()
        summary = pulled(server.base_url, content)
        assert (summary.unchanged, summary.changed, summary.exit_status) == (21, (), 0)
        conditions = [request.headers.get("if-none-match") for request in server.requests]
        assert len(conditions) == 22
        assert all(conditions[1:])
        assert {path.name for path, time in times.items() if path.stat().st_mtime_ns != time} == {"run.yaml"}

    def test_what_changed_is_the_only_thing_that_is_written(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        before = tree(content)
        new = small_site()["/models/alfa/1.5.md"].replace(b"$0.010", b"$0.020")
        server.site["/models/alfa/1.5.md"] = Page(new)
        assert pulled(server.base_url, content).changed == ("models/alfa/1.5.md",)
        changed = {path for path, data in tree(content).items() if before.get(path) != data}
        assert changed == {"pages/models/alfa/1.5.md", "pages/manifest.jsonl", "run.yaml"}

    def test_a_page_edited_by_hand_is_put_right(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        before = tree(content)
        (content / "pages/models/alfa.md").write_text("mine")
        assert pulled(server.base_url, content).changed == ("models/alfa.md",)
        after = tree(content)
        assert {path for path in before if before[path] != after[path]} == {"run.yaml"}

    def test_other_families_and_languages_stay_as_they_are(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        before = read_manifest(content)
        server.site = {path: answer for path, answer in server.site.items() if "beta" in path}
        pulled(server.base_url, content, models=("beta",), locales=("en",))
        assert read_manifest(content) == before

    def test_the_heartbeat_counts_the_run(self, server: Loopback, content: Path) -> None:
        server.site["/models/alfa.md"] = status(403)
        summary = pulled(server.base_url, content)
        assert (content / "run.yaml").read_text() == (
            "at: '2026-11-22T12:00:00Z'\nfinished: true\n"
            f"tried: {summary.tried}\nchanged: {len(summary.changed)}\nunchanged: 0\nfailed:\n"
            "- path: models/alfa.md\n  why: the server answered 403 Said\nsample: false\n"
        )
        assert summary.exit_status == 1

    def test_made_up_data_is_marked_and_stays_marked(self, server: Loopback, content: Path) -> None:
        page = server.site["/models/alfa.md"]
        assert isinstance(page, Page)
        server.site["/models/alfa.md"] = replace(page, headers=(("X-Sample-Catalog", "yes"),))
        pulled(server.base_url, content)
        assert b"sample: true" in tree(content)["run.yaml"]
        server.site["/robots.txt"] = status(500)
        pulled(server.base_url, content)
        assert b"sample: true" in tree(content)["run.yaml"]

    def test_a_volatile_html_tag_is_dropped_and_then_nothing_changes(self, server: Loopback, content: Path) -> None:
        count = [0]

        async def volatile(request: Request, writer: asyncio.StreamWriter) -> None:
            count[0] += 1
            await Page(html_page("alfa", "1.5").replace(b"<nav>", f"<nav>{count[0]}".encode()))(request, writer)

        server.site["/models/alfa/1.5"] = volatile
        for _ in range(2):
            pulled(server.base_url, content)
        before = tree(content)
        assert pulled(server.base_url, content).changed == ()
        assert {path for path, data in tree(content).items() if before[path] != data} <= {"run.yaml"}


class TestManners:
    def test_every_request_says_who_asks_and_where_to_complain(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content, contact="mailto:prices@example.org")
        agents = {request.headers["user-agent"] for request in server.requests}
        assert agents == {"runapi-price-book/1 (+mailto:prices@example.org)"}

    def test_there_are_no_more_connections_than_allowed(self, server: Loopback, content: Path) -> None:
        most, now = [0], [0]

        def counted(answer: Answer) -> Answer:
            async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
                now[0] += 1
                most[0] = max(most[0], now[0])
                await asyncio.sleep(0.01)
                now[0] -= 1
                await answer(request, writer)

            return slow

        server.site = {path: counted(answer) for path, answer in server.site.items()}
        pulled(server.base_url, content, concurrency=3)
        assert most[0] == 3

    def test_a_crawl_delay_slows_the_run(
        self, server: Loopback, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        slowed: list[float] = []
        monkeypatch.setattr(Pace, "slow_to", lambda _, interval: slowed.append(interval))
        server.site["/robots.txt"] = status(200, body=b"User-agent: *\nCrawl-delay: 7\n")
        pulled(server.base_url, content, models=("beta",))
        assert slowed == [7]

    def test_proxies_of_the_environment_are_not_used(
        self, server: Loopback, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with running(Loopback()) as proxy:
            for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
                monkeypatch.setenv(name, proxy.base_url)
            assert not pulled(server.base_url, content, models=("beta",)).failed
            assert proxy.connections == 0


class TestFailures:
    def test_a_page_that_fails_is_named_and_costs_nothing_else(self, server: Loopback, content: Path) -> None:
        server.site["/models/alfa/1.5.md"] = status(403)
        watcher = Quiet()
        summary = pulled(server.base_url, content, watcher=watcher)
        assert why(summary) == {"models/alfa/1.5.md": "the server answered 403 Said"}
        assert ("models/alfa/1.5.md", None, "the server answered 403 Said") in watcher.seen
        assert len(summary.changed) == 20

    def test_a_server_that_is_not_there_is_told_at_once(self, content: Path) -> None:
        with running(Loopback()) as server:
            gone = server.base_url
        summary = pulled(gone, content)
        assert summary.exit_status == 1
        assert set(why(summary)) == {"robots.txt"}
        assert "the connection failed" in (summary.stopped or "")

    def test_the_summary_can_be_printed_as_json(self, server: Loopback, content: Path) -> None:
        server.site["/models/alfa.md"] = status(403)
        plain = json.loads(json.dumps(pulled(server.base_url, content).plain()))
        assert plain["failed"] == [{"path": "models/alfa.md", "why": "the server answered 403 Said"}]
        assert (plain["finished"], plain["stopped"], plain["left"]) == (True, None, 0)
        assert plain["tried"] == len(plain["changed"]) + 1


class TestPlan:
    def test_with_nothing_recorded_it_names_the_indexes(self, server: Loopback, content: Path) -> None:
        options = PullOptions(content, server.base_url, locales=("en", "ko"))
        assert pull.plan(options) == [f"{server.base_url}/models.md", f"{server.base_url}/ko/models.md"]
        assert server.requests == []
        assert not content.exists()

    def test_it_names_what_a_run_would_ask_for(self, server: Loopback, content: Path) -> None:
        pulled(server.base_url, content)
        before = tree(content)
        server.forget()
        planned = pull.plan(PullOptions(content, server.base_url, locales=("en", "zh-TW")))
        assert server.requests == []
        assert tree(content) == before
        pulled(server.base_url, content)
        assert sorted(planned) == sorted(server.base_url + path for path in server.paths)

    def test_links_of_recorded_pages_are_followed(self, content: Path) -> None:
        (content / "pages/zh-TW/models").mkdir(parents=True)
        (content / "pages/zh-TW/models/minimax.md").write_bytes(SEED.read_bytes())
        (content / "pages/manifest.jsonl").write_bytes(SEED.parents[2].joinpath("manifest.jsonl").read_bytes())
        planned = pull.plan(PullOptions(content, locales=("zh-TW",), models=("minimax",)))
        assert planned[0] == "https://runapi.ai/zh-TW/models/minimax.md"
        assert "https://runapi.ai/zh-TW/models/minimax/m2.1.md" in planned
        assert len(planned) == 8


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"locales": ("zh_TW",)}, "--locale: expected a tag like zh-TW, got 'zh_TW'"),
        ({"models": ("MiniMax",)}, "--model: expected a family's slug"),
        ({"models": ("../x",)}, "--model: expected a family's slug"),
        ({"concurrency": 0}, "--concurrency: expected 1 to 64, got 0"),
        ({"rate": 0.0}, "--rate: expected requests a second, more than 0"),
        ({"rate": float("nan")}, "--rate: expected requests a second"),
        ({"contact": "a\r\nX-Evil: 1"}, "--contact: expected an address"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("[", r"\[")):
        PullOptions(Path("content"), **options)


def test_a_base_url_that_is_none_is_wrong_usage_before_anything_is_written(content: Path) -> None:
    with pytest.raises(UsageError, match="--base-url"):
        pull.run(PullOptions(content, "ftp://x"), Quiet(), now=lambda: NOW)
    assert not content.exists()
