"""Scans by the outside: from bytes to rows, each once, and nothing kept of what is wrong or of whoever may not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.domain.ids import ShopId
from connector.flow.install import CannotInstall, keep_shop
from connector.flow.parcels import settle_parcel
from connector.flow.scans_in import EVENT, SCHEMA, TOKEN, new_token
from connector.ports.errors import DatabaseAway
from connector.ports.shop import ShopOrder
from connector.ports.store import Installation, Scan, Tx
from connector.settings import Settings
from connector.web.errors import set_up_errors
from connector.web.scans import MAX_BODY, scans
from tests.conftest import ROOT
from tests.fakes.world import SHOP, FakeWorld, fake_world
from tests.flow.conftest import EMAIL, wants_refund
from tests.web.conftest import ACME, NOW, SISTER, Clock

URL, OTHER_URL = "https://shop.example.test/", "https://other.example.test/"
OTHER = ShopId("shop-2")
EVENT_1: dict[str, Any] = {
    "event": "wms-1",
    "by": "warehouse",
    "at": "2026-11-12T10:00:00+01:00",
    "rma": "R-ABCDEFGH",
    "order": "000000005",
    "lines": [{"sku": "MUG-01", "units": 2, "condition": "ok"}],
    "stock": {"MUG-02": 7},
}


def join(application: Application, installation: Installation, url: str = URL) -> None:
    """The shop is connected under `url`, and the helpdesk joined to it."""
    keep_shop(application.services, installation.shop, {"base_url": url, "token": "t"})
    with application.services.store.begin() as tx:
        tx.tenants.put(installation, NOW)


@pytest.fixture
def token(application: Application) -> str:
    join(application, ACME)
    return new_token(application.services, URL)[1]


def tell(client: FlaskClient, token: str | None, told: Any, shop: str = ACME.shop, **more: Any) -> TestResponse:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return client.post(f"/scans/{shop}", headers=headers, **({"json": told} | more))


def kept(application: Application) -> list[Scan]:
    """Oldest first."""
    with application.services.store.begin() as tx:
        return list(reversed(tx.returns.scans()))


def event(**changes: Any) -> dict[str, Any]:
    """The first event with some fields otherwise; `None` leaves one out."""
    return {name: value for name, value in (EVENT_1 | changes).items() if value is not None}


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_keeps_a_scan_whole(client: FlaskClient, application: Application, token: str) -> None:
    answer = tell(client, token, EVENT_1)
    assert (answer.status_code, answer.get_json()) == (202, {"kept": 1, "known": 0})
    assert kept(application) == [
        Scan(
            id=1,
            shop=ACME.shop,
            event="wms-1",
            by="warehouse",
            at=datetime(2026, 11, 12, 9, tzinfo=UTC),
            rma="R-ABCDEFGH",
            order_number="000000005",
            lines={"MUG-01": {"ok": 2}},
            stock={"MUG-02": 7},
        )
    ]


def test_decides_nothing(client: FlaskClient, application: Application, token: str) -> None:
    tell(client, token, EVENT_1)
    (scan,) = kept(application)
    assert (scan.outcome, scan.attempts) == ("", 0)


def test_keeps_the_least_that_can_be_told(client: FlaskClient, application: Application, token: str) -> None:
    least = {"event": "c-1", "by": "carrier", "at": "2026-11-12T09:00Z", "order": " 000000005 "}
    assert tell(client, token, least).get_json() == {"kept": 1, "known": 0}
    (scan,) = kept(application)
    assert (scan.rma, scan.order_number, scan.lines, scan.stock) == ("", "000000005", None, None)


def test_adds_up_one_article_on_several_lines_however_it_is_spelt(
    client: FlaskClient, application: Application, token: str
) -> None:
    lines = [
        {"sku": "MUG-01", "units": 1, "condition": "ok"},
        {"sku": "mug-01 ", "units": 2, "condition": "ok"},
        {"sku": "Mug-01", "units": 1, "condition": "damaged"},
        {"sku": "BOWL", "units": 1, "condition": "missing_parts"},
    ]
    assert tell(client, token, event(lines=lines)).status_code == 202
    assert kept(application)[0].lines == {"MUG-01": {"ok": 3, "damaged": 1}, "BOWL": {"missing_parts": 1}}


def test_a_repeat_is_known_and_changes_nothing(client: FlaskClient, application: Application, token: str) -> None:
    tell(client, token, EVENT_1)
    before = kept(application)
    again = tell(client, token, event(rma="R-ANOTHER1", by="carrier"))
    assert (again.status_code, again.get_json()) == (202, {"kept": 0, "known": 1})
    assert kept(application) == before


def test_two_shops_may_use_one_event_id(client: FlaskClient, application: Application, token: str) -> None:
    join(application, replace(SISTER, shop=OTHER), OTHER_URL)
    other = new_token(application.services, OTHER_URL)[1]
    assert tell(client, token, EVENT_1).get_json() == {"kept": 1, "known": 0}
    assert tell(client, other, EVENT_1, shop=OTHER).get_json() == {"kept": 1, "known": 0}
    assert [each.shop for each in kept(application)] == [ACME.shop, OTHER]


def test_a_list_is_kept_row_by_row(client: FlaskClient, application: Application, token: str) -> None:
    tell(client, token, EVENT_1)
    told = [event(event=name) for name in ("wms-1", "wms-2", "wms-3", "wms-2")]
    assert tell(client, token, told).get_json() == {"kept": 2, "known": 2}
    assert [each.event for each in kept(application)] == ["wms-1", "wms-2", "wms-3"]


def test_one_bad_event_keeps_the_whole_list_out(client: FlaskClient, application: Application, token: str) -> None:
    answer = tell(client, token, [event(event="a"), event(event="b", by="postman")])
    assert answer.status_code == 422
    assert answer.get_json()["message"] == "[1].by: must be one of warehouse, carrier"
    assert kept(application) == []


def test_a_list_holds_up_to_a_hundred(client: FlaskClient, application: Application, token: str) -> None:
    small = {"by": "carrier", "at": "2026-11-12T09:00:00Z", "order": "5"}
    hundred = [{"event": f"e-{number}", **small} for number in range(100)]
    for told, said in (([*hundred, {"event": "e-100", **small}], 101), ([], 0)):
        answer = tell(client, token, told)
        assert answer.status_code == 422
        assert answer.get_json()["message"] == f"a list holds 1 to 100 events, this one {said}"
    assert kept(application) == []
    assert tell(client, token, hundred).get_json() == {"kept": 100, "known": 0}


def test_a_shop_without_any_case_takes_scans(client: FlaskClient, application: Application, token: str) -> None:
    """The row that scans hang on is made when a helpdesk is joined, not with the first case."""
    with application.services.store.begin() as tx:
        assert tx.cases.listed() == []
    assert tell(client, token, EVENT_1).status_code == 202
    assert settle_parcel(application.services) is True
    assert kept(application)[0].outcome == "unknown_parcel"


def test_a_shop_that_its_helpdesk_left_still_takes_what_is_on_its_way(
    client: FlaskClient, application: Application, token: str
) -> None:
    for each in (ACME, SISTER):
        join(application, replace(each, shop=OTHER), OTHER_URL)
    assert tell(client, token, EVENT_1).status_code == 202
    assert new_token(application.services, URL)[0] == ACME.shop


def test_a_shop_that_no_helpdesk_was_joined_to_gets_no_token(application: Application) -> None:
    """There would be no row to keep its scans under: every one of them would be a failure of ours."""
    keep_shop(application.services, OTHER, {"base_url": OTHER_URL, "token": "t"})
    with pytest.raises(CannotInstall, match="no helpdesk is joined to https://other.example.test/ yet"):
        new_token(application.services, OTHER_URL)
    with pytest.raises(CannotInstall, match="connect Magento first"):
        new_token(application.services, "https://nowhere.example.test/")
    assert application.box.get(f"shop:{OTHER}", TOKEN) is None


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer guessed", "Basic {token}", "{token}", "Bearer {token}x", "Bearer é"],
)
def test_without_the_token_nothing_is_read_or_kept(
    client: FlaskClient, application: Application, token: str, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header.format(token=token)}
    answer = client.post(f"/scans/{ACME.shop}", headers=headers, data=b"not even JSON")
    assert (answer.status_code, answer.get_json()) == (401, {"error": "NotAuthentic"})
    assert kept(application) == []


def test_the_scheme_may_be_written_in_any_case(client: FlaskClient, token: str) -> None:
    answer = client.post(f"/scans/{ACME.shop}", headers={"Authorization": f"bearer {token}"}, json=EVENT_1)
    assert answer.status_code == 202


@pytest.mark.parametrize("shop", ["shop-2", "shop-9", "%00", "shop-1%0a", "x" * 300, "é", "..%2fshop-1"])
def test_another_shop_and_an_unknown_one_sound_like_a_wrong_token(
    client: FlaskClient, application: Application, token: str, shop: str
) -> None:
    join(application, replace(SISTER, shop=OTHER), OTHER_URL)
    new_token(application.services, OTHER_URL)
    answer = tell(client, token, EVENT_1, shop=shop)
    if shop.startswith(".."):  # no shop's address at all
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.get_json()) == (401, {"error": "NotAuthentic"})
    assert kept(application) == []


def test_a_new_token_ends_the_one_before(client: FlaskClient, application: Application, token: str) -> None:
    assert tell(client, token, event(event="a")).status_code == 202
    shop, newer = new_token(application.services, URL)
    assert shop == ACME.shop
    assert tell(client, token, event(event="b")).status_code == 401
    assert tell(client, newer, event(event="c")).status_code == 202
    assert [each.event for each in kept(application)] == ["a", "c"]


def test_the_token_is_256_random_bits_and_not_kept(application: Application, token: str) -> None:
    assert len(token) == 43
    assert token != new_token(application.services, URL)[1]
    found = application.box.get(f"shop:{ACME.shop}", TOKEN)
    assert found is not None
    assert list(found) == ["hash"]
    assert token not in found["hash"]


def test_only_posting_is_possible(client: FlaskClient, token: str) -> None:
    assert client.get(f"/scans/{ACME.shop}", headers={"Authorization": f"Bearer {token}"}).status_code == 405


# --- what is wrong ----------------------------------------------------------------------------------------------------


def test_what_is_not_said_to_be_json_is_not_read(client: FlaskClient, application: Application, token: str) -> None:
    answer = tell(client, token, None, json=None, data=json.dumps(EVENT_1), content_type="text/plain")
    assert (answer.status_code, answer.get_json()["error"]) == (415, "NotJson")
    assert kept(application) == []


def test_a_body_of_64_kb_is_read_and_one_byte_more_is_not(
    client: FlaskClient, application: Application, token: str
) -> None:
    raw = json.dumps(EVENT_1).encode()
    fits = raw + b" " * (MAX_BODY - len(raw))
    answer = tell(client, token, None, json=None, data=fits + b" ", content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"]) == (413, "TooLarge")
    assert kept(application) == []
    answer = tell(client, token, None, json=None, data=fits, content_type="application/json; charset=utf-8")
    assert answer.status_code == 202


def test_a_body_in_chunks_is_not_read_beyond_64_kb(client: FlaskClient, application: Application, token: str) -> None:
    stream = BytesIO(b" " * (MAX_BODY + 5_000))
    answer = client.post(
        f"/scans/{ACME.shop}",
        headers={"Authorization": f"Bearer {token}"},
        content_type="application/json",
        input_stream=stream,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert stream.tell() <= MAX_BODY + 1


LINE = {"sku": "MUG-01", "units": 1, "condition": "ok"}
WRONG: list[tuple[Any, str]] = [
    (event(event=None), "event: is missing"),
    (event(event=""), "event: must not be empty"),
    (event(event=" \t"), "event: must not be blank"),
    (event(event="  "), "event: must not be blank"),
    (event(event="x" * 101), "event: must not be longer than 100 characters"),
    (event(event="a\u0000"), "event: must not hold control characters"),
    (event(event="a\n"), "event: must not hold control characters"),
    (event(event=7), "event: must be of type string"),
    (event(by=None), "by: is missing"),
    (event(by="Warehouse"), "by: must be one of warehouse, carrier"),
    (event(at=None), "at: is missing"),
    (event(at="2026-11-12"), "at: must be a moment with its zone, such as 2026-11-12T09:15:00+01:00"),
    (event(at="2026-11-12T09:00:00"), "at: must be a moment with its zone, such as 2026-11-12T09:15:00+01:00"),
    (event(at="0001-01-01T00:00:00+14:00"), "at: must be a moment with its zone, such as 2026-11-12T09:15:00+01:00"),
    (event(at="2026-11-12T09:00:00Z\n"), "at: "),
    (event(at="2026-13-12T09:00:00Z"), "at: month must be in 1..12"),
    (event(at="2026-11-12T09:00:00+25:00"), "at: "),
    (event(at="2026-11-13T09:15:11Z"), "at: 2026-11-13T09:15:11Z is more than a day in the future"),
    (event(at="2999-11-12T09:00:00Z"), "at: 2999-11-12T09:00:00Z is more than a day in the future"),
    (event(rma=None, order=None), "rma: is missing, and so is order: give one of them, or both"),
    (event(rma=""), "rma: must not be empty"),
    (event(order="5" * 41), "order: must not be longer than 40 characters"),
    (event(lines=[]), "lines: must not be empty; leave it out where nobody looked"),
    (event(lines={"MUG-01": 1}), "lines: must be of type array"),
    (event(lines=[{**LINE, "units": 0}]), "lines[0].units: must be at least 1"),
    (event(lines=[LINE, {**LINE, "units": 1000}]), "lines[1].units: must be at most 999"),
    (event(lines=[{**LINE, "units": 1.0}]), "lines[0].units: must be of type integer"),
    (event(lines=[{**LINE, "units": True}]), "lines[0].units: must be of type integer"),
    (
        event(lines=[{**LINE, "condition": "fine"}]),
        "lines[0].condition: must be one of ok, damaged, wrong, missing_parts",
    ),
    (event(lines=[{**LINE, "sku": "x" * 65}]), "lines[0].sku: must not be longer than 64 characters"),
    (event(lines=[{"sku": "A", "units": 1}]), "lines[0].condition: is missing"),
    (event(lines=[{**LINE, "price": 3}]), "lines[0].price: is no field we know; known: sku, units, condition"),
    (event(stock={"MUG-01": -1}), "stock.MUG-01: must be at least 0"),
    (event(stock={"MUG-01": 1.5}), "stock.MUG-01: must be of type integer"),
    (event(stock={"": 1}), "stock: must not be empty"),
    (event(stock=[]), "stock: must be of type object"),
    (event(customer="c"), "customer: is no field we know; known: event, by, at, rma, order, lines, stock"),
    ("wms-1", "the event: must be of type object"),
    (None, "the event: must be of type object"),
    ([[EVENT_1]], "[0].the event: must be of type object"),
]


@pytest.mark.parametrize(("told", "said"), WRONG, ids=lambda each: each if isinstance(each, str) else "")
def test_what_is_wrong_is_named_by_its_field(
    client: FlaskClient, application: Application, token: str, told: Any, said: str
) -> None:
    answer = tell(client, token, None, json=None, data=json.dumps(told), content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"]) == (422, "InvalidScan")
    message = answer.get_json()["message"]
    assert message.startswith(said) if said == "at: " else message == said
    assert kept(application) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff",
        b'{"event": "\\ud800"}',
        b"[" * 30_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b"[" * 900 + b"]" * 900,
        b'{"event": 1e999}',
        b'{"event": NaN}',
        b'{"event": ' + b"9" * 5_000 + b"}",
    ],
    ids=[
        "empty",
        "cut",
        "no UTF-8",
        "half a character",
        "deep",
        "deep objects",
        "deep and whole",
        "huge",
        "NaN",
        "big",
    ],
)
def test_what_is_no_json_or_no_event_is_told_so(
    client: FlaskClient, application: Application, token: str, raw: bytes
) -> None:
    answer = tell(client, token, None, json=None, data=raw, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"]) == (422, "InvalidScan")
    assert kept(application) == []


def test_says_five_things_at_once_and_how_many_more(client: FlaskClient, token: str) -> None:
    message = tell(client, token, [event(by="x") for _ in range(8)]).get_json()["message"]
    assert message.count("must be one of warehouse, carrier") == 5
    assert message.endswith("; and 3 more")


def test_a_scanners_clock_may_be_a_day_ahead(client: FlaskClient, token: str, clock: Clock) -> None:
    exactly = (clock.now + timedelta(days=1)).isoformat()
    assert tell(client, token, event(at=exactly)).status_code == 202


# --- when something is away -------------------------------------------------------------------------------------------


def test_is_to_be_told_again_later_while_the_database_is_away(tmp_path: Path) -> None:
    """The token cannot be looked up either: nobody learns whether it was good."""
    (tmp_path / "retour.db").mkdir()
    made = build(Settings(data_dir=str(tmp_path)))
    answer = create_app(made).test_client().post("/scans/shop-1", headers={"Authorization": "Bearer t"}, json=EVENT_1)
    made.engine.dispose()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


class Leaving:
    """A store that takes so many scans, then is away."""

    def __init__(self, application: Application, takes: int) -> None:
        self._store = application.services.store
        self._left = takes

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        if not self._left:
            raise DatabaseAway("gone")
        self._left -= 1
        with self._store.begin() as tx:
            yield tx


def test_what_was_kept_before_it_went_away_is_known_when_all_is_told_again(
    application: Application, token: str
) -> None:
    told = [event(event=name) for name in "abc"]
    services = replace(application.services, store=Leaving(application, takes=2))
    answer = tell(create_app(replace(application, services=services)).test_client(), token, told)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert [each.event for each in kept(application)] == ["a", "b"]
    again = tell(create_app(application).test_client(), token, told)
    assert again.get_json() == {"kept": 1, "known": 2}


# --- the documented form ----------------------------------------------------------------------------------------------


def test_the_schema_is_the_one_in_the_documents() -> None:
    """`retour scans schema > docs/schemas/scan.schema.json`."""
    written = (ROOT / "docs" / "schemas" / "scan.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_agrees_with_the_endpoint() -> None:
    """But for what no schema can say: moments, and 1.0, which is a whole number there."""
    schema = Draft202012Validator(SCHEMA)
    assert schema.is_valid(EVENT_1)
    assert schema.is_valid([EVENT_1] * 100)
    assert not schema.is_valid([EVENT_1] * 101)
    beyond = ("at: ", "is more than a day", "month must be", "must be of type integer")
    judged = [(told, said) for told, said in WRONG if not any(each in said for each in beyond)]
    assert len(judged) > 25
    assert [said for told, said in judged if schema.is_valid(told)] == []


def described(schema: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for name, each in schema.get("properties", {}).items():
        yield name, bool(each.get("description"))
        yield from described(each)
        yield from described(each.get("items", {}))


def test_every_field_says_what_it_is() -> None:
    fields = list(described(EVENT))
    assert [name for name, said in fields if not said] == []
    assert len(fields) == 10


# --- from the endpoint to the money -----------------------------------------------------------------------------------

AT_ONCE = "default: {options: [exchange, store_credit, refund], proof: none, settle: at_once}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[FakeWorld]:
    made = fake_world(tmp_path, (AT_ONCE, AT_ONCE.replace("at_once", "warehouse_scan")))
    keep_shop(made.services, SHOP, {"base_url": URL, "token": "t"})
    yield made
    made.engine.dispose()


def endpoint(world: FakeWorld) -> tuple[FlaskClient, str]:
    app = Flask("probe")
    app.register_blueprint(scans(world.services))
    set_up_errors(app)
    return app.test_client(), new_token(world.services, URL)[1]


def wants_exchange(order: ShopOrder) -> str:
    return (
        "Bonjour, le t-shirt Organic Tee est trop petit, je voudrais l'échanger contre une taille L. "
        f"Commande {order.number}, merci"
    )


def parcel(world: FakeWorld, sku: str, **more: Any) -> dict[str, Any]:
    """The parcel of the only return there is."""
    with world.store.begin() as tx:
        (agreed,) = tx.returns.listed()
    line = {"sku": sku, "units": 1, "condition": "ok"}
    at = world.clock().isoformat()
    return {"event": "e-1", "by": "warehouse", "at": at, "rma": agreed.rma, "lines": [line], **more}


def test_a_scan_sets_the_refund_free_once(world: FakeWorld) -> None:
    client, token = endpoint(world)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.case(ticket).state.value, world.shop.moved(order.id)) == ("waiting_return", [])
    told = parcel(world, "bol-01")
    for number in (1, 0):  # told twice
        answer = tell(client, token, told, shop=SHOP)
        assert (answer.status_code, answer.get_json()) == (202, {"kept": number, "known": 1 - number})
        world.work()
    assert world.shop.moved(order.id) == [str(order.lines[0].paid)]
    assert (world.outcomes(), world.returns()) == (["parcel.back"], [("refund", "settled")])
    assert world.case(ticket).state.value == "settled"


@pytest.mark.parametrize(("left", "leaves"), [(1, [({"TEE-L-BLUE": 1}, "0.00 EUR")]), (0, [])], ids=["one", "none"])
def test_the_warehouses_own_stock_says_whether_the_exchange_leaves(
    world: FakeWorld, left: int, leaves: list[tuple[dict[str, int], str]]
) -> None:
    client, token = endpoint(world)
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    world.writes(EMAIL, wants_exchange(order))
    world.work()
    tell(client, token, parcel(world, "TEE-M-BLUE", stock={"TEE-L-BLUE": left}), shop=SHOP)
    world.work()
    assert world.shop.replacements(EMAIL) == leaves
    assert world.shop.amounts(order.id) == []  # never a refund instead
    assert world.outcomes() == ["parcel.back" if leaves else "variant.sold_out"]
