"""Content for the site's tests: made-up models that between them have everything a page must handle.

A coarse listed price, itemised rates with a free part, tiers by resolution, prices per second and per call,
a variant without any price, a withdrawn one, contradictions, texts in several languages, and prices with a past.
"""

import json
from pathlib import Path
from typing import Any

from scraper.catalog import (
    Block,
    FaqItem,
    Heartbeat,
    History,
    Model,
    Per,
    Price,
    Report,
    Reported,
    Run,
    Section,
    Text,
    Variant,
    VariantText,
)
from scraper.findings import Finding
from scraper.history import update
from scraper.store import Content, Recording, save, write_bytes

DIGEST = "3f0c1f6f0a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef01234567"


def price(amount: str, unit: Any, quantity: int = 1, **rest: Any) -> Price:
    """A listed usage price unless `rest` says otherwise."""
    values: dict[str, Any] = {
        "basis": "listed",
        "component": "usage",
        "currency": "USD",
        "text": f"${amount}",
        "source": "models/sample.md:12",
        "since": "2026-11-22",
    }
    return Price(amount=amount, per=Per(quantity=quantity, unit=unit), **{**values, **rest})


def _rate(component: Any, amount: str) -> Price:
    free = {"text": "Free"} if amount == "0" else {}
    return price(
        amount, "token", 1_000_000, basis="rates", component=component, source="models/glm/4.7.html:18", **free
    )


MINIMAX = Model(
    model="minimax",
    name="MiniMax",
    provider="MiniMax",
    modality="text",
    source="https://runapi.ai/zh-TW/models/minimax.md",
    endpoints=("POST /v1/chat/completions",),
    variants=tuple(
        Variant(
            slug=slug,
            id=f"MiniMax-{slug.upper().replace('HIGHSPEED', 'highspeed')}",
            billing_unit="1K tokens",
            prices=(price(amount, "token", 1000, source=f"zh-TW/models/minimax.md:{line}"),),
        )
        for slug, amount, line in (
            ("m2", "0.010", 26),
            ("m2.1", "0.010", 27),
            ("m2.5-highspeed", "0.020", 29),
            ("m3", "0.010", 32),
        )
    ),
)

GLM = Model(
    model="glm",
    name="GLM",
    provider="Z.ai",
    modality="text",
    source="https://runapi.ai/models/glm.md",
    endpoints=("POST /v1/chat/completions",),
    variants=(
        Variant(
            slug="4.7",
            id="glm-4.7",
            status="active",
            billing_unit="1K tokens",
            task_type="synchronous",
            endpoint="/v1/chat/completions",
            prices=(
                _rate("input", "0.30"),
                _rate("output", "1.10"),
                _rate("cache_read", "0.055"),
                _rate("cache_write_5m", "0"),
                price("0.020", "token", 1000, source="models/glm.md:22"),
            ),
        ),
        Variant(slug="4.5-air", id="glm-4.5-air", status="withdrawn", prices=()),
        Variant(slug="5", id="glm-5", status="active", prices=()),
    ),
)

SEEDREAM = Model(
    model="seedream",
    name="Seedream",
    provider="ByteDance",
    modality="image",
    source="https://runapi.ai/models/seedream.md",
    endpoints=("POST /api/v1/seedream/text_to_image",),
    variants=(
        Variant(
            slug="4.0-pro",
            id="seedream-4.0-pro",
            status="active",
            billing_unit="image",
            prices=tuple(
                price(
                    amount,
                    "image",
                    basis="rates",
                    when={"output_resolution": size},
                    source="models/seedream/4.0-pro.html:14",
                )
                for size, amount in (("1k", "0.14"), ("2k", "0.24"), ("4k", "1.195"))
            ),
        ),
        Variant(
            slug="mini",
            id="seedream-mini",
            status="active",
            billing_unit="image",
            prices=(price("0.00025", "image", basis="rates", source="models/seedream/mini.html:14"),),
        ),
    ),
)

HAILUO = Model(
    model="hailuo",
    name="Hailuo",
    provider="MiniMax",
    modality="video",
    source="https://runapi.ai/models/hailuo.md",
    variants=(
        Variant(
            slug="2.3",
            id="hailuo-2.3",
            status="active",
            prices=(price("0.05", "second", source="models/hailuo.md:20"),),
        ),
        Variant(
            slug="2.3-standard",
            id="hailuo-2.3-standard",
            status="active",
            billing_unit="call",
            prices=(price("0.500", "call", source="models/hailuo.md:21"),),
            extra={"Latency": "slow <b>"},
        ),
    ),
)

MODELS = (GLM, HAILUO, MINIMAX, SEEDREAM)

# What was different on the first day of the record, as of the second, and what only came later or went again.
_FIRST, _SECOND = "2026-09-01", "2026-10-10"


def _was(model: Model, day: str, amounts: dict[tuple[str, str], str]) -> Model:
    """`model` as it was on `day`, its prices at these (by slug and component) amounts, '' where there was none."""

    def prices(variant: Variant) -> tuple[Price, ...]:
        dated = [(one, amounts.get((variant.slug, one.component), one.amount)) for one in variant.prices]
        return tuple(one.model_copy(update={"amount": amount, "since": day}) for one, amount in dated if amount)

    variants = [variant.model_copy(update={"prices": prices(variant)}) for variant in model.variants]
    return model.model_copy(update={"variants": tuple(variants)})


_AIR = GLM.variants[1].model_copy(
    update={"status": "active", "prices": (price("0.010", "token", 1000, source="models/glm.md:23"),)}
)
_GLM_FIRST = _was(
    GLM.model_copy(update={"variants": (GLM.variants[0], _AIR, GLM.variants[2])}),
    _FIRST,
    {("4.7", "input"): "0.50", ("4.7", "output"): "1.40", ("4.7", "cache_write_5m"): "0.20"},
)


def _history() -> History:
    """The ledger as three parses would have left it: of September, of October, and of today's models."""
    first = (
        _GLM_FIRST,
        _was(HAILUO, _FIRST, {("2.3", "usage"): "0"}),
        _was(MINIMAX, _FIRST, {("m3", "usage"): ""}),
        _was(SEEDREAM, _FIRST, {("mini", "usage"): "0.00024"}),
    )
    second = (_was(GLM, _SECOND, {("4.7", "input"): "0.35", ("4.7", "cache_write_5m"): "0.20"}), MINIMAX)
    history = update(History(), first, today=_FIRST)
    history = update(history, (second[0], _was(second[1], _SECOND, {})), today=_SECOND)
    return update(history, MODELS, today="2026-11-22")


_ZH_FAQ = (
    FaqItem(question="失敗的請求如何計費？", answer="生成失敗不會收費。", lang="zh-TW", generic=True),
    FaqItem(question="如何使用 %{variant}？", answer="在請求中填入模型 ID。\n\n接著送出請求。", lang="zh-TW"),
    FaqItem(
        question="需要哪些步驟？",
        answer="請見文件。\n\n2. 填入 minimax\n3. 送出 {{ 7*7 }}\n\ncurl <b>",
        blocks=(
            Block(
                kind="paragraph",
                runs=(
                    Run(text="請見"),
                    Run(text="文件", mark="link", href="https://runapi.ai/docs"),
                    Run(text="。"),
                ),
            ),
            Block(
                kind="list",
                items=("填入 minimax", "送出 {{ 7*7 }}"),
                marked=((Run(text="填入 "), Run(text="minimax", mark="code")), (Run(text="送出 {{ 7*7 }}"),)),
                first=2,
            ),
            Block(kind="code", text="curl <b>", info="sh"),
        ),
        lang="zh-TW",
    ),
)

TEXTS = {
    ("zh-TW", "minimax"): Text(
        model="minimax",
        locale="zh-TW",
        source="zh-TW/models/minimax.md",
        title="MiniMax API — 變體、價格與 model skill | RunAPI",
        heading="MiniMax API",
        tagline="MiniMax text API access via RunAPI.",
        tagline_lang="en",
        sections=(
            Section(
                title="Context",
                blocks=(
                    Block(kind="paragraph", text="MiniMax M-series text models are 230B MoE LLMs.", lang="en"),
                    Block(
                        kind="paragraph",
                        runs=(
                            Run(text="使用 "),
                            Run(text="base_url", mark="code"),
                            Run(text=" 與"),
                            Run(text="文件", mark="link", href="/docs"),
                            Run(text="，不要用這個", mark="link", href="javascript:alert(1)"),
                            Run(text="。"),
                        ),
                    ),
                    Block(kind="list", items=("甲 <img src=x onerror=alert(1)>", "乙")),
                    Block(kind="table", header=("Field", "Value"), rows=(("a", "{{ 7*7 }}"),), lang="en"),
                ),
            ),
        ),
        faq=_ZH_FAQ,
    ),
    ("en", "glm"): Text(
        model="glm",
        locale="en",
        source="models/glm.md",
        heading="GLM API",
        tagline="GLM text API access.",
        faq=(FaqItem(question="Are failed runs billed?", answer="No.", lang="en"),),
        variants=(
            VariantText(
                slug="4.7",
                source="models/glm/4.7.md",
                heading="GLM glm-4.7 API",
                sections=(
                    Section(
                        title="Request example",
                        blocks=(Block(kind="code", info="json", text='{\n  "model": "glm-4.7" </script>\n}'),),
                    ),
                ),
                faq=(FaqItem(question="How do I use %{variant}?", answer="By its id.", lang="en"),),
            ),
        ),
    ),
    ("zh-CN", "hailuo"): Text(
        model="hailuo",
        locale="zh-CN",
        source="zh-CN/models/hailuo.md",
        tagline="海螺视频模型。",
        sections=(Section(title="Context", blocks=(Block(kind="paragraph", text="用于视频生成。"),)),),
    ),
    ("ar", "seedream"): Text(
        model="seedream",
        locale="ar",
        source="ar/models/seedream.md",
        tagline="نموذج صور.",
    ),
}

FINDINGS = (
    Finding("models/hailuo.md", 22, "unknown-unit", 'expected a unit like "1K tokens", got "per <i>blob</i>"'),
    Finding(
        "models/glm.md", 22, "price-mismatch", "glm-4.7 is $20 per 1M tokens here and $0.30 in models/glm/4.7.html:18"
    ),
    Finding(
        "zh-TW/models/minimax.md",
        55,
        "billing-mismatch",
        "the FAQ says calls are billed per call, the table says 1K tokens",
    ),
    Finding("zh-TW/models/minimax.md", 27, "coarse-price", "$0.010 per 1K tokens has two digits"),
)

REPORT = Report(pages=9, findings=tuple(Reported.model_validate(finding.report()) for finding in FINDINGS))


def recordings() -> dict[str, Recording]:
    return {
        "zh-TW/models/minimax.md": Recording(
            "https://runapi.ai/zh-TW/models/minimax.md", "2026-11-22T13:20:00Z", DIGEST
        ),
        "models/glm/4.7.html": Recording("https://runapi.ai/models/glm/4.7", "2026-11-21T09:00:00Z", DIGEST),
    }


def content(**changes: Any) -> Content:
    """The sample content; `changes` replace fields."""
    values: dict[str, Any] = {
        "models": MODELS,
        "texts": TEXTS,
        "history": _history(),
        "run": Heartbeat(at="2026-11-22T13:20:00Z", finished=True, tried=9, changed=2, unchanged=7, sample=True),
        "report": REPORT,
        "recorded": recordings(),
    }
    return Content(**{**values, **changes})


def write(folder: Path, sample: Content | None = None) -> Path:
    """The sample content on disk, as `content/` would hold it."""
    sample = sample or content()
    for model in sample.models:
        save(folder / "models" / f"{model.model}.yaml", model)
    for (locale, family), text in sample.texts.items():
        save(folder / "text" / locale / f"{family}.yaml", text)
    if sample.history.tracks:
        save(folder / "history.yaml", sample.history)
    if sample.run:
        save(folder / "run.yaml", sample.run)
    if sample.report:
        save(folder / "findings.yaml", sample.report)
    lines = (
        json.dumps({"path": path, "url": one.url, "fetched": one.fetched, "status": 200, "sha256": one.sha256}) + "\n"
        for path, one in sample.recorded.items()
    )
    write_bytes(folder / "pages" / "manifest.jsonl", "".join(lines).encode())
    return folder
