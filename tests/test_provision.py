"""`make test` installs what it may and names what it may not, whoever runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools import programs, provision

Ran = list[list[str]]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """A machine that has nothing but the programs named; gives the commands that provision ran there."""

    def machine(*, root: bool, has: tuple[str, ...] = (), ci: bool = False) -> Ran:
        ran: Ran = []

        def run(command: list[str], _what: str) -> bool:
            ran.append(command)
            return True

        monkeypatch.setattr(provision.shutil, "which", lambda name: f"/bin/{name}" if name in has else None)
        monkeypatch.setattr(provision.os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(provision, "find_chromium", lambda: None)
        monkeypatch.setattr(provision, "find_headless", lambda: None)
        monkeypatch.setattr(provision, "find_java", lambda: None)
        monkeypatch.setattr(provision, "driver_starts", lambda: False)
        monkeypatch.setattr(provision, "_output", lambda _command: "Package: known")
        monkeypatch.delenv("PRICE_BOOK_CHROMIUM", raising=False)
        monkeypatch.setattr(provision, "VNU", tmp_path / "vnu.jar")
        monkeypatch.setattr(provision, "_run", run)
        monkeypatch.setenv("CI", "true" if ci else "")
        provision.main()
        return ran

    return machine


def installs(ran: Ran) -> list[str]:
    """The Debian packages that were asked for."""
    return [
        word
        for command in ran
        if "install" in command and "apt-get" in command
        for word in command[command.index("install") :]
    ]


def test_root_gets_debian_packages(bare: Callable[..., Ran]) -> None:
    ran = bare(root=True, has=("apt-get", "apt-cache"))
    assert {
        "chromium",
        "chromium-headless-shell",
        "fonts-noto-cjk",
        "fonts-noto-core",
        "default-jre-headless",
        "libatomic1",
        "npm",
    } <= set(installs(ran))
    assert "sudo" not in ran[0]
    assert "update" in ran[0]


def test_a_distribution_without_the_chromium_without_windows_is_not_asked_for_it(
    bare: Callable[..., Ran], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "chromium-headless-shell" not in installs(bare(root=True, has=("apt-get",)))
    assert "no chromium-headless-shell; the browser tests run in the whole Chromium" in capsys.readouterr().out


def test_ci_gets_them_through_sudo(bare: Callable[..., Ran]) -> None:
    ran = bare(root=False, has=("apt-get", "sudo"), ci=True)
    assert ran[0][:2] == ["sudo", "-n"]
    assert "chromium" in installs(ran)


def test_a_person_gets_no_system_packages_but_a_browser(
    bare: Callable[..., Ran], capsys: pytest.CaptureFixture[str]
) -> None:
    ran = bare(root=False, has=("apt-get", "sudo", "npm"))
    assert not installs(ran)
    assert ran[0][1:] == ["-m", "playwright", "install", "chromium"]
    assert ran[1][:2] == ["npm", "ci"]
    said = capsys.readouterr().out
    assert "no Java" in said
    assert "default-jre-headless" in said
    assert "no chromium-headless-shell; the browser tests run in the whole Chromium" in said


def test_the_browser_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRICE_BOOK_CHROMIUM", "/opt/browser")
    assert programs.find_chromium() == Path("/opt/browser")


def test_a_browser_is_found_under_any_of_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRICE_BOOK_CHROMIUM", raising=False)
    monkeypatch.setattr(programs.shutil, "which", lambda name: f"/bin/{name}" if name == "google-chrome" else None)
    assert programs.find_chromium() == Path("/bin/google-chrome")


def test_browser_tests_take_the_chromium_without_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRICE_BOOK_CHROMIUM", raising=False)
    monkeypatch.setattr(programs.shutil, "which", lambda name: f"/bin/{name}")
    assert programs.find_headless() == Path("/bin/chromium-headless-shell")


def test_where_there_is_none_they_take_the_whole_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRICE_BOOK_CHROMIUM", raising=False)
    monkeypatch.setattr(programs.shutil, "which", lambda name: f"/bin/{name}" if name == "chromium" else None)
    assert programs.find_headless() == programs.find_chromium() == Path("/bin/chromium")


def test_browser_tests_take_the_browser_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRICE_BOOK_CHROMIUM", "/opt/browser")
    monkeypatch.setattr(programs.shutil, "which", lambda name: f"/bin/{name}")
    assert programs.find_headless() == Path("/opt/browser")
