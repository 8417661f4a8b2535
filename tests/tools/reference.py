"""`make docs`: what the documents take from the code, so that it can't drift.

A generated part stands between `<!-- made by make docs: NAME -->` and `<!-- end of NAME -->`; under each
`$ command` of a `console` block stands what that command prints; the rest is written by hand.
tests/test_documentation.py checks that all of it is current.
"""

import ast
import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scraper import catalog
from scraper.findings import CODES, LEVELS
from tests.faults import table as faults
from tests.tools import api_reference, handbook
from tests.tools.programs import ROOT, SEED

PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
_PART = re.compile(r"(<!-- made by make docs: (?P<name>[a-z ]+) -->\n).*?(<!-- end of (?P=name) -->)", re.DOTALL)

# The classes of the catalog under the file they are found in, in reading order.
FILES = {
    "content/models/<family>.yaml": ("Model", "Variant", "Price", "Per"),
    "content/text/<locale>/<family>.yaml": ("Text", "TextPage", "VariantText", "Section", "Block", "Run", "FaqItem"),
    "content/history.yaml": ("History", "Track", "Point"),
    "content/run.yaml": ("Heartbeat", "PastRun", "Failure"),
    "content/findings.yaml": ("Report", "Reported"),
}

_LEVEL_MEANS = {
    "error": "Something is missing from the YAML; `parse` ends with status 1 and keeps the last good data",
    "warning": "Kept, but contradictory or doubtful",
    "note": "Worth knowing",
}


def main() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fresh = filled(text)
        for example in handbook.examples(text):
            shown = printed(example.command)
            old, new = (f"$ {example.command}\n{output}" for output in (example.output, shown))
            fresh = fresh.replace(old, new)
        if fresh != text:
            page.write_text(fresh, encoding="utf-8")
            print(f"docs: {page.relative_to(ROOT)} written anew")


def filled(text: str) -> str:
    """`text` with every generated part made anew. A part that nobody makes raises KeyError."""
    return _PART.sub(lambda part: f"{part[1]}\n{PARTS[part['name']]()}\n{part[3]}", text)


def printed(command: str) -> str:
    """What an example's command prints, as a person without a terminal sees it."""
    words = [sys.executable if word == "python" else word for word in shlex.split(command)]
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    # The repository's own content moves on; a document need not be written anew each time.
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SEED, Path(folder) / "content")
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    return done.stdout


def findings() -> str:
    """One table per level: code and next action."""
    parts = []
    for level in LEVELS:
        rows = [(f"`{name}`", code.action) for name, code in sorted(CODES.items()) if code.level == level]
        title = f"## {level.capitalize()}\n\n{_LEVEL_MEANS[level]}.\n"
        parts.append(f"{title}\n{_table(('Code', 'What to do'), rows)}")
    return "\n".join(parts)


def fields() -> str:
    """One table per class of the catalog: key, what it holds, whether it may be absent, what it means."""
    parts = []
    for file, classes in FILES.items():
        parts.append(f"## `{file}`\n")
        for name in classes:
            meaning = inspect.cleandoc(getattr(catalog, name).__doc__)
            rows = list(_fields(getattr(catalog, name)))
            parts.append(f"### {name}\n\n{meaning}\n\n{_table(('Key', 'Holds', '', 'Meaning'), rows)}")
    return "\n".join(parts)


def example() -> str:
    """The first lines of a facts file."""
    lines = (SEED / "models" / "minimax.yaml").read_text(encoding="utf-8").splitlines()
    second = [number for number, line in enumerate(lines) if re.match(r"\s*- \"?slug\"?:", line)][1]
    return "```yaml\n" + "\n".join(lines[:second]) + "\n```"


PARTS: dict[str, Callable[[], str]] = {
    "findings": findings,
    "fields": fields,
    "example": example,
    "faults": faults.sections,
    "api files": lambda: _table(*api_reference.files()),
    "api keys": lambda: "\n".join(
        f"### {name}\n\n{about}\n\n{_table(*table)}" for name, (about, table) in api_reference.fields().items()
    ),
    "api example": api_reference.example,
    "csv columns": lambda: _table(*api_reference.columns()),
}


def _fields(shape: type) -> Iterator[tuple[str, str, str, str]]:
    """The fields that a class itself declares, with the comment that stands beside each in the source."""
    source = inspect.getsource(shape).splitlines()
    definition = ast.parse(inspect.getsource(shape)).body[0]
    assert isinstance(definition, ast.ClassDef)
    inherited = [base.id for base in definition.bases if isinstance(base, ast.Name) and base.id.strip("_") != "Value"]
    for base in inherited:
        yield "…", "", "", f"everything of [{base}](#{base.lower()})"
    for node in definition.body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        comment = source[(node.end_lineno or node.lineno) - 1].partition("  # ")[2]
        written = ast.unparse(node.annotation)
        comment = comment or _meaning(written, node.target.id, shape)
        alias = re.search(r"alias='(\w+)'", written)
        absent = "" if node.value is None else "may be absent"
        yield f"`{alias[1] if alias else node.target.id}`", _holds(written), absent, comment


def _meaning(annotation: str, name: str, shape: type) -> str:
    """What a field without a comment means: its vocabulary's, its class's, or that of the same field elsewhere."""
    for word in re.findall(r"[A-Z]\w+", annotation):
        above = re.search(rf"^# ((?:.+\n# )*.+)\n{word}(?:: \S+)? = ", inspect.getsource(catalog), re.MULTILINE)
        if above and word in _VOCABULARIES:
            return above[1].replace("\n# ", " ")
        about = getattr(catalog, word, None)
        if isinstance(about, type) and about.__module__ == catalog.__name__:
            return str(inspect.getdoc(about)).partition("\n")[0]
    alike = {"Text": "TextPage", "Track": "Price", "Point": "Price"}.get(shape.__name__)
    return f"as in [{alike}](#{alike.lower()})" if alike and name in getattr(catalog, alike).model_fields else ""


_VOCABULARIES = ("Basis", "Component", "Unit")


def _holds(annotation: str) -> str:
    """A Python annotation in the words of YAML."""
    text = re.sub(r"^Annotated\[(.+?), (?:Field|StringConstraints|AfterValidator)\(.*\)\]$", r"\1", annotation)
    text = text.removesuffix(" | None")
    listed = re.fullmatch(r"tuple\[(.+), \.\.\.\]", text)
    if listed:
        return f"list of {_holds(listed[1])}"
    if text.startswith("dict["):
        return "map of text to text"
    if text.startswith("Literal["):
        return "one of " + ", ".join(f"`{word}`" for word in re.findall(r"'([^']+)'", text))
    if text in _WORDS:
        return _WORDS[text]
    values = getattr(getattr(catalog, text, None), "__args__", None)
    if values and all(isinstance(value, str) for value in values):
        return "one of " + ", ".join(f"`{value}`" for value in values)
    return f"[{text}](#{text.lower()})"


_WORDS = {
    "str": "text",
    "int": "whole number",
    "bool": "true or false",
    "Slug": "slug: lower case, digits, dots, dashes",
    "Amount": "digits, as text",
    "Day": "day, `2026-11-22`",
    "Moment": "moment, `2026-11-22T13:20:00Z`",
    "Source": "`page:line`",
    "Modality": "text",
}


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    main()
