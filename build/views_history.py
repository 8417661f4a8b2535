"""Prices through time on the pages of a model: a step chart of what changed, its table, and a sentence for the rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby, islice, pairwise
from typing import Literal

from build.changes import lasting, track_order
from build.charts import LINES, Chart, Stretch, step_chart
from build.numerals import Figure
from build.views_prices import per, when
from build.views_site import Spot
from build.views_table import WIDEST
from scraper.catalog import Model, Point, Track
from scraper.money import is_free

Direction = Literal["up", "down", "same"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount, set as price tables set theirs."""

    figure: Figure | None  # None where it is free
    text: str  # '$0.010' in a sentence of any direction, or 'Free'
    per: str  # 'per 1K tokens'
    pad: int = 0  # see views_prices.PriceLine, as is `round`
    round: bool = False

    @property
    def free(self) -> bool:
        return self.figure is None


@dataclass(frozen=True, slots=True)
class Move:
    """How an amount differs from the one before."""

    direction: Direction
    word: str  # 'dearer', for those who see neither sign nor colour
    percent: str  # '+12.5%'; '' where there is none: nothing is so many per cent of free


@dataclass(frozen=True, slots=True)
class Held:
    """A row of the table: an amount and how long it held."""

    amount: Amount
    begin: str  # a day for machines, as is `end`
    begin_day: str  # the same for people
    end: str  # '' where it lasts
    end_day: str
    move: Move | None  # None for the first, and where the price had been gone
    source: str  # path:line
    source_href: str | None


@dataclass(frozen=True, slots=True)
class Priced:
    """One price through time."""

    letter: str  # its mark in the chart, '' where it is alone
    name: str  # 'Output', on a family's page 'glm-4.7'
    held: tuple[Held, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class Pictured:
    """Prices of one unit and basis that changed, as a chart and a table."""

    title: str  # 'Rates, per 1M tokens', on a family's page 'Rates, Output, per 1M tokens'
    description: str  # of the chart, for those who don't see it
    chart: Chart | None  # None where everything happened on one day
    prices: tuple[Priced, ...]
    width: int  # of the amounts, in characters


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the prices of a variant, or of a whole family."""

    pictures: tuple[Pictured, ...]
    sentences: tuple[str, ...]  # about prices that never changed


def past_of_variant(spot: Spot, model: Model, slug: str) -> Past:
    """The past of one variant; `pictures` and `sentences` are empty where the ledger has none."""
    tracks = sorted(spot.site.ledger.tracks.get(f"{model.model}/{slug}", []), key=track_order)
    changed, rest = _sorted_out(tracks)
    return Past(_pictures(spot, changed), tuple(_sentences(spot, rest, alone=not changed)))


def past_of_family(spot: Spot, model: Model) -> Past:
    """The past of all variants of a model."""
    ids = {f"{model.model}/{one.slug}": one.id for one in model.variants}
    tracks = [track for key in ids for track in sorted(spot.site.ledger.tracks.get(key, []), key=track_order)]
    changed, rest = _sorted_out(tracks)
    return Past(_pictures(spot, changed, ids), tuple(_counts(spot, rest, ids)))


def _sorted_out(tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    """The prices that changed, and those that never did."""
    return [one for one in tracks if len(lasting(one)) > 1], [one for one in tracks if len(lasting(one)) == 1]


def _pictures(spot: Spot, changed: Iterable[Track], ids: Mapping[str, str] | None = None) -> tuple[Pictured, ...]:
    """A chart for each unit and basis; with the `ids` of several variants for each component as well."""

    def alike(track: Track) -> tuple[object, ...]:
        basis, unit, component, currency, quantity, *_ = track_order(track)
        return basis, unit, component if ids else 0, currency, quantity

    # Sorting is stable: within a chart prices stay in the order of their table.
    groups = groupby(sorted(changed, key=alike), key=alike)
    return tuple(_pictured(spot, chunk, ids) for _, group in groups for chunk in _chunks(list(group)))


def _chunks(tracks: Sequence[Track]) -> Iterator[list[Track]]:
    """As few charts as it takes, as evenly filled as can be."""
    count = -(-len(tracks) // LINES)
    rest = iter(tracks)
    for place in range(count):
        yield list(islice(rest, -(-(len(tracks) - place) // count)))


def _pictured(spot: Spot, tracks: Sequence[Track], ids: Mapping[str, str] | None) -> Pictured:
    words, first = spot.words, tracks[0]
    component = _component(spot, first) if ids else ""
    alone = _name(spot, first, ids) if ids and len(tracks) == 1 else ""  # with others, a letter says which is which
    title = listed(spot, alone, words(f"basis.{first.basis}"), component, per(words, first.per))
    chart = _chart(spot, tracks)
    letters = [line.letter for line in chart.lines] if chart else [""] * len(tracks)
    held = [_held(spot, track) for track in tracks]
    column = Column.of(row.amount for rows in held for row in rows)
    prices = [
        Priced(letter, _name(spot, track, ids), tuple(replace(row, amount=column.set(row.amount)) for row in rows))
        for letter, track, rows in zip(letters, tracks, held, strict=True)
    ]
    days = [day for track in tracks for point in lasting(track) for day in (point.since, _end(spot, point))]
    description = words(
        "history.description",
        prices=words("mark.semicolon").join(f"{one.letter} {one.name}".strip() for one in prices),
        first=words.numerals.day(min(days)),
        last=words.numerals.day(max(days)),
    )
    return Pictured(title, description, chart, tuple(prices), column.width)


def _chart(spot: Spot, tracks: Sequence[Track]) -> Chart | None:
    series = [[_stretch(spot, track, point) for point in lasting(track)] for track in tracks]
    ends = {day for line in series for stretch in line for day in (stretch.begin, stretch.end)}
    written = {day: spot.words.numerals.short_day(date.fromordinal(day).isoformat()) for day in ends}
    return step_chart(series, written, mirrored=spot.words.direction == "rtl")


def _stretch(spot: Spot, track: Track, point: Point) -> Stretch:
    return Stretch(
        begin=date.fromisoformat(point.since).toordinal(),
        end=date.fromisoformat(_end(spot, point)).toordinal(),
        amount=Fraction(point.amount),
        label=amount_of(spot, track, point).text,
        lasts=point.until is None,
    )


def _end(spot: Spot, point: Point) -> str:
    """The day a stretch ended, or the last that anything is known of."""
    return point.until or max(spot.site.ledger.end or point.since, point.since)


def _held(spot: Spot, track: Track) -> list[Held]:
    day = spot.words.numerals.short_day
    return [
        Held(
            amount=amount_of(spot, track, point),
            begin=point.since,
            begin_day=day(point.since),
            end=point.until or "",
            end_day=day(point.until) if point.until else "",
            move=move(spot, before, point) if before and before.until == point.since else None,
            source=point.source,
            source_href=spot.source(point.source),
        )
        for before, point in pairwise([None, *lasting(track)])
        if point is not None
    ]


def _name(spot: Spot, track: Track, ids: Mapping[str, str] | None) -> str:
    if ids:
        return listed(spot, ids[track.variant], when(spot.words, track.when))
    return what(spot, track) or spot.words("component.usage")


def _component(spot: Spot, track: Track) -> str:
    return "" if track.component == "usage" else spot.words(f"component.{track.component}")


def listed(spot: Spot, *parts: str) -> str:
    """Some words with the language's comma between them, empty ones left out."""
    return spot.words("mark.comma").join(filter(None, parts))


def _sentences(spot: Spot, rest: Sequence[Track], *, alone: bool) -> Iterator[str]:
    """What never changed, in as few sentences as there are days since when; what is gone, each in its own."""
    words, day = spot.words, spot.words.numerals.day
    standing: dict[str, list[Track]] = {}
    for track in rest:
        point = lasting(track)[0]
        if point.until is None:
            standing.setdefault(point.since, []).append(track)
    for since, found in sorted(standing.items()):
        if alone and len(standing) == 1:
            yield words("history.none", date=day(since))
        else:
            prices = words("mark.semicolon").join(_full_name(spot, track) for track in found)
            yield words("history.unchanged", prices=prices, date=day(since))
    for track in rest:
        point = lasting(track)[0]
        if point.until is not None:
            shown = amount_of(spot, track, point)
            yield words(
                "history.ended",
                price=f"{_full_name(spot, track)}: {shown.text} {shown.per}",
                first=day(point.since),
                last=day(point.until),
            )


def _counts(spot: Spot, rest: Sequence[Track], ids: Mapping[str, str]) -> Iterator[str]:
    """The same for a whole family, which has too many prices to name: how many stand, which variants are gone."""
    standing = [track for track in rest if lasting(track)[0].until is None]
    if standing:
        yield spot.words("history.rest", count=len(standing))
    for key, name in ids.items():
        tracks = spot.site.ledger.tracks.get(key, [])
        ends = [point.until for track in tracks for point in lasting(track)[-1:]]
        if ends and all(ends):
            last = max(end for end in ends if end)
            yield spot.words("history.gone", id=name, date=spot.words.numerals.day(last))


def _full_name(spot: Spot, track: Track) -> str:
    """A price where no heading says its basis: 'Rates, Output'."""
    return listed(spot, spot.words(f"basis.{track.basis}"), what(spot, track))


def what(spot: Spot, track: Track) -> str:
    """Component and parameters of a price, as in price tables: 'Output', '' for plain usage."""
    return listed(spot, _component(spot, track), when(spot.words, track.when))


def amount_of(spot: Spot, track: Track, point: Point) -> Amount:
    """What a price was in a stretch, digit for digit."""
    unit = per(spot.words, track.per)
    if is_free(point.amount, track.basis, track.per):
        return Amount(None, spot.words("price.free"), unit)
    numerals, written = spot.words.numerals, (point.amount, track.currency)
    return Amount(numerals.figure(*written), numerals.amount(*written), unit)


def move(spot: Spot, old: Point, new: Point) -> Move:
    """From one amount to the next, of one price: their units are the same."""
    before, after = Fraction(old.amount), Fraction(new.amount)
    direction: Direction = "up" if after > before else "down" if after < before else "same"
    percent = spot.words.numerals.percent((after - before) / before) if before and after != before else ""
    return Move(direction, spot.words(f"history.{direction}"), percent)


@dataclass(frozen=True, slots=True)
class Column:
    """What amounts under one another have in common, so that they align at their decimal marks."""

    decimals: int  # of the longest
    width: int  # in characters

    @classmethod
    def of(cls, amounts: Iterable[Amount | None]) -> "Column":
        figures = [amount.figure for amount in amounts if amount and amount.figure]
        most = max((figure.digits for figure in figures), default=0)
        widest = max((len(figure.text) - figure.digits for figure in figures), default=0)
        return cls(most, min(widest + most, WIDEST))

    def set(self, amount: Amount) -> Amount:
        """The amount with the room to leave after it."""
        if amount.figure is None:
            return amount
        digits = amount.figure.digits
        return replace(amount, pad=self.decimals - digits, round=self.decimals > 0 and not digits)
