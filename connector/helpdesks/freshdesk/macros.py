"""Our reply texts as the account's own canned responses, so that agents can send them by hand (contract, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.writing import paragraphs, plain
from connector.outbound import decoded
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Template

FOLDER = "Retour"
FOLDERS = "/api/v2/canned_response_folders"
RESPONSES = "/api/v2/canned_responses"
FOR_ALL = 0  # visibility
PAGE = 100
MAX_PAGES = 20

Json = Mapping[str, Any]


def publish(account: Account, texts: Sequence[Template]) -> Mapping[str, str]:
    """Make or mend a canned response for each text; return title -> id. Unchanged ones cost no write.

    They set no tags: canned responses cannot. Safe to repeat, also after OutcomeUnknown: it looks first, by title.
    Nothing is deleted, which Freshdesk does not allow. Raise Transient, Refused or OutcomeUnknown; what was published
    before stays.
    """
    folder = _folder(account)
    published: dict[str, Json] = {}
    for response in _pages(account, f"{FOLDERS}/{folder}/responses"):
        published.setdefault(str(response.get("title")), response)
    ids: dict[str, str] = {}
    for text in texts:
        markup, there = paragraphs(text.text), published.get(text.title)
        body = {"title": text.title, "content_html": markup, "folder_id": folder, "visibility": FOR_ALL}
        if there is None:
            ids[text.title] = str(_made(account, RESPONSES, body))
            continue
        if plain(str(there.get("content_html") or "")) != plain(markup):
            account.write("PUT", f"{RESPONSES}/{there['id']}", body)
        ids[text.title] = str(there["id"])
    return ids


def _folder(account: Account) -> int:
    for folder in _pages(account, FOLDERS):
        if folder.get("name") == FOLDER and folder.get("personal") is not True:
            return int(folder["id"])
    return _made(account, FOLDERS, {"name": FOLDER})


def _made(account: Account, path: str, body: object) -> int:
    answer = decoded(account.write("POST", path, body), OutcomeUnknown)
    try:
        return int(answer["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise OutcomeUnknown("the answer names nothing that was made") from error


def _pages(account: Account, path: str) -> list[Json]:
    """Read a list to its end. A list that does not know pages gives the same one again: what came before ends it."""
    found: dict[int, Json] = {}
    for number in range(1, MAX_PAGES + 1):
        try:
            page = account.read(path, {"per_page": str(PAGE), "page": str(number)})
            new = {int(each["id"]): dict(each) for each in page}
        except NotFound as error:
            raise ReadFailed("no canned responses") from error
        except (KeyError, TypeError, ValueError) as error:
            raise ReadFailed("not a list as documented") from error
        if not isinstance(page, list):  # an empty object would read like an empty list, and all be made again
            raise ReadFailed("not a list as documented")
        ended = len(new) < PAGE or new.keys() <= found.keys()
        found |= new
        if ended:
            return list(found.values())
    raise ReadFailed(f"more than {MAX_PAGES} pages")
