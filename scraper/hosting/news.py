"""Which prices changed between two ledgers, in words for a commit message. Pure.

A price is a track of the ledger: what it is for, its unit and what it depends on. Where a page begins to print a
price per 1,000,000 tokens that was one per 1,000, one price is withdrawn and another is new: nobody divides here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from scraper.catalog import Heartbeat, History, Track

MAX_LINES = 100  # of a message: what is past them stands in the commit itself
MAX_NAME = 60  # characters of what a price depends on

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One price that isn't what it was."""

    variant: str  # family/variant
    what: str  # basis, component, and what it depends on
    unit: str  # USD per 1,000 tokens
    before: str | None  # the amount as printed; None where there was none
    after: str | None  # the amount as printed; None where there is none any more

    def __str__(self) -> str:
        if self.before is None:
            return f"new: {self.variant}, {self.what}: {self.after} {self.unit}"
        if self.after is None:
            return f"withdrawn: {self.variant}, {self.what}: was {self.before} {self.unit}"
        move = percentage(self.before, self.after)
        told = f"{self.variant}, {self.what}: {self.before} -> {self.after} {self.unit}"
        return f"{told} ({move})" if move else told


def news(before: History, after: History) -> list[Change]:
    """What holds in the ledger `after` and not in the ledger `before`, or the other way round, sorted by variant."""
    old, new = _holding(before.tracks), _holding(after.tracks)
    changes: list[Change] = []
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        track = now or was
        amounts = [one.points[-1].amount if one else None for one in (was, now)]
        if track is not None and amounts[0] != amounts[1]:
            changes.append(Change(track.variant, _what(track), _unit(track), *amounts))
    return sorted(changes, key=lambda change: (change.variant, change.what, change.unit))


def message(changes: list[Change], files: Iterable[str], run: Heartbeat | None, problems: int = 0) -> str:
    """The commit message: a subject, a line for each of `changes`, and what the run did.

    `files` are the paths below content/ that the commit changes; `problems` says how many are known, of a run
    that is published all the same, or of one of which nothing but its record is kept.
    """
    changed = [path for path in files if path != "run.yaml"]
    told = [str(change) for change in changes] if changed else []
    more = [f"... and {len(told) - MAX_LINES} more"] if len(told) > MAX_LINES else []
    parts = ["\n".join([*told[:MAX_LINES], *more]), _facts(changed, run, problems)]
    return "\n\n".join([_subject(changes, changed, run, problems), *filter(None, parts)]) + "\n"


def percentage(before: str, after: str) -> str:
    """By how much an amount moved: `+20%`, `-0.5%`; nothing where it was free."""
    old, new = Decimal(before), Decimal(after)
    if not old:
        return ""
    with localcontext(prec=50):
        share = (new - old) * 100 / old
        if not share:
            return "the same in other digits"
        if abs(share) < Decimal("0.05"):
            return "by less than 0.1%"
        shown = share.quantize(Decimal("0.1"))
    return f"{shown:+,f}%".replace(".0%", "%")


def _subject(changes: list[Change], changed: list[str], run: Heartbeat | None, problems: int) -> str:
    if not changed:
        if problems:
            return f"Run: nothing published, {problems} problem{'s' if problems != 1 else ''}"
        return f"Run: {run.tried:,} pages asked for, nothing changed" if run else "Run: nothing changed"
    if changes:
        old, new = (sum(getattr(change, side) is None for change in changes) for side in ("after", "before"))
        return f"Prices: {len(changes) - old - new} changed, {new} new, {old} withdrawn"
    return "Pages: read anew, no price changed"


def _facts(changed: list[str], run: Heartbeat | None, problems: int) -> str:
    lines: list[str] = []
    kinds = {"pages": "pages", "models": "families", "text": "texts"}
    counts = {kind: sum(path.startswith(f"{kind}/") for path in changed) for kind in kinds}
    counts["pages"] -= "pages/manifest.jsonl" in changed
    if any(counts.values()):
        lines.append("Files: " + ", ".join(f"{kinds[kind]} {count:,}" for kind, count in counts.items() if count))
    if run is not None:
        counted = f"{run.tried:,} pages asked for, {run.changed:,} changed, {len(run.failed):,} failed"
        lines.append(f"Run: {run.at}, {counted}")
    if problems and changed:
        lines.append(f"Published in spite of {problems} problem{'s' if problems != 1 else ''}")
    return "\n".join(lines)


def _holding(tracks: Iterable[Track]) -> dict[Key, Track]:
    """The tracks that hold an amount today."""
    return {_key(track): track for track in tracks if track.points and track.points[-1].until is None}


def _key(track: Track) -> Key:
    when = tuple(sorted(track.when.items()))
    return (track.variant, track.basis, track.component, track.currency, track.per.quantity, track.per.unit, when)


def _what(track: Track) -> str:
    # What a price depends on was printed by somebody else: nothing in it may mention a person or close an issue.
    when = (f"{name}={value}" for name, value in sorted(track.when.items()))
    plain = (re.sub(r"[^\w .,:=+/-]", "", one)[:MAX_NAME] for one in when)
    return " ".join([track.basis, track.component, *plain])


def _unit(track: Track) -> str:
    many = f"{track.per.quantity:,} {track.per.unit}s" if track.per.quantity != 1 else track.per.unit
    return f"{track.currency} per {many}"
