"""Connecting: what is set up there; the check afterwards; and leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.install import GorgiasInstaller, probe, service_user, support_addresses
from connector.helpdesks.gorgias.widgets import cards_url, ensure_card, remove_card
from connector.ports.errors import NotConnected, OutcomeUnknown, ReadFailed, Transient
from connector.ports.helpdesk import Connected
from connector.ports.probe import Probe
from connector.tokens import TokenPair

Sample = Callable[[str], Any]
Json = dict[str, Any]
BASE = "https://acme.gorgias.com"
API = f"{BASE}/api"
HOOKS, WIDGETS = f"{API}/integrations", f"{API}/widgets"
ENDPOINT = "https://retour.example/hooks/gorgias-acme"
CARDS = "https://retour.example/sidebar/gorgias-acme/cards"
CALLBACK = "https://retour.example/install/gorgias/callback"
OWNER = "tenant:gorgias-acme"
MAILBOX: Json = {"id": 66567, "type": "email", "name": "Acme Support", "meta": {"address": "Support@acme-store.test"}}
EVENTS: Json = {"id": 66701, "name": "Retour - ticket events", "type": "http", "http": {"url": f"{ENDPOINT}?t=old"}}
CARD: Json = {"id": 66702, "name": "Retour - order sidebar", "type": "http", "http": {"url": f"{CARDS}?t=old&x={{y}}"}}
TEMPLATE: Json = {
    "type": "wrapper",
    "widgets": [
        {
            "type": "card",
            "path": "",
            "title": "Retour",
            "order": 0,
            "meta": {
                "displayCard": True,
                "custom": {"links": [{"label": "Open in Retour", "url": "{{open_url}}"}]},
            },
            "widgets": [
                {"type": "text", "path": "status", "title": "Status", "order": 0},
                {"type": "text", "path": "order", "title": "Order", "order": 1},
                {"type": "text", "path": "asked", "title": "Asked for", "order": 2},
                {"type": "text", "path": "says", "title": "Policy", "order": 3},
                {"type": "text", "path": "amount", "title": "Amount", "order": 4},
                {"type": "date", "path": "updated_at", "title": "As of", "order": 5},
            ],
        }
    ],
}


def page(*held: Any) -> Json:
    return {"data": list(held), "meta": {"prev_cursor": None, "next_cursor": None}}


def json_of(call: responses.Call) -> Any:
    return requests.models.complexjson.loads(call.request.body or "")


def announce_connecting(http: responses.RequestsMock, sample: Sample) -> None:
    http.post(f"{BASE}/oauth/token", json=sample("oauth_token__answer"))
    http.get(f"{API}/users/0", json={"id": 387654480, "email": "sam@acme-store.test"})
    http.get(HOOKS, json=page(MAILBOX))
    http.post(HOOKS, json=EVENTS, status=201)
    http.post(HOOKS, json=CARD, status=201)
    http.get(WIDGETS, json=page())
    http.post(WIDGETS, json=sample("widget_create__answer"), status=201)


def connect(installer: GorgiasInstaller) -> Connected:
    return installer.connect("gorgias-acme", "acme", "the-code", CALLBACK, "verifier", ENDPOINT)


# --- connecting -------------------------------------------------------------------------------------------------------


def test_connects_and_sets_everything_up(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    announce_connecting(http, sample)
    got = connect(installer)
    events, card = (json_of(call)["http"] for call in http.calls if call.request.url == HOOKS and call.request.body)
    cards = secrets.values[OWNER, "cards"]["secret"]
    assert got == Connected(BASE, "387654480", "66701", got.hook_secret)
    assert events["url"] == f"{ENDPOINT}?t={got.hook_secret}"
    assert card["url"] == f"{CARDS}?t={cards}&ticket_id={{{{ticket.id}}}}"
    assert (len(got.hook_secret), len(cards), got.hook_secret == cards) == (43, 43, False)
    assert secrets.values[OWNER, "mailboxes"] == {"addresses": "support@acme-store.test"}
    assert secrets.values[OWNER, "oauth"]["access_token"] == sample("oauth_token__answer")["access_token"]
    assert installer.mailboxes("gorgias-acme") == {"support@acme-store.test"}
    assert http.calls[-1].request.url == WIDGETS


def test_connecting_again_takes_a_new_secret_for_events_and_makes_nothing_twice(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    announce_connecting(http, sample)
    first, cards = connect(installer), secrets.values[OWNER, "cards"]["secret"]
    secrets.values[OWNER, "webhook"] = {"current": first.hook_secret}  # as the caller keeps it
    http.reset()
    http.post(f"{BASE}/oauth/token", json=sample("oauth_token__answer"))
    http.get(f"{API}/users/0", json={"id": 387654480})
    http.get(HOOKS, json=page(MAILBOX, EVENTS, CARD))
    http.put(f"{HOOKS}/66701", json=EVENTS)
    http.put(f"{HOOKS}/66702", json=CARD)
    http.get(WIDGETS, json=page(sample("widget_create__answer") | {"template": TEMPLATE}))
    again = connect(installer)
    assert (again.webhook_id, again.hook_secret == first.hook_secret) == ("66701", False)
    assert secrets.values[OWNER, "cards"]["secret"] == cards
    card = next(json_of(call)["http"] for call in http.calls if call.request.url == f"{HOOKS}/66702")
    assert card["url"] == f"{CARDS}?t={cards}&ticket_id={{{{ticket.id}}}}"
    assert "POST" not in {call.request.method for call in http.calls if f"{API}/" in str(call.request.url)}


def test_a_code_that_was_refused_sets_nothing_up(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    dead = sample("oauth__invalid_grant")
    http.post(f"{BASE}/oauth/token", json=dead["body"], status=dead["status"])
    with pytest.raises(NotConnected):
        connect(installer)
    assert len(http.calls) == 1
    assert secrets.values == {}


def announce_reconnecting(http: responses.RequestsMock, sample: Sample) -> None:
    """Up to the events integration."""
    http.post(f"{BASE}/oauth/token", json=sample("oauth_token__answer"))
    http.get(f"{API}/users/0", json={"id": 387654480})
    http.get(HOOKS, json=page(MAILBOX, EVENTS, CARD))


def test_a_new_secret_is_accepted_before_gorgias_gets_it(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    secrets.values[OWNER, "webhook"] = {"current": "s1", "previous": "s0"}
    announce_reconnecting(http, sample)
    accepted: list[set[str]] = []

    def write(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        accepted.append(set(secrets.values[OWNER, "webhook"].values()))
        return 200, {}, "{}"

    http.add_callback("PUT", f"{HOOKS}/66701", write)
    http.put(f"{HOOKS}/66702", status=500)
    with pytest.raises(OutcomeUnknown):
        connect(installer)
    put = next(json_of(call) for call in http.calls if call.request.url == f"{HOOKS}/66701")
    given = put["http"]["url"].partition("?t=")[2]
    assert accepted == [{"s1", "s0", given}]
    assert secrets.values[OWNER, "webhook"] == {"current": "s1", "previous": "s0", "next": given}


def test_a_secret_that_gorgias_may_have_already_stays_accepted(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    secrets.values[OWNER, "webhook"] = {"current": "s1", "next": "s2"}  # connecting stopped half-way
    announce_reconnecting(http, sample)
    http.put(f"{HOOKS}/66701", status=500)
    with pytest.raises(OutcomeUnknown):
        connect(installer)
    assert secrets.values[OWNER, "webhook"] == {"current": "s1", "next": "s2"}
    assert json_of(http.calls[-1])["http"]["url"] == f"{ENDPOINT}?t=s2"


def test_the_cards_secret_holds_before_gorgias_gets_it(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    secrets.values[OWNER, "cards"] = {}  # as an uninstallation leaves it
    announce_reconnecting(http, sample)
    http.put(f"{HOOKS}/66701", json=EVENTS)
    http.put(f"{HOOKS}/66702", status=500)
    with pytest.raises(OutcomeUnknown):
        connect(installer)
    kept = secrets.values[OWNER, "cards"]["secret"]
    assert len(kept) == 43
    assert json_of(http.calls[-1])["http"]["url"] == f"{CARDS}?t={kept}&ticket_id={{{{ticket.id}}}}"


@pytest.mark.parametrize("answer", [{"status": 403}, {"status": 401}, {"status": 500}])
def test_a_token_that_may_less_replaces_none(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, clock: Any, sample: Sample, answer: Json
) -> None:
    installer.tokens("gorgias-acme", "acme").store(TokenPair("access", "refresh", clock.now, None))
    before = {name: dict(value) for name, value in secrets.values.items()}
    http.post(f"{BASE}/oauth/token", json=sample("oauth_token__answer"))
    http.get(f"{API}/users/0", **answer)
    with pytest.raises(Transient):
        connect(installer)
    assert secrets.values == before
    assert len(http.calls) == 2


def test_names_the_user_we_write_as(http: responses.RequestsMock, account: Account) -> None:
    http.get(f"{API}/users/0", json={"id": 387654480})
    assert service_user(account) == "387654480"


@pytest.mark.parametrize(
    "answer", [{"json": []}, {"json": {}}, {"json": {"id": "7"}}, {"json": {"id": 0}}, {"status": 404}]
)
def test_without_a_user_nothing_is_written(http: responses.RequestsMock, account: Account, answer: Json) -> None:
    http.get(f"{API}/users/0", **answer)
    with pytest.raises(ReadFailed):
        service_user(account)


def test_finds_the_addresses_mail_can_be_sent_from(http: responses.RequestsMock, account: Account) -> None:
    gmail = {"type": "gmail", "name": "help@acme-store.test"}
    off = MAILBOX | {"meta": {"address": "off@acme-store.test"}, "deactivated_datetime": "2026-01-01T00:00:00+00:00"}
    named = {"type": "outlook", "name": "Sales", "address": "sales@acme-store.test"}
    unknown = {"type": "email", "name": "No address", "meta": None}
    http.get(HOOKS, json=page(MAILBOX, gmail, off, named, unknown, EVENTS, {"type": "facebook", "name": "a@b.test"}))
    expected = {"support@acme-store.test", "help@acme-store.test", "sales@acme-store.test"}
    assert support_addresses(account) == expected


# --- the card ---------------------------------------------------------------------------------------------------------


def test_the_card_s_data_is_beside_the_tenant_s_events() -> None:
    assert cards_url(ENDPOINT) == CARDS
    assert cards_url("https://a.example/retour/hooks/t") == "https://a.example/retour/sidebar/t/cards"


@pytest.mark.parametrize("endpoint", ["", "https://retour.example/", "https://retour.example/hooks/", "/hooks/t"])
def test_guesses_no_address_for_the_card(endpoint: str) -> None:
    with pytest.raises(ValueError, match="not an endpoint"):
        cards_url(endpoint)


def test_makes_the_integration_and_the_widget(http: responses.RequestsMock, account: Account, sample: Sample) -> None:
    http.get(HOOKS, json=page(EVENTS))
    on = {"ticket-created", "ticket-updated", "ticket-message-created"}
    asked = matchers.json_params_matcher(
        {
            "name": "Retour - order sidebar",
            "description": "What Retour knows about the ticket's order",
            "type": "http",
            "http": {
                "url": f"{CARDS}?t=card-secret&ticket_id={{{{ticket.id}}}}",
                "method": "GET",
                "request_content_type": "application/json",
                "response_content_type": "application/json",
                "headers": {"X-Retour-Secret": "card-secret"},
                "form": None,
                "triggers": {name: name in on for name in sample("integration_create__answer")["http"]["triggers"]},
            },
        }
    )
    http.post(HOOKS, json=CARD, status=201, match=[asked])
    http.get(WIDGETS, json=page(sample("widget_create__answer") | {"integration_id": 5}))
    drawn = {"type": "http", "context": "ticket", "integration_id": 66702, "order": 0, "template": TEMPLATE}
    http.post(WIDGETS, json={"id": 123}, status=201, match=[matchers.json_params_matcher(drawn)])
    ensure_card(account, ENDPOINT, "card-secret")
    assert len(http.calls) == 4


def test_draws_the_card_anew_where_somebody_changed_it(
    http: responses.RequestsMock, account: Account, sample: Sample
) -> None:
    http.get(HOOKS, json=page(CARD))
    http.put(f"{HOOKS}/66702", json=CARD)
    http.get(WIDGETS, json=page(sample("widget_create__answer")))
    drawn = {"type": "http", "context": "ticket", "integration_id": 66702, "template": TEMPLATE}
    http.put(f"{WIDGETS}/123", json={}, match=[matchers.json_params_matcher(drawn)])
    ensure_card(account, ENDPOINT, "card-secret")
    assert len(http.calls) == 4


def test_removes_the_widget_before_its_integration(
    http: responses.RequestsMock, account: Account, sample: Sample
) -> None:
    http.get(HOOKS, json=page(EVENTS, CARD))
    http.get(WIDGETS, json=page({"id": 5, "integration_id": 66701}, sample("widget_create__answer")))
    http.delete(f"{WIDGETS}/123", status=204)
    http.delete(f"{HOOKS}/66702", status=204)
    remove_card(account, ENDPOINT)
    assert [str(call.request.url) for call in http.calls][2:] == [f"{WIDGETS}/123", f"{HOOKS}/66702"]


# --- the check --------------------------------------------------------------------------------------------------------

ANSWERS: dict[str, Any] = {
    "tickets": page(),
    "users/0": {"id": 387654480},
    "customers": page(),
    "macros": page(),
    "tags": page(),
    "integrations": page(EVENTS | {"deactivated_datetime": None}),
}


def announce(http: responses.RequestsMock, changes: dict[str, Json], upto: str = "integrations") -> None:
    for path, document in ANSWERS.items():
        http.get(f"{API}/{path}", **(changes.get(path) or {"json": document}))
        if path == upto:
            return


def test_finds_a_good_connection(http: responses.RequestsMock, account: Account) -> None:
    announce(http, {})
    assert probe(account) == Probe(True, "connected", ())
    assert len(http.calls) == 6


def test_names_every_missing_permission(http: responses.RequestsMock, account: Account) -> None:
    announce(http, {"tickets": {"status": 403}, "tags": {"status": 403}})
    assert probe(account) == Probe(False, "permissions are missing", ("tickets:read", "tags:read"))


@pytest.mark.parametrize("listed", [[], [EVENTS | {"deactivated_datetime": "2026-11-01T12:00:00+00:00"}]])
def test_sees_that_gorgias_tells_of_nothing_any_more(
    http: responses.RequestsMock, account: Account, listed: list[Json]
) -> None:
    announce(http, {"integrations": {"json": page(*listed)}})
    assert probe(account) == Probe(False, "Gorgias tells us of no tickets any more: connect it again")


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ({"status": 401}, "401"),
        ({"status": 404}, "no Gorgias at this address"),
        ({"status": 500}, "no usable answer: 500"),
        ({"body": requests.ConnectionError()}, "no usable answer: ConnectionError"),
    ],
)
def test_tells_a_bad_token_from_a_bad_address(
    http: responses.RequestsMock, account: Account, answer: Json, detail: str
) -> None:
    announce(http, {"tickets": answer}, upto="tickets")
    assert probe(account) == Probe(False, detail)


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def connected(installer: GorgiasInstaller, secrets: Any, clock: Any) -> GorgiasInstaller:
    installer.tokens("gorgias-acme", "acme").store(TokenPair("access", "refresh", clock.now, None))
    secrets.values[OWNER, "mailboxes"] = {"addresses": "support@acme-store.test"}
    return installer


def announce_leaving(http: responses.RequestsMock, sample: Sample) -> None:
    http.get(HOOKS, json=page(EVENTS, CARD))
    http.get(WIDGETS, json=page(sample("widget_create__answer")))
    http.delete(f"{WIDGETS}/123", status=204)
    http.delete(f"{HOOKS}/66702", status=204)


def announce_revoking(http: responses.RequestsMock, **answer: Any) -> None:
    token = matchers.urlencoded_params_matcher({"token": "refresh"})
    http.post(f"{BASE}/oauth/revoke", match=[token], **(answer or {"json": {}}))


def is_forgotten(secrets: Any, installer: GorgiasInstaller) -> bool:
    """Whether nothing is left of token and mailboxes, and nobody can call in the account's name."""
    with pytest.raises(NotConnected):
        installer.tokens("gorgias-acme", "acme").current()
    kept = secrets.values[OWNER, "oauth"].keys() & {"access_token", "refresh_token"}
    return not kept and secrets.values[OWNER, "mailboxes"] == {}


def test_leaves_nothing_behind(
    http: responses.RequestsMock, connected: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    announce_leaving(http, sample)
    http.delete(f"{HOOKS}/66701", status=204)
    announce_revoking(http)
    connected.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert str(http.calls[-1].request.url) == f"{BASE}/oauth/revoke"
    assert [call.request.method for call in http.calls].count("DELETE") == 3
    assert is_forgotten(secrets, connected) is True


def test_says_what_gorgias_will_not_undo_and_undoes_the_rest(
    http: responses.RequestsMock, connected: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    announce_leaving(http, sample)
    http.delete(f"{HOOKS}/66701", status=409)  # a rule uses it
    announce_revoking(http)
    with pytest.raises(ReadFailed, match="Gorgias: ticket events; remove it there by hand"):
        connected.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert str(http.calls[-1].request.url) == f"{BASE}/oauth/revoke"
    assert is_forgotten(secrets, connected) is True


@pytest.mark.parametrize("answer", [{"status": 500}, {"status": 429}, {"body": requests.ReadTimeout()}])
def test_keeps_the_token_while_something_can_be_tried_again(
    http: responses.RequestsMock, connected: GorgiasInstaller, secrets: Any, sample: Sample, answer: Json
) -> None:
    before = {name: dict(value) for name, value in secrets.values.items()}
    announce_leaving(http, sample)
    http.delete(f"{HOOKS}/66701", **answer)
    with pytest.raises(ReadFailed, match="Gorgias: ticket events, token; try again"):
        connected.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert str(http.calls[-1].request.url) == f"{HOOKS}/66701"
    assert secrets.values == before


def test_keeps_a_token_that_could_not_be_ended_yet(
    http: responses.RequestsMock, connected: GorgiasInstaller, secrets: Any
) -> None:
    before = {name: dict(value) for name, value in secrets.values.items()}
    http.get(HOOKS, json=page())
    announce_revoking(http, status=503)
    with pytest.raises(ReadFailed, match="Gorgias: token; try again"):
        connected.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert secrets.values == before


def test_forgets_a_token_that_gorgias_knows_no_more(
    http: responses.RequestsMock, connected: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    http.get(HOOKS, json=page())
    dead = sample("oauth__invalid_grant")
    announce_revoking(http, json=dead["body"], status=dead["status"])
    with pytest.raises(ReadFailed, match="Gorgias: token; remove it there by hand"):
        connected.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert is_forgotten(secrets, connected) is True


def test_forgets_the_account_whose_grant_is_dead(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, clock: Any, sample: Sample
) -> None:
    """The app was uninstalled in Gorgias first."""
    installer.tokens("gorgias-acme", "acme").store(TokenPair("access", "refresh", clock.now, clock.now))
    dead = sample("oauth__invalid_grant")
    http.post(f"{BASE}/oauth/token", json=dead["body"], status=dead["status"])
    with pytest.raises(ReadFailed, match="sidebar card, ticket events, token; remove it there by hand"):
        installer.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert len(http.calls) == 1
    assert is_forgotten(secrets, installer) is True


def test_an_account_that_was_never_connected_is_told_so_without_a_call(
    http: responses.RequestsMock, installer: GorgiasInstaller
) -> None:
    with pytest.raises(ReadFailed, match="sidebar card, ticket events, token"):
        installer.disconnect("gorgias-acme", "acme", ENDPOINT)
    assert len(http.calls) == 0


def test_an_unanswered_setup_is_mended_by_connecting_again(
    http: responses.RequestsMock, installer: GorgiasInstaller, secrets: Any, sample: Sample
) -> None:
    http.post(f"{BASE}/oauth/token", json=sample("oauth_token__answer"))
    http.get(f"{API}/users/0", json={"id": 387654480})
    http.get(HOOKS, json=page(MAILBOX))
    http.post(HOOKS, body=requests.ReadTimeout())
    with pytest.raises(OutcomeUnknown):
        connect(installer)
    assert (OWNER, "cards") not in secrets.values
    assert [call.request.method for call in http.calls].count("POST") == 2
