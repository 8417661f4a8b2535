"""How a price is shown: its amount, unit, basis, source line, doubts, and where it stands among its peers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from build import exact
from build.locales import Words
from build.numerals import MONEY_DIGITS, Figure
from build.peers import peer_key
from build.views_site import Spot
from scraper.catalog import BASES, COMPONENTS, UNITS, Model, Per, Price, Variant
from scraper.money import interval, is_coarse, is_free, scaled

MILLION = 1_000_000
_BAR = 100  # the width of a bar in its own units

# Spans of seconds that have a name of their own.
_SPANS = {60: "per.minute", 3600: "per.hour"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark on a price: what it says and where the finding stands."""

    label: str
    href: str
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class PriceLine:
    """One price as a page shows it, in the reader's language. Each is equal only to itself, which is quick to tell."""

    figure: Figure | None  # None where it is free
    text: str  # amount and unit in one string: '$0.010 per 1K tokens'
    per: str  # 'per 1K tokens'
    basis: str  # the basis' code: listed, rates, schedule
    basis_name: str
    component: str  # the component's name, '' for usage
    when: str  # what it depends on: 'Output resolution 2k', '' where on nothing
    what: str  # component and parameters together: 'Input', 'Output resolution 2k'
    million: str  # per 1M tokens: '$9.50–$10.50' where the digits allow a range, '$0.30' where exact, '' elsewhere
    coarse: bool  # whether `million` is a range
    source: str  # path:line
    source_href: str | None
    since: str  # the day as the reader writes it
    day: str  # the day as machines write it
    doubts: tuple[Doubt, ...]
    bar: int | None  # 0 to 100 against its peers; None without peers that differ
    lowest: bool  # no peer costs less, and some cost more
    group: str  # unit, basis, component: what sorting keeps apart
    order: str  # what sorting compares within the group: plain digits, per single unit
    price: Price
    pad: int = 0  # decimals that others in its column have more: the room to leave after it
    round: bool = False  # without a decimal mark, in a column where others have one

    @property
    def free(self) -> bool:
        return self.figure is None


def ordered(prices: Iterable[Price]) -> list[Price]:
    """The most trusted basis first, then components in their usual order, cheaper tiers first."""
    return sorted(
        prices,
        key=lambda price: (
            BASES.index(price.basis),
            UNITS.index(price.per.unit),
            COMPONENTS.index(price.component),
            scaled(price.amount, price.per, 1),
            sorted(price.when.items()),
        ),
    )


def lines(spot: Spot, model: Model, variant: Variant) -> tuple[PriceLine, ...]:
    """Every price of a variant as its pages show it, the most trusted basis first."""
    # All but the link to its findings is the same on every page of a language, and a price stands on many.
    site, tag = spot.site, spot.words.tag
    plain = site.once(tag, ("lines", id(variant)), lambda: _plain_lines(spot, variant))
    doubts = [tuple(_doubts(spot, model, one.price)) for one in plain]
    if not any(doubts):
        return plain
    key = ("lines", id(variant), spot.link("findings"))
    return site.once(
        tag, key, lambda: tuple(replace(one, doubts=found) for one, found in zip(plain, doubts, strict=True))
    )


def _plain_lines(spot: Spot, variant: Variant) -> tuple[PriceLine, ...]:
    return tuple(_line(spot, price) for price in ordered(variant.prices))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is the same about a price in every language. The names are those of PriceLine."""

    million: tuple[Decimal, ...]  # both ends of a range, one amount, or nothing
    coarse: bool
    source_href: str | None
    bar: int | None
    lowest: bool
    group: str
    order: str


def _standing(spot: Spot, price: Price) -> _Standing:
    rank = spot.site.peers.get(peer_key(price))
    single = scaled(price.amount, price.per, 1)
    differ = rank is not None and rank.least != rank.most
    return _Standing(
        million=tuple(_per_million(price)),
        coarse=is_coarse(price),
        source_href=spot.source(price.source),
        bar=int(min(single / rank.most, Fraction(1)) * _BAR) if rank is not None and differ else None,
        lowest=rank is not None and differ and single == rank.least,
        group=f"{UNITS.index(price.per.unit)}{BASES.index(price.basis)}{COMPONENTS.index(price.component)}",
        order=exact.digits(single),
    )


def _line(spot: Spot, price: Price) -> PriceLine:
    """One price without its doubts."""
    site, words = spot.site, spot.words
    standing = site.once("", ("standing", id(price)), lambda: _standing(spot, price))
    free = is_free(price.amount, price.basis, price.per)
    figure = None if free else words.numerals.figure(price.amount, price.currency)
    unit = site.once(words.tag, ("per", price.per.unit, price.per.quantity), lambda: per(words, price.per))
    component = "" if price.component == "usage" else words(f"component.{price.component}")
    depends = when(words, price.when) if price.when else ""
    return PriceLine(
        figure=figure,
        text=f"{figure.text} {unit}" if figure else words("price.free"),
        per=unit,
        basis=price.basis,
        basis_name=words(f"basis.{price.basis}"),
        component=component,
        when=depends,
        what=words("mark.comma").join(filter(None, (component, depends))),
        million=_million(words, standing, price.currency),
        coarse=standing.coarse,
        source=price.source,
        source_href=standing.source_href,
        since=words.numerals.day(price.since),
        day=price.since,
        doubts=(),
        bar=standing.bar,
        lowest=standing.lowest,
        group=standing.group,
        order=standing.order,
        price=price,
    )


def _per_million(price: Price) -> Iterator[Decimal]:
    """A token price per 1M tokens: both ends of the range its digits allow where it is coarse, else the amount.

    Nothing for other units, for what is free, and for an exact amount that is per 1M already.
    """
    coarse = is_coarse(price)
    if price.per.unit != "token" or not (coarse or (price.value and price.per.quantity != MILLION)):
        return
    for end in interval(price.amount) if coarse else (price.amount,):
        yield _decimal(scaled(end, price.per, MILLION))


def _million(words: Words, standing: _Standing, currency: str) -> str:
    ends = standing.million
    if not ends:
        return ""
    if standing.coarse:
        return words.numerals.interval(ends[0], ends[-1], currency)
    return words.numerals.amount(ends[0], currency, least_digits=MONEY_DIGITS)


def per(words: Words, amount: Per) -> str:
    """What an amount buys, in words: 'per 1K tokens', 'per image', 'per minute'."""
    if amount.unit == "second" and amount.quantity in _SPANS:
        return words(_SPANS[amount.quantity])
    if amount.quantity == 1:
        return words(f"per.{amount.unit}")
    return words(f"per.{amount.unit}_many", quantity=quantity(words, amount.quantity))


def quantity(words: Words, number: int) -> str:
    """A round number as prices write it: 1000 is '1K', 1000000 is '1M', 1500 stays '1,500'."""
    for size, key in ((MILLION, "quantity.million"), (1000, "quantity.thousand")):
        if number >= size and number % size == 0:
            return words(key, number=words.numerals.number(number // size))
    return words.numerals.number(number)


def when(words: Words, parameters: Mapping[str, str]) -> str:
    """The parameters a price depends on: 'Output resolution 2k'."""
    said = (f"{words.label('parameter', name)} {value}" for name, value in sorted(parameters.items()))
    return words("language.list").join(said)


def costs(words: Words, price: Price, quantities: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    """Ready-made costs at one price: (quantity, cost, what the digits allow or '')."""
    for number in quantities:
        cost = _decimal(scaled(price.amount, price.per, number))
        allowed = ""
        if is_coarse(price):
            low, high = (_decimal(scaled(end, price.per, number)) for end in interval(price.amount))
            allowed = words.numerals.interval(low, high, price.currency)
        free = not cost and not allowed
        shown = words("price.free") if free else words.numerals.amount(cost, price.currency, least_digits=MONEY_DIGITS)
        yield quantity(words, number), shown, allowed


def aligned(columns: Sequence[Sequence[PriceLine]]) -> tuple[list[tuple[PriceLine, ...]], int]:
    """The lines of one column of a table, ready to be aligned at their decimal marks, and the column's width.

    `columns` are the lines row group by row group. The width is in characters; an amount is set whole, so that
    it can be searched and copied, and is followed by the room that its missing decimals would take.
    """
    figures = [line.figure for lines in columns for line in lines if line.figure]
    most = max((figure.digits for figure in figures), default=0)
    width = max((len(figure.text) - figure.digits for figure in figures), default=0) + most
    return [
        tuple(
            _padded(line, most - line.figure.digits) if line.figure and line.pad != most - line.figure.digits else line
            for line in lines
        )
        for lines in columns
    ], width


@lru_cache(maxsize=16384)  # a price stands in the same column of several pages
def _padded(line: PriceLine, room: int) -> PriceLine:
    return replace(line, pad=room, round=room > 0 and not (line.figure and line.figure.digits))


def _doubts(spot: Spot, model: Model, price: Price) -> Iterator[Doubt]:
    seen: set[str] = set()
    for finding in spot.site.doubts(model, price):
        if finding.code not in seen:
            seen.add(finding.code)
            place = f"{finding.path}:{finding.line}"
            yield Doubt(spot.words("price.doubt_of", line=place), spot.finding(finding), finding.code)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(exact.digits(value))
