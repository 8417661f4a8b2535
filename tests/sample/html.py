"""A variant's HTML page: the twin at the address without `.md`, where the itemised prices are.

The real pages' text flow is known and their tags are not, so the price block comes in four kinds of markup.
Prices outside the block (menu, scripts, overview, footer) are decoys: a reader has to stay between the
`PRICING` and `SPEC SHEET` eyebrows.
"""

from collections.abc import Callable
from html import escape

from tests.sample.facts import Family, Row, Variant
from tests.sample.locales import WORDS
from tests.sample.markdown import INVENTED, ORIGIN, address, api_path, pick

_HEAD = """\
<!doctype html>
<html lang="{locale}"{direction}><head><meta charset="utf-8"><title>{name} | RunAPI</title>
<link rel="canonical" href="{url}">
<style>.row::after {{ content: "from $0.03" }}</style>
<script type="application/ld+json">{{"@type": "Product", "name": "{name}", "offers": {{"price": "9.99"}}}}</script>
<script>window.plans = {{"starter": "$9.99 / image", "team": "$99 / 1M tokens"}};</script>
</head><body>
<header><nav><a href="/models">Models</a> <a href="/pricing">Pricing</a> from $0.01 / request</nav></header>
<main>
<p>VARIANT</p><h1>{family} {name} API</h1>
<section><p>OVERVIEW</p><h2>{name}</h2><p>{invented} Elsewhere one pays $5.00.</p></section>
"""

_FOOT = """\
</main>
<footer><svg viewBox="0 0 8 8"><title>$1</title><path d="M0 0h8"/></svg> Top up from $10 · Team $49 / month</footer>
<script>document.title += " from $0.01";</script>
</body></html>
"""


def variant_page(family: Family, variant: Variant, locale: str) -> str:
    """`/models/<family>/<variant>`, the prices in one of four kinds of markup."""
    words = WORDS[locale]
    path = address(locale, family.slug, variant.slug)
    head = _HEAD.format(
        locale=locale,
        direction=' dir="rtl"' if locale == "ar" else "",
        name=escape(variant.id),
        url=f"{ORIGIN}{path}",
        family=escape(family.name),
        invented=INVENTED,
    )
    markup = _MARKUPS[pick(f"{family.slug}/{variant.slug}", len(_MARKUPS))]
    rows = [_rendered(row, older=pick(family.slug, 2) == 0) for row in variant.rows]
    pricing = f"<p>PRICING</p><h2>{words.pricing}</h2><p>{escape(words.not_charged)}</p>{markup(rows)}"
    return f"{head}<section>{pricing}</section>\n{_spec_sheet(family, variant)}{_FOOT}"


def _rendered(row: Row, *, older: bool) -> tuple[str, str, str]:
    """Label, amount and unit as printed. An older rendering says `request` where a newer one says `image`."""
    amount = "Free" if row.amount.strip("0.") == "" and row.amount else _dollars(row.amount)
    unit = "request" if older and row.unit == "image" else row.unit
    return row.label, amount, f"/ {unit}" if unit else ""


def _dollars(amount: str) -> str:
    """`0.14-0.24` is printed as `$0.14-$0.24`."""
    return "-".join(f"${part}" for part in amount.split("-")) if amount else ""


def _spec_sheet(family: Family, variant: Variant) -> str:
    fields = {
        "Model ID": variant.id,
        "Provider": family.provider,
        "API endpoint": api_path(family, variant),
        "Status": variant.status,
    }
    rows = "".join(f"<tr><td>{field}</td><td>{escape(value)}</td></tr>" for field, value in fields.items())
    return f"<section><p>SPEC SHEET</p><table>{rows}</table></section>\n"


def _as_divisions(rows: list[tuple[str, str, str]]) -> str:
    return "".join(
        f'<div class="row"><span>{label}</span> <strong>{amount}</strong> <small>{unit}</small></div>'
        for label, amount, unit in rows
    )


def _as_definitions(rows: list[tuple[str, str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{amount} {unit}</dd>" for label, amount, unit in rows) + "</dl>"


def _as_table(rows: list[tuple[str, str, str]]) -> str:
    cells = "".join(f"<tr><th>{label}</th><td>{amount} {unit}</td></tr>" for label, amount, unit in rows)
    return f"<table>{cells}</table>"


def _as_list(rows: list[tuple[str, str, str]]) -> str:
    return "<ul>" + "".join(f"<li>{label} <b>{amount}</b> {unit}</li>\n" for label, amount, unit in rows) + "</ul>"


_MARKUPS: tuple[Callable[[list[tuple[str, str, str]]], str], ...] = (
    _as_divisions, _as_definitions, _as_table, _as_list,
)  # fmt: skip
