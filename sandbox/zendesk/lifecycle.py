"""Merging, deleting and closing tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sandbox.zendesk.account import Json, url
from sandbox.zendesk.numbers import ulid
from sandbox.zendesk.people import User
from sandbox.zendesk.refusals import invalid
from sandbox.zendesk.rich_text import html_from_text
from sandbox.zendesk.tickets import Ticket
from sandbox.zendesk.updating import api_metadata
from sandbox.zendesk.writing import Origin, Words

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

MERGED_TAG = "closed_by_merge"


def merge(
    desk: ZendeskDesk,
    target: Ticket,
    sources: Sequence[Ticket],
    actor: User,
    texts: tuple[str | None, str | None] = (None, None),
) -> Json:
    """Close `sources` in favour of `target`; `texts` are the comments for target and sources. Return a job status."""
    if target.status == "closed" or any(source.status == "closed" or source is target for source in sources):
        raise invalid("base", "Merge: closed tickets, or a ticket with itself, cannot be merged")
    for source in sources:
        _close_into(desk, source, target, actor, texts[1])
        text = texts[0] or f'Request #{source.id} "{source.subject}" was closed and merged into this request.'
        words = Words(actor, html_from_text(text), public=False)
        desk.writing.change(target, {}, words, _origin(actor, [source.id]))
    return _job(desk, [target.id])


def _close_into(desk: ZendeskDesk, source: Ticket, target: Ticket, actor: User, text: str | None) -> None:
    source.merged_into = target.id
    said = text or f'This request was closed and merged into request #{target.id} "{target.subject}".'
    changes = {"status": "closed", "tags": sorted({*source.tags, MERGED_TAG})}
    desk.writing.change(source, changes, Words(actor, html_from_text(said), public=False), _origin(actor, [target.id]))


def _origin(actor: User, ticket_ids: list[int]) -> Origin:
    """Merges name the other ticket in `via`."""
    source: Json = {"from": {"ticket_id": ticket_ids[0], "ticket_ids": ticket_ids}, "to": {}, "rel": "merge"}
    return Origin(actor, {"channel": "web", "source": source}, api_metadata("Zendesk", None))


def close(desk: ZendeskDesk, ticket: Ticket) -> None:
    """What Zendesk's automation does to solved tickets after some days. Moves no `updated_at`."""
    actor = desk.people.get(ticket.assignee_id or ticket.requester_id)
    via: Json = {"channel": "rule", "source": {"from": {}, "to": {}, "rel": "automation"}}
    desk.writing.change(
        ticket, {"status": "closed"}, None, Origin(actor, via, api_metadata("Zendesk", None), system=True)
    )


def _job(desk: ZendeskDesk, ticket_ids: list[int]) -> Json:
    job_id = ulid().lower()
    job: Json = {
        "id": job_id,
        "job_type": "Ticket Merge",
        "url": url(f"/api/v2/job_statuses/{job_id}.json"),
        "total": 1,
        "progress": 1,
        "status": "completed",
        "message": f"Completed at {desk.clock.now().isoformat()}",
        "results": [{"id": number, "action": "update", "success": True, "status": "Updated"} for number in ticket_ids],
    }
    desk.jobs[job_id] = job
    return job
