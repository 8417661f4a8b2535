"""The API as OpenAPI 3.1: paths without a server that computes anything, and the schemas of what they give."""

from typing import Any

from build.api_schema import api_schemas
from build.files import API, FILES, File
from build.references import default_locale, is_sample
from build.views_site import Site
from scraper.addresses import DEFAULT_LOCALE

_DESCRIPTION = (
    "Plain files: there is no key, no query and no limit but the host's. Money is always a string of digits, as "
    "printed. What isn't known is null. Version 1 may gain keys and files; it loses none, and none changes its meaning."
)


def description(site: Site) -> dict[str, Any]:
    """The document. Its server is relative where the site's address isn't known, which OpenAPI 3.1 allows."""
    words = site.words[default_locale(site)]
    note = f" {words('site.sample')}" if is_sample(site) else ""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": words("site.name"),
            "version": "1",
            "summary": words("site.tagline"),
            "description": f"{_DESCRIPTION} {words('footer.unofficial')}{note}",
        },
        "servers": [{"url": site.url.rstrip("/") if site.url else "../.."}],
        "paths": {path: _path(file, path) for file in FILES for path in _paths(file)},
        "components": {"schemas": _components(), "parameters": _parameters(site)},
    }


def _paths(file: File) -> list[str]:
    """The paths of a file: those in a folder of its own stand at the root and in other folders."""
    if file.code == "feed":
        return [
            f"/{place}feed.atom" for place in ("", "{language}/", "models/{family}/", "{language}/models/{family}/")
        ]
    if file.code in {"markdown", "schema"}:
        return []  # beside every page, and part of this description
    return [f"/{file.path}"]


def _path(file: File, path: str) -> dict[str, Any]:
    named = [name for name in ("locale", "language", "family") if f"{{{name}}}" in path]
    words = [part for part in path.strip("/").removeprefix(API).replace(".", "/").split("/") if part]
    name = "_".join(word.strip("{}") for word in words)
    shape = {"$ref": f"#/components/schemas/{_component(file.schema)}"} if file.schema else {"type": "string"}
    if file.code == "openapi":
        shape = {"type": "object"}
    answers: dict[str, Any] = {"200": {"description": file.about, "content": {file.media_type: {"schema": shape}}}}
    if named:
        answers["404"] = {"description": "there is no such language or model, or no text of it in that language"}
    return {
        **({"parameters": [{"$ref": f"#/components/parameters/{one}"} for one in named]} if named else {}),
        "get": {"operationId": f"get_{name}", "summary": file.about, "responses": answers},
    }


def _parameters(site: Site) -> dict[str, Any]:
    """The names in braces. The first language has no folder of its own; below the API every language has."""
    tags = list(site.words)
    others = [tag for tag in tags if tag != DEFAULT_LOCALE] or tags
    families = list(site.models)
    meant = {
        "locale": ("BCP 47 tag of a language", tags),
        "language": ("BCP 47 tag of a language that isn't the site's first", others),
        "family": ("slug of a model", families),
    }
    return {
        name: {
            "name": name,
            "in": "path",
            "required": True,
            "description": about,
            "schema": {"type": "string", **({"examples": values[:3]} if name == "family" else {"enum": values})},
        }
        for name, (about, values) in meant.items()
    }


def _components() -> dict[str, Any]:
    """Every schema under its own name; a file's definitions stand beside it."""
    found: dict[str, Any] = {}
    for name, rules in api_schemas().items():
        own = {key: value for key, value in rules.items() if key not in {"$schema", "$defs"}}
        found |= {key: _moved(value) for key, value in rules.get("$defs", {}).items()}
        found[_component(name)] = _moved(own)
    return dict(sorted(found.items()))


def _component(schema: str | None) -> str:
    return f"{(schema or '').capitalize()}File"


def _moved(part: Any) -> Any:
    if isinstance(part, list):
        return [_moved(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: one.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(one)
        for key, one in part.items()
    }
