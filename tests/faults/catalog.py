"""A small catalog in the source's format, as addresses and bytes. Every fact in it is made up."""

from collections.abc import Iterable

from scraper.addresses import Page

Site = dict[str, bytes]  # by path of the address

FAMILIES = {"alfa": ("1.0", "1.5", "2"), "beta": ("fast", "pro")}


def small_site(
    *, families: dict[str, tuple[str, ...]] | None = None, locales: Iterable[str] = ("en", "zh-TW"), html: bool = True
) -> Site:
    """Index, families and variants in every locale, and the HTML page of each variant in English."""
    families = FAMILIES if families is None else families
    site: Site = {}
    for locale in locales:
        site[Page(locale).address] = index(locale, families)
        for family, variants in families.items():
            site[Page(locale, family).address] = family_page(locale, family, variants)
            for variant in variants:
                site[Page(locale, family, variant).address] = variant_page(locale, family, variant, variants)
    if html:
        for family, variants in families.items():
            for variant in variants:
                site[Page("en", family, variant, "html").address] = html_page(family, variant)
    return site


def index(locale: str, families: Iterable[str]) -> bytes:
    rows = "".join(f"| {family} | {Page(locale, family).url} |\n" for family in families)
    return f"{_front(Page(locale))}\n# Models\n\n| Model | URL |\n|---|---|\n{rows}".encode()


def family_page(locale: str, family: str, variants: tuple[str, ...]) -> bytes:
    page = Page(locale, family)
    rows = "".join(f"| {family}-{v} | `{v}` | $0.010 | call | {Page(locale, family, v).url} |\n" for v in variants)
    return f"""{_front(page, f"variant_count: {len(variants)}")}
# {family}

**Catalog:** {len(variants)} variants

## Variants

| Version | Variant | Pricing | Billing | URL |
|---|---|---|---|---|
{rows}

## Context

Nothing of this is real.

## FAQ

### 這是真的嗎？

不是，全部都是測試資料。
""".encode()


def variant_page(locale: str, family: str, variant: str, siblings: tuple[str, ...]) -> bytes:
    page = Page(locale, family, variant)
    others = "## Related\n\n" + "".join(
        f"- [{family}-{v}]({Page(locale, family, v).url}) — `{v}` · $0.010\n" for v in siblings if v != variant
    )
    return f"""{_front(page, f'variant_id: "{family}-{variant}"', 'billing_unit: "call"', 'status: "active"')}
# {family} {variant}

## Pricing

**$0.010** per call

## Spec sheet

| Field | Value |
|---|---|
| Model ID | `{family}-{variant}` |
| Status | active |

## Quickstart

```js
// ## no heading
run("{family}-{variant}");
```

## FAQ

### Is this real?

No, it is a test.

{others}""".encode()


def html_page(family: str, variant: str, *, lang: str = "en", amount: str = "$0.01") -> bytes:
    return f"""<!doctype html>
<html lang="{lang}"><head><title>{family}-{variant}</title><script>var price = "$9";</script></head>
<body><nav><a href="/models/gamma">Gamma</a></nav>
<main class="page"><p class="eyebrow">PRICING</p><h2>Pricing</h2>
<div class="row"><span>Call</span> <strong>{amount}</strong> <small>/ request</small></div>
<p>SPEC SHEET</p><table><tr><td>Model ID</td><td>{family}-{variant}</td></tr></table></main>
<footer>Top up</footer></body></html>
""".encode()


def _front(page: Page, *lines: str) -> str:
    keys = "\n".join((f'title: "{page.family or "Models"}"', f'url: "{page.url}"', f'locale: "{page.locale}"', *lines))
    return f"---\n{keys}\n---\n"
