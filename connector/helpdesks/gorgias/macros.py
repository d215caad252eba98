"""Our reply texts as the account's own macros, so that agents can send them by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.writing import paragraphs
from connector.ports.errors import NotFound, ReadFailed
from connector.ports.helpdesk import Template

PATH = "/api/macros"
MENU = "Retour: "
ID_PREFIX = "retour:"


def publish(account: Account, texts: Sequence[Template]) -> int:
    """Make or mend a macro for each text; return how many there are. Unchanged ones cost no write.

    A macro that the account archived stays archived. Safe to repeat, also after OutcomeUnknown: it looks first, for our
    id and, where somebody lost that, for the name. Raise Transient, Refused or OutcomeUnknown; what was published
    before stays.
    """
    by_id, by_name = _published(account)
    for text in texts:
        wanted = _wanted(text)
        there = by_id.get(wanted["external_id"]) or by_name.get(wanted["name"])
        if there is None:
            account.write("POST", PATH, wanted)
        elif _plain(there) != _plain(wanted):
            account.write("PUT", f"{PATH}/{there['id']}", wanted)
    return len(texts)


def _published(account: Account) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        macros = account.pages(PATH)
        by_id = {str(each["external_id"]): each for each in macros if each.get("external_id")}
        return by_id, {str(each["name"]): each for each in macros}
    except NotFound as error:
        raise ReadFailed("no macros here") from error
    except (KeyError, AttributeError, TypeError) as error:
        raise ReadFailed("not macros as documented") from error


def _wanted(text: Template) -> dict[str, Any]:
    answer = {"body_text": text.text, "body_html": paragraphs(text.text)}
    actions = [{"type": "user", "name": "setResponseText", "title": "Reply", "arguments": answer}]
    if text.tags:
        tags = {"tags": ", ".join(sorted(text.tags))}
        actions.append({"type": "user", "name": "addTags", "title": "Add tags", "arguments": tags})
    return {"name": MENU + text.title, "external_id": ID_PREFIX + text.title, "actions": actions}


def _plain(macro: Any) -> tuple[Any, ...]:
    """What of a macro is ours; Gorgias may add to it."""
    actions = [(action.get("name"), action.get("arguments")) for action in macro.get("actions") or ()]
    return macro.get("name"), macro.get("external_id"), actions
