"""The API's files: each is what its schema says and no more, money is text, and every address leads somewhere."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from jsonschema import Draft202012Validator

from build import api_facts
from build.api_schema import DEFINITIONS
from build.builder import TEMPLATES, build_site
from build.files import API, FILES, schema_file
from build.locales import load_words
from build.views_site import Site
from scraper.catalog import Heartbeat, History, PastRun, Point, Variant
from tests import content_samples
from tests.content_samples import price
from tests.tools.programs import SEED
from tests.tools.standards import SCHEMAS, api_kind, openapi
from tests.tools.standards import api as errors

URL = "https://example.org/prices/"
LOCALES = ("en", "zh-TW")
WORDS = load_words(TEMPLATES / "locales", LOCALES)
SITE = Site(content_samples.content(), WORDS)


@pytest.fixture(scope="module", params=["sample", "sample at its address", "repository", "empty"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sites: of the sample without and with an address, of what the repository ships, and of nothing."""
    folder = tmp_path_factory.mktemp("api")
    content = SEED
    if request.param.startswith("sample"):
        content = content_samples.write(folder / "content")
    elif request.param == "empty":
        content = folder / "content"
        content.mkdir()
    build_site(content, folder / "site", locales=LOCALES, url=URL if "address" in request.param else None)
    return folder / "site"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build_site(content_samples.write(folder / "content"), folder / "site", locales=LOCALES)
    return folder / "site"


def files(site: Path) -> Iterator[tuple[str, str, Any]]:
    """Every file of the API but its schemas and description: its address, its kind, what it holds."""
    for path in sorted((site / API).rglob("*.json")):
        name = path.relative_to(site / API).as_posix()
        if name == "openapi.json" or name.startswith("schema/"):
            continue
        kind = api_kind(name)
        assert kind, f"{name}: no schema for a file like this"
        yield name, kind, json.loads(path.read_text(encoding="utf-8"))


# Schemas


def test_every_file_is_what_its_schema_says_and_no_more(built: Path) -> None:
    found = [f"{name}: {error}" for name, kind, value in files(built) for error in errors(value, kind)]
    assert not found, "\n".join(found)
    assert {kind for _, kind, _ in files(built)} >= {"index", "catalog", "changes", "findings", "run"}


def test_every_file_names_its_schema_and_the_schema_stands_there(built: Path) -> None:
    for name, kind, value in files(built):
        there = urljoin(f"{API}{name}", value["$schema"])
        assert there == schema_file(kind)
        assert json.loads((built / there).read_text(encoding="utf-8")) == SCHEMAS[kind]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_sound_and_complete_in_itself(kind: str) -> None:
    rules = SCHEMAS[kind]
    Draft202012Validator.check_schema(rules)
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(rules)))
    assert used == set(rules.get("$defs", {}))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_open_to_what_version_1_may_still_gain(kind: str) -> None:
    assert '"additionalProperties": false' not in json.dumps(SCHEMAS[kind])
    assert '"unevaluatedProperties"' not in json.dumps(SCHEMAS[kind])


def test_every_key_is_described() -> None:
    for name, rules in DEFINITIONS.items():
        assert rules["description"], name
        for key, value in rules["properties"].items():
            assert value.get("description") or "$ref" in value, f"{name}.{key}"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda price: price.update(amount=0.3), id="amount-as-a-number"),
        pytest.param(lambda price: price.update(amount="-1"), id="negative"),
        pytest.param(lambda price: price.update(amount="1e-3"), id="exponent"),
        pytest.param(lambda price: price.pop("per"), id="no-unit"),
        pytest.param(lambda price: price.pop("source"), id="no-line"),
        pytest.param(lambda price: price.update(basis="guess"), id="unknown-basis"),
        pytest.param(lambda price: price.update(colour="blue"), id="a-key-nobody-described"),
    ],
)
def test_a_price_that_is_not_what_the_schema_says_is_found(spoil: Callable[[dict[str, Any]], object]) -> None:
    value = {"$schema": "x", **json.loads(json.dumps(api_facts.one_model(SITE, f"{API}models/glm.json", "glm")))}
    assert not errors(value, "model")
    spoil(value["variants"][0]["prices"][0])
    assert errors(value, "model")


# OpenAPI


def test_the_description_is_openapi(built: Path) -> None:
    described = json.loads((built / API / "openapi.json").read_text(encoding="utf-8"))
    assert not openapi(described)


def test_the_description_is_really_tried() -> None:
    wrong = {"openapi": "3.1.1", "info": {"title": "x", "version": "1"}, "paths": {"/{a}": {"get": {"responses": {}}}}}
    assert openapi(wrong)


def test_every_path_described_stands_there_and_every_file_is_described(sample: Path) -> None:
    described = json.loads((sample / API / "openapi.json").read_text(encoding="utf-8"))
    assert urljoin(f"{API}openapi.json", described["servers"][0]["url"]).strip("/") == ""
    names = {"family": "glm", "locale": "en", "language": "zh-TW"}
    for path in described["paths"]:
        assert (sample / path.strip("/").format(**names)).is_file(), path
    told = [re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path.strip("/"))) for path in described["paths"]]
    for name, _, _ in files(sample):
        assert any(re.fullmatch(pattern, f"{API}{name}") for pattern in told), name


def test_the_description_takes_its_schemas_from_the_same_place(sample: Path) -> None:
    described = json.loads((sample / API / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]
    assert described["Price"]["required"] == DEFINITIONS["Price"]["required"]
    for file in FILES:
        if file.schema:
            assert described[f"{file.schema.capitalize()}File"]["title"] == file.schema


# Prices


def facts(family: str) -> dict[str, Any]:
    return api_facts.one_model(SITE, f"{API}models/{family}.json", family)


def one(model: dict[str, Any], slug: str) -> dict[str, Any]:
    return next(variant for variant in model["variants"] if variant["slug"] == slug)


def test_a_price_says_everything_about_itself() -> None:
    assert one(facts("minimax"), "m2.1")["prices"] == [
        {
            "basis": "listed",
            "component": "usage",
            "amount": "0.010",
            "currency": "USD",
            "per": {"quantity": 1000, "unit": "token"},
            "when": {},
            "free": False,
            "range": {"low": "0.0095", "high": "0.0105"},
            "text": "$0.010",
            "source": "zh-TW/models/minimax.md:27",
            "source_url": "https://runapi.ai/zh-TW/models/minimax.md",
            "since": "2026-11-22",
            "disputed": ["billing-mismatch:zh-TW/models/minimax.md:55"],
        }
    ]


def test_free_unknown_and_not_offered_are_three_things() -> None:
    glm = facts("glm")
    assert [(price["amount"], price["free"]) for price in one(glm, "4.7")["prices"] if price["free"]] == [("0", True)]
    assert (one(glm, "4.7")["pricing"], one(glm, "5")["pricing"], one(glm, "4.5-air")["pricing"]) == (
        "priced",
        "unknown",
        "not_offered",
    )
    assert one(glm, "5")["prices"] == []


def test_what_was_withdrawn_keeps_its_last_prices_and_is_not_offered() -> None:
    gone = Variant(slug="x", id="x", status="withdrawn", prices=(price("1", "call"),))
    assert api_facts.pricing(gone) == "not_offered"


def test_what_a_price_depends_on_is_told() -> None:
    assert [one["when"] for one in one(facts("seedream"), "4.0-pro")["prices"]] == [
        {"output_resolution": size} for size in ("1k", "2k", "4k")
    ]


def test_no_amount_is_a_number_in_any_file(sample: Path) -> None:
    def numbers(value: Any, key: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, child in value.items():
                yield from numbers(child, name)
        elif isinstance(value, list):
            for child in value:
                yield from numbers(child, key)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield key

    found = {key for _, _, value in files(sample) for key in numbers(value, "")}
    assert found <= {"quantity", "variants", "pages", "line", "tried", "changed", "unchanged", "failed", "first"}


# Changes


def change(variant: str, day: str) -> dict[str, Any]:
    return next(
        one
        for one in api_facts.changes(SITE, f"{API}changes.json")["changes"]
        if (one["variant"], one["day"]) == (variant, day)
    )


def test_a_change_tells_both_amounts_and_where_it_stands() -> None:
    told = change("glm/4.7", "2026-11-22")
    assert (told["old"]["amount"], told["new"]["amount"], told["component"]) == ("0.35", "0.30", "input")
    assert told["percent"] == "-14.285714285714"
    assert told["page"] == f"../../changes/2026-11/index.html#{told['anchor']}"


def test_the_newest_change_comes_first() -> None:
    days = [one["day"] for one in api_facts.changes(SITE, f"{API}changes.json")["changes"]]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 1


@pytest.mark.parametrize(
    ("old", "new", "percent"),
    [
        ("2", "3", "50"),
        ("2", "1.5", "-25"),
        ("1", "1.00", "0"),
        ("0", "1", None),
        ("1", "0", "-100"),
        (None, "1", None),
    ],
)
def test_a_percentage_is_exact_or_missing(old: str | None, new: str, percent: str | None) -> None:
    def point(amount: str | None) -> Point | None:
        values = {"from": "2026-11-22", "amount": amount, "source": "models/x.md:1"}
        return Point.model_validate(values) if amount else None

    assert api_facts.percent(point(old), point(new)) == percent


def test_without_a_ledger_nothing_changed() -> None:
    empty = api_facts.changes(Site(content_samples.content(history=History()), WORDS), f"{API}changes.json")
    assert (empty["begin"], empty["changes"]) == (None, [])


# Runs


def test_how_fresh_everything_is_comes_from_the_last_run_that_finished() -> None:
    past = PastRun(at="2026-11-20T00:00:00Z", finished=True, tried=9, changed=0, failed=0)
    last = Heartbeat(
        at="2026-11-22T00:00:00Z", finished=False, stopped="x", tried=1, changed=0, unchanged=1, earlier=(past,)
    )
    told = api_facts.run(Site(content_samples.content(run=last), WORDS))
    assert (told["checked"], told["run"]["at"], told["sample"]) == ("2026-11-20T00:00:00Z", last.at, False)
    assert api_facts.run(Site(content_samples.content(run=None), WORDS))["run"] is None


# Addresses


def addresses(value: Any) -> Iterator[str]:
    """Every address in a file that leads to another of ours."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key in {"page", "feed", "facts", "$schema"} or (key == "schema" and child):
                yield child
            elif key == "texts":
                yield from child.values()
            else:
                yield from addresses(child)
    elif isinstance(value, list):
        for child in value:
            yield from addresses(child)


def test_every_address_of_ours_leads_to_a_file_or_to_a_place_on_a_page(built: Path) -> None:
    base = (
        URL if "https://example.org" in (built / API / "index.json").read_text(encoding="utf-8") else "https://x.test/"
    )
    for name, _, value in files(built):
        for address in addresses(value):
            whole, _, anchor = urljoin(f"{base}{API}{name}", address).partition("#")
            assert whole.startswith(base), (name, address)
            path = built / whole.removeprefix(base)
            path = path / "index.html" if whole.endswith("/") or path.is_dir() else path
            assert path.is_file(), (name, address)
            if anchor:
                assert f'id="{anchor}"' in path.read_text(encoding="utf-8"), (name, address)


def test_the_index_leads_to_every_model_and_every_text(sample: Path) -> None:
    index = json.loads((sample / API / "index.json").read_text(encoding="utf-8"))
    led = {urljoin(f"{API}index.json", address) for address in addresses(index)}
    for name, kind, _ in files(sample):
        if kind in {"model", "text"}:
            assert f"{API}{name}" in led
    assert {file.path for file in FILES} == {file["path"] for file in index["files"]}


def test_a_site_in_one_language_has_texts_in_that_language_only(tmp_path: Path) -> None:
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=["zh-TW"])
    assert {path.name for path in (tmp_path / "site" / API).iterdir() if path.is_dir()} == {"models", "schema", "zh-TW"}


def test_the_same_content_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=LOCALES)
    for path in sorted((sample / API).rglob("*.json")):
        assert path.read_bytes() == (tmp_path / "site" / path.relative_to(sample)).read_bytes()
