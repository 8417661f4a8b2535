"""The pages of a model: the family with its variants, and each variant with everything known about it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from build.views_findings import shown_findings
from build.views_history import past_of_family, past_of_variant
from build.views_prices import PriceLine, costs
from build.views_site import Spot
from build.views_table import Row, hidden_at_first, in_columns, row
from build.views_text import Foreign, Part, example, language, parts, questions, text_of, variant_text_of
from scraper.addresses import ORIGIN
from scraper.catalog import Block, Model, Text, TextPage, Variant

# What people buy at a time, by unit: the columns of the ready-made costs.
_QUANTITIES = {
    "token": (100_000, 1_000_000, 10_000_000),
    "character": (1_000, 100_000, 1_000_000),
    "image": (1, 100, 1_000),
    "second": (10, 60, 600),
    "call": (1, 100, 1_000),
    "song": (1, 10, 100),
}
_CHAT = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Spec:
    """One row of a specification."""

    label: str
    value: str
    code: bool = False  # an id or address, set as such
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded page that prices were read from."""

    path: str
    href: str | None
    fetched: str  # a moment as the reader writes it, or that pull didn't record it
    moment: str  # the same for machines, '' where unknown
    digest: str
    lines: str  # '27, 31'


@dataclass(frozen=True, slots=True)
class CostTable:
    """Ready-made costs in one unit."""

    unit: str
    quantities: tuple[str, ...]
    rows: tuple[tuple[PriceLine, tuple[tuple[str, str], ...]], ...]  # a price with (cost, range or '') per quantity


def family(spot: Spot) -> dict[str, Any]:
    """The view of a family page."""
    model = _model(spot)
    rows, width = in_columns([row(spot, model, variant) for variant in model.variants])
    text = text_of(spot, model.model)
    return {
        "model": model,
        "modality": spot.words.label("modality", model.modality),
        "rows": rows,
        "width": width,
        "hidden": hidden_at_first(rows),
        "total": spot.words("family.lead", count=len(rows)),
        "past": past_of_family(spot, model),
        **_prose(spot, text, text.locale if text else ""),
        "questions": questions(spot, text.faq, stem="faq") if text else [],
        "findings": shown_findings(spot, spot.site.about_family(model)),
        "compare": f"{spot.link('compare')}?v={','.join(one.facts.key for one in rows[:6])}",
        "endpoints": model.endpoints,
        "extra": model.extra,
    }


def variant(spot: Spot) -> dict[str, Any]:
    """The view of a variant page."""
    model = _model(spot)
    this = next(variant for variant in model.variants if variant.slug == spot.page.variant)
    rows, siblings_width, siblings_hidden = _whole_family(spot, model)
    key = f"{model.model}/{this.slug}"
    (shown,), width = in_columns([one for one in rows if one.facts.key == key])
    found = variant_text_of(spot, model.model, this.slug)
    locale, text = found if found else ("", None)
    whole = text_of(spot, model.model)
    asked = text.faq if text and text.faq else whole.faq if whole else ()
    siblings = [one for one in rows if one.facts.key != key]
    request, composed = _request(model, this, text)
    return {
        "model": model,
        "variant": this,
        "row": shown,
        "width": width,
        "specs": _specs(spot, model, this),
        "costs": _costs(spot, shown.lines),
        "past": past_of_variant(spot, model, this.slug),
        "request": request,
        "composed": composed,
        **_prose(spot, text, locale),
        "questions": questions(spot, asked, stem="faq", variant=this.id),
        "siblings": siblings,
        "siblings_width": siblings_width,
        "siblings_hidden": siblings_hidden,
        "findings": shown_findings(spot, spot.site.about_variant(model, this)),
        "recorded": _recorded(spot, this),
        "calculator": f"{spot.link('calculator')}?v={shown.facts.key}",
        "compare": f"{spot.link('compare')}?v={','.join([shown.facts.key, *(one.facts.key for one in siblings[:5])])}",
        "extra": this.extra,
    }


def _whole_family(spot: Spot, model: Model) -> tuple[list[Row], int, list[str]]:
    """The rows of a family as the pages of its variants show them, the width of the price column, hidden columns."""

    # Every page of a family links to the others in the same way, so its pages share one table. It is made as from a
    # page beside all of theirs: from one of them, the link to that one would be another.
    def make() -> tuple[list[Row], int, list[str]]:
        beside = replace(spot, page=replace(spot.page, variant="*"))
        rows, width = in_columns([row(beside, model, variant) for variant in model.variants])
        return rows, width, hidden_at_first(rows)

    return spot.site.once(spot.words.tag, ("family", model.model), make)


def _model(spot: Spot) -> Model:
    assert spot.page.family is not None
    return spot.site.models[spot.page.family]


def _prose(spot: Spot, text: Text | TextPage | None, locale: str) -> dict[str, Any]:
    if text is None:
        return {"tagline": "", "tagline_language": None, "parts": [], "text_source": ""}
    tagline_language: Foreign = language(spot, text.tagline_lang or locale)
    shown: list[Part] = parts(spot, text, locale)
    return {
        "tagline": text.tagline or "",
        "tagline_language": tagline_language,
        "parts": shown,
        "text_source": text.source or "",
    }


def _specs(spot: Spot, model: Model, variant: Variant) -> list[Spec]:
    words = spot.words
    disputed = any(finding.code == "billing-mismatch" for finding in spot.site.about_family(model))
    rows = [
        Spec(words("variant.model_id"), variant.id, code=True),
        Spec(words("variant.slug"), f"{model.model}/{variant.slug}", code=True),
        Spec(words("variant.provider"), model.provider),
        Spec(words("variant.modality"), words.label("modality", model.modality)),
        Spec(words("variant.task_type"), variant.task_type or ""),
        Spec(words("variant.billing"), variant.billing_unit or "", doubtful=disputed),
        *(Spec(words("variant.endpoint"), one, code=True) for one in _endpoints(model, variant)),
        Spec(
            words("variant.status"),
            words.label("status", variant.status) if variant.status else words("status.unknown"),
        ),
    ]
    return [spec for spec in rows if spec.value]


def _endpoints(model: Model, variant: Variant) -> tuple[str, ...]:
    return (variant.endpoint,) if variant.endpoint else model.endpoints


def _costs(spot: Spot, shown: Iterable[PriceLine]) -> list[CostTable]:
    by_unit: dict[str, list[PriceLine]] = {}
    for line in shown:
        by_unit.setdefault(line.price.per.unit, []).append(line)
    return [
        CostTable(
            unit=spot.words(f"unit.{unit}"),
            quantities=tuple(spot.words.numerals.number(number) for number in _QUANTITIES[unit]),
            rows=tuple(
                (line, tuple((cost, allowed) for _, cost, allowed in costs(spot.words, line.price, _QUANTITIES[unit])))
                for line in priced
            ),
        )
        for unit, priced in by_unit.items()
    ]


def _request(model: Model, variant: Variant, text: TextPage | None) -> tuple[list[Block], bool]:
    """The source's own example, else one put together from the id and the endpoint (the flag says which)."""
    printed = example(text.sections) if text else []
    if printed or not any(endpoint.endswith(_CHAT) for endpoint in _endpoints(model, variant)):
        return printed, False
    body = json.dumps({"model": variant.id, "messages": [{"role": "user", "content": "Hello"}]}, indent=2)
    lines = (
        f"curl {ORIGIN}{_CHAT} \\",
        '  -H "Authorization: Bearer $RUNAPI_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        # A quote in an id would end the shell's string.
        "  -d '" + body.replace("'", "'\\''").replace("\n", "\n  ") + "'",
    )
    return [Block(kind="code", text="\n".join(lines), info="sh")], True


def _recorded(spot: Spot, variant: Variant) -> list[Recorded]:
    """The pages behind a variant's prices, with when and as what they were recorded."""
    numbers: dict[str, list[str]] = {}
    for price in variant.prices:
        path, _, number = price.source.rpartition(":")
        if number not in numbers.setdefault(path, []):
            numbers[path].append(number)
    rows = []
    for path, found in numbers.items():
        recording = spot.site.content.recorded.get(path)
        rows.append(
            Recorded(
                path=path,
                href=spot.source(f"{path}:0"),
                fetched=spot.words.numerals.moment(recording.fetched) if recording else "",
                moment=recording.fetched if recording else "",
                digest=recording.sha256 if recording else "",
                lines=", ".join(found),
            )
        )
    return rows
