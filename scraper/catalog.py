"""The catalog as data: what `content/` holds, and nothing about where it came from or goes to.

Facts (`Model`, the same in every language) and words (`Text`, one per locale and family) are two
files, because a price must not differ by language while a sentence must. Every class is frozen and
rejects unknown keys, so a misspelt key is an error and never a silent loss.

The YAML shape is a contract (see docs/content.md); `schema()` publishes it as JSON Schema.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

# Where a price was printed. Costs use schedule, else rates, else listed.
Basis = Literal["listed", "rates", "schedule"]
BASES: tuple[Basis, ...] = ("schedule", "rates", "listed")

# What a price is for. `usage` is everything a page prices with one figure.
Component = Literal["usage", "input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h"]
COMPONENTS: tuple[Component, ...] = get_args(Component)

# What is counted. The source's `request` is `call`; its `minute` is 60 of `second`.
Unit = Literal["token", "image", "second", "character", "call", "song"]
UNITS: tuple[Unit, ...] = get_args(Unit)

Modality = str  # text image video audio so far; the source may invent more


def _in_the_calendar(text: str) -> str:
    """A day or a moment as it is written, where there is such a one. Raises ValueError otherwise."""
    datetime.fromisoformat(text)
    return text


# 20 digits is past any price; it keeps a pasted account number from becoming one.
Amount = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_in_the_calendar)]
Moment = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
    AfterValidator(_in_the_calendar),
]
# `%` and spaces never occur in an address of ours; dots do (`m2.1`), a leading one doesn't.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$")]
Source = Annotated[str, StringConstraints(pattern=r"^[^\s:]+:[0-9]+$")]


class Value(BaseModel):
    """The base of everything stored: frozen, unknown keys rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def plain(self) -> dict[str, Any]:
        """Dicts, lists, text and whole numbers as YAML holds them.

        What is absent, and empty lists and mappings, are left out, but for the keys a reader may count on: KEPT_EMPTY.
        """
        pruned: dict[str, Any] = _without_empty(self.model_dump(by_alias=True, exclude_none=True))
        return pruned


_NESTED = (dict, list, tuple)
KEPT_EMPTY = frozenset({"when", "prices", "endpoints", "variants", "failed", "answer", "question", "text"})


def _without_empty(value: Any) -> Any:
    # Empty text stays: it was printed (`## ` is a heading), and a field that must be there would be missing.
    if not isinstance(value, dict):
        return [_without_empty(child) if isinstance(child, _NESTED) else child for child in value]
    found: dict[str, Any] = {}
    for key, child in value.items():
        if not isinstance(child, _NESTED):
            found[key] = child
        elif child or key in KEPT_EMPTY:
            inner = _without_empty(child)
            if inner or key in KEPT_EMPTY:
                found[key] = inner
    return found


class Per(Value):
    """How much of what the amount buys: 1000 tokens, 1 image."""

    quantity: Annotated[int, Field(gt=0)]  # a whole number of units
    unit: Unit  # what is counted


# Basis, component, currency, quantity, unit, and what the price depends on, sorted.
PriceKey = tuple[str, str, str, int, str, tuple[tuple[str, str], ...]]


class Price(Value):
    """One printed amount, with what it is for and the line it was read from."""

    basis: Basis  # listed (Markdown pages), rates (HTML pages) or schedule (price feed)
    component: Component  # what it is for; usage where one figure prices everything
    amount: Amount  # the printed digits, always a string; '0' is free, an unknown price has no entry
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]  # ISO 4217
    per: Per  # what the amount buys
    when: dict[str, str] = {}  # what the price depends on, e.g. {output_resolution: 1k}
    text: str  # verbatim, with its unit words where they stand beside it
    source: Source  # page:line, relative to content/pages/
    since: Day  # first seen at this amount, UTC

    @property
    def value(self) -> Decimal:
        """The amount as an exact number of `currency` per `per`."""
        return Decimal(self.amount)

    @property
    def key(self) -> PriceKey:
        """What makes two prices the same price at different amounts."""
        return (
            self.basis,
            self.component,
            self.currency,
            self.per.quantity,
            self.per.unit,
            tuple(sorted(self.when.items())),
        )


class Variant(Value):
    """One model as it is called and billed."""

    slug: Slug  # the last part of its address; distinct within the family
    id: str  # as the API takes it; case matters
    status: str | None = None  # as printed; absent where no page says; `withdrawn` once gone
    billing_unit: str | None = None  # as printed
    task_type: str | None = None  # as printed on the spec sheet
    endpoint: str | None = None  # as printed on the spec sheet
    rates_label: str | None = None  # what the itemised price block calls the service: Text to image
    prices: tuple[Price, ...] = ()  # listed before rates; of contradicting ones the most trusted first
    extra: dict[str, str] = {}  # printed, but not understood: every one has a finding

    @property
    def withdrawn(self) -> bool:
        return self.status == WITHDRAWN


WITHDRAWN = "withdrawn"


def _distinct_slugs(variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
    slugs = [variant.slug for variant in variants]
    if len(set(slugs)) != len(slugs):
        raise ValueError("two variants share a slug")
    return variants


class Model(Value):
    """One family: `content/models/<family>.yaml`."""

    model: Slug  # the family's part of the address
    name: str  # as printed
    provider: str  # as printed
    modality: Modality  # text, image, video or audio so far
    source: str  # the address the facts were read from
    endpoints: tuple[str, ...] = ()  # method and path, as listed on the family page
    variants: Annotated[tuple[Variant, ...], AfterValidator(_distinct_slugs)]  # in the order of the table
    extra: dict[str, str] = {}  # keys of the head that nobody understands yet; every one has a finding


class Run(Value):
    """A stretch of text with one meaning: plain, code, strong or a link."""

    text: str  # as printed, entities unescaped once
    mark: Literal["code", "strong", "emphasis", "link"] | None = None  # absent: plain
    href: str | None = None  # as printed; judged when it was read


class Block(Value):
    """A paragraph, list, code sample or table, in page order."""

    kind: Literal["paragraph", "list", "code", "table", "heading"]  # says which of the fields below are there
    text: str | None = None  # of a paragraph or heading without marks, or of a code sample
    runs: tuple[Run, ...] = ()  # of a paragraph with marks
    items: tuple[str, ...] = ()  # of a list
    marked: tuple[tuple[Run, ...], ...] = ()  # of a list with marks: its items once more, with them
    first: int | None = None  # of a numbered list: the number of its first item
    info: str | None = None  # the language a code sample names
    header: tuple[str, ...] = ()  # of a table
    rows: tuple[tuple[str, ...], ...] = ()  # of a table
    lang: str | None = None  # BCP 47; absent where it is the page's own language


class Section(Value):
    """What stands under one H2."""

    title: str  # English in every locale
    blocks: tuple[Block, ...] = ()  # in page order


class FaqItem(Value):
    """One question as printed. Order is the source's; neither position nor count means anything."""

    question: str  # an unfilled %{variant} stays in it
    answer: str  # its words, paragraphs separated by an empty line
    blocks: tuple[Block, ...] = ()  # the answer once more, where it is more than paragraphs without marks
    lang: str  # BCP 47: of question and answer, whatever the page's own language is
    generic: bool | None = None  # true where several models print the same question and answer


class TextPage(Value):
    """The words of one page in one locale."""

    source: str  # the recorded page, relative to content/pages/
    title: str | None = None  # from the frontmatter
    heading: str | None = None  # the H1
    tagline: str | None = None  # the first paragraph
    tagline_lang: str | None = None  # BCP 47; absent where it is the page's own language
    frontmatter: dict[str, str] = {}  # every key as printed
    labels: dict[str, str] = {}  # the bold lines: Provider, Modality, Catalog
    lead: tuple[Block, ...] = ()  # what else stands before the first H2
    sections: tuple[Section, ...] = ()  # everything under an H2 but the FAQ
    faq: tuple[FaqItem, ...] = ()  # in page order


class VariantText(TextPage):
    """The words of one variant page."""

    slug: Slug  # of the variant


class Text(Value):
    """One family in one locale: `content/text/<locale>/<family>.yaml`.

    The family page's own fields are absent where only variant pages exist in that locale.
    """

    model: Slug  # the family
    locale: str  # BCP 47
    source: str | None = None  # the recorded family page, relative to content/pages/
    title: str | None = None  # from the frontmatter
    heading: str | None = None  # the H1
    tagline: str | None = None  # the first paragraph
    tagline_lang: str | None = None  # BCP 47; absent where it is the page's own language
    frontmatter: dict[str, str] = {}  # every key as printed
    labels: dict[str, str] = {}  # the bold lines: Provider, Modality, Catalog
    lead: tuple[Block, ...] = ()  # what else stands before the first H2
    sections: tuple[Section, ...] = ()  # everything under an H2 but the FAQ
    faq: tuple[FaqItem, ...] = ()  # in page order
    variants: tuple[VariantText, ...] = ()  # in the order of the model's variants


class Point(Value):
    """A stretch of time at one amount."""

    since: Annotated[Day, Field(alias="from")]  # first day, UTC
    until: Annotated[Day | None, Field(alias="to")] = None  # first day it no longer held; absent while it lasts
    amount: Amount  # as printed
    source: Source  # where it was first seen


class Track(Value):
    """One price through time, oldest point first."""

    variant: str  # family/variant
    basis: Basis  # of the price
    component: Component  # of the price
    currency: str  # ISO 4217
    per: Per  # of the price
    when: dict[str, str] = {}  # of the price
    points: Annotated[tuple[Point, ...], Field(min_length=1)]  # oldest first


class History(Value):
    """The ledger of change points: `content/history.yaml`."""

    tracks: tuple[Track, ...] = ()  # sorted by variant and price


class Failure(Value):
    """A page that could not be recorded."""

    path: str  # relative to content/pages/
    why: str  # in words for a person


class PastRun(Value):
    """A run before the last one, in short."""

    at: Moment  # UTC, 2026-11-22T13:20:00Z
    finished: bool  # false where the run was stopped or refused
    tried: int  # pages asked for
    changed: int  # pages recorded anew
    failed: int  # pages that kept what was recorded before
    why: tuple[str, ...] = ()  # why it ended early, then why pages failed, the commonest first


class Heartbeat(Value):
    """The last run of `pull`: `content/run.yaml`. Written by every run, the failed ones included."""

    at: Moment  # UTC, 2026-11-22T13:20:00Z
    finished: bool  # false where the run was stopped or refused
    stopped: str | None = None  # why it didn't finish, in words for a person
    tried: int  # pages asked for
    changed: int  # pages recorded anew
    unchanged: int  # pages that are as they were
    failed: tuple[Failure, ...] = ()  # pages that keep what was recorded before
    sample: bool = False  # made-up data of `make demo`, never real prices
    earlier: tuple[PastRun, ...] = ()  # the runs before it, newest first, at most 30


class Reported(Value):
    """One finding as it is published: the shape of an entry of `parse --report`."""

    code: str  # what kind it is; see docs/findings.md
    level: Literal["error", "warning", "note"]  # something is missing, contradictory, or worth knowing
    path: str  # relative to content/pages/
    line: int  # 1-based
    message: str  # with the next action


class Report(Value):
    """What the last parse found: `content/findings.yaml`."""

    pages: int  # pages read
    findings: tuple[Reported, ...] = ()  # sorted by place


SHAPES: dict[str, type[Value]] = {
    "model": Model,
    "text": Text,
    "history": History,
    "run": Heartbeat,
    "findings": Report,
}


V = TypeVar("V", bound=Value)


def validated(shape: type[V], plain: Any) -> V:
    """`plain` as a `shape`. Raises ValueError that names the first key that doesn't fit, and what it holds."""
    try:
        return shape.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ValueError(f"{where}: {first['msg']}, got {str(first.get('input'))[:80]!r}") from error


def schema(shape: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of content file: model, text, history, run or findings."""
    return SHAPES[shape].model_json_schema(by_alias=True)
