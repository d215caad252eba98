"""Our reply texts as the account's own macros, so that agents can send them by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zenpy.lib.api_objects import Macro

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.sdk import contained, zenpy_for
from connector.helpdesks.zendesk.writing import paragraphs
from connector.ports.errors import OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Template

MENU = "Retour::"  # Zendesk makes a menu level of it
DESCRIPTION = "Published by Retour"


def publish(account: Account, texts: Sequence[Template]) -> Mapping[str, str]:
    """Make or mend a macro for each text; return title -> macro id. Unchanged ones cost no write.

    A macro that the account switched off stays off. Safe to repeat, also after OutcomeUnknown: it looks first.
    Raise Transient, Refused or OutcomeUnknown; what was published before stays.
    """
    api = zenpy_for(account).macros
    with contained(ReadFailed):
        published: dict[str, Any] = {}
        for macro in api():
            published.setdefault(macro.title, macro)
    ids: dict[str, str] = {}
    for text in texts:
        title, actions = MENU + text.title, _actions(text)
        there = published.get(title)
        if there is None:
            with contained(OutcomeUnknown):
                made = api.create(Macro(title=title, description=DESCRIPTION, active=True, actions=actions))
                ids[text.title] = str(made.id)
            continue
        if _plain(there.actions) != _plain(actions):
            with contained(OutcomeUnknown):
                api.update(Macro(id=there.id, title=title, description=DESCRIPTION, actions=actions))
        ids[text.title] = str(there.id)
    return ids


def _actions(text: Template) -> list[dict[str, str]]:
    actions = [
        {"field": "comment_value_html", "value": paragraphs(text.text)},
        {"field": "comment_mode_is_public", "value": "true"},
    ]
    if text.tags:
        actions.append({"field": "current_tags", "value": " ".join(sorted(text.tags))})
    return actions


def _plain(actions: Any) -> list[tuple[str, str]]:
    return [(str(action["field"]), str(action["value"])) for action in actions]
