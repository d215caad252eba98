"""Canned responses and their folders. They cannot be deleted by API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.clock import iso
from sandbox.freshdesk.refusals import invalid, missing, not_found, unexpected
from sandbox.freshdesk.rich_text import clean_html, plain_from_html

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk

EVERYBODY, PERSONAL, GROUPS = 0, 1, 2
EDITABLE = ("title", "content_html", "folder_id", "visibility", "group_ids", "attachments")


@dataclass
class Folder:
    id: int
    name: str
    created_at: datetime
    updated_at: datetime


@dataclass
class CannedResponse:
    id: int
    title: str
    content_html: str  # as rewritten by the server
    folder_id: int
    visibility: int
    created_at: datetime
    updated_at: datetime


class CannedResponses:
    def __init__(self) -> None:
        self._folders: dict[int, Folder] = {}
        self._responses: dict[int, CannedResponse] = {}

    def add_folder(self, desk: FreshdeskDesk, given: Json) -> Folder:
        now = desk.clock.now()
        made = Folder(desk.numbers.next(), _name(given), now, now)
        self._folders[made.id] = made
        return made

    def rename_folder(self, desk: FreshdeskDesk, folder: Folder, given: Json) -> None:
        folder.name, folder.updated_at = _name(given), desk.clock.now()

    def folder(self, folder_id: int) -> Folder:
        if folder_id not in self._folders:
            raise not_found()
        return self._folders[folder_id]

    def folders(self) -> list[Folder]:
        return list(self._folders.values())

    def add(self, desk: FreshdeskDesk, given: Json) -> CannedResponse:
        for name in ("title", "content_html", "folder_id", "visibility"):
            if given.get(name) in (None, ""):
                raise missing(name)
        now = desk.clock.now()
        made = CannedResponse(desk.numbers.next(), "", "", 0, EVERYBODY, now, now)
        self.edit(desk, made, given)
        self._responses[made.id] = made
        return made

    def edit(self, desk: FreshdeskDesk, response: CannedResponse, given: Json) -> None:
        if strange := [name for name in given if name not in EDITABLE]:
            raise unexpected(strange)
        if given.get("folder_id", response.folder_id) not in self._folders:
            raise invalid("folder_id", "invalid_value", "There is no folder matching the given folder_id")
        if given.get("visibility", EVERYBODY) not in (EVERYBODY, PERSONAL, GROUPS):
            raise invalid("visibility", "invalid_value", "It should be one of these values: '0,1,2'")
        response.title = str(given.get("title", response.title))
        response.content_html = clean_html(str(given.get("content_html", response.content_html)))
        response.folder_id = int(given.get("folder_id", response.folder_id))
        response.visibility = int(given.get("visibility", response.visibility))
        response.updated_at = desk.clock.now()

    def get(self, response_id: int) -> CannedResponse:
        if response_id not in self._responses:
            raise not_found()
        return self._responses[response_id]

    def of(self, folder_id: int) -> list[CannedResponse]:
        self.folder(folder_id)
        return [response for response in self._responses.values() if response.folder_id == folder_id]


def _name(given: Json) -> str:
    if not given.get("name"):
        raise missing("name")
    return str(given["name"])


def folder_json(folder: Folder, responses: int) -> Json:
    return {
        "id": folder.id,
        "name": folder.name,
        "personal": False,
        "responses_count": responses,
        "created_at": iso(folder.created_at),
        "updated_at": iso(folder.updated_at),
    }


def response_json(response: CannedResponse) -> Json:
    return {
        "id": response.id,
        "title": response.title,
        "folder_id": response.folder_id,
        "content": plain_from_html(response.content_html).replace("\n", " \n"),
        "content_html": response.content_html,
        "attachments": [],
        "created_at": iso(response.created_at),
        "updated_at": iso(response.updated_at),
    }
