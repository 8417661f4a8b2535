"""The rules of the structure, as functions from source text to what breaks them.

Each takes one module (its dotted name and its parsed source) and yields `(line, message)`. They are
pure, so that tests/test_architecture.py can also show that each of them is able to fail.
"""

import ast
import io
import tokenize
from collections.abc import Iterator

Breach = tuple[int, str]  # 1-based line, what is wrong and what to do

PACKAGES = ("scraper", "build")

# Each outside library has one owner; nobody else imports it.
OWNERS = {
    "babel": "build.numerals",
    "bs4": "scraper.html_prices",
    "httpx": "scraper.fetch",
    "jinja2": "build.render",
    "markdown_it": "scraper.document",
    "markupsafe": "build.render",
    "protego": "scraper.robots",
    "pydantic": "scraper.catalog",
    "yaml": "scraper.yaml_events",
}

# What of the scraper the build may see: the model and what reads it, never the network or the parsers.
SHARED = ("addresses", "catalog", "errors", "findings", "money", "runs", "store")

# Who may touch the world, and what for. `__main__` modules may ask the clock and print.
WORLD = {
    "build.archive": "packs the built site into a ZIP",
    "build.build_index": "what the last build read and wrote, kept beside the site",
    "build.compiled": "compiled templates, kept beside the site",
    "build.editions": "the folders of the site: the one that stands, the next and the one before",
    "build.inputs": "what a build reads: size, time and digest of each file",
    "build.output": "writes the site, all or nothing",
    "build.serve": "the site on loopback while it is being worked on, and the files it watches",
    "build.values": "what the content's YAML says, kept beside the site",
    "build.workers": "the processes that make pages on every core",
    "scraper.fetch": "the network",
    "scraper.hosting.github": "git and gh, for the workflows",
    "scraper.record": "the recorded pages and their manifest",
    "scraper.record_lock": "the lock that keeps a second run out",
    "scraper.spool": "the file without a name in which a parse waits for its end",
    "scraper.store": "YAML files",
}
# Who may read files of the project's own, and only read. (Jinja reads the templates for build.render.)
READERS = {
    "build.locales": "the interface strings of site_templates/locales/",
    "build.builder": "whether there is a content folder at all",
}
_READING = {"exists", "glob", "is_dir", "is_file", "iterdir", "read_text"}

_WORLD_MODULES = {
    "fcntl", "http", "mmap", "multiprocessing", "os", "select", "shutil", "signal", "socket", "socketserver", "ssl",
    "subprocess", "tempfile", "urllib.request",
}  # fmt: skip
_WORLD_CALLS = {"open", "input"}
_WORLD_METHODS = {
    "chmod", "create_subprocess_exec", "exists", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "mkdir", "open",
    "open_connection", "read_bytes", "read_text", "rename", "rglob", "rmdir", "start_server", "stat", "symlink_to",
    "touch", "unlink", "write_bytes", "write_text",
}  # fmt: skip
_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "sleep"}
_CLOCK_OWNERS = {"datetime", "date", "time"}

_CONDITIONS = {"TYPE_CHECKING", "__name__ == '__main__'", "sys.platform == 'win32'"}

MODULE_LINES = 250
FUNCTION_LINES = 60
_VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"}


def imports(tree: ast.Module, module: str) -> Iterator[tuple[int, str]]:
    """Every module that `tree` imports, in full, with the line: `from a.b import c` gives a.b.c."""
    package = module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(filter(None, [package, base]))
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def one_way(tree: ast.Module, module: str) -> Iterator[Breach]:
    """The scraper never imports the build; the build sees only the shared modules; nobody sees the tests."""
    for line, name in imports(tree, module):
        top, _, rest = name.partition(".")
        inner = rest.partition(".")[0]
        if module.startswith("scraper") and top == "build":
            yield line, f"{module} imports {name}: the scraper knows nothing of the build"
        if module.startswith("build") and top == "scraper" and inner not in SHARED:
            yield line, f"{module} imports {name}: the build may use only {', '.join(SHARED)}"
        if top == "tests":
            yield line, f"{module} imports {name}: the program knows nothing of its tests"


def one_owner(tree: ast.Module, module: str) -> Iterator[Breach]:
    """Each outside library is imported by the one module that owns it."""
    for line, name in imports(tree, module):
        top = name.partition(".")[0]
        if top in OWNERS and OWNERS[top] != module:
            yield line, f"{module} imports {name}: only {OWNERS[top]} does"


def known_libraries(tree: ast.Module, module: str, *, standard: frozenset[str]) -> Iterator[Breach]:
    """Nothing is imported but the standard library, our packages and libraries that have an owner."""
    for line, name in imports(tree, module):
        top = name.partition(".")[0]
        if top not in standard and top not in OWNERS and top not in PACKAGES:
            yield line, f"{module} imports {name}: give the library an owner in OWNERS and a line in requirements.in"


def untouched_world(tree: ast.Module, module: str) -> Iterator[Breach]:
    """Only the modules of WORLD use the network, the disk or other processes; the clock is read in `__main__` too."""
    if module in WORLD:
        return
    is_main = module.endswith("__main__")
    for line, name in imports(tree, module):
        if not is_main and any(name == world or name.startswith(f"{world}.") for world in _WORLD_MODULES):
            yield line, f"{module} imports {name}: only {', '.join(WORLD)} touch the world"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in _WORLD_CALLS:
            yield node.lineno, f"{module} calls {node.func.id}(): only {', '.join(WORLD)} touch the world"
        if isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value).rpartition(".")[2]
            if name in _WORLD_METHODS and not (module in READERS and name in _READING):
                yield node.lineno, f"{module} calls .{name}(): only {', '.join(WORLD)} touch the world"
            if not is_main and name in _CLOCK and owner in _CLOCK_OWNERS:
                yield node.lineno, f"{module} calls {owner}.{name}(): times are passed in"


def silent(tree: ast.Module, module: str) -> Iterator[Breach]:
    """Only `__main__` prints and exits."""
    if module.endswith("__main__"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"print", "SystemExit"}:
            yield node.lineno, f"{module} uses {node.id}: only __main__ prints and exits"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {
            "sys.exit",
            "os._exit",
            "sys.stdout",
            "sys.stderr",
        }:
            yield node.lineno, f"{module} uses {ast.unparse(node)}: only __main__ prints and exits"


def idle_at_import(tree: ast.Module, module: str) -> Iterator[Breach]:
    """Nothing happens at import: a module's body holds definitions, values and imports."""
    allowed = (
        ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    )  # fmt: skip
    for node in tree.body:
        if isinstance(node, allowed) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) in _CONDITIONS:
            continue
        yield node.lineno, f"{module}: `{ast.unparse(node).splitlines()[0]}` runs at import"


def annotated(tree: ast.Module, module: str) -> Iterator[Breach]:
    """Every argument and every return is annotated."""
    for function in _functions(tree):
        if function.returns is None:
            yield function.lineno, f"{module}.{function.name}: say what it returns"
        arguments = function.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for argument in filter(None, named):
            if argument.annotation is None and argument.arg not in {"self", "cls"}:
                yield argument.lineno, f"{module}.{function.name}: say what {argument.arg} is"


def short_functions(tree: ast.Module, module: str) -> Iterator[Breach]:
    """No function is longer than a screen, its docstring included."""
    for function in _functions(tree):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield function.lineno, f"{module}.{function.name}: {lines} lines; {FUNCTION_LINES} at most"


def short_module(source: str, module: str) -> Iterator[Breach]:
    """No module has more lines than MODULE_LINES, not counting blank ones and comments."""
    quiet = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in quiet:
            lines.update(range(token.start[0], token.end[0] + 1))
    if len(lines) > MODULE_LINES:
        yield 1, f"{module}: {len(lines)} lines; {MODULE_LINES} at most"


def named_after_a_noun(module: str) -> Iterator[Breach]:
    """No module is called after what doesn't belong anywhere."""
    for part in module.split("."):
        if part in _VAGUE:
            yield 1, f"{module}: name it after what it holds, not {part!r}"


def documented(tree: ast.Module, module: str) -> Iterator[Breach]:
    """A module says what it is for."""
    if not ast.get_docstring(tree):
        yield 1, f"{module}: say in a docstring what it is for"


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
