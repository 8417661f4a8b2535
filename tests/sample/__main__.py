"""Writes the sample catalog into a folder, or serves one from it."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from tests.sample.generate import generate
from tests.sample.locales import LOCALES
from tests.sample.serve import Server


def main(arguments: list[str] | None = None) -> int:
    """0 fine, 1 the folder or the port can't be used, 2 wrong usage."""
    options = _options(arguments)
    try:
        if options.command == "generate":
            locales = tuple(options.locale) or None
            written = generate(options.folder, families=options.families, locales=locales, ago=options.ago)
            print(f"{len(written)} files of sample data in {options.folder}", file=sys.stderr)
        else:
            _serve(options.folder, options.port)
    except ValueError as error:
        print(f"sample: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"sample: {error}", file=sys.stderr)
        return 1
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sample", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("generate", help="write the sample into a folder")
    write.add_argument("folder", type=Path, metavar="DIR")
    write.add_argument("--families", type=int, metavar="N", help="how many families; synthetic ones fill up")
    write.add_argument("--locale", action="append", default=[], choices=LOCALES, help="only this one; repeatable")
    write.add_argument("--ago", type=int, default=0, metavar="N", help="how many editions back (default 0, today's)")
    serve = commands.add_parser("serve", help="serve a folder on 127.0.0.1 until interrupted")
    serve.add_argument("folder", type=Path, metavar="DIR")
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="0 takes a free one (default 8000)")
    return parser.parse_args(arguments)


def _serve(folder: Path, port: int) -> None:
    if not (folder / "robots.txt").is_file():
        raise FileNotFoundError(f"{folder}: expected a folder that `generate` has written")
    with Server(folder, port=port) as server, suppress(KeyboardInterrupt):
        print(server.base_url, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
