"""Every page of the site is valid HTML, by the reference validator (vnu), without an exception."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.programs import VNU, find_java

Validate = Callable[[Path], list[str]]

# vnu 26 tries the content security policy too, but reads pages from disk, where 'self' is nobody, takes inline JSON for
# a script, and finds no hash right whose text has a line break. The watched pages of the other tests show what the
# policy really blocks: nothing.
NOT_ABOUT_HTML = re.compile(r"(?:Resource|Inline (?:script|style)) violates Content Security Policy \(meta tag\)")


@pytest.fixture(scope="module")
def validate() -> Validate:
    """Runs vnu over a folder and gives each error as one line: file, line, message."""
    java = find_java()
    if java is None:
        pytest.skip("no Java on this machine; `make test` gets one where it may")
    if not VNU.exists():
        pytest.skip("the validator is not installed; `npm ci` gets it")

    def run(folder: Path) -> list[str]:
        command = [str(java), "-Xss2m", "-jar", str(VNU), "--skip-non-html", "--format", "json", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        messages = json.loads(done.stderr)["messages"]
        return [
            f"{message.get('url', '?').rpartition(folder.name)[2]}:{message.get('lastLine', 0)}: {message['message']}"
            for message in messages
            if (message["type"] in {"error", "non-document-error"} or message.get("subType") == "warning")
            and not NOT_ABOUT_HTML.match(message["message"])
        ]

    return run


@pytest.mark.parametrize("which", ["site", "rich_site"])
def test_every_page_is_valid(which: str, request: pytest.FixtureRequest, validate: Validate) -> None:
    folder: Path = request.getfixturevalue(which)
    assert list(folder.rglob("*.html"))
    found = validate(folder)
    assert not found, "\n".join(found)


def test_an_invalid_page_is_found(tmp_path: Path, validate: Validate) -> None:
    page = tmp_path / "index.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>x</title><ul><p>not a list item</p></ul>", encoding="utf-8")
    assert validate(tmp_path)
