"""Every file in content/ is what the published JSON Schema says, read the strict way and by no class of ours."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scraper.catalog import SHAPES, schema
from scraper.store import load, load_content, read_yaml

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"

SHAPE_OF = {
    r"models/[^/]+\.yaml": "model",
    r"text/[^/]+/[^/]+\.yaml": "text",
    r"history\.yaml": "history",
    r"run\.yaml": "run",
    r"findings\.yaml": "findings",
}
FILES = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.yaml"))


def shape_of(name: str) -> str:
    """The schema a content file must keep. A file with none has no business in content/."""
    found = [shape for pattern, shape in SHAPE_OF.items() if re.fullmatch(pattern, name)]
    assert len(found) == 1, f"content/{name}: no schema for a file like this"
    return found[0]


def typed(value: Any, wanted: Any, definitions: dict[str, Any]) -> Any:
    """`value`, strictly read (all scalars text), with the few numbers and truth values its schema names as such."""
    if "$ref" in wanted:
        wanted = definitions[wanted["$ref"].rpartition("/")[2]]
    for choice in wanted.get("anyOf", []):
        if choice.get("type") != "null":
            return typed(value, choice, definitions)
    if isinstance(value, dict):
        known, other = wanted.get("properties", {}), wanted.get("additionalProperties") or {}
        return {key: typed(item, known.get(key, other), definitions) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item, wanted.get("items", {}), definitions) for item in value]
    if wanted.get("type") == "integer" and re.fullmatch(r"[0-9]+", str(value)):
        return int(value)
    if wanted.get("type") == "boolean" and value in {"true", "false"}:
        return value == "true"
    return value


def errors(value: Any, shape: str) -> list[str]:
    """What the JSON Schema of `shape` has against `value`."""
    rules = schema(shape)
    validator = Draft202012Validator(rules)
    found = validator.iter_errors(typed(value, rules, rules.get("$defs", {})))
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize("name", FILES)
def test_a_content_file_keeps_its_schema(name: str) -> None:
    text = (CONTENT / name).read_text(encoding="utf-8")
    found = errors(read_yaml(text, name=name), shape_of(name))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", FILES)
def test_a_content_file_loads_into_its_class(name: str) -> None:
    assert load(SHAPES[shape_of(name)], CONTENT / name) is not None


def test_what_the_repository_ships_is_a_whole_catalog() -> None:
    assert "findings.yaml" in FILES
    models = load_content(CONTENT).models
    assert models
    assert {f"models/{model.model}.yaml" for model in models} == {name for name in FILES if name.startswith("models/")}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_schema_is_sound_and_forbids_unknown_keys(shape: str) -> None:
    rules = schema(shape)
    Draft202012Validator.check_schema(rules)
    classes = [rules, *rules.get("$defs", {}).values()]
    closed = [item for item in classes if item.get("type") == "object"]
    assert closed
    assert all(item["additionalProperties"] is False for item in closed)


def sound() -> dict[str, Any]:
    price = {
        "basis": "listed", "component": "usage", "amount": "0.010", "currency": "USD", "text": "$0.010",
        "per": {"quantity": "1000", "unit": "token"}, "source": "zh-TW/models/minimax.md:27", "since": "2026-11-22",
    }  # fmt: skip
    return {
        "model": "minimax", "name": "MiniMax", "provider": "MiniMax", "modality": "text", "source": "x",
        "variants": [{"slug": "m2", "id": "MiniMax-M2", "prices": [price]}],
    }  # fmt: skip


def first_price(model: dict[str, Any]) -> dict[str, Any]:
    price: dict[str, Any] = model["variants"][0]["prices"][0]
    return price


def test_a_sound_model_keeps_the_schema() -> None:
    assert not errors(sound(), "model")


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda model: model.update(colour="blue"), id="unknown-key"),
        pytest.param(lambda model: model.pop("name"), id="missing-key"),
        pytest.param(lambda model: first_price(model).update(amount="-1"), id="negative-amount"),
        pytest.param(lambda model: first_price(model).update(amount="1e-3"), id="exponent"),
        pytest.param(lambda model: first_price(model).update(amount="NaN"), id="not-a-number"),
        pytest.param(lambda model: first_price(model).update(basis="guess"), id="unknown-basis"),
        pytest.param(lambda model: first_price(model).pop("source"), id="price-without-its-line"),
        pytest.param(lambda model: first_price(model).pop("per"), id="price-without-unit"),
        pytest.param(lambda model: first_price(model)["per"].update(unit="furlong"), id="unknown-unit"),
        pytest.param(lambda model: first_price(model)["per"].update(quantity="0"), id="per-nothing"),
        pytest.param(lambda model: model["variants"][0].update(slug="../x"), id="slug-that-leaves-the-tree"),
    ],
)
def test_a_model_that_is_not_what_the_schema_says_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    model = sound()
    spoil(model)
    assert errors(model, "model")


def test_days_in_content_are_days() -> None:
    days = re.findall(r"since: \W*(\d{4}-\d\d-\d\d)", (CONTENT / "models" / "minimax.yaml").read_text(encoding="utf-8"))
    assert days
    assert all(date.fromisoformat(day) for day in days)
