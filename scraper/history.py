"""The ledger of change points: when a price held which amount.

Made by comparing the new facts with the ledger as it was, so that parsing the same content again
changes nothing. A price that returns to an old value begins a new stretch; a withdrawn variant's
stretch ends; a renamed variant is a new one, its predecessor's stretches stay.
"""

from collections.abc import Iterable

from scraper.catalog import History, Model, Point, Price, Track
from scraper.money import counted

Key = tuple[str, str, str, str, int, str, tuple[tuple[str, str], ...]]


def update(history: History, models: Iterable[Model], *, today: str) -> History:
    """The ledger after `models` were read. `today` (UTC day) ends the stretches of what is gone.

    Of prices that contradict each other the most trusted one is followed.
    """
    tracks: dict[Key, Track] = {_key(track): track for track in history.tracks}
    current: set[Key] = set()
    families: set[str] = set()
    for model in models:
        families.add(model.model)
        for variant in model.variants:
            if variant.withdrawn:
                continue
            name = f"{model.model}/{variant.slug}"
            for price in variant.prices:
                key: Key = (name, *price.key)
                if key not in current:
                    current.add(key)
                    tracks[key] = _continued(tracks.get(key), name, price, today)
    for key, track in tracks.items():
        if key not in current and track.variant.partition("/")[0] in families:
            tracks[key] = _ended(track, today)
    return History(tracks=tuple(tracks[key] for key in sorted(tracks)))


def _key(track: Track) -> Key:
    when = tuple(sorted(track.when.items()))
    return (track.variant, track.basis, track.component, track.currency, track.per.quantity, track.per.unit, when)


def _continued(track: Track | None, variant: str, price: Price, today: str) -> Track:
    point = Point.model_validate({"from": price.since, "amount": price.amount, "source": price.source})
    if track is None:
        return Track(
            variant=variant,
            basis=price.basis,
            component=price.component,
            currency=price.currency,
            per=price.per,
            when=price.when,
            points=(point,),
        )
    last = track.points[-1]
    if last.until is None and last.amount == price.amount:
        return track
    # A page that comes back unchanged keeps its old date, which lies before the end of the stretch: then it is today.
    reopened = today if last.until is not None and price.since <= last.until else price.since
    since = max(reopened, last.until or last.since)
    ended = last if last.until is not None else last.model_copy(update={"until": since})
    return track.model_copy(update={"points": (*track.points[:-1], ended, point.model_copy(update={"since": since}))})


def _ended(track: Track, today: str) -> Track:
    last = track.points[-1]
    if last.until is not None:
        return track
    ended = last.model_copy(update={"until": max(today, last.since)})
    return track.model_copy(update={"points": (*track.points[:-1], ended)})


def lines(history: History, variant: str) -> list[str]:
    """One line for each stretch of each price of `variant` (family/variant), oldest first within a price."""
    found: list[str] = []
    for track in history.tracks:
        if track.variant != variant:
            continue
        when = "".join(f" {name}={value}" for name, value in sorted(track.when.items()))
        what = f"{track.basis} {track.component}{when} {track.currency} per {counted(track.per)}"
        found += [
            f"{point.since} .. {point.until or '':<10}  {point.amount:>12}  {what}  {point.source}"
            for point in track.points
        ]
    return found
