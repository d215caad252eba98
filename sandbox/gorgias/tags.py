"""The account's tags. A name used for the first time makes one."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.gorgias.account import Json
from sandbox.gorgias.numbers import Numbers
from sandbox.gorgias.refusals import invalid
from sandbox.gorgias.tickets import Tag

COLOR = "#2A9D8F"


class Tags:
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._by_name: dict[str, Tag] = {}

    def named(self, name: str) -> Tag:
        if name not in self._by_name:
            self._by_name[name] = Tag(self._numbers.next("tag"), name)
        return self._by_name[name]

    def all(self) -> list[Tag]:
        return list(self._by_name.values())

    def with_id(self, tag_id: object) -> Tag:
        """Raise a 400 refusal for an id that no tag has."""
        for tag in self._by_name.values():
            if tag.id == tag_id:
                return tag
        raise invalid("Failed to update ticket", {"tags": [f"Tag {tag_id} does not exist."]})

    def from_request(self, given: Json) -> list[str]:
        """Take {"names": [...]} or {"ids": [...]}, both allowed; raise a 400 refusal for neither."""
        names, ids = given.get("names", []), given.get("ids", [])
        wrong = not isinstance(names, list) or not isinstance(ids, list) or not all(isinstance(n, str) for n in names)
        if wrong or not (names or ids):
            raise invalid("Failed to update tags", {"names": ["Names or ids of tags are needed."]})
        return [self.named(name).name for name in names] + [self.with_id(tag_id).name for tag_id in ids]

    def from_ticket(self, given: object) -> list[str]:
        """Take the list inside `PUT /tickets/{id}`: objects with a name or an id."""
        if not isinstance(given, list) or not all(
            isinstance(one, dict) and ("name" in one or "id" in one) for one in given
        ):
            raise invalid("Failed to update ticket", {"tags": ["Invalid input."]})
        return [self.named(one["name"]).name if "name" in one else self.with_id(one["id"]).name for one in given]

    def shown(self, names: Iterable[str]) -> list[Json]:
        return [tag_json(self.named(name)) for name in names]


def tag_json(tag: Tag) -> Json:
    return {"id": tag.id, "name": tag.name, "uri": f"/api/tags/{tag.id}/", "decoration": {"color": COLOR}}
