"""The files for programs: which there are, where they stand and what they hold.

prices.csv                            one row a price
api/v1/…                              the catalog as JSON, with its schemas
feed.atom, zh-TW/models/glm/feed.atom price changes, of everything or one model, in each language
llms.txt, …/index.md                  the same pages as Markdown
sitemap.xml, robots.txt               for search engines
"""

from dataclasses import dataclass

from build.pages import Page
from scraper.addresses import DEFAULT_LOCALE

API = "api/v1/"
CSV = "prices.csv"
LLMS = "llms.txt"
SITEMAP = "sitemap.xml"
JSON, ATOM, MARKDOWN = "application/json", "application/atom+xml", "text/markdown"


@dataclass(frozen=True, slots=True)
class File:
    """A file for programs, or several where the path has names in braces."""

    code: str  # the data page's name for it
    path: str  # below the site's root
    media_type: str
    about: str  # English
    schema: str | None = None  # its JSON Schema, by name


FILES: tuple[File, ...] = (
    File("csv", CSV, "text/csv", "one row a price, for spreadsheets"),
    File("index", f"{API}index.json", JSON, "where everything is", "index"),
    File("catalog", f"{API}catalog.json", JSON, "all models with their facts and prices", "catalog"),
    File("model", f"{API}models/{{family}}.json", JSON, "one model with its facts and prices", "model"),
    File("text", f"{API}{{locale}}/models/{{family}}.json", JSON, "its words and FAQ in one language", "text"),
    File("changes", f"{API}changes.json", JSON, "every price that changed, appeared or went", "changes"),
    File("findings", f"{API}findings.json", JSON, "where the source contradicts itself", "findings"),
    File("run", f"{API}run.json", JSON, "the last runs: how fresh everything is", "run"),
    File("schema", f"{API}schema/{{name}}.schema.json", JSON, "the JSON Schema of each"),
    File("openapi", f"{API}openapi.json", JSON, "the whole of it as OpenAPI 3.1"),
    File("feed", "{folder}feed.atom", ATOM, "price changes as an Atom feed, per language, of all models or of one"),
    File("markdown", "{folder}index.md", MARKDOWN, "a page as Markdown"),
    File("llms", LLMS, "text/plain", "an overview for language models"),
)


def api_file(code: str) -> str:
    """The path of a file that there is one of."""
    return next(file.path for file in FILES if file.code == code)


def model_file(family: str) -> str:
    return f"{API}models/{family}.json"


def text_file(locale: str, family: str) -> str:
    return f"{API}{locale}/models/{family}.json"


def schema_file(name: str) -> str:
    return f"{API}schema/{name}.schema.json"


def feed_file(locale: str, family: str | None = None) -> str:
    """The feed of all price changes in a language, or of one model's."""
    folder = "" if locale == DEFAULT_LOCALE else f"{locale}/"
    return f"{folder}models/{family}/feed.atom" if family else f"{folder}feed.atom"


def twin_file(page: Page) -> str:
    """A page's twin in Markdown."""
    return f"{page.path.removesuffix('html')}md"
