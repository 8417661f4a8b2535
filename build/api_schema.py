"""What the JSON files of the API look like, as JSON Schema (draft 2020-12): the promise that version 1 keeps.

A later release of version 1 may add keys, values of `event` or `level`, and files; it takes nothing away and gives
no key another meaning. So nothing here forbids a key it doesn't name. Tests do, for the files that we write.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from build.json_shapes import Schema, many, maybe, of, or_null, record, text, texts, whole, yes
from scraper.catalog import BASES, COMPONENTS, UNITS, schema
from scraper.findings import LEVELS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DIGITS = r"^(0|[1-9][0-9]*)(\.[0-9]+)?$"

_MONEY = {"pattern": _DIGITS}
_DAY = {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_HEAD: dict[str, Schema] = {
    "$schema": text("the JSON Schema of this file"),
    "recorded": maybe("when the newest page was recorded, UTC; null where none was recorded by pull"),
    "sample": yes("true for made-up data that must not be used"),
}
_WHERE: dict[str, Schema] = {
    "source": text("the recorded page and its line, page:line"),
    "source_url": maybe("that page on the web; null where it has no address"),
}
_OF_PRICE: dict[str, Schema] = {
    "basis": text("where it is printed: listed (Markdown), rates (HTML) or schedule (price feed)", enum=list(BASES)),
    "component": text("what it is for; usage where one figure prices everything", enum=list(COMPONENTS)),
    "currency": text("ISO 4217", pattern="^[A-Z]{3}$"),
    "per": of("Per"),
    "when": texts("the parameters it depends on"),
}  # fmt: skip

DEFINITIONS: Mapping[str, Schema] = {
    "Per": record(
        "What an amount buys.",
        quantity=whole("how many", minimum=1),
        unit=text("of what", enum=list(UNITS)),
    ),
    "Range": record(
        "What the printed digits of a coarse amount can stand for, for the same per.",
        low=text("the least", **_MONEY),
        high=text("the most", **_MONEY),
    ),
    "Price": record(
        "One printed amount. A part of a model without an entry is not priced; that is not the same as free.",
        **_OF_PRICE,
        amount=text("the printed digits of currency for per; 0 is free", **_MONEY),
        free=yes("whether it is free of charge"),
        range=or_null("Range", "null where the amount is exact"),
        text=text("as printed"),
        **_WHERE,
        since=text("first seen at this amount, UTC", **_DAY),
        disputed=many(text("the anchor of a finding"), "the findings that contradict it"),
    ),
    "Variant": record(
        "One model as it is called and billed.",
        variant=text("family/slug: its name here"),
        slug=text("the last part of its address"),
        id=text("the model id as the API takes it"),
        status=maybe("as printed; null where no page says; withdrawn once gone"),
        pricing=text(
            "priced: has a price; unknown: no page prints one; not_offered: withdrawn, its prices were the last seen",
            enum=["priced", "unknown", "not_offered"],
        ),
        billing_unit=maybe("as printed"),
        task_type=maybe("as printed"),
        endpoint=maybe("as printed; null where only the model's endpoints are known"),
        page=text("its page here"),
        prices=many(of("Price"), "empty where none is known"),
        extra=texts("printed, but not understood"),
    ),
    "Model": record(
        "A family of variants.",
        model=text("its slug"),
        name=text("as printed"),
        provider=text("as printed"),
        modality=text("text, image, video or audio so far"),
        endpoints=many(text("method and path"), "as printed"),
        source_url=text("the address it was read from"),
        page=text("its page here"),
        variants=many(of("Variant"), "in the order of the source"),
        extra=texts("printed, but not understood"),
    ),
    "Point": record(
        "An amount at some time.",
        amount=text("the printed digits", **_MONEY),
        since=text("its first day, UTC", **_DAY),
        **_WHERE,
    ),
    "Change": record(
        "One price on the day it changed, appeared or went.",
        day=text("UTC", **_DAY),
        variant=text("family/slug"),
        id=maybe("the model id; null where the catalog no longer has the variant"),
        event=text("of the variant: new, back after it had no price, gone without any price, or priced anew",
                    examples=["new", "back", "gone", "priced"]),
        **_OF_PRICE,
        old=or_null("Point", "null where there was no price"),
        new=or_null("Point", "null where there is none any more"),
        again=yes("whether a price that appears was there before"),
        percent={"type": ["string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
                 "description": "the change in per cent; null where an amount is missing or the old one was free"},
        anchor=text("its anchor on the page of its month"),
        page=text("its place on the page of its month"),
    ),
    "Finding": record(
        "What is wrong with a recorded page.",
        code=text("what kind"),
        level=text("how bad", examples=list(LEVELS)),
        path=text("the recorded page"),
        line=whole("its line"),
        message=text("what, and what to do; English"),
        model=maybe("the model it is about"),
        anchor=text("its anchor on the findings page"),
        page=text("its place on the findings page"),
        source_url=maybe("the page on the web"),
    ),
    "Failure": record("A page that kept what was recorded before.", path=text("its path"), why=text("English")),
    "LastRun": record(
        "One run of pull.",
        at=text("when, UTC"),
        finished=yes("false where it was stopped or refused"),
        stopped=maybe("why it didn't finish"),
        tried=whole("pages asked for"),
        changed=whole("pages recorded anew"),
        unchanged=whole("pages that are as they were"),
        failed=many(of("Failure"), "pages that could not be recorded"),
    ),
    "PastRun": record(
        "An earlier run in short.",
        at=text("when, UTC"),
        finished=yes("false where it was stopped or refused"),
        tried=whole("pages asked for"),
        changed=whole("pages recorded anew"),
        failed=whole("pages that could not be recorded"),
        why=many(text("English"), "why it ended early or pages failed"),
    ),
    "Language": record(
        "A language of the site.",
        tag=text("BCP 47"),
        name=text("its own name for itself"),
        page=text("its first page"),
        feed=text("its feed of all price changes"),
    ),
    "File": record(
        "A file for programs. A path with braces stands for several.",
        path=text("below the site's root"),
        media_type=text("what it is served as"),
        about=text("what it holds"),
        schema=maybe("its JSON Schema"),
    ),
    "Listed": record(
        "Where everything about a model is.",
        model=text("its slug"),
        name=text("as printed"),
        provider=text("as printed"),
        modality=text("as printed"),
        variants=whole("how many"),
        facts=text("its facts"),
        texts=texts("its words by language, for the languages the source describes it in"),
        feed=text("its feed of price changes, in the first language"),
        page=text("its page here"),
    ),
}  # fmt: skip


@cache
def api_schemas() -> Mapping[str, Schema]:
    """The schema of each kind of file, complete in itself, by name. The same each time: not to be changed."""
    files = {
        "index": ("Where everything is.", {
            "version": text("of this API", const="v1"),
            "name": text("of the site"),
            "about": text("what it is, and who it is not"),
            "languages": many(of("Language"), "in the order of the site"),
            "files": many(of("File"), "all files for programs"),
            "models": many(of("Listed"), "all models"),
        }),
        "catalog": ("All models with their facts.", {"models": many(of("Model"), "in the order of their slugs")}),
        "model": (DEFINITIONS["Model"]["description"], DEFINITIONS["Model"]["properties"]),
        "changes": ("Every change of a price, the newest first.", {
            "begin": maybe("the first day anything is known of", **_DAY),
            "end": maybe("the last", **_DAY),
            "changes": many(of("Change"), "empty where nothing has changed yet"),
        }),
        "findings": ("Where the source contradicts itself, leaves something out, or could be misread.", {
            "pages": {"type": ["integer", "null"], "description": "pages read; null where no parse is on record"},
            "findings": many(of("Finding"), "in the order of the pages"),
        }),
        "run": ("The last runs of pull.", {
            "checked": maybe("when a run last went through the whole catalog, UTC"),
            "run": or_null("LastRun", "the last one; null where the pages were recorded by hand"),
            "earlier": many(of("PastRun"), "the runs before it, newest first"),
        }),
    }  # fmt: skip
    schemas = {name: _whole_file(name, about, keys) for name, (about, keys) in files.items()}
    return {**schemas, "text": _of_text()}


def _whole_file(name: str, about: str, properties: Mapping[str, Schema]) -> Schema:
    rules = record(about, **_HEAD, **properties)
    return {"$schema": DRAFT, "title": name, **rules, "$defs": _needed(rules)}


def _needed(part: Schema) -> dict[str, Schema]:
    """The definitions that a schema refers to, those of these, and so on, in the order of DEFINITIONS."""
    wanted, found = _references(part), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted |= _references(DEFINITIONS[name])
    return {name: rules for name, rules in DEFINITIONS.items() if name in found}


def _references(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_references, part))
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"].rpartition("/")[2]} if "$ref" in part else set()
    return own.union(*map(_references, part.values()))


def _of_text() -> Schema:
    """A model's words: the shape of `content/text/`, open to more, with where they are shown and were read."""
    rules = _open(schema("text"))
    added = {**_HEAD, "page": text("its page here"), "source_url": maybe("the page on the web")}
    variant = rules["$defs"]["VariantText"]
    variant["properties"] |= {"source_url": maybe("the page on the web")}
    variant["required"] = ["source_url", *variant["required"]]
    return {
        "$schema": DRAFT,
        **rules,
        "title": "text",
        "description": "A model's words in one language, questions and answers included. Absent keys were not printed.",
        "properties": {**added, **rules["properties"]},
        "required": [*added, *rules["required"]],
    }


def _open(part: Any) -> Any:
    """A schema of ours without its ban on further keys."""
    if isinstance(part, list):
        return [_open(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: _open(one) for key, one in part.items() if (key, one) != ("additionalProperties", False)}
