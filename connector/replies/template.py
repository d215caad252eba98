"""The small part of Jinja a macro may use: text, `{{ value }}`, `{% if %}`. All else is refused at the start."""

from __future__ import annotations

from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from connector.ports.replies import BrokenMacro

# Without calls, filters, loops and arithmetic a text grows no longer than its source and values.
ALLOWED = (
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


class MacroEnvironment(ImmutableSandboxedEnvironment):
    """Strict and sandboxed, plain text out, without Jinja's global functions."""

    # `{{ 'a' * 10**9 }}` passes Jinja's own sandbox and takes 1 GB; `'%999999999d' % 1` likewise. Intercepted ones are
    # not computed while compiling either.
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False)
        self.globals.clear()

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        raise SecurityError(f"a macro does not calculate: {operator!r}")


def compile_body(environment: MacroEnvironment, body: str, first_line: int) -> tuple[Template, frozenset[str]]:
    """Return the template and the variables it uses. `first_line` is the body's line in its file, for messages.

    Raises BrokenMacro, without a file name. Nothing of the body is computed before its shape was checked.
    """
    try:
        tree = environment.parse(body)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, ALLOWED):
                line = first_line + node.lineno - 1
                raise BrokenMacro(f"line {line}: {type(node).__name__} is not for macros, only values and if are")
        used = frozenset(meta.find_undeclared_variables(tree))
        return environment.from_string(tree), used
    except TemplateError as error:
        line = first_line + (getattr(error, "lineno", None) or 1) - 1
        raise BrokenMacro(f"line {line}: {error}") from error
