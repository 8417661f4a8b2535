"""The ZIP of the site: every file with its digest, the same bytes for the same site, all or nothing."""

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from build.__main__ import main
from build.archive import archive
from build.builder import build_site
from build.output import MARKER
from scraper.errors import BuildError
from tests import content_samples


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    build_site(content_samples.write(folder / "content"), folder / "site", locales=["en"])
    return folder / "site"


@pytest.fixture
def packed(site: Path, tmp_path: Path) -> Path:
    target = tmp_path / "dist" / "site.zip"
    archive(site, target)
    return target


def test_it_holds_the_site_and_the_digest_of_every_file(site: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed) as opened:
        assert opened.testzip() is None
        held = {name.removeprefix("runapi-prices/"): opened.read(name) for name in opened.namelist()}
        assert all(name.startswith("runapi-prices/") for name in opened.namelist())
    sums = dict(reversed(line.split("  ")) for line in held.pop("SHA256SUMS").decode().splitlines())  # type: ignore[misc]
    there = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    del there[MARKER]
    assert held == there
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in there.items()}


def test_its_own_digest_stands_beside_it(packed: Path) -> None:
    beside = packed.with_name("site.zip.sha256").read_text(encoding="utf-8")
    assert beside == f"{hashlib.sha256(packed.read_bytes()).hexdigest()}  site.zip\n"


def test_neither_clock_nor_machine_has_a_say(site: Path, packed: Path, tmp_path: Path) -> None:
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    archive(site, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()
    with zipfile.ZipFile(packed) as opened:
        entries = opened.infolist()
    assert {entry.date_time for entry in entries} == {(2026, 11, 22, 13, 20, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}
    names = [entry.filename for entry in entries[:-1]]
    assert names == sorted(names)


def test_a_site_that_no_run_has_recorded_has_the_earliest_date(tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content", content_samples.content(run=None, recorded={}))
    build_site(content, tmp_path / "site", locales=["en"])
    archive(tmp_path / "site", tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_that_holds_no_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="holds no built site"):
        archive(tmp_path, tmp_path.parent / "never.zip")
    assert not (tmp_path.parent / "never.zip").exists()


def test_a_place_in_the_site_itself_is_refused(site: Path) -> None:
    with pytest.raises(BuildError, match="lies in the site"):
        archive(site, site / "site.zip")


def test_a_failure_leaves_the_last_archive(site: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = packed.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(BuildError, match=r"No space left on device; free space"):
        archive(site, packed)
    assert packed.read_bytes() == before
    assert sorted(path.name for path in packed.parent.iterdir()) == ["site.zip", "site.zip.sha256"]


def test_the_command_packs_and_says_what(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "--site", str(site), "--output", str(tmp_path / "a.zip")]) == 0
    assert "SHA-256" in capsys.readouterr().err
    assert main(["archive", "--site", str(tmp_path), "--output", str(tmp_path / "b.zip")]) == 1
    assert "run `python -m build` first" in capsys.readouterr().err
