"""The ledger by parts is the ledger as a whole: taken apart, continued and put together, whoever wrote it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper import ledger, store
from scraper.catalog import History, Model
from scraper.errors import StoreError
from scraper.history import update
from scraper.spool import Spool

DAY, LATER = "2026-11-22", "2026-12-01"
# `glm/` comes after `glm-4/` and `glm.5/`, while `glm` comes before both.
FAMILIES = ("glm", "glm-4", "glm.5", "3d", "acme")


def model(family: str, *amounts: str) -> Model:
    """A family with a variant for each amount."""
    variants = [
        {"slug": f"v{number}", "id": "x", "prices": [{
            "basis": "listed", "component": "usage", "amount": amount, "currency": "USD", "when": {"size": "2k"},
            "per": {"quantity": 1000, "unit": "token"}, "text": f"${amount}", "source": "models/a.md:7", "since": DAY,
        }]}
        for number, amount in enumerate(amounts)
    ]  # fmt: skip
    head = {"model": family, "name": "A", "provider": "P", "modality": "text", "source": "u"}
    return Model.model_validate({**head, "variants": variants})


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Content whose ledger knows two prices of each family."""
    store.save(tmp_path / ledger.FILE, whole(History(), *(model(name, "0.1", "0.2") for name in FAMILIES)))
    return tmp_path


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with contextlib.closing(Spool(tmp_path)) as opened:
        yield opened


def whole(history: History, *models: Model) -> History:
    return update(history, models, today=LATER)


def test_parts_put_together_are_the_ledger(content: Path, spool: Spool) -> None:
    parts = ledger.read_parts(content, spool)
    assert set(parts) == set(FAMILIES)
    assert not ledger.write_parts(content, parts, spool)
    before = (content / ledger.FILE).read_bytes()
    (content / ledger.FILE).unlink()
    assert ledger.write_parts(content, parts, spool)
    assert (content / ledger.FILE).read_bytes() == before


@pytest.mark.parametrize(
    "renewed", [model("glm", "0.1", "0.3"), model("glm-4", "0.1"), model("new", "1"), model("acme")]
)
def test_a_part_continued_is_the_ledger_continued(content: Path, spool: Spool, renewed: Model) -> None:
    before = store.load(History, content / ledger.FILE)
    assert before is not None
    parts = ledger.read_parts(content, spool)
    part = spool.get(parts[renewed.model]) if renewed.model in parts else b""
    parts[renewed.model] = spool.put(ledger.continued(part, renewed.model, renewed, today=LATER))
    ledger.write_parts(content, parts, spool)
    assert (content / ledger.FILE).read_bytes() == store.yaml_bytes(whole(before, renewed))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda text: text.replace("- variant: acme/v0", '- variant: "acme/v0"'), id="in other quotes"),
        pytest.param(lambda text: f"# mine\n{text}", id="with a comment"),
        pytest.param(lambda text: text.replace("- variant: acme/v0\n  basis: listed\n", "- basis: listed\n  variant: acme/v0\n"),
                     id="keys in another order"),
        pytest.param(lambda text: "tracks:\n" + "".join(sorted(_items(text), reverse=True)), id="in another order"),
        pytest.param(lambda text: "tracks:\n" + "".join(_items(text)[1:] + _items(text)[:1]), id="a family in two places"),
        pytest.param(lambda text: text.rstrip("\n").replace("\n", "\n  ") + "\n", id="indented"),
    ],
)  # fmt: skip
def test_what_a_person_changed_is_read_as_it_is(content: Path, spool: Spool, changed: object) -> None:
    assert callable(changed)
    text = (content / ledger.FILE).read_text()
    assert changed(text) != text
    (content / ledger.FILE).write_text(changed(text))
    assert ledger.write_parts(content, ledger.read_parts(content, spool), spool)
    assert (content / ledger.FILE).read_text() == text


def _items(text: str) -> list[str]:
    return [f"- variant:{item}" for item in text.split("- variant:")[1:]]


@pytest.mark.parametrize("text", ["", "{}\n"])
def test_an_empty_ledger_has_no_parts(tmp_path: Path, spool: Spool, text: str) -> None:
    (tmp_path / ledger.FILE).write_text(text)
    assert ledger.read_parts(tmp_path, spool) == {}
    ledger.write_parts(tmp_path, {}, spool)
    assert (tmp_path / ledger.FILE).read_text() == "{}\n"


def test_a_missing_ledger_has_no_parts(tmp_path: Path, spool: Spool) -> None:
    assert ledger.read_parts(tmp_path, spool) == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("  basis: listed\n", "  basis: hearsay\n", "tracks.0.basis"), ("points:", "points: [", ":9: not YAML"),
     ("tracks:\n", "trakcs:\n", "trakcs"), ("amount: '0.1'", "amount: cheap", "amount")],
)  # fmt: skip
def test_a_broken_ledger_is_named_with_what_is_wrong(
    content: Path, spool: Spool, old: str, new: str, said: str
) -> None:
    text = (content / ledger.FILE).read_text()
    assert old in text
    (content / ledger.FILE).write_text(text.replace(old, new, 1))
    with pytest.raises(StoreError) as told:
        ledger.read_parts(content, spool)
    assert ledger.FILE in str(told.value)
    assert said in str(told.value)
