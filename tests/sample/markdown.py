"""The catalog's Markdown pages: the index, a family, a variant.

Headings, table headers and bold labels are English in every locale. Of the rest, the title's suffix, the
line under a price and the FAQ are the locale's own; taglines and prose are so for some families only, as
on the real site, where language is a property of a block.
"""

from collections.abc import Iterable
from zlib import crc32

from tests.sample import defects
from tests.sample.facts import Family, Variant
from tests.sample.locales import WORDS
from tests.sample.words import Exchange, Words

ORIGIN = "https://runapi.ai"

INVENTED = "This is a sample page: its prices are invented and nobody charges them."


def address(locale: str, *slugs: str) -> str:
    """The path of a page without its ending: `/zh-TW/models/minimax/m2.1`. English has no segment of its own."""
    return "/".join(("" if locale == "en" else f"/{locale}", "models", *slugs))


def pick(text: str, choices: int) -> int:
    """A choice that looks arbitrary and never changes: 0 to `choices` - 1."""
    return crc32(text.encode()) % choices


def index(families: Iterable[Family], locale: str) -> str:
    """`/models.md`: a table, but in Spanish a list, since nobody has seen the real one."""
    here = [family for family in families if defects.has_family(family, locale)]
    lines = _frontmatter(title="Models | RunAPI", path=address(locale), locale=locale)
    lines += ["# Models", "", INVENTED, ""]
    if locale == "es":
        lines += [
            f"- [{family.name}]({ORIGIN}{address(locale, family.slug)}.md) — {family.provider}" for family in here
        ]
    else:
        lines += ["| Model | Provider | Modality | Variants | URL |", "|---|---|---|---|---|"]
        lines += [
            f"| {family.name} | {family.provider} | {family.modality} | {len(family.variants)} "
            f"| {ORIGIN}{address(locale, family.slug)}.md |"
            for family in here
        ]
    return _page(lines)


def family_page(family: Family, locale: str) -> str:
    """`/models/<family>.md`."""
    words = WORDS[locale]
    lines = _frontmatter(
        title=f"{family.name} API{words.suffix} | RunAPI",
        path=address(locale, family.slug),
        locale=locale,
        model=family.name,
        provider=family.provider,
        modality=family.modality,
        variant_count=defects.count(family, locale),
        price_from_cents=min(defects.cents(family, variant, locale) for variant in family.variants),
    )
    spoken = WORDS["en"] if pick(family.slug, 3) == 0 else words
    tagline = spoken.tagline.format(name=family.name, provider=family.provider, noun=spoken.nouns[family.modality])
    # Media families are headed by their bare name.
    heading = f"{family.name} API" if family.modality == "text" else family.name
    lines += [f"# {heading}", "", escaped(tagline), ""]
    lines += [
        f"**Provider:** {family.provider}",
        f"**Modality:** {family.modality.capitalize()}",
        f"**Catalog:** {len(family.variants)} variants",
        "",
        escaped(f"{family.about} {INVENTED}"),
        "",
    ]
    lines += ["## Variants", "", *_variants_table(family, locale), "", ""]
    lines += _endpoints(family) if family.modality == "text" else _install(family, family.variants[0], defects.API_HOST)
    lines += ["## Context", "", *_context(family, words)]
    lines += _faq(defects.answers(family, locale, (*_placeholder_question(family, locale), *words.faq)))
    return _page(lines)


def variant_page(family: Family, variant: Variant, locale: str) -> str:
    """`/models/<family>/<variant>.md`."""
    words = WORDS[locale]
    heading = f"{family.name} {variant.id} API"
    lines = _frontmatter(
        title=f"{heading}{words.suffix} | RunAPI",
        path=address(locale, family.slug, variant.slug),
        locale=locale,
        model=family.name,
        provider=family.provider,
        variant_id=variant.id,
        sdk_model_id=variant.id,
        modality=family.modality,
        price_from_cents=defects.cents(family, variant, locale),
        billing_unit=variant.billing,
        status=variant.status,
    )
    lines += [f"# {heading}", "", escaped(f"{variant.id} is one of the {family.name} variants. {INVENTED}"), ""]
    lines += ["## Pricing", "", f"**${defects.listed(family, variant, locale)}** per {variant.billing}", ""]
    lines += [escaped(words.not_charged), "", *_spec_sheet(family, variant)]
    host = defects.host(family, locale)
    lines += _request(family, variant, host) if family.modality == "text" else _install(family, variant, host)
    # A variant page asks about itself first, and repeats about half of what the family page answers.
    question, answer = words.which_id
    own = (question.format(variant=defects.name_in_question(family, variant, locale)), answer.format(id=variant.id))
    lines += _faq(defects.answers(family, locale, (own, *words.faq[-(len(words.faq) // 2) :])))
    if len(family.variants) > 1:
        lines += ["", "## Related", "", f"Other {family.name} variants:", "", *_related(family, variant, locale)]
    return _page(lines)


def escaped(prose: str) -> str:
    """Prose as the source writes it into Markdown: quotes as HTML entities, `&` left bare."""
    return prose.replace("'", "&#39;").replace('"', "&quot;")


def api_path(family: Family, variant: Variant) -> str:
    """The path of the API that runs `variant`; a media model's is named after its task."""
    if family.modality == "text":
        return family.endpoints[0]
    return f"/api/v1/{family.underscored}/{variant.task.lower().replace(' ', '_')}"


def _page(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _frontmatter(*, title: str, path: str, locale: str, **rest: str | int) -> list[str]:
    url = f"{ORIGIN}{path}.md"
    fields: dict[str, str | int] = {"title": title, "url": url, "canonical": url, "locale": locale, **rest}
    # Numbers are bare, everything else is in double quotes.
    printed = (f'{key}: "{value}"' if isinstance(value, str) else f"{key}: {value}" for key, value in fields.items())
    return ["---", *printed, "---", ""]


def _variants_table(family: Family, locale: str) -> list[str]:
    rows = (
        f"| {variant.id} | `{variant.slug}` | ${defects.listed(family, variant, locale)} | {variant.billing} "
        f"| {ORIGIN}{address(locale, family.slug, variant.slug)}.md |"
        for variant in family.variants
    )
    return ["| Version | Variant | Pricing | Billing | URL |", "|---|---|---|---|---|", *rows]


def _endpoints(family: Family) -> list[str]:
    calls = [f"- `POST {endpoint}`" for endpoint in family.endpoints]
    lines = ["## API endpoints", "", f"Base URL: `{defects.API_HOST}`", "", *calls, ""]
    return [*lines, "Any client that speaks one of these protocols will do.", ""]


def _install(family: Family, variant: Variant, host: str) -> list[str]:
    call = [
        f"curl -X POST {host}{api_path(family, variant)} \\",
        f"""  -d '{{ "model": "{variant.id}", "prompt": "..." }}'""",
    ]
    lines = ["## Install", "", "```sh", f"npm install @runapi.ai/{family.slug}", "```", ""]
    # A comment that looks like a heading: only a parser of Markdown knows that it is none.
    return [*lines, "## Quickstart", "", "```sh", "## one call, one result", *call, "```", ""]


def _request(family: Family, variant: Variant, host: str) -> list[str]:
    body = [
        "{",
        f'  "model": "{variant.id}",',
        '  "messages": [',
        '    { "role": "user", "content": "Name three | four rivers." }',
        "  ]",
        "}",
    ]
    calls = [f"- `POST {endpoint}`" for endpoint in family.endpoints]
    lines = ["## Request example", "", "```json", *body, "```", ""]
    return [*lines, "## API endpoints", "", f"Base URL: `{host}`", "", *calls, ""]


def _spec_sheet(family: Family, variant: Variant) -> list[str]:
    fields = {
        "Model ID": f"`{variant.id}`",
        "Provider": family.provider,
        "Modality": family.modality,
        "Task type": "synchronous" if family.modality == "text" else "asynchronous",
        "Billing unit": variant.billing,
        "API endpoint": f"`{api_path(family, variant)}`",
        "Status": variant.status,
    }
    rows = [f"| {field} | {value} |" for field, value in fields.items()]
    return ["## Spec sheet", "", "| Field | Value |", "|---|---|", *rows, ""]


def _context(family: Family, words: Words) -> list[str]:
    """A sentence of the locale's for every second family; the others are half translated and have it in English."""
    spoken = words if pick(f"{family.slug} context", 2) else WORDS["en"]
    lines = [escaped(spoken.context.format(name=family.name)), ""]
    if family.slug == "kling":
        # Agent guides are linked from the catalog and are no part of it.
        lines += [f"There is also a [guide for agents]({ORIGIN}/openclaw-kling.md).", ""]
    return lines


def _placeholder_question(family: Family, locale: str) -> tuple[Exchange, ...]:
    if (locale, family.slug) != defects.PLACEHOLDER:
        return ()
    question, answer = WORDS[locale].which_id
    first = family.variants[0]
    asked = question.format(variant=defects.name_in_question(family, first, locale))
    return ((asked, answer.format(id=first.id)),)


def _faq(exchanges: tuple[Exchange, ...]) -> list[str]:
    lines = ["## FAQ", ""]
    for question, answer in exchanges:
        lines += [f"### {escaped(question)}", "", escaped(answer), ""]
    return lines


def _related(family: Family, variant: Variant, locale: str) -> list[str]:
    return [
        f"- [{other.id}]({ORIGIN}{address(locale, family.slug, other.slug)}.md) — `{other.slug}` "
        f"· ${defects.listed(family, other, locale)}"
        for other in family.variants
        if other.slug != variant.slug
    ]
