"""Rules for the text of the whole tree: hosts, paths, templates, style sheets. Pure, like `structure`."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.tools.structure import Breach

# Written in pieces, so that this file breaks no rule of its own.
_REGISTRY = re.compile(
    r"(?:https?|git\+\w+)://[^/\s\"'`)>]*(?:"
    + "|".join(("pypi", "pythonhosted", "npmjs", "npmmirror", "registry", "debian", "conda"))
    + r")",
    re.I,
)
_MACHINE = re.compile(r"(?<![\w.:/-])/(?:" + "|".join(("work", "root", "home", "Users", "tmp")) + r")/\w")
_JINJA = re.compile(r"\{[#%{].*?[#%}]\}", re.S)
_CLUTTER_IN_CSS = {
    re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//"): "nothing is fetched from elsewhere",
    re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b"
    ): "use the logical property (-inline-start, -inline-end)",
    re.compile(r"(?<![\w-])(?:text-align|float)\s*:\s*(?:left|right)\b"): "use start or end",
    re.compile(r"(?<![\w-])(?:left|right)\s*:"): "use inset-inline-start or inset-inline-end",
}


def registry_hosts(text: str) -> Iterator[Breach]:
    """No address of a package registry: which one is used is the business of the machine."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in _REGISTRY.finditer(line):
            yield number, f"{found[0]}: name packages, not the registry they come from"


def machine_paths(text: str) -> Iterator[Breach]:
    """No path of one person's machine."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in _MACHINE.finditer(line):
            yield number, f"{found[0]}…: paths are relative to the project"


def css(text: str) -> Iterator[Breach]:
    """One sheet for both directions, and no other host."""
    bare = re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.S)
    for number, line in enumerate(bare.splitlines(), 1):
        for pattern, advice in _CLUTTER_IN_CSS.items():
            found = pattern.search(line)
            if found:
                yield number, f"{found[0]}: {advice}"


def script(text: str) -> Iterator[Breach]:
    """What a strict content security policy and `file://` rule out in a script of the site."""
    for number, line in enumerate(text.splitlines(), 1):
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            ".cssText",
        ):
            if word in line:
                yield number, f"{word}: build nodes and set text"
        if re.match(r"\s*(?:import\b(?!\()|export\b)", line):
            yield number, "import, export: modules do not load from file://"


def template(text: str) -> Iterator[Breach]:
    """No inline handler, style or script, and nothing loaded from elsewhere, in a template or a page."""
    reader = _Attributes()
    reader.feed(_JINJA.sub(lambda found: "\n" * found[0].count("\n") or "x", text))
    yield from reader.breaches


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.breaches: list[Breach] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, Any] = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        for name, value in values.items():
            if re.fullmatch(r"on[a-z]+", name):
                self.breaches.append((line, f"<{tag} {name}>: handlers belong in a script file"))
            if name == "style":
                self.breaches.append((line, f"<{tag} style>: styles belong in the style sheet"))
            if value.strip().lower().startswith("javascript:"):
                self.breaches.append((line, f"<{tag} {name}={value!r}>: no script in an address"))
            loads = name in {"src", "srcset", "poster", "data"} or (
                tag == "link" and name == "href" and values.get("rel") not in {"canonical", "alternate", "license"}
            )
            if loads and re.match(r"(?:https?:)?//", value.strip()):
                self.breaches.append((line, f"<{tag} {name}={value!r}>: nothing is loaded from elsewhere"))
        if tag == "style":
            self.breaches.append((line, "<style>: styles belong in the style sheet"))
        if tag == "script" and "src" not in values and "json" not in values.get("type", ""):
            self.breaches.append((line, "<script> without src: scripts belong in a file"))
