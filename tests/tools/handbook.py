"""What README and the other pages say, taken apart: code blocks, commands, worked examples, links, make targets."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(?P<info>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_TARGET = re.compile(r"^(?P<name>[a-z-]+):.*?## (?P<about>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A command of a `console` block, and what it prints."""

    command: str
    output: str


def blocks(text: str, info: str) -> list[str]:
    """The code blocks of one kind."""
    return [block["body"] for block in _BLOCK.finditer(text) if block["info"] == info]


def examples(text: str) -> Iterator[Example]:
    """Every `$ command` of the console blocks, with the lines up to the next one."""
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Example(command.strip(), output)


def commands(text: str) -> list[str]:
    """Every command the page tells a reader to type: in blocks and in the running text, placeholders included."""
    lines = [
        line.removeprefix("$ ")
        for info in ("console", "sh")
        for block in blocks(text, info)
        for line in block.splitlines()
    ]
    spoken = _INLINE.findall(_BLOCK.sub("", text))
    starts = ("make ", "python -m ", "python3 -m ", "git ")
    return [line.partition("  #")[0].strip() for line in [*lines, *spoken] if line.startswith(starts)]


def options(command: str) -> tuple[str, list[str], list[str]]:
    """A `python -m MODULE …` command taken apart: its module, its other words, its options."""
    words = shlex.split(command)[2:]
    return (
        words[0],
        [word for word in words[1:] if not word.startswith("-")],
        [word for word in words[1:] if word.startswith("--")],
    )


def links(text: str) -> list[str]:
    """Where the page's links and pictures point."""
    return _LINK.findall(_BLOCK.sub("", text))


def targets(makefile: str) -> dict[str, str]:
    """The targets that `make help` shows, and what it says of each."""
    return {found["name"]: found["about"] for found in _TARGET.finditer(makefile)}


def slug(heading: str) -> str:
    """The anchor a heading gets on the hosting site: lower case, dashes for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Every anchor of a Markdown page."""
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
