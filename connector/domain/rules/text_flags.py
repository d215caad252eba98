"""Is there something in the text that a person should see first?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def text_flags(request: Request, _line: Line, _option: Option, _facts: Facts, _policy: Policy) -> Finding:
    """Whatever is odd in the text only ever lowers what happens alone. The first flag by name is the code."""
    flags = sorted(request.flags)
    return review(f"text.{flags[0]}", ", ".join(flags)) if flags else allow("text.plain")
