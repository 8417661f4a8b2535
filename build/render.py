"""Views to HTML, Markdown and XML: the one module that knows Jinja.

Everything is escaped (`autoescape=True` outright: `select_autoescape` would miss some endings), and a
name that a view didn't pass is an error, because an undefined price would otherwise print as nothing.
A template's ending says how: `.md` as Markdown, by what prints every value; the rest as HTML, which is
XML's way too, but for the characters that XML has no room for.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from build import markdown
from build.compiled import Compiled
from build.kept import Kept
from scraper.addresses import on_web
from scraper.errors import BuildError

# Characters that change what a reader sees without being seen: they are shown as ⟨U+202E⟩, wherever they come from.
# The marks and isolates that hold a figure together in Arabic aren't among them: we print those ourselves.
_UNSEEN = "\u200b\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f"
_HIDDEN = re.compile(f"[{_UNSEEN}]")
# What has a meaning in HTML and XML, or is hidden: most of what is printed has nothing of it.
_MARKED = re.compile(f"[&<>\"'{_UNSEEN}]")
# What XML 1.0 can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Renderer:
    """The templates below one folder, each compiled once, or taken from `compiled`."""

    def __init__(self, templates: Path, compiled: Compiled | None = None) -> None:
        self._html = _environment(templates, _programs("html", compiled))
        # Inline data: `tojson` writes <, >, & and ' as escapes, so that no text can end the script element.
        dumps = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": False}
        self._html.policies |= {"json.dumps_kwargs": dumps, "json.dumps_function": _json}
        self._xml = _environment(templates, _programs("xml", compiled), _for_xml)
        self._markdown = _environment(
            templates, _programs("markdown", compiled), markdown.escaped, kind=_MarkdownEnvironment
        )
        self._markdown.filters |= {
            "code": markdown.code,
            "block": markdown.block,
            "target": markdown.target,
            "to": markdown.to,
        }

    def page(self, template: str, view: Mapping[str, Any]) -> bytes:
        """The page in UTF-8. Raises BuildError, naming the template, where it can't be made."""
        chosen = {".md": self._markdown, ".xml": self._xml}.get(Path(template).suffix, self._html)
        text = _set(chosen, template, {"layout": "base.html", **view})
        return (f"{text}\n" if chosen is self._markdown else text).encode("utf-8")

    def part(self, template: str, view: Mapping[str, Any]) -> str:
        """What a page has of its own, without the document around it. Raises BuildError as `page` does."""
        return _set(self._html, template, {"layout": "single/base.html", **view})


def _set(environment: Environment, template: str, view: Mapping[str, Any]) -> str:
    try:
        return environment.get_template(template).render(view)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{getattr(error, 'name', None) or template}{f':{line}' if line else ''}"
        raise BuildError(f"site_templates/{place}: {error}; correct the template or its view") from error
    # A macro given too little, a name that nothing has, no UTF-8, a division by zero, a template that includes itself.
    except (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RecursionError) as error:
        problem = f"nothing is called {error}" if isinstance(error, KeyError) else error
        raise BuildError(f"site_templates/{template}: {problem}; correct the template or its view") from error


class _Generator(CodeGenerator):
    """Templates to Python as Jinja does it, but for five things that it does hundreds of times on a page.

    What is printed is escaped without a new Markup around every piece: the pieces are joined at once. A function is
    called outright: none of ours asks for the context, which Jinja looks for at every call. A macro is the function it
    was made into, without an object that sorts its arguments first. What a template imports is kept as it is: none of
    ours has names of its own besides those that all templates have. `a.b` is Python's own, or a look into a mapping
    where `a` is one; only where a template asks whether it is there, Jinja looks.
    Together that takes two fifths off the making of a page; what is printed stays the same.
    """

    _asks = False  # whether this is about something that need not be there

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.text(")
        if finalize.src is not None:
            self.write(finalize.src)

    def visit_Call(  # noqa: N802 - Jinja looks for this name, and calls it so
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as above
        if self._asks or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        name = self.temporary_identifier()
        self.write(f"({name}[{node.attr!r}] if ({name} := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict else {name}.{node.attr})")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - as above
        with self._asking(node.name in ("defined", "undefined")):
            super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - as above
        with self._asking(node.name in ("default", "d")):
            super().visit_Filter(node, frame)

    @contextmanager
    def _asking(self, asks: bool) -> Iterator[None]:  # noqa: FBT001
        before, self._asks = self._asks, self._asks or asks
        yield
        self._asks = before

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        special = macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller
        if special or macro_ref.node.defaults or frame.eval_ctx.volatile:
            super().macro_def(macro_ref, frame)
        else:
            self.write("macro")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().return_buffer_contents(frame)  # a macro's function says itself that what it gives is escaped

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.imported(")
        self.visit(node.template, frame)
        self.write(")")


class _Environment(Environment):
    code_generator_class = _Generator

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._imported: dict[str, TemplateModule] = {}

    def imported(self, name: str) -> TemplateModule:
        """What a template exports, set once."""
        found = self._imported.get(name)
        if found is None:
            found = self._imported[name] = self.get_template(name).module
        return found

    @staticmethod
    def text(value: Any) -> str:
        """`value` as it may stand in HTML and XML, quotes included."""
        kind = type(value)
        if kind is str:
            return escape(_seen(value)) if _MARKED.search(value) else value
        return value if kind is Markup else escape(value)


class _MarkdownEnvironment(_Environment):
    """What a macro gives is Markdown already. Jinja's own mark for that is for HTML, and twice as slow here."""

    concat = staticmethod(markdown.joined)


class _Programs(BytecodeCache):
    """The compiled templates of one environment: each has its own, because each prints values in its own way."""

    def __init__(self, way: str, compiled: Compiled) -> None:
        self._way, self._compiled = way, compiled

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get(f"{self._way}-{bucket.key}", bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._compiled.put(f"{self._way}-{bucket.key}", bucket.checksum, bucket.code)


def _programs(way: str, compiled: Compiled | None) -> BytecodeCache | None:
    return None if compiled is None else _Programs(way, compiled)


def _environment(
    templates: Path,
    programs: BytecodeCache | None,
    finalize: Callable[[Any], Any] | None = None,
    kind: type[Environment] = _Environment,
) -> Environment:
    environment = kind(
        loader=FileSystemLoader(templates),
        autoescape=kind is not _MarkdownEnvironment,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=finalize is not None,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=programs,
    )
    environment.globals |= {"kept": Kept(), "on_web": on_web}
    return environment


def _json(value: Any, **options: Any) -> str:
    return _seen(json.dumps(value, **options))


def _seen(text: str) -> str:
    return _HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def _for_xml(value: Any) -> Any:
    return value if hasattr(value, "__html__") else _NOT_XML.sub("\ufffd", str(value))
