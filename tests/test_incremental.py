"""After any change, a build on top of the last one gives the bytes of a whole build, and no change costs nothing."""

import gc
import json
import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build import site as whole
from build.builder import TEMPLATES, Built, build_site
from build.output import MARKER
from scraper.catalog import History, Model, Point, Report, Text, Track
from scraper.errors import StoreError
from scraper.store import load, load_content, save
from tests import content_samples

LOCALES = ("en", "ar")


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class Place:
    """A content folder, a copy of the templates, and the site built from them, again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = content_samples.write(folder / "content")
        self.templates = folder / "templates"
        shutil.copytree(TEMPLATES, self.templates)

    def build(self, name: str = "site") -> Built:
        return build_site(self.content, self.folder / name, templates=self.templates, locales=LOCALES)

    def models(self) -> list[Path]:
        return sorted((self.content / "models").glob("*.yaml"))


def _edit_model(place: Place, dice: random.Random, change: Callable[[Model], Model]) -> None:
    path = dice.choice(place.models())
    model = load(Model, path)
    assert model is not None
    save(path, change(model))


def amount(place: Place, dice: random.Random) -> None:
    """Another amount, or free."""

    def change(model: Model) -> Model:
        priced = [i for i, one in enumerate(model.variants) if one.prices]
        if not priced:
            return model
        at = dice.choice(priced)
        variant = model.variants[at]
        new = dice.choice(["0", "0.00025", "7", "12.50", "0.010"])
        first = variant.prices[0].model_copy(update={"amount": new, "text": "Free" if new == "0" else f"${new}"})
        changed = variant.model_copy(update={"prices": (first, *variant.prices[1:])})
        return model.model_copy(update={"variants": (*model.variants[:at], changed, *model.variants[at + 1 :])})

    _edit_model(place, dice, change)


def fewer_variants(place: Place, dice: random.Random) -> None:
    _edit_model(place, dice, lambda model: model.model_copy(update={"variants": model.variants[:1]}))


def withdrawn(place: Place, dice: random.Random) -> None:
    def change(model: Model) -> Model:
        last = model.variants[-1].model_copy(update={"status": "withdrawn"})
        return model.model_copy(update={"variants": (*model.variants[:-1], last)})

    _edit_model(place, dice, change)


def name(place: Place, dice: random.Random) -> None:
    _edit_model(place, dice, lambda model: model.model_copy(update={"name": f"{model.name} {dice.randrange(9)}"}))


def status(place: Place, dice: random.Random) -> None:
    """Facts that are no price: of a variant its status and how it is called, of a family its endpoints."""

    def change(model: Model) -> Model:
        at = dice.randrange(len(model.variants))
        known = model.variants[at].model_copy(
            update={
                "status": dice.choice(["active", "maintenance", "withdrawn", None]),
                "id": f"{model.variants[at].id}-{dice.randrange(9)}",
                "billing_unit": dice.choice(["image", "1K tokens", None]),
                "endpoint": dice.choice(["POST /v1/x", None]),
            }
        )
        variants = (*model.variants[:at], known, *model.variants[at + 1 :])
        return model.model_copy(update={"variants": variants, "endpoints": (f"POST /v1/{dice.randrange(9)}",)})

    _edit_model(place, dice, change)


def more_variants(place: Place, dice: random.Random) -> None:
    def change(model: Model) -> Model:
        new = model.variants[0].model_copy(update={"slug": f"new-{dice.randrange(10**6)}", "id": "New"})
        return model.model_copy(update={"variants": (*model.variants, new)})

    _edit_model(place, dice, change)


def new_family(place: Place, dice: random.Random) -> None:
    path = dice.choice(place.models())
    model, name = load(Model, path), f"new-{dice.randrange(10**6)}"
    assert model is not None
    save(path.with_name(f"{name}.yaml"), model.model_copy(update={"model": name, "name": f"A {name}"}))


def renamed_family(place: Place, dice: random.Random) -> None:
    """A family moves to another address, its words with it."""
    path, name = dice.choice(place.models()), f"moved-{dice.randrange(10**6)}"
    model = load(Model, path)
    assert model is not None
    save(path.with_name(f"{name}.yaml"), model.model_copy(update={"model": name}))
    for old in (place.content / "text").glob(f"*/{path.stem}.yaml"):
        text = load(Text, old)
        assert text is not None
        save(old.with_name(f"{name}.yaml"), text.model_copy(update={"model": name}))
        old.unlink()
    path.unlink()


def no_family(place: Place, dice: random.Random) -> None:
    """A family goes, its words stay behind."""
    if len(place.models()) > 1:
        dice.choice(place.models()).unlink()


def words(place: Place, dice: random.Random) -> None:
    path = dice.choice(sorted((place.content / "text").glob("*/*.yaml")))
    text = load(Text, path)
    if text is not None:
        save(path, text.model_copy(update={"tagline": f"Tagline {dice.randrange(9)}", "faq": text.faq[:1]}))


def words_elsewhere(place: Place, dice: random.Random) -> None:
    """Words in a language that had none, and perhaps only for variants."""
    text = load(Text, dice.choice(sorted((place.content / "text").glob("*/*.yaml"))))
    locale = dice.choice(["fr", "de", "en", "ar", "zh-TW"])
    if text is not None:
        source = dice.choice([None, f"{locale}/models/{text.model}.md"])
        new = text.model_copy(update={"locale": locale, "source": source, "variants": text.variants[:1]})
        save(place.content / "text" / locale / f"{text.model}.yaml", new)


def no_words(place: Place, dice: random.Random) -> None:
    found = sorted((place.content / "text").glob("*/*.yaml"))
    if len(found) > 1:
        dice.choice(found).unlink()


def fewer_findings(place: Place, dice: random.Random) -> None:
    path = place.content / "findings.yaml"
    report = load(Report, path)
    if report is not None:
        kept = tuple(finding for finding in report.findings if dice.random() < 0.7)
        save(path, report.model_copy(update={"findings": kept}))


def another_finding(place: Place, dice: random.Random) -> None:
    """A finding is worded anew, moves to another line, or contradicts another page; more pages were read."""
    path = place.content / "findings.yaml"
    report = load(Report, path)
    if report is not None and report.findings:
        at = dice.randrange(len(report.findings))
        update: dict[str, object] = dice.choice(
            [{"line": dice.randrange(1, 99)}, {"message": f"Said {dice.randrange(9)}"}, {"level": "error"}]
        )
        one = report.findings[at].model_copy(update=update)
        findings = (*report.findings[:at], one, *report.findings[at + 1 :])
        save(path, report.model_copy(update={"findings": findings, "pages": dice.randrange(99)}))


def history(place: Place, dice: random.Random) -> None:
    """The ledger gains a change of one price."""
    path = place.content / "history.yaml"
    known = load(History, path) or History()
    model = load(Model, dice.choice(place.models()))
    assert model is not None
    for variant in model.variants:
        for price in variant.prices[:1]:
            track = Track(
                variant=f"{model.model}/{variant.slug}", basis=price.basis, component=price.component,
                currency=price.currency, per=price.per, when=price.when,
                points=(
                    Point.model_validate({"from": f"2026-{dice.randrange(1, 9):02}-03", "to": "2026-11-22", "amount": "9.5", "source": price.source}),
                    Point.model_validate({"from": "2026-11-22", "amount": price.amount, "source": price.source}),
                ),
            )  # fmt: skip
            tracks = [one for one in known.tracks if one.variant != track.variant]
            save(path, History(tracks=tuple(sorted([*tracks, track], key=lambda one: one.variant))))
            return


def manifest(place: Place, dice: random.Random) -> None:
    path = place.content / "pages" / "manifest.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if lines:
        # Not the newest: every page names that one.
        min(lines, key=lambda line: str(line["fetched"]))["fetched"] = (
            f"2026-11-1{dice.randrange(9)}T0{dice.randrange(9)}:00:00Z"
        )
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def address(place: Place, dice: random.Random) -> None:
    """A recorded page is known by another address, or isn't known any more."""
    path = place.content / "pages" / "manifest.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if lines:
        one = min(lines, key=lambda line: (str(line["fetched"]), dice.random()))
        one["url"] = f"https://runapi.ai/{dice.randrange(99)}"
        kept = [line for line in lines if line is one or dice.random() < 0.9]
        path.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")


def run(place: Place, dice: random.Random) -> None:
    path = place.content / "run.yaml"
    if path.exists() and dice.random() < 0.3:
        path.unlink()
    elif path.exists():
        text = re.sub(
            r"at: .*", f"at: '2026-11-2{dice.randrange(9)}T13:20:00Z'", path.read_text(encoding="utf-8"), count=1
        )
        path.write_text(text, encoding="utf-8")


def template(place: Place, dice: random.Random) -> None:
    path = dice.choice(sorted(place.templates.glob("*.html")))
    path.write_text(path.read_text(encoding="utf-8") + f"{{# {dice.randrange(99)} #}}", encoding="utf-8")


def partial(place: Place, dice: random.Random) -> None:
    path = place.templates / "partials" / "footer.html"
    path.write_text(path.read_text(encoding="utf-8") + f"<!-- {dice.randrange(99)} -->\n", encoding="utf-8")


def phrase(place: Place, dice: random.Random) -> None:
    path = place.templates / "locales" / f"{dice.choice(LOCALES)}.yaml"
    text = path.read_text(encoding="utf-8")
    # Any string that has no names in braces and no plural forms, so that it is plain in every language.
    plain = dice.choice(re.findall(r"\n  [a-z_]+: [^'\"|>{}&*#:]+(?=\n)", text))
    path.write_text(text.replace(plain, f"{plain} {dice.randrange(99)}", 1), encoding="utf-8")


def every_phrase(place: Place, dice: random.Random) -> None:
    """All strings of a language at once, but for its own name, which stands on every page."""
    path = place.templates / "locales" / f"{dice.choice(LOCALES)}.yaml"
    text, more = path.read_text(encoding="utf-8"), dice.randrange(99)
    path.write_text(
        re.sub(r"(\n  (?!name:)[a-z_]+: [^'\"|>{}&*#:\n]+)(?=\n)", rf"\g<1> {more}", text), encoding="utf-8"
    )


def journal(place: Place, dice: random.Random) -> None:
    """A pull was killed: what it recorded is in its journal."""
    manifest = place.content / "pages" / "manifest.jsonl"
    entry = json.loads(manifest.read_text(encoding="utf-8").splitlines()[0])
    entry["fetched"] = f"2026-12-0{dice.randrange(1, 9)}T00:00:00Z"
    manifest.with_name("manifest.journal").write_text(json.dumps({"entry": entry}) + "\n", encoding="utf-8")


def hidden(place: Place, dice: random.Random) -> None:
    """What systems and editors leave lying about."""
    model = dice.choice(place.models())
    model.with_name(f"._{model.name}").write_bytes(b"\x00\x05\x16\x07")
    model.with_name(".copy.yaml").write_text("model: copy\n", encoding="utf-8")
    (place.content / "text" / ".trash").mkdir(exist_ok=True)
    (place.content / "text" / ".trash" / "x.yaml").write_text("no text", encoding="utf-8")
    (place.templates / "static" / ".DS_Store").write_bytes(bytes([dice.randrange(99)]))
    (place.templates / "locales" / "._en.yaml").write_bytes(b"\x00")


def restored_time(place: Place, dice: random.Random) -> None:
    """A price of the same length, in a file that says it is as old as before."""
    path, then = dice.choice(place.models()), 1_700_000_000 * 10**9
    for digit in (dice.randrange(1, 5), dice.randrange(5, 9)):
        place.build()
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(amount: '[^']*)[0-9]'", rf"\g<1>{digit}'", text), encoding="utf-8")
        os.utime(path, ns=(then, then))


def sheet(place: Place, dice: random.Random) -> None:
    path = place.templates / "static" / "css" / "site.css"
    path.write_text(path.read_text(encoding="utf-8") + f"/* {dice.randrange(99)} */\n", encoding="utf-8")


def site_page(place: Place, dice: random.Random) -> None:
    """Somebody edits, removes or adds a file of the site by hand."""
    path = dice.choice(sorted((place.folder / "site").rglob("index.html")))
    if dice.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"<title>", b"<title>x"))
    (place.folder / "site" / "stray.html").write_bytes(b"stray")


CHANGES = (amount, fewer_variants, more_variants, withdrawn, status, name, new_family, renamed_family, no_family, words,
           words_elsewhere, no_words, fewer_findings, another_finding, history, manifest, address, run,
           template, partial, phrase, every_phrase, journal, hidden, restored_time, sheet, site_page)  # fmt: skip


def same_as_whole(place: Place) -> None:
    place.build()
    for path in (place.folder / "whole", *place.folder.glob(".whole.*")):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    place.build("whole")
    ours, expected = tree(place.folder / "site"), tree(place.folder / "whole")
    assert ours.keys() == expected.keys()
    assert not [path for path in ours if ours[path] != expected[path]]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_gives_what_a_whole_build_gives(
    change: Callable[[Place, random.Random], None], tmp_path: Path
) -> None:
    place = Place(tmp_path)
    place.build()
    for seed in range(2):
        change(place, random.Random(seed))
        same_as_whole(place)


@given(st.lists(st.sampled_from(CHANGES), min_size=2, max_size=6), st.integers(0, 10_000))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_changes_in_any_order_give_what_a_whole_build_gives(
    changes: list[Callable[[Place, random.Random], None]], seed: int
) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        place.build()
        for change in changes:
            change(place, dice)
            if dice.random() < 0.5:
                place.build()
        same_as_whole(place)


def test_what_is_changed_and_restored_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path)
    place.build()
    path = place.content / "models" / "hailuo.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: ", "name: New "), encoding="utf-8")
    right = path.read_text(encoding="utf-8")

    def meanwhile(*values: Any) -> Any:
        path.write_text(right.replace("New ", "Wrong "), encoding="utf-8")
        try:
            return load_content(*values)
        finally:
            path.write_text(right, encoding="utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(whole, "load_content", meanwhile)
        place.build()
    same_as_whole(place)


def test_a_site_without_its_index_holds_nothing_else_afterwards(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for seed in range(3):
        place.build()
        amount(place, random.Random(seed))
    place.build()
    (place.folder / ".site.index").unlink()
    same_as_whole(place)


def test_without_a_change_nothing_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path)
    first = place.build()
    monkeypatch.setattr(whole, "build_whole", lambda *_, **__: pytest.fail("built again"))
    assert place.build() == Built(first.pages, first.files, 0)


def test_one_price_makes_only_its_family_and_the_overviews_anew(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.build()
    path = place.content / "models" / "hailuo.yaml"
    text, changes = re.subn(r"amount: '[^']*'", "amount: '0.046'", path.read_text(encoding="utf-8"), count=1)
    assert changes
    path.write_text(text, encoding="utf-8")
    before = {p: p.stat().st_mtime_ns for p in (place.folder / "site").rglob("*") if p.is_file()}
    made: list[str] = []
    real = whole.view

    def view(site: object, page: object) -> object:
        made.append(page.path)  # type: ignore[attr-defined]
        return real(site, page)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "view", view)
        place.build()
    assert made
    assert not [path for path in made if "/models/" in f"/{path}" and "hailuo" not in path and "seed" not in path]
    other = place.folder / "site" / "models" / "minimax" / "index.html"
    assert other.stat().st_mtime_ns == before[other]


def test_a_build_leaves_the_search_for_garbage_as_it_was(tmp_path: Path) -> None:
    place, usual, seen = Place(tmp_path), gc.get_threshold(), set()
    real = whole.load_content

    def load_content(*given: Any) -> Any:
        seen.add(gc.get_threshold())
        return real(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "load_content", load_content)
        place.build()
        assert gc.get_threshold() == usual
        place.models()[0].write_text("model: [", encoding="utf-8")
        with pytest.raises(StoreError):
            place.build()
    assert gc.get_threshold() == usual
    assert usual not in seen


def test_other_options_are_another_site(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.build()
    built = build_site(place.content, tmp_path / "site", templates=place.templates, locales=["en"])
    assert built.pages < len(tree(tmp_path / "site"))
    assert not (tmp_path / "site" / "ar").exists()
    assert (tmp_path / "site" / MARKER).exists()
