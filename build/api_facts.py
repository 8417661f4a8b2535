"""What the JSON files of the API hold: the catalog's facts, its changes, its findings and its last runs.

Plain values that `build/api_schema.py` describes. Money is always a string of digits, as printed; every address is
absolute where the site's is known, else relative to the file it stands in. What isn't known is null, never left out
and never a zero.

    priced        at least one price is printed; one of '0' is free and says so
    unknown       no recorded page prints a price
    not_offered   withdrawn from the catalog; what prices there are were the last seen
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from build.changes import Change, Event
from build.exact import digits
from build.pages import Page
from build.references import default_locale, default_spot, is_sample, reference
from build.views_site import Site
from scraper.addresses import from_path
from scraper.catalog import Heartbeat, Model, Per, Point, Price, Text, Variant
from scraper.money import interval, is_coarse, is_free

Pricing = Literal["priced", "unknown", "not_offered"]


def pricing(variant: Variant) -> Pricing:
    """Whether a variant has a price that somebody can pay."""
    if variant.withdrawn:
        return "not_offered"
    return "priced" if variant.prices else "unknown"


def catalog(site: Site, start: str) -> dict[str, Any]:
    """Every model with its facts; `start` is the file this is for."""
    return {**_head(site), "models": [model_facts(site, start, model) for model in site.content.models]}


def one_model(site: Site, start: str, family: str) -> dict[str, Any]:
    """The facts of one model in a file of its own."""
    return {**_head(site), **model_facts(site, start, site.models[family])}


def model_facts(site: Site, start: str, model: Model) -> dict[str, Any]:
    """A model with its variants and their prices, in the order of the source."""
    locale = default_locale(site)
    return {
        "model": model.model,
        "name": model.name,
        "provider": model.provider,
        "modality": model.modality,
        "endpoints": list(model.endpoints),
        "source_url": model.source,
        "page": reference(site, start, Page(locale, "family", model.model).path),
        "variants": [_variant(site, start, model, variant) for variant in model.variants],
        "extra": dict(model.extra),
    }


def _variant(site: Site, start: str, model: Model, variant: Variant) -> dict[str, Any]:
    return {
        "variant": f"{model.model}/{variant.slug}",
        "slug": variant.slug,
        "id": variant.id,
        "status": variant.status,
        "pricing": pricing(variant),
        "billing_unit": variant.billing_unit,
        "task_type": variant.task_type,
        "endpoint": variant.endpoint,
        "page": reference(site, start, Page(default_locale(site), "variant", model.model, variant.slug).path),
        "prices": [_price(site, model, price) for price in variant.prices],
        "extra": dict(variant.extra),
    }


def _price(site: Site, model: Model, price: Price) -> dict[str, Any]:
    return {
        "basis": price.basis,
        "component": price.component,
        "amount": price.amount,
        "currency": price.currency,
        "per": _per(price.per),
        "when": dict(sorted(price.when.items())),
        "free": is_free(price.amount, price.basis, price.per),
        "range": allowed(price),
        "text": price.text,
        "source": price.source,
        "source_url": default_spot(site).source(price.source),
        "since": price.since,
        "disputed": list(dict.fromkeys(site.anchors[finding] for finding in site.doubts(model, price))),
    }


def _per(per: Per) -> dict[str, Any]:
    return {"quantity": per.quantity, "unit": per.unit}


def allowed(price: Price) -> dict[str, str] | None:
    """The least and the most that the printed digits allow, for the same `per`; None where the amount is exact."""
    if not is_coarse(price):
        return None
    low, high = (digits(Fraction(end)) for end in interval(price.amount))
    return {"low": low, "high": high}


def text(site: Site, start: str, content: Text) -> dict[str, Any]:
    """A model's words in one language, as `content/text/` has them, with where they are shown and were read."""
    spot = default_spot(site)
    plain = content.plain()
    for page in plain.get("variants", ()):
        page["source_url"] = spot.source(f"{page['source']}:0")
    return {
        **_head(site),
        "page": reference(site, start, Page(content.locale, "family", content.model).path),
        "source_url": spot.source(f"{content.source}:0") if content.source else None,
        **plain,
    }


def changes(site: Site, start: str) -> dict[str, Any]:
    """Every price that changed, appeared or went since the record began, the newest first."""
    parts = {event.anchor: part.name for part in site.ledger.parts for event in part.events}
    return {
        **_head(site),
        "begin": site.ledger.begin,
        "end": site.ledger.end,
        "changes": [
            _change(site, start, event, change, parts[event.anchor])
            for event in site.ledger.events
            for change in event.changes
        ],
    }


def _change(site: Site, start: str, event: Event, change: Change, part: str) -> dict[str, Any]:
    track, old, new = change.track, change.old, change.new
    family, _, slug = event.variant.partition("/")
    model = site.models.get(family)
    known = {variant.slug: variant.id for variant in model.variants} if model else {}
    page = Page(default_locale(site), "changes", part=part).path
    return {
        "day": event.day,
        "variant": event.variant,
        "id": known.get(slug),
        "event": event.kind,
        "basis": track.basis,
        "component": track.component,
        "currency": track.currency,
        "per": _per(track.per),
        "when": dict(sorted(track.when.items())),
        "old": _point(site, old),
        "new": _point(site, new),
        "again": change.again,
        "percent": percent(old, new),
        "anchor": change.anchor,
        "page": reference(site, start, page, change.anchor),
    }


def _point(site: Site, point: Point | None) -> dict[str, Any] | None:
    if point is None:
        return None
    source = default_spot(site).source(point.source)
    return {"amount": point.amount, "since": point.since, "source": point.source, "source_url": source}


def percent(old: Point | None, new: Point | None) -> str | None:
    """The change in per cent of the old amount, as digits; None where there is none, and from free to anything."""
    if old is None or new is None or not Fraction(old.amount):
        return None
    before = Fraction(old.amount)
    return digits((Fraction(new.amount) - before) / before * 100)


def findings(site: Site, start: str) -> dict[str, Any]:
    """What the last parse found, in the order of the recorded pages; `pages` is null where nothing was parsed."""
    report = site.content.report
    return {
        **_head(site),
        "pages": report.pages if report else None,
        "findings": list(_findings(site, start)),
    }


def _findings(site: Site, start: str) -> Iterator[dict[str, Any]]:
    spot = default_spot(site)
    page = Page(default_locale(site), "findings").path
    for finding in site.findings:
        about = from_path(finding.path)
        yield {
            "code": finding.code,
            "level": finding.level,
            "path": finding.path,
            "line": finding.line,
            "message": finding.message,
            "model": about.family if about and about.family in site.models else None,
            "anchor": site.anchors[finding],
            "page": reference(site, start, page, site.anchors[finding]),
            "source_url": spot.source(f"{finding.path}:{finding.line}"),
        }


def run(site: Site) -> dict[str, Any]:
    """The last run of pull and those before it; `run` is null where the pages were recorded by hand."""
    last = site.content.run
    return {
        **_head(site),
        "checked": _checked(last) if last else None,
        "run": {
            "at": last.at,
            "finished": last.finished,
            "stopped": last.stopped,
            "tried": last.tried,
            "changed": last.changed,
            "unchanged": last.unchanged,
            "failed": [{"path": failure.path, "why": failure.why} for failure in last.failed],
        }
        if last
        else None,
        "earlier": [
            {
                "at": one.at,
                "finished": one.finished,
                "tried": one.tried,
                "changed": one.changed,
                "failed": one.failed,
                "why": list(one.why),
            }
            for one in (last.earlier if last else ())
        ],
    }


def _checked(last: Heartbeat) -> str | None:
    if last.finished:
        return last.at
    return next((one.at for one in last.earlier if one.finished), None)


def _head(site: Site) -> dict[str, Any]:
    """What every file says first: how old its facts are, and whether they are real."""
    return {"recorded": site.newest or None, "sample": is_sample(site)}
