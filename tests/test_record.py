"""The manifest, the journal, and what a run writes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import record
from scraper.addresses import LOCALES, Page
from scraper.catalog import Failure, Heartbeat, PastRun
from scraper.record import Entry, Recorder, Seen, digest, read_body, read_manifest, write_manifest
from scraper.runs import EARLIER, after, in_short

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://runapi.ai"
HEARTBEAT = Heartbeat(at="2026-11-22T12:00:00Z", finished=True, tried=1, changed=1, unchanged=0)


def entry(path: str = "models/alfa.md", data: bytes = b"x", **values: object) -> Entry:
    sound = Entry(path, f"{URL}/{path}", "2026-11-22T12:00:00Z", 200, '"tag"', None, digest(data), len(data))
    return replace(sound, **values)  # type: ignore[arg-type]


def recorder(content: Path, now: datetime = NOW, base_url: str = URL) -> Recorder:
    return Recorder(content, base_url=base_url, now=now)


texts = st.text(st.characters(codec="utf-8"), max_size=20)
slugs = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda slug: ".." not in slug)
paths = st.builds(Page, st.sampled_from(LOCALES), slugs, slugs).map(lambda page: page.path)
entries = st.builds(
    Entry,
    path=paths,
    url=texts,
    fetched=texts,
    status=st.integers(0, 599),
    etag=st.none() | texts,
    last_modified=st.none() | texts,
    sha256=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    size=st.integers(0, 2**40),
    misses=st.integers(0, 9),
)


@settings(max_examples=25)
@given(st.lists(entries, max_size=5, unique_by=lambda one: one.path))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, given_entries: list[Entry]) -> None:
    content = tmp_path_factory.mktemp("content")
    assert write_manifest(content, given_entries)
    assert not write_manifest(content, reversed(given_entries))
    assert read_manifest(content) == {one.path: one for one in sorted(given_entries, key=lambda one: one.path)}


@settings(max_examples=50)
@given(st.binary(max_size=400))
def test_reading_a_manifest_of_any_bytes_gives_entries_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    content = tmp_path_factory.mktemp("content")
    (content / "pages").mkdir()
    (content / "pages" / record.MANIFEST).write_bytes(data)
    (content / "pages" / record.JOURNAL).write_bytes(data)
    assert read_manifest(content) == {}


def test_the_manifest_is_a_json_object_a_line_sorted_by_path(tmp_path: Path) -> None:
    write_manifest(tmp_path, [entry("zh-TW/models/alfa.md"), entry("models/alfa.md")])
    lines = (tmp_path / "pages/manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["models/alfa.md", "zh-TW/models/alfa.md"]
    assert list(json.loads(lines[0])) == [
        "path", "url", "fetched", "status", "etag", "last_modified", "sha256", "size", "misses",
    ]  # fmt: skip


def test_there_is_nothing_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "none") == {}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"path": "../models/alfa.md"}, id="path-outside"),
        pytest.param({"path": "/models/alfa.md"}, id="absolute-path"),
        pytest.param({"path": "models/alfa.txt"}, id="no-page"),
        pytest.param({"path": None}, id="no-path"),
        pytest.param({"sha256": "x"}, id="no-hash"),
        pytest.param({"size": -1}, id="negative-size"),
        pytest.param({"size": True}, id="boolean-size"),
        pytest.param({"status": "200"}, id="status-as-text"),
        pytest.param({"etag": 1}, id="etag-as-number"),
    ],
)
def test_a_line_that_is_no_entry_is_left_out(tmp_path: Path, broken: dict[str, object]) -> None:
    write_manifest(tmp_path, [entry("models/beta.md")])
    line = {**json.loads((tmp_path / "pages/manifest.jsonl").read_text()), "path": "models/alfa.md", **broken}
    with (tmp_path / "pages/manifest.jsonl").open("a") as file:
        file.write(json.dumps(line))
    assert set(read_manifest(tmp_path)) == {"models/beta.md"}


@pytest.mark.parametrize(("misses", "withdrawn"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_page_is_withdrawn_after_two_misses(*, misses: int, withdrawn: bool) -> None:
    assert entry(misses=misses).withdrawn is withdrawn


def test_times_are_told_in_utc() -> None:
    taipei = timezone(timedelta(hours=8))
    assert record.stamp(datetime(2026, 11, 22, 20, 0, 0, 999, tzinfo=taipei)) == "2026-11-22T12:00:00Z"


class TestBody:
    def test_it_is_what_the_entry_speaks_of(self, tmp_path: Path) -> None:
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "changed", entry()), b"x")
            assert run.body("models/alfa.md") == b"x"

    def test_a_file_with_other_bytes_counts_as_missing(self, tmp_path: Path) -> None:
        (tmp_path / "pages/models").mkdir(parents=True)
        (tmp_path / "pages/models/alfa.md").write_bytes(b"edited by hand")
        assert read_body(tmp_path, entry()) is None

    def test_a_file_that_is_not_there_counts_as_missing(self, tmp_path: Path) -> None:
        assert read_body(tmp_path, entry()) is None
        assert read_body(tmp_path, None) is None


class TestRun:
    def test_a_finished_run_leaves_pages_a_manifest_and_a_heartbeat(self, tmp_path: Path) -> None:
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "changed", entry()), b"x")
            run.finish([], HEARTBEAT)
        files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
        assert files == ["pages/manifest.jsonl", "pages/models/alfa.md", "run.yaml"]
        assert read_manifest(tmp_path) == {"models/alfa.md": entry()}

    def test_a_stopped_run_leaves_its_journal_for_the_next(self, tmp_path: Path) -> None:
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "changed", entry()), b"x")
            run.record(Seen("models/beta.md", "absent", None))
            run.pause(HEARTBEAT)
        with recorder(tmp_path, NOW + timedelta(minutes=59)) as run:
            assert run.earlier == {
                "models/alfa.md": Seen("models/alfa.md", "changed", entry()),
                "models/beta.md": Seen("models/beta.md", "absent", None),
            }

    def test_a_killed_run_leaves_its_journal_too(self, tmp_path: Path) -> None:
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "changed", entry()), b"x")
        assert read_manifest(tmp_path) == {"models/alfa.md": entry()}
        with recorder(tmp_path) as run:
            assert set(run.earlier) == {"models/alfa.md"}
            assert set(run.entries) == {"models/alfa.md"}

    @pytest.mark.parametrize(
        ("age", "base_url"),
        [
            pytest.param(timedelta(minutes=61), URL, id="too-old"),
            pytest.param(timedelta(minutes=-1), URL, id="from-the-future"),
            pytest.param(timedelta(minutes=1), "http://127.0.0.1:8000", id="of-another-mirror"),
        ],
    )
    def test_a_journal_is_merged_but_not_gone_on_with(self, tmp_path: Path, age: timedelta, base_url: str) -> None:
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "changed", entry()), b"x")
        with recorder(tmp_path, NOW + age, base_url) as run:
            assert run.earlier == {}
            assert set(run.entries) == {"models/alfa.md"}

    def test_the_age_is_that_of_the_run_that_began(self, tmp_path: Path) -> None:
        for minutes in (0, 40, 80):
            with recorder(tmp_path, NOW + timedelta(minutes=minutes)) as run:
                assert bool(run.earlier) == (minutes == 40)
                run.record(Seen("models/alfa.md", "changed", entry()), b"x")

    def test_a_loss_counts_only_when_the_run_is_over(self, tmp_path: Path) -> None:
        missed = entry(status=404, misses=1)
        write_manifest(tmp_path, [entry()])
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "gone", missed))
            assert read_manifest(tmp_path)["models/alfa.md"].misses == 0
            run.finish([missed], HEARTBEAT)
        assert read_manifest(tmp_path)["models/alfa.md"].misses == 1

    def test_what_a_killed_run_left_behind_is_swept_up(self, tmp_path: Path) -> None:
        (tmp_path / "pages/models").mkdir(parents=True)
        for name in (".part-abc", "pages/.part-def", "pages/models/.part-ghi"):
            (tmp_path / name).write_bytes(b"half")
        with recorder(tmp_path):
            assert not list(tmp_path.rglob(".part-*"))

    @pytest.mark.parametrize("sample", [True, False])
    def test_made_up_data_stays_made_up(self, tmp_path: Path, *, sample: bool) -> None:
        record.write_heartbeat(tmp_path, HEARTBEAT.model_copy(update={"sample": sample}))
        with recorder(tmp_path) as run:
            assert run.sample is sample

    def test_a_broken_heartbeat_is_no_obstacle(self, tmp_path: Path) -> None:
        (tmp_path / "run.yaml").write_text("at: [")
        with recorder(tmp_path) as run:
            assert not run.sample
            run.finish([], HEARTBEAT)
        assert record.read_heartbeat(tmp_path) == HEARTBEAT


def ran(content: Path, day: int, **values: object) -> Heartbeat:
    """A run on a day of November, told of in content/run.yaml; what stands there afterwards."""
    now = datetime(2026, 11, day, 12, 0, tzinfo=UTC)
    with recorder(content, now) as run:
        run.finish([], HEARTBEAT.model_copy(update={"at": record.stamp(now), **values}))
    told = record.read_heartbeat(content)
    assert told is not None
    return told


class TestEarlierRuns:
    def test_each_run_remembers_those_before_it_newest_first(self, tmp_path: Path) -> None:
        failed = (Failure(path="models/alfa.md", why="the server answered 503"),)
        ran(tmp_path, 1)
        ran(tmp_path, 2, finished=False, stopped="stopped by hand", changed=0, failed=failed)
        told = ran(tmp_path, 3)
        assert told.earlier == (
            PastRun(
                at="2026-11-02T12:00:00Z",
                finished=False,
                tried=1,
                changed=0,
                failed=1,
                why=("stopped by hand", "the server answered 503"),
            ),
            PastRun(at="2026-11-01T12:00:00Z", finished=True, tried=1, changed=1, failed=0),
        )

    def test_their_number_is_bounded(self, tmp_path: Path) -> None:
        many = tuple(
            PastRun(at=f"2026-10-{n + 1:02}T12:00:00Z", finished=True, tried=1, changed=0, failed=0)
            for n in range(EARLIER)
        )
        record.write_heartbeat(tmp_path, after(HEARTBEAT, many))
        told = ran(tmp_path, 23)
        assert len(told.earlier) == EARLIER
        assert told.earlier[0] == in_short(HEARTBEAT)
        assert told.earlier[1:] == many[:-1]

    @pytest.mark.parametrize(
        "broken", [b"at: [", b"\xff", b"at: x\ncolour: blue\n", b""], ids=["yaml", "utf-8", "keys", "empty"]
    )
    def test_a_broken_record_is_forgotten_and_the_run_goes_on(self, tmp_path: Path, broken: bytes) -> None:
        ran(tmp_path, 1)
        (tmp_path / "run.yaml").write_bytes(broken)
        assert ran(tmp_path, 2).earlier == ()
        assert [run.at for run in ran(tmp_path, 3).earlier] == ["2026-11-02T12:00:00Z"]

    def test_a_run_that_is_gone_on_with_is_remembered_once(self, tmp_path: Path) -> None:
        ran(tmp_path, 1)
        with recorder(tmp_path) as run:
            run.pause(HEARTBEAT.model_copy(update={"finished": False, "stopped": "stopped by hand"}))
        with recorder(tmp_path, NOW + timedelta(minutes=5)) as run:
            run.finish([], HEARTBEAT)
        told = record.read_heartbeat(tmp_path)
        assert told is not None
        assert [earlier.at for earlier in told.earlier] == ["2026-11-01T12:00:00Z"]

    def test_a_stopped_run_that_nobody_goes_on_with_is_remembered(self, tmp_path: Path) -> None:
        with recorder(tmp_path) as run:
            run.pause(HEARTBEAT.model_copy(update={"finished": False, "stopped": "stopped by hand"}))
        assert [earlier.why for earlier in ran(tmp_path, 23).earlier] == [("stopped by hand",)]

    def test_a_killed_run_leaves_no_record_and_the_one_before_it_stays(self, tmp_path: Path) -> None:
        ran(tmp_path, 1)
        with recorder(tmp_path) as run:
            run.record(Seen("models/alfa.md", "changed", entry()), b"x")
        with recorder(tmp_path, NOW + timedelta(minutes=5)) as run:
            run.finish([], HEARTBEAT)
        told = record.read_heartbeat(tmp_path)
        assert told is not None
        assert [earlier.at for earlier in told.earlier] == ["2026-11-01T12:00:00Z"]
