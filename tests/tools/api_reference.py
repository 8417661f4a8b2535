"""The parts of docs/api.md that come from the code: the files, what their keys mean, the columns of the CSV."""

import json
from typing import Any

from build import api_facts
from build.api_schema import DEFINITIONS, api_schemas
from build.builder import TEMPLATES
from build.files import FILES, model_file
from build.locales import load_words
from build.price_csv import COLUMNS
from build.views_site import Site
from scraper.addresses import DEFAULT_LOCALE
from tests import content_samples

Rows = list[tuple[str, ...]]
_EXAMPLE = "minimax"


def files() -> tuple[tuple[str, ...], Rows]:
    """Each file: path, media type, what it holds."""
    rows = [(f"`{file.path}`", f"`{file.media_type}`", file.about) for file in FILES]
    return ("File", "Served as", "Holds"), list(rows)


def columns() -> tuple[tuple[str, ...], Rows]:
    """Each column of the CSV, as the site itself explains it."""
    words = load_words(TEMPLATES / "locales", [DEFAULT_LOCALE])[DEFAULT_LOCALE]
    return ("Column", "Meaning"), [(f"`{name}`", words(f"data.column_{name}")) for name in COLUMNS]


def fields() -> dict[str, tuple[str, tuple[tuple[str, ...], Rows]]]:
    """Every kind of file and of object in them, with what it is and its keys."""
    header = ("Key", "Holds", "Meaning")
    own = {
        f"`{file.path.rpartition('/')[2]}`": api_schemas()[file.schema]
        for file in FILES
        if file.schema and file.schema not in {"model", "text"}
    }
    return {
        name: (rules["description"], (header, [_key(key, value) for key, value in rules["properties"].items()]))
        for name, rules in {**own, **DEFINITIONS}.items()
    }


def example() -> str:
    """A variant of the tests' sample, which doesn't change when prices do, as the API gives it."""
    site = Site(content_samples.content(), load_words(TEMPLATES / "locales", [DEFAULT_LOCALE]))
    told = api_facts.one_model(site, model_file(_EXAMPLE), _EXAMPLE)
    return f"```json\n{json.dumps(told['variants'][0], ensure_ascii=False, indent=2)}\n```"


def _key(name: str, rules: dict[str, Any]) -> tuple[str, str, str]:
    return f"`{name}`", _holds(rules), rules.get("description", "")


def _holds(rules: dict[str, Any]) -> str:
    """A schema in the fewest words."""
    if "$ref" in rules:
        name = rules["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in rules:
        return " or ".join(_holds(choice) for choice in rules["anyOf"])
    kinds = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
    names: dict[str, str] = {
        "string": "text",
        "integer": "whole number",
        "boolean": "true or false",
        "object": "map of text to text",
    }
    told = [f"list of {_holds(rules['items'])}" if kind == "array" else names.get(kind, str(kind)) for kind in kinds]
    if "enum" in rules:
        return "one of " + ", ".join(f"`{value}`" for value in rules["enum"])
    return " or ".join(told)
