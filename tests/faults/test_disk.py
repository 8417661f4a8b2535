"""Full disks, forbidden folders, kills, and two runs at once."""

import errno
import json
import os
import signal
import subprocess
import sys
from asyncio import StreamWriter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper import record
from scraper.errors import StoreError
from scraper.fetch import Patience
from scraper.record import read_manifest
from scraper.record_lock import LOCK
from tests.faults.catalog import Site, small_site
from tests.faults.loopback import Answer, Loopback, Page, Request
from tests.faults.pulling import ADDRESS, FEW, NOW, PATH, answers, pulled, tree

ROOT = Path(__file__).resolve().parents[2]
# What a run leaves that is different each time.
CHANGING = {"run.yaml"}
JOURNAL = f"pages/{record.JOURNAL}"


def program(module: str, *arguments: object) -> subprocess.Popen[bytes]:
    """A pull in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit status, or minus the signal; nothing may have been complained about."""
    _, complaint = process.communicate()
    assert not complaint, complaint.decode()
    return process.returncode


def completes(server: Loopback, content: Path, undisturbed: Path, **options: Any) -> None:
    """Another run makes of `content`, left by a killed one, exactly what an undisturbed run made.

    The counts in run.yaml included, unless the kill came when the first run had nothing left to do but go.
    """
    left, whole = tree(content), tree(undisturbed)
    ignored = CHANGING if left.get("run.yaml") == whole["run.yaml"] and JOURNAL not in left else set()
    assert not pulled(server.base_url, content, **options).failed
    made = tree(content)
    assert {path: data for path, data in made.items() if path not in ignored} == {
        path: data for path, data in whole.items() if path not in ignored
    }


@pytest.mark.fault(32)
def test_a_run_killed_at_any_write_leaves_what_the_next_run_completes(server: Loopback, tmp_path: Path) -> None:
    """kill -9 at each single write in turn, then another run: the tree is that of one undisturbed run."""
    server.site = answers(small_site(families={"alfa": ("1.5",)}, locales=("en",)))
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    pulled(server.base_url, undisturbed, **FEW)
    killed.mkdir()
    assert ended(program("tests.faults.doomed", server.base_url, killed)) == 0
    runs = sorted(killed.iterdir(), key=lambda path: int(path.name))
    assert len(runs) > 15
    for content in runs:
        for path, data in tree(content).items():  # what has its name is whole
            if path.endswith((".md", ".html")):
                assert data == tree(undisturbed)[path]
        completes(server, content, undisturbed, **FEW)


@pytest.mark.fault(32)
def test_a_run_killed_while_it_replaces_pages_leaves_old_or_new_ones(server: Loopback, tmp_path: Path) -> None:
    """kill -9 while pages are replaced: each page is the old or the new one, and the next run has all the new ones."""
    old = small_site(families={"alfa": ("1.5",)}, locales=("en",))
    new: Site = {path: content.replace(b"0.01", b"0.03") for path, content in old.items()}
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    numbers = (2, 5, 6, 9, 11, 13)
    server.site = answers(old)
    for folder in (undisturbed, *(killed / str(number) for number in numbers)):
        pulled(server.base_url, folder, **FEW)
    before = tree(undisturbed)
    server.site = answers(new)
    pulled(server.base_url, undisturbed, **FEW)
    after = tree(undisturbed)
    assert ended(program("tests.faults.doomed", server.base_url, killed)) == 0
    for number in numbers:
        for path, data in tree(killed / str(number)).items():
            if path.endswith((".md", ".html", "manifest.jsonl")):
                assert data in (before[path], after[path])
        completes(server, killed / str(number), undisturbed, **FEW)


def at_request(number: int, act: Callable[[], object], site: dict[str, Answer]) -> dict[str, Answer]:
    """`site` whose `number`-th answer first does `act`."""
    count = [0]

    def counting(answer: Answer) -> Answer:
        async def counted(request: Request, writer: StreamWriter) -> None:
            count[0] += 1
            if count[0] == number:
                act()
            await answer(request, writer)

        return counted

    return {path: counting(answer) for path, answer in site.items()}


@pytest.mark.fault(32)
@pytest.mark.parametrize("number", [1, 6, 13, 20])
def test_a_run_killed_at_some_request_is_gone_on_with(server: Loopback, tmp_path: Path, number: int) -> None:
    """kill -9 in the middle of a run with four connections: the next run ends with the tree of an undisturbed one."""
    undisturbed, content = tmp_path / "undisturbed", tmp_path / "content"
    pulled(server.base_url, undisturbed)
    processes: list[subprocess.Popen[bytes]] = []
    honest = dict(server.site)
    server.site = at_request(number, lambda: processes[0].kill(), honest)
    processes.append(program("tests.faults.pulling", server.base_url, content))
    assert ended(processes[0]) == -signal.SIGKILL
    server.site = honest
    server.forget()
    completes(server, content, undisturbed)


@pytest.mark.fault(32)
def test_ctrl_c_finishes_the_write_in_hand_and_tells_what_is_left(server: Loopback, tmp_path: Path) -> None:
    """Ctrl-C: pages in hand are written whole, run.yaml says unfinished, the next run asks only for the rest."""
    undisturbed, content = tmp_path / "undisturbed", tmp_path / "content"
    pulled(server.base_url, undisturbed)
    processes: list[subprocess.Popen[bytes]] = []
    honest = dict(server.site)
    slow = {
        path: Page(answer.content, answer.headers, 0.05) for path, answer in honest.items() if isinstance(answer, Page)
    }
    server.site = at_request(12, lambda: processes[0].send_signal(signal.SIGINT), dict(slow))
    processes.append(program("tests.faults.pulling", server.base_url, content))
    assert ended(processes[0]) == 1
    stopped = tree(content)
    assert b"finished: false" in stopped["run.yaml"]
    recorded = read_manifest(content)
    assert 0 < len(recorded) < len(read_manifest(undisturbed))
    for path in recorded:
        assert stopped[f"pages/{path}"] == tree(undisturbed)[f"pages/{path}"]
    server.site = honest
    server.forget()
    completes(server, content, undisturbed)
    assert not {address.removeprefix("/") for address in server.paths} & set(recorded)


@pytest.mark.fault(32)
def test_a_second_run_says_so_and_exits(server: Loopback, content: Path) -> None:
    """Two runs at once: the second names the process of the first and exits with 1."""
    complaints: list[str] = []

    async def meanwhile(request: Request, writer: StreamWriter) -> None:
        second = program("tests.faults.pulling", server.base_url, content)
        complaints.append(second.communicate()[1].decode())
        assert second.returncode == 1
        await honest(request, writer)

    honest, server.site[ADDRESS] = server.site[ADDRESS], meanwhile
    assert not pulled(server.base_url, content, concurrency=1, patience=Patience(deadline=60.0)).failed
    expected = (
        f"another pull is writing here (process {os.getpid()}, since 2026-11-22T12:00:00Z); wait for it or stop it"
    )
    assert expected in complaints[0]
    assert not (content / "pages" / LOCK).exists()


@pytest.mark.fault(32)
def test_a_second_run_touches_nothing(server: Loopback, content: Path) -> None:
    """The second run asks for nothing and writes nothing, not even run.yaml."""
    pulled(server.base_url, content)
    server.forget()
    with record.Recorder(content, base_url=server.base_url, now=NOW):
        before = tree(content)
        with pytest.raises(StoreError, match="another pull is writing here"):
            pulled(server.base_url, content)
        assert tree(content) == before
    assert server.requests == []


@pytest.mark.fault(32)
def test_a_lock_left_by_a_killed_run_is_no_lock(server: Loopback, content: Path) -> None:
    """A lock file left behind by a killed run stops nobody."""
    (content / "pages").mkdir(parents=True)
    (content / "pages" / ".lock").write_text("process 1, since 2026-11-22T11:00:00Z\n")
    assert not pulled(server.base_url, content).failed


def failing(function: Callable[..., Any], error: OSError, *, after: int = 0) -> Callable[..., Any]:
    """`function`, which raises `error` from its call number `after` on."""
    calls = [0]

    def failed(*args: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise error
        return function(*args, **options)

    return failed


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.fault(32)
@pytest.mark.parametrize("after", [0, 1, 4, 8])
def test_a_full_disk_costs_nothing_that_was_recorded(
    server: Loopback, content: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """A disk that fills up at any write: a clear error, every file old or new, and the next run completes it."""
    pulled(server.base_url, content, **FEW)
    old = tree(content)
    new = {path: data.replace(b"0.01", b"0.03") for path, data in small_site().items()}
    server.site = answers(new)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(os.fsync, FULL, after=after))
        with pytest.raises(StoreError, match="No space left on device"):
            pulled(server.base_url, content, **FEW)
    for path, data in tree(content).items():
        address = "/" + path.removeprefix("pages/").removesuffix(".html")
        assert data == old.get(path) or path.endswith("html") or data == new.get(address) or "manifest" in path
    assert not [path for path in tree(content) if ".part-" in path]
    assert not pulled(server.base_url, content, **FEW).failed
    for address in ("/models/alfa.md", ADDRESS):
        assert tree(content)[f"pages{address}"] == new[address]


@pytest.mark.fault(32)
@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_folder_that_may_not_be_written_is_a_clear_error(
    server: Loopback, content: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """No permission and read-only folders: an error that names the file and what to do, before anything is asked."""
    pulled(server.base_url, content)
    before = tree(content)
    server.forget()
    error = OSError(code, os.strerror(code))
    monkeypatch.setattr("scraper.record_lock.os.open", failing(os.open, error))
    with pytest.raises(StoreError, match=r"pages/\.lock: can't be locked: .*; permit writing there"):
        pulled(server.base_url, content)
    assert tree(content) == before
    assert server.requests == []


@pytest.mark.fault(33)
def test_a_page_that_may_not_be_written_is_a_clear_error(server: Loopback, content: Path) -> None:
    """A read-only folder below content/pages/: an error that names the page, and an unfinished run.yaml."""
    (content / "pages").mkdir(parents=True)
    (content / "pages" / "models").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match=r"pages/models/.*can't be written"):
        pulled(server.base_url, content, **FEW)
    assert b"finished: false" in tree(content)["run.yaml"]


GARBAGE = {
    "empty": b"",
    "binary": bytes(range(256)),
    "half-a-line": b'{"path": "models/alfa.md", "url": "htt',
    "a-list": b'[1, 2]\n"text"\nnull\n',
    "wrong-types": b'{"path": "models/alfa.md", "url": 1, "size": "x"}\n',
    "deep": b"[" * 100_000,
    "a-path-outside": json.dumps(
        {"path": "../../x.md", "url": "u", "fetched": "f", "status": 200, "etag": None, "last_modified": None,
         "sha256": "0" * 64, "size": 1, "misses": 0}
    ).encode(),
}  # fmt: skip


@pytest.mark.fault(33)
@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("name", [record.MANIFEST, record.JOURNAL])
def test_a_corrupt_manifest_is_a_miss(server: Loopback, content: Path, name: str, garbage: str) -> None:
    """A corrupt manifest or journal counts as nothing recorded: all is asked for again and put right."""
    pulled(server.base_url, content, **FEW)
    sound = tree(content)
    (content / "pages" / name).write_bytes(GARBAGE[garbage])
    assert not pulled(server.base_url, content, **FEW).failed
    healed = tree(content)
    assert {path for path in sound if sound[path] != healed[path]} <= CHANGING
    assert set(sound) == set(healed)


@pytest.mark.fault(33)
def test_one_broken_line_costs_one_page(server: Loopback, content: Path) -> None:
    """One broken line in the manifest costs one unconditional request."""
    pulled(server.base_url, content, **FEW)
    manifest = content / "pages" / record.MANIFEST
    manifest.write_bytes(
        manifest.read_bytes().replace(b'{"path": "models/alfa/1.5.md"', b'{"path: "models/alfa/1.5.md"')
    )
    server.forget()
    assert pulled(server.base_url, content, **FEW).changed == (PATH,)
    assert [request.path for request in server.requests if "if-none-match" not in request.headers][1:] == [ADDRESS]


@pytest.mark.fault(33)
@pytest.mark.parametrize("jump", [timedelta(days=-4000), timedelta(days=4000)], ids=["back", "forward"])
def test_a_clock_that_jumps_between_runs_changes_nothing(server: Loopback, content: Path, jump: timedelta) -> None:
    """A wall clock that jumps by years between runs: all unchanged, nothing rewritten but run.yaml."""
    pulled(server.base_url, content)
    before = tree(content)
    summary = pulled(server.base_url, content, now=lambda: NOW + jump)
    assert (summary.changed, summary.failed, summary.unchanged) == ((), (), 21)
    assert {path for path, data in tree(content).items() if before[path] != data} == CHANGING


@pytest.mark.fault(33)
def test_a_clock_that_jumps_during_a_run_neither_hurries_nor_stalls_it(server: Loopback, content: Path) -> None:
    """A wall clock that jumps with every look: deadlines and pace go by the monotonic clock."""
    jumps = iter([timedelta(days=day * (-1) ** day) for day in range(1, 2000)])
    summary = pulled(server.base_url, content, now=lambda: NOW + next(jumps))
    assert (len(summary.changed), summary.failed) == (21, ())
    assert 0 < summary.seconds < 60
