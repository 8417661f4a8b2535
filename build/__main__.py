"""python -m build            content/ to _site/
python -m build serve      the same on loopback, each page as it is now, reloaded on change
python -m build cost       what a quantity of a variant costs
python -m build archive    the built site as one ZIP, with the SHA-256 of every file

Exit status: 0 fine, 1 it could not be done (the last site stays), 2 wrong usage.
"""

import argparse
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from build.builder import TEMPLATES, build_site
from scraper.addresses import is_locale
from scraper.errors import PriceBookError, UsageError, lacking

CONTENT = Path("content")
OUTPUT = Path("_site")
ARCHIVE = Path("_dist/runapi-prices.zip")
PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say how it went."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(words)
    except UsageError as error:
        print(f"python -m build: {error}", file=sys.stderr)
        return 2
    except PriceBookError as error:
        print(f"python -m build: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left, which is no fault of anybody's
        return 1
    except ModuleNotFoundError as error:
        print(f"python -m build: {lacking(error)}", file=sys.stderr)
        return 1
    except Exception:  # noqa: BLE001 - the last resort: our own bugs are told apart from foreseen failures
        traceback.print_exc()
        print(
            "python -m build: this is a bug in the build itself; please report it with the lines above", file=sys.stderr
        )
        return 1


def _run(words: list[str]) -> int:
    command = words[0] if words and words[0] in {"serve", "cost", "archive"} else "build"
    options = _parser(command).parse_args(words if command == "build" else words[1:])
    if command == "cost":
        # Here and in _serve: a build that finds nothing to do would spend most of its time on these imports.
        from build.cost_report import cost_command
        from build.inputs import present
        from scraper.store import load_content

        present(options.content)
        content = load_content(options.content)
        findings = content.report.findings if content.report else ()
        asked = (options.variant, options.quantities)
        print(cost_command(content.models, *asked, as_json=options.json, findings=findings))
    elif command == "serve":
        _serve(options)
    elif command == "archive":
        from build.archive import archive

        packed = archive(options.site, options.output)
        print(f"{options.output}: {packed.files} files, {packed.size} bytes, SHA-256 {packed.digest}", file=sys.stderr)
    else:
        built = build_site(
            options.content, options.output, templates=_templates(), url=options.site_url, locales=options.locale
        )
        for sentence in built.left_out:
            print(sentence, file=sys.stderr)
        print(
            f"{options.output}: {built.pages} pages, {built.changed} of {built.files} files changed; "
            f"open {options.output / 'index.html'}",
            file=sys.stderr,
        )
    return 0


def _serve(options: argparse.Namespace) -> None:
    from build.live import LiveSite
    from build.serve import serve

    def tell(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    try:
        serve(LiveSite(options.content, _templates(), options.locale, tell), options.port, tell)
    except OSError as error:
        raise UsageError(f"--port {options.port}: {error.strerror}; choose another port") from error


def _templates() -> Path:
    """Our templates, by the path that messages should name them by: from the current folder where they lie below it."""
    try:
        here = Path.cwd()
    except FileNotFoundError:
        return TEMPLATES
    return TEMPLATES.relative_to(here) if TEMPLATES.is_relative_to(here) else TEMPLATES


def _parser(command: str) -> argparse.ArgumentParser:
    name = "python -m build" + ("" if command == "build" else f" {command}")
    description, epilog = {
        "build": ("Build the site from content/.", "Further commands: serve, cost, archive (each has --help)."),
        "serve": ("Serve the site on loopback; pages show every change of content and templates, and reload.", None),
        "cost": ("What a quantity costs.", "Example: minimax/m2.1 tokens=1.5M"),
        "archive": ("Pack the built site into one ZIP, with the SHA-256 of every file.", None),
    }[command]
    parser = argparse.ArgumentParser(prog=name, description=description, epilog=epilog)
    if command == "archive":
        parser.add_argument("--site", type=Path, default=OUTPUT, metavar="DIR", help="default: _site")
        parser.add_argument("--output", type=Path, default=ARCHIVE, metavar="FILE", help=f"default: {ARCHIVE}")
        return parser
    parser.add_argument("--content", type=Path, default=CONTENT, metavar="DIR", help="the data (default: content)")
    if command == "cost":
        parser.add_argument("variant", metavar="VARIANT", help="family/variant, or a model id as the API takes it")
        parser.add_argument("quantities", nargs="+", metavar="KEY=AMOUNT", help="such as tokens=1.5M or input=2M")
        parser.add_argument("--json", action="store_true", help="the working as JSON")
        return parser
    parser.add_argument(
        "--locale", action="append", default=[], type=_locale, metavar="TAG", help="only this language; may be repeated"
    )
    if command == "serve":
        parser.add_argument(
            "--port", type=_port, default=PORT, metavar="N", help=f"default: {PORT}; 0 takes a free one"
        )
    else:
        parser.add_argument("--output", type=Path, default=OUTPUT, metavar="DIR", help="default: _site")
        parser.add_argument(
            "--site-url",
            type=_site_url,
            metavar="URL",
            help="where the site will stand: gives canonical and hreflang links",
        )
    return parser


def _locale(text: str) -> str:
    if not is_locale(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no language tag such as en or zh-TW")
    return text


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port between 0 and 65535")
    return int(text)


def _site_url(text: str) -> str:
    """The address with a final slash, so that paths can be put behind it."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as https://example.org/prices/")
    return text if text.endswith("/") else f"{text}/"


if __name__ == "__main__":
    sys.exit(main())
