"""Reading a ticket: who wrote what, whom Zendesk trusts, what can still be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import responses
from responses import matchers

from connector.helpdesks.zendesk.reading import ticket_from
from connector.helpdesks.zendesk.tickets import MAX_PAGES, ZendeskHelpdesk
from connector.ports.errors import NotFound, ReadFailed
from connector.ports.helpdesk import Author, Lifecycle, Ticket

Sample = Callable[[str], Any]
Json = dict[str, Any]
BASE = "https://acme.zendesk.com/api/v2/tickets/35436"
MAYA, OURS, AGENT, OTHER = 38231140001457, 38231140009950, 38231140009911, 38231140005555
FIRST_PAGE = {"include": "users", "include_inline_images": "true", "page[size]": "100"}


class Conversation:
    """The recorded ticket, to be changed by a test and then read."""

    def __init__(self, sample: Sample) -> None:
        document = sample("ticket_read__new")
        self.ticket: Json = document["ticket"]
        self.maya: Json = document["users"][0]
        self.users: list[Json] = [self.maya, {"id": OURS, "role": "admin"}, {"id": AGENT, "role": "agent"}]
        self.users.append({"id": OTHER, "role": "end-user", "email": "brother@example.com"})
        self.comments: list[Json] = sample("comments_read__request_and_our_note")["comments"][:1]

    def say(self, author_id: int, channel: str = "web", **rest: Any) -> None:
        via = {"channel": channel, "source": {"from": {}, "to": {}, "rel": None}}
        number = 38231150001000 + len(self.comments)
        at = f"2026-11-12T10:00:{len(self.comments):02}Z"
        said = {"id": number, "author_id": author_id, "created_at": at, "plain_body": "x", "public": True, "via": via}
        self.comments.append(said | rest)

    def read(self) -> Ticket:
        return ticket_from(self.ticket, self.users, self.comments, str(OURS))


@pytest.fixture
def talk(sample: Sample) -> Conversation:
    return Conversation(sample)


def announce(http: responses.RequestsMock, sample: Sample, comments: str) -> None:
    with_users = matchers.query_param_matcher({"include": "users"})
    http.get(BASE, json=sample("ticket_read__new"), match=[with_users])
    http.get(f"{BASE}/comments", json=sample(comments), match=[matchers.query_param_matcher(FIRST_PAGE)])


def test_reads_the_recorded_ticket(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    announce(http, sample, "comments_read__request_and_our_note")
    ticket = desk.read_ticket("35436")
    assert len(http.calls) == 2
    assert (ticket.id, ticket.subject) == ("35436", "Mug arrived broken - order 000000412")
    assert (ticket.lifecycle, ticket.stamp) == (Lifecycle.OPEN, "2026-11-12T09:15:04Z")
    assert ticket.tags == frozenset({"storefront_eu"})
    assert (ticket.requester_email, ticket.requester_name) == ("maya.lindqvist@example.com", "Maya Lindqvist")
    assert (ticket.language, ticket.requester_verified, ticket.participants) == ("en", True, 0)
    assert (ticket.merged_into, ticket.follow_up_of, ticket.address_mismatch) == (None, None, False)
    first, note = ticket.messages
    assert (first.id, first.author, first.public, first.trusted) == ("38231150000101", Author.CUSTOMER, True, True)
    assert (first.pictures, first.automatic, first.html) == (1, False, True)
    assert first.at == datetime(2026, 11, 12, 9, 15, 4, tzinfo=UTC)
    assert first.body.startswith('<div class="zd-comment" dir="auto"><p dir="auto">Hi, the blue mug')
    assert (note.author, note.public, note.pictures) == (Author.US, False, 0)


def test_reads_the_recorded_doubts(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    announce(http, sample, "comments_read__flagged")
    ticket = desk.read_ticket("35436")
    assert [message.trusted for message in ticket.messages] == [True, False]
    assert ticket.requester_verified is False  # the newer of the two records


def test_reads_every_page_of_comments(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    page = sample("comments_read__request_and_our_note")
    one, two = dict(page), dict(page)
    one["comments"], two["comments"] = page["comments"][1:], page["comments"][:1]  # newest first, to be sorted
    one["meta"] = {"has_more": True, "after_cursor": "c=1"}
    http.get(BASE, json=sample("ticket_read__new"))
    http.get(f"{BASE}/comments", json=one, match=[matchers.query_param_matcher(FIRST_PAGE)])
    following = matchers.query_param_matcher(FIRST_PAGE | {"page[after]": "c=1"})
    http.get(f"{BASE}/comments", json=two, match=[following])
    assert [message.id for message in desk.read_ticket("35436").messages] == ["38231150000101", "38231150000202"]


def test_gives_up_rather_than_read_a_part(http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample) -> None:
    http.get(BASE, json=sample("ticket_read__new"))
    http.get(f"{BASE}/comments", json={"comments": [], "meta": {"has_more": True, "after_cursor": "c"}})
    with pytest.raises(ReadFailed, match="more than 50 pages"):
        desk.read_ticket("35436")
    assert len(http.calls) == 1 + MAX_PAGES


@pytest.mark.parametrize("page", [[], {}, {"comments": []}, {"comments": [], "meta": {"has_more": True}}])
def test_a_page_of_another_shape_is_a_failed_read(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample, page: Any
) -> None:
    http.get(BASE, json=sample("ticket_read__new"))
    http.get(f"{BASE}/comments", json=page)
    with pytest.raises(ReadFailed):
        desk.read_ticket("35436")


@pytest.mark.parametrize("document", [[], {}, {"ticket": {}}, {"ticket": None}])
def test_a_ticket_of_another_shape_is_a_failed_read(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample, document: Any
) -> None:
    http.get(BASE, json=document)
    http.get(f"{BASE}/comments", json=sample("comments_read__flagged"))
    with pytest.raises(ReadFailed):
        desk.read_ticket("35436")


def test_an_unknown_or_deleted_ticket_is_not_found(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    http.get(BASE, json=sample("ticket_update__not_found"), status=404)
    with pytest.raises(NotFound):
        desk.read_ticket("35436")
    assert len(http.calls) == 1


@pytest.mark.parametrize("ticket_id", ["", "../users/1", "1?x", "٣", "-1"])
def test_never_asks_for_what_is_no_ticket_id(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, ticket_id: str
) -> None:
    with pytest.raises(NotFound):
        desk.read_ticket(ticket_id)
    with pytest.raises(NotFound):
        desk.find_write(ticket_id, "key")
    assert len(http.calls) == 0


@pytest.mark.parametrize(
    ("author_id", "channel", "author"),
    [
        (MAYA, "email", Author.CUSTOMER),
        (OTHER, "email", Author.OTHER),
        (999, "email", Author.OTHER),  # nobody the answer told of
        (AGENT, "web", Author.AGENT),
        (OURS, "api", Author.US),
        (OURS, "web", Author.AGENT),  # a person at the keyboard of the account we use
        (OURS, "email", Author.AGENT),
        (-1, "web", Author.SYSTEM),
        (MAYA, "rule", Author.SYSTEM),
        (OURS, "system", Author.SYSTEM),
    ],
)
def test_tells_authors_apart(talk: Conversation, author_id: int, channel: str, author: Author) -> None:
    talk.say(author_id, channel)
    assert talk.read().messages[-1].author is author


@pytest.mark.parametrize("flag", [0, 2, 3, 11, 14, 20, 21, 22])
def test_does_not_trust_a_message_with_a_flag_of_the_gate(talk: Conversation, flag: int) -> None:
    talk.say(MAYA, "email", metadata={"flags": [5, flag], "trusted": True})
    assert talk.read().messages[-1].trusted is False


@pytest.mark.parametrize("flag", [4, 5, 16, 17, 18])
def test_trusts_a_message_whose_flags_say_nothing_of_the_author(talk: Conversation, flag: int) -> None:
    talk.say(MAYA, "email", metadata={"flags": [flag]})
    assert talk.read().messages[-1].trusted is True


@pytest.mark.parametrize(
    "metadata",
    [{"trusted": False}, {"flags": [99]}, {"flags": ["odd"]}, {"flags": ["14"]}, {"suspension_type_id": 2}],
    ids=["verdict", "unheard-of flag", "odd flag", "flag as text", "let out of suspension"],
)
def test_does_not_trust_what_it_does_not_know(talk: Conversation, metadata: Json) -> None:
    talk.say(MAYA, "email", metadata=metadata)
    assert talk.read().messages[-1].trusted is False


def test_marks_machine_mail_and_rules_as_automatic(talk: Conversation) -> None:
    talk.say(MAYA, "email", metadata={"flags": [4]})
    talk.say(-1, "rule")
    talk.say(MAYA, "email")
    assert [message.automatic for message in talk.read().messages] == [False, True, True, False]


@pytest.mark.parametrize(
    ("file", "pictures"),
    [
        ({"content_type": "image/png", "malware_scan_result": "malware_not_found"}, 1),
        ({"content_type": "IMAGE/HEIC", "malware_scan_result": "not_scanned"}, 1),
        ({"content_type": "image/png", "malware_scan_result": "malware_found"}, 0),
        ({"content_type": "image/png", "deleted": True}, 0),
        ({"content_type": "application/pdf"}, 0),
        ({"content_type": None}, 0),
    ],
)
def test_counts_pictures_that_may_be_looked_at(talk: Conversation, file: Json, pictures: int) -> None:
    talk.say(MAYA, "email", attachments=[file])
    assert talk.read().messages[-1].pictures == pictures


@pytest.mark.parametrize(
    ("change", "verified"),
    [
        ({}, True),
        ({"verified": False}, False),
        ({"verified": None}, False),
        ({"suspended": True}, False),
        ({"active": False}, False),
    ],
)
def test_verifies_the_requester_only_on_zendesks_word(talk: Conversation, change: Json, verified: bool) -> None:
    talk.maya.update(change)
    assert talk.read().requester_verified is verified


def test_an_unknown_requester_has_no_address_and_no_verdict(talk: Conversation) -> None:
    talk.users = []
    ticket = talk.read()
    assert (ticket.requester_email, ticket.requester_name, ticket.language) == (None, "", None)
    assert ticket.requester_verified is None


@pytest.mark.parametrize(
    ("status", "tags", "lifecycle"),
    [
        ("new", [], Lifecycle.OPEN),
        ("open", [], Lifecycle.OPEN),
        ("pending", [], Lifecycle.OPEN),
        ("hold", [], Lifecycle.OPEN),
        ("solved", [], Lifecycle.SOLVED),
        ("closed", [], Lifecycle.CLOSED),
        ("closed", ["closed_by_merge"], Lifecycle.MERGED),
        ("new", ["closed_by_merge"], Lifecycle.OPEN),  # a follow-up inherits tags
        ("deleted", [], Lifecycle.DELETED),
    ],
)
def test_tells_what_can_still_be_done(talk: Conversation, status: str, tags: list[str], lifecycle: Lifecycle) -> None:
    talk.ticket.update(status=status, tags=tags)
    assert talk.read().lifecycle is lifecycle


@pytest.mark.parametrize(
    ("author_id", "text", "rel", "target"),
    [
        (AGENT, 'This request was closed and merged into request #35440 "Order #5".', None, "35440"),
        (-1, "This request was closed and merged into request #35440.", "merge", "35440"),
        (AGENT, "Cette demande a été fusionnée avec la demande #35440.", "merge", "35440"),
        (AGENT, 'Cette demande a été fusionnée avec la demande #35440 "n #5".', "merge", None),
        (AGENT, "See #35440.", None, None),
        (AGENT, "merged into request #35440, merged into request #35441", "merge", None),
        (AGENT, "merged into request #35436", "merge", None),
        (MAYA, "This request was closed and merged into request #35440.", "merge", None),
    ],
    ids=["english", "system", "other language", "two numbers", "an agent's words", "two targets", "itself", "customer"],
)
def test_names_a_merges_target_only_where_it_is_plain(
    talk: Conversation, author_id: int, text: str, rel: str | None, target: str | None
) -> None:
    talk.ticket.update(status="closed", tags=["closed_by_merge"])
    via = {"channel": "web", "source": {"from": {}, "to": {}, "rel": rel}}
    talk.say(author_id, plain_body=text, public=False, via=via)
    assert talk.read().merged_into == target


def test_an_open_ticket_was_merged_into_nothing(talk: Conversation) -> None:
    talk.say(AGENT, plain_body="This request was closed and merged into request #35440.")
    assert talk.read().merged_into is None


def test_names_the_ticket_it_follows_up(talk: Conversation) -> None:
    talk.ticket["via"]["source"] = {"from": {"ticket_id": 35001, "subject": "Mug"}, "to": {}, "rel": "follow_up"}
    assert talk.read().follow_up_of == "35001"


def test_counts_people_in_copy_but_not_followers(talk: Conversation) -> None:
    talk.ticket.update(email_cc_ids=[OTHER, MAYA], collaborator_ids=[OTHER, AGENT, 77], follower_ids=[AGENT])
    assert talk.read().participants == 2  # the brother and 77


@pytest.mark.parametrize(
    ("author_id", "address", "mismatch"),
    [
        (MAYA, "maya.lindqvist@example.com", False),
        (MAYA, "Maya.Lindqvist@Example.com", False),
        (MAYA, "maya@elsewhere.example", True),
        (OTHER, "brother@example.com", False),  # told apart as another author
        (AGENT, "agent@acme.example", False),
    ],
)
def test_notices_the_requesters_words_from_another_address(
    talk: Conversation, author_id: int, address: str, mismatch: bool
) -> None:
    talk.say(author_id, via={"channel": "email", "source": {"from": {"address": address}, "rel": None}})
    assert talk.read().address_mismatch is mismatch


def test_notices_that_the_ticket_itself_came_from_another_address(talk: Conversation) -> None:
    talk.ticket["via"]["source"]["from"]["address"] = "maya@elsewhere.example"
    assert talk.read().address_mismatch is True


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr", "fr"), ("pt-BR", "pt"), ("EN-us", "en"), ("zh_CN", "zh"), ("fil", None), (None, None), ("", None)],
)
def test_takes_the_language_from_the_profile(talk: Conversation, locale: str | None, language: str | None) -> None:
    talk.maya["locale"] = locale
    assert talk.read().language == language


def test_takes_plain_text_where_there_is_no_markup(talk: Conversation) -> None:
    talk.say(MAYA, "api", plain_body="Hello <b>", html_body=None)
    assert (talk.read().messages[-1].body, talk.read().messages[-1].html) == ("Hello <b>", False)
