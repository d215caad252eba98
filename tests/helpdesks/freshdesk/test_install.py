"""Connecting with a pasted key, the check afterwards, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.install import FreshdeskInstaller, probe
from connector.ports.errors import NotConnected, OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import InvalidAccount
from connector.ports.probe import Probe

Sample = Callable[[str], Any]
Json = dict[str, Any]
API = "https://acme.freshdesk.com/api/v2"
ME, LIST, RULES, UPDATES = (
    f"{API}/{path}" for path in ("agents/me", "tickets", "automations/1/rules", "automations/4/rules")
)
FOLDERS = f"{API}/canned_response_folders"
ENDPOINT = "https://retour.example/hooks/freshdesk-acme"
CALLBACK = "https://retour.example/install/freshdesk/callback"
TENANT, ENTRY = "freshdesk-acme", ("tenant:freshdesk-acme", "api_key")
HOOKS = ("tenant:freshdesk-acme", "webhook")


@pytest.fixture
def installer(session: requests.Session, secrets: Any, pace: Any) -> FreshdeskInstaller:
    return FreshdeskInstaller("https://{account}.freshdesk.com", session, secrets, pace)


def connect(installer: FreshdeskInstaller, key: str = "key-2", account: str = "Acme") -> Any:
    return installer.connect(TENANT, account, key, CALLBACK, "unused", ENDPOINT)


# --- connecting -------------------------------------------------------------------------------------------------------


def test_our_own_form_stands_in_for_a_consent_page(installer: FreshdeskInstaller) -> None:
    url = installer.authorize_url("acme", CALLBACK, "s t/1", "unused")
    assert url == "https://retour.example/install/freshdesk/key?state=s+t%2F1"


@pytest.mark.parametrize("name", ["", "a", "acme.evil.example", "acme/", "-acme", "acme@evil", "é" * 5, "a" * 64])
def test_refuses_what_can_be_no_account(http: responses.RequestsMock, installer: FreshdeskInstaller, name: str) -> None:
    with pytest.raises(InvalidAccount):
        installer.authorize_url(name, CALLBACK, "state", "unused")
    with pytest.raises(InvalidAccount):
        connect(installer, account=name)
    assert len(http.calls) == 0


def test_connects_with_a_key_that_holds(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, sample: Sample
) -> None:
    ours = matchers.header_matcher({"Authorization": "Basic a2V5LTI6WA=="})  # key-2:X
    http.get(ME, json=sample("agent_read__global_access"), match=[ours])
    http.get(RULES, json=[], match=[ours])
    http.post(RULES, json=sample("rule_create__answer") | {"id": 501}, status=201, match=[ours])
    http.get(UPDATES, json=[], match=[ours])
    http.post(UPDATES, json=sample("rule_create__answer") | {"id": 504}, status=201, match=[ours])
    connected = connect(installer, " key-2\n")
    assert (connected.base_url, connected.service_user) == ("https://acme.freshdesk.com", "43009900001")
    assert connected.webhook_id == "501,504"
    sent = [requests.compat.json.loads(call.request.body) for call in http.calls if call.request.method == "POST"]
    assert [each["actions"][0]["url"] for each in sent] == [ENDPOINT, ENDPOINT]
    headers = [each["actions"][0]["custom_headers"] for each in sent]
    assert headers == [{"X-Retour-Secret": connected.hook_secret}] * 2
    assert len(connected.hook_secret) == 43  # 256 bits
    assert secrets.values == {ENTRY: {"key": "key-2"}, HOOKS: {"next": connected.hook_secret}}


@pytest.mark.parametrize("key", ["", "  ", "a b", "a:b", "clé", "x" * 201])
def test_sends_no_key_that_is_none(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, key: str
) -> None:
    with pytest.raises(NotConnected, match="no API key"):
        connect(installer, key)
    assert (len(http.calls), secrets.values) == (0, {})


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        ({"status": 401}, NotConnected, "401"),
        ({"status": 404}, InvalidAccount, "no Freshdesk at this address"),
        ({"status": 500}, ReadFailed, "500"),
        ({"json": []}, ReadFailed, "python-freshdesk"),
    ],
)
def test_a_key_that_does_not_hold_replaces_none(
    http: responses.RequestsMock,
    installer: FreshdeskInstaller,
    secrets: Any,
    answer: Json,
    error: type[Exception],
    says: str,
) -> None:
    secrets.put(*ENTRY, {"key": "key-1"})
    http.get(ME, **answer)
    with pytest.raises(error, match=says):
        connect(installer)
    assert (len(http.calls), secrets.values) == (1, {ENTRY: {"key": "key-1"}})


@pytest.mark.parametrize("scope", [2, 3, None])
def test_an_agent_who_does_not_see_every_ticket_will_not_do(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, sample: Sample, scope: int | None
) -> None:
    http.get(ME, json=sample("agent_read__global_access") | {"ticket_scope": scope})
    with pytest.raises(NotConnected, match="Global Access") as caught:
        connect(installer)
    assert caught.value.missing == "ticket scope: global access"
    assert (len(http.calls), secrets.values) == (1, {})


def test_keeps_no_key_that_may_make_no_rules(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, sample: Sample
) -> None:
    http.get(ME, json=sample("agent_read__global_access"))
    http.get(RULES, status=403)
    with pytest.raises(NotConnected):
        connect(installer)
    assert ENTRY not in secrets.values


def test_connecting_again_after_a_lost_answer_makes_no_second_rule(
    http: responses.RequestsMock, installer: FreshdeskInstaller, sample: Sample
) -> None:
    made: list[Json] = []

    def create(request: Any) -> tuple[int, dict[str, str], str]:
        made.append(requests.compat.json.loads(request.body) | {"id": 501})
        return 504, {}, ""

    http.get(ME, json=sample("agent_read__global_access"))
    http.get(UPDATES, json=[])
    http.post(UPDATES, json={"id": 504}, status=201)
    http.add_callback(responses.GET, RULES, lambda _: (200, {}, requests.compat.json.dumps({"rules": made})))
    http.add_callback(responses.POST, RULES, create)
    http.put(f"{RULES}/501", json={})
    with pytest.raises(OutcomeUnknown):
        connect(installer)
    assert connect(installer).webhook_id == "501,504"
    assert len(made) == 1


def test_what_half_a_reconnect_made_is_already_taken(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, sample: Sample
) -> None:
    """The rule mended first sends the new secret from its PUT on, the one that failed still the old one."""
    secrets.put(*HOOKS, {"current": "s-1", "previous": "s-0"})
    accepted: list[Json] = []

    def mend(request: Any) -> tuple[int, dict[str, str], str]:
        sent = requests.compat.json.loads(request.body)["actions"][0]["custom_headers"]["X-Retour-Secret"]
        accepted.append({"sent": sent, "taken": list(secrets.values[HOOKS].values())})
        return 200, {}, "{}"

    http.get(ME, json=sample("agent_read__global_access"))
    http.get(RULES, json=[there(501, "Retour: new ticket")])
    http.add_callback(responses.PUT, f"{RULES}/501", mend)
    http.get(UPDATES, status=500)
    with pytest.raises(ReadFailed):
        connect(installer)
    new = accepted[0]["sent"]
    assert accepted == [{"sent": new, "taken": ["s-1", "s-0", new]}]
    assert secrets.values == {HOOKS: {"current": "s-1", "previous": "s-0", "next": new}}


def test_a_second_try_keeps_the_secret_that_half_a_reconnect_left(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, sample: Sample
) -> None:
    """A rule may send it already, and this try may fail before that rule is mended."""
    secrets.put(*HOOKS, {"current": "s-1", "next": "s-2"})
    http.get(ME, json=sample("agent_read__global_access"))
    http.get(RULES, status=500)
    with pytest.raises(ReadFailed):
        connect(installer)
    assert secrets.values == {HOOKS: {"current": "s-1", "next": "s-2"}}


@pytest.mark.parametrize("status", [401, 500])
def test_a_key_that_does_not_hold_makes_no_secret(
    http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any, status: int
) -> None:
    secrets.put(*HOOKS, {"current": "s-1"})
    http.get(ME, status=status)
    with pytest.raises((NotConnected, ReadFailed)):
        connect(installer)
    assert secrets.values == {HOOKS: {"current": "s-1"}}


# --- the check --------------------------------------------------------------------------------------------------------


def announce(http: responses.RequestsMock, sample: Sample, changes: dict[str, Json], upto: str = FOLDERS) -> None:
    good = {ME: sample("agent_read__global_access"), LIST: [], RULES: [], FOLDERS: []}
    for url, document in good.items():
        http.get(url, **(changes.get(url) or {"json": document}))
        if url == upto:
            return


def test_finds_a_good_connection(http: responses.RequestsMock, account: Account, sample: Sample) -> None:
    announce(http, sample, {})
    assert probe(account) == Probe(True, "connected", ())
    assert len(http.calls) == 4


def test_names_everything_that_the_agents_role_lacks(
    http: responses.RequestsMock, account: Account, sample: Sample
) -> None:
    announce(http, sample, {RULES: {"status": 403}, FOLDERS: {"status": 404}})
    missing = ("automations (admin)", "canned responses (admin)")
    assert probe(account) == Probe(False, "permissions are missing", missing)


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ({"status": 401}, "401"),
        ({"status": 404}, "no Freshdesk at this address"),
        ({"status": 500}, "no usable answer: 500"),
        ({"body": requests.ConnectionError()}, "no usable answer: ConnectionError"),
    ],
)
def test_tells_a_bad_key_from_a_bad_address(
    http: responses.RequestsMock, account: Account, sample: Sample, answer: Json, detail: str
) -> None:
    announce(http, sample, {ME: answer}, upto=ME)
    assert probe(account) == Probe(False, detail)


def test_the_check_names_a_scope_that_is_too_narrow(
    http: responses.RequestsMock, account: Account, sample: Sample
) -> None:
    announce(http, sample, {ME: {"json": sample("agent_read__global_access") | {"ticket_scope": 2}}}, upto=ME)
    assert probe(account).missing == ("ticket scope: global access",)


def test_checks_with_the_tenants_key(installer: FreshdeskInstaller, http: responses.RequestsMock) -> None:
    assert installer.probe(TENANT, "acme") == Probe(False, "reconnect needed")
    assert len(http.calls) == 0


# --- leaving ----------------------------------------------------------------------------------------------------------


def there(number: int, name: str) -> Json:
    return {"id": number, "name": name, "actions": [{"url": ENDPOINT}]}


def test_leaves_nothing_behind(http: responses.RequestsMock, installer: FreshdeskInstaller, secrets: Any) -> None:
    secrets.put(*ENTRY, {"key": "key-1"})
    http.get(RULES, json=[there(501, "Retour: new ticket")])
    http.get(UPDATES, json=[there(504, "Retour: customer replied")])
    http.delete(f"{RULES}/501", status=204)
    http.delete(f"{UPDATES}/504", status=204)
    installer.disconnect(TENANT, "acme", ENDPOINT)
    assert secrets.values == {ENTRY: {}}
    installer.disconnect(TENANT, "acme", ENDPOINT)  # twice is no error
    assert len(http.calls) == 4


@pytest.mark.parametrize(
    ("status", "left", "says"), [(401, {}, "by hand"), (403, {}, "by hand"), (503, {"key": "key-1"}, "try again")]
)
def test_says_that_rules_stayed(
    http: responses.RequestsMock,
    installer: FreshdeskInstaller,
    secrets: Any,
    status: int,
    left: dict[str, str],
    says: str,
) -> None:
    secrets.put(*ENTRY, {"key": "key-1"})
    http.get(RULES, status=status)
    with pytest.raises(ReadFailed, match=says):
        installer.disconnect(TENANT, "acme", ENDPOINT)
    assert secrets.values == {ENTRY: left}
    assert len(http.calls) == 1
