"""`retour returns` and `retour scans`: what they print and keep, and with which status they end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.cli import main
from connector.cli_returns import OUTCOMES, outcome_in_words
from connector.domain.ids import ActionKey, CaseId, OrderId, ReturnId, ShopId
from connector.domain.labels import codes
from connector.domain.policy_text import read_policy
from connector.domain.request import Option
from connector.flow.install import keep_shop
from connector.ports.store import Installation, Return, ReturnState, Scan
from connector.settings import Settings
from tests.conftest import ROOT
from tests.web.conftest import ACME, POLICY

URL = "https://shop.example.test/"
OTHER_URL = "https://other.example.test/"
AT = datetime(2026, 11, 12, 9, 15, tzinfo=UTC)


def retour(data: Path, *arguments: str, text: str | None = None) -> Result:
    settings = {"RETOUR_DATA_DIR": str(data), "RETOUR_PUBLIC_URL": "https://retour.example.test"}
    return CliRunner().invoke(main, list(arguments), env=settings, input=text)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory in which a helpdesk is joined to the shop."""
    assert retour(tmp_path, "migrate").exit_code == 0
    with_shop(tmp_path, ACME, URL)
    return tmp_path


def opened(data: Path) -> Application:
    return build(Settings(data_dir=str(data)))


def with_shop(data: Path, installation: Installation | None, url: str, shop: str = ACME.shop) -> None:
    made = opened(data)
    keep_shop(made.services, ShopId(shop), {"base_url": url, "token": "t"})
    if installation is not None:
        with made.services.store.begin() as tx:
            tx.tenants.put_policy(read_policy(POLICY).hash, POLICY, AT)
            tx.tenants.put(installation, AT)
    made.engine.dispose()


@pytest.fixture
def application(data: Path) -> Iterator[Application]:
    made = opened(data)
    yield made
    made.engine.dispose()


def kept(application: Application) -> list[Scan]:
    with application.services.store.begin() as tx:
        return list(reversed(tx.returns.scans()))


def agree(application: Application, rma: str, **more: object) -> Return:
    with application.services.store.begin() as tx:
        case = tx.cases.open(ACME, f"ticket-{rma}", "en", AT)
        made = Return(
            rma=ReturnId(rma),
            shop=ACME.shop,
            case=CaseId(case.id),
            order=OrderId("5"),
            order_number="000000005",
            option=Option.EXCHANGE,
            decision=1,
            request="{}",
            facts="{}",
            accepted=(),
            by="policy",
            agreed_at=AT,
            due_on=date(2026, 12, 10),
        )
        made = replace(made, **more)  # type: ignore[arg-type]
        tx.returns.open(made)
    return made


# --- the token --------------------------------------------------------------------------------------------------------


def test_a_token_is_printed_once_with_the_address_it_opens(data: Path, application: Application) -> None:
    done = retour(data, "scans", "token", URL)
    assert done.exit_code == 0, done.stderr
    address, said, token = done.stdout.splitlines()
    assert address == "POST https://retour.example.test/scans/shop-1"
    assert "the one before it ends now" in said
    assert re.fullmatch(r"[\w-]{43}", token)
    client = create_app(application).test_client()
    told = {"event": "e", "by": "carrier", "at": AT.isoformat(), "order": "5"}
    answer = client.post("/scans/shop-1", headers={"Authorization": f"Bearer {token}"}, json=told)
    assert (answer.status_code, answer.get_json()) == (202, {"kept": 1, "known": 0})


@pytest.mark.parametrize("arguments", [["token"], ["add", "--rma", "R-ABCDEFGH"]], ids=["token", "add"])
def test_a_shop_that_scans_cannot_be_kept_for_is_a_sentence(data: Path, arguments: list[str]) -> None:
    name, *options = arguments
    unknown = retour(data, "scans", name, OTHER_URL, *options)
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert unknown.stderr == f"CannotInstall: no credentials for {OTHER_URL} yet: connect Magento first\n"
    with_shop(data, None, OTHER_URL, "shop-2")
    alone = retour(data, "scans", name, OTHER_URL, *options)
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert alone.stderr.startswith(f"CannotInstall: no helpdesk is joined to {OTHER_URL} yet: retour install")


# --- telling of one ---------------------------------------------------------------------------------------------------


def test_tells_of_a_parcel_with_all_there_is_to_say(data: Path, application: Application) -> None:
    options = ["--rma", "r-abcd efgh", "--order", "000000005", "--by", "carrier", "--event", "e-1"]
    lines = ["--line", "TEE:M:BLUE:2:ok", "--line", "MUG-01:1:damaged", "--stock", "A=B=7", "--stock", "MUG-01=0"]
    done = retour(data, "scans", "add", URL, *options, *lines)
    assert (done.exit_code, done.stdout) == (0, "e-1: kept\n")
    (scan,) = kept(application)
    assert (scan.shop, scan.event, scan.by, scan.rma) == (ACME.shop, "e-1", "carrier", "r-abcd efgh")
    assert scan.order_number == "000000005"
    assert scan.lines == {"TEE:M:BLUE": {"ok": 2}, "MUG-01": {"damaged": 1}}
    assert scan.stock == {"A=B": 7, "MUG-01": 0}


def test_makes_up_an_event_and_prints_it(data: Path, application: Application) -> None:
    first, second = (retour(data, "scans", "add", URL, "--order", "000000005") for _ in range(2))
    assert re.fullmatch(r"by-hand-[\w-]{12}: kept\n", first.stdout)
    assert first.stdout != second.stdout
    scans = kept(application)
    assert [each.event for each in scans] == [each.stdout.split(":")[0] for each in (first, second)]
    assert {(each.by, each.rma, each.lines, each.stock) for each in scans} == {("warehouse", "", None, None)}


def test_an_event_told_twice_is_said_to_be_known(data: Path, application: Application) -> None:
    retour(data, "scans", "add", URL, "--rma", "R-ABCDEFGH", "--event", "e-1")
    again = retour(data, "scans", "add", URL, "--rma", "R-OTHER222", "--event", "e-1")
    assert (again.exit_code, again.stdout) == (0, "e-1: known before: nothing was changed\n")
    assert [each.rma for each in kept(application)] == ["R-ABCDEFGH"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "give --rma, --order or --file"),
        (["--event", "e"], "give --rma, --order or --file"),
        (["--rma", "R", "--line", "MUG-01"], "--line MUG-01: write SKU:UNITS:CONDITION, such as MUG-01:2:ok"),
        (["--rma", "R", "--line", "MUG-01:two:ok"], "--line MUG-01:two:ok: write SKU:UNITS:CONDITION"),
        (["--rma", "R", "--line", "MUG-01:-1:ok"], "--line MUG-01:-1:ok: write SKU:UNITS:CONDITION"),
        (["--rma", "R", "--stock", "MUG-01"], "--stock MUG-01: write SKU=UNITS, such as MUG-01=12"),
        (["--rma", "R", "--stock", "MUG-01=many"], "--stock MUG-01=many: write SKU=UNITS"),
        (["--rma", "R", "--by", "postman"], "'postman' is not one of 'warehouse', 'carrier'"),
        (["--file", "-", "--rma", "R"], "--file stands alone: its lines hold the rest"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    data: Path, application: Application, options: list[str], said: str
) -> None:
    done = retour(data, "scans", "add", URL, *options, text="")
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert kept(application) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--line", "MUG-01:2:fine"], "lines[0].condition: must be one of ok, damaged, wrong, missing_parts"),
        (["--line", "MUG-01:0:ok"], "lines[0].units: must be at least 1"),
        (["--line", ":1:ok"], "lines[0].sku: must not be empty"),
        (["--event", "e" * 101], "event: must not be longer than 100 characters"),
    ],
)
def test_what_the_endpoint_would_refuse_is_refused(
    data: Path, application: Application, options: list[str], said: str
) -> None:
    done = retour(data, "scans", "add", URL, "--rma", "R-ABCDEFGH", *options)
    assert (done.exit_code, done.stderr) == (1, f"InvalidScan: {said}\n")
    assert kept(application) == []


# --- telling of many --------------------------------------------------------------------------------------------------


def event(name: str, **more: object) -> str:
    return json.dumps({"event": name, "by": "warehouse", "at": AT.isoformat(), "order": "000000005", **more})


def test_a_file_is_kept_line_by_line_and_a_bad_one_is_named(data: Path, application: Application) -> None:
    retour(data, "scans", "add", URL, "--order", "1", "--event", "known")
    lines = [event("a"), "", "{", event("b", units=3), event("known"), event("c"), event("a")]
    file = data / "events.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    done = retour(data, "scans", "add", URL, "--file", str(file))
    assert (done.exit_code, done.stdout) == (1, "2 kept, 2 known before, 2 bad line(s)\n")
    third, fourth = done.stderr.splitlines()
    assert third.startswith("line 3: this is not JSON: ")
    assert fourth.startswith("line 4: units: is no field we know; known: event, by, ")
    assert [each.event for each in kept(application)] == ["known", "a", "c"]


def test_a_good_file_may_come_on_standard_input(data: Path, application: Application) -> None:
    done = retour(data, "scans", "add", URL, "--file", "-", text=f"{event('é')}\n{event('b')}\n")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "2 kept, 0 known before, 0 bad line(s)\n", "")
    assert [each.event for each in kept(application)] == ["é", "b"]


def test_a_file_that_is_not_there_is_a_usage_error(data: Path) -> None:
    assert retour(data, "scans", "add", URL, "--file", str(data / "nothing")).exit_code == 2


# --- looking ----------------------------------------------------------------------------------------------------------


def test_lists_the_newest_scans_with_what_became_of_them_in_words(data: Path, application: Application) -> None:
    for name in ("a", "b", "c"):
        retour(data, "scans", "add", URL, "--file", "-", text=event(name, rma="R-ABCDEFGH"))
    store = application.services.store
    for outcome in ("parcel.back", "unknown_parcel"):
        with store.begin() as tx:
            scan = tx.returns.claim_scan(datetime(2099, 1, 1, tzinfo=UTC), 60)
            assert scan is not None
            assert tx.returns.scan_done(scan, outcome, AT)
    done = retour(data, "scans")
    assert done.exit_code == 0
    start = "2026-11-12 09:15  warehouse  R-ABCDEFGH  order 000000005  "
    assert done.stdout.splitlines() == [
        f"{start}Not dealt with yet  [c]",
        f"{start}No return is known for it: looked at again once one is agreed for its order (unknown_parcel)  [b]",
        f"{start}The parcel is back (parcel.back)  [a]",
    ]
    assert retour(data, "scans", "--limit", "1").stdout.splitlines() == done.stdout.splitlines()[:1]
    assert retour(data, "scans", "--limit", "0").exit_code == 2


def test_a_scan_that_was_tried_in_vain_says_how_often() -> None:
    scan = Scan(1, ShopId("s"), "e", "carrier", AT, attempts=3)
    assert outcome_in_words(scan) == "Not dealt with yet, tried 3 time(s)"


def test_outcomes_of_an_older_or_newer_retour_are_shown_as_they_are() -> None:
    assert outcome_in_words(Scan(1, ShopId("s"), "e", "carrier", AT, outcome="x.y")) == "x.y (x.y)"


def test_lists_what_is_awaited(data: Path, application: Application) -> None:
    none = retour(data, "returns")
    assert (none.exit_code, none.stdout) == (0, "0 return(s)\n")
    held = agree(application, "R-BBBBBBBB", held=OrderId("57"), held_key=ActionKey("exchange-x-1"), by="agent:7")
    plain = agree(application, "R-AAAAAAAA", option=Option.REFUND, due_on=date(2026, 12, 9))
    over = agree(application, "R-CCCCCCCC", state=ReturnState.CLOSED)
    done = retour(data, "returns")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "R-AAAAAAAA  order 000000005  Refund        agreed 2026-11-12 by policy  awaited until 2026-12-09  "
        f"nothing on hold  case {plain.case}",
        "R-BBBBBBBB  order 000000005  Exchange      agreed 2026-11-12 by agent:7  awaited until 2026-12-10  "
        f"replacement 57 on hold  case {held.case}",
        "2 return(s)",
    ]
    every = retour(data, "returns", "--all").stdout.splitlines()
    assert [line[:18] for line in every] == [
        "R-AAAAAAAA  open  ",
        "R-BBBBBBBB  open  ",
        "R-CCCCCCCC  closed",
        "3 return(s)",
    ]
    assert every[2].endswith(f"case {over.case}")


def test_the_payouts_help_tells_of_reminders(data: Path) -> None:
    said = " ".join(retour(data, "payouts", "--help").stdout.split())
    assert "an agent is reminded in a note on the ticket, and every third day again, until it is marked as done" in said


# --- the documents ----------------------------------------------------------------------------------------------------


def test_every_outcome_that_is_no_rules_is_explained() -> None:
    """What a rule or a step says has its label; the words for parcels have both."""
    page = (ROOT / "docs" / "returns.md").read_text(encoding="utf-8")
    own = {code for code in OUTCOMES if code}
    of_parcels = {"parcel.back", "parcel.in_part", "parcel.odd", "parcel.late", "parcel.meanwhile"}
    of_parcels |= {"parcel.early", "parcel.again", "parcel.unclear"}
    assert of_parcels <= codes()
    others = {"approve.by_hand", "limit.reached", "variant.sold_out"}
    assert {code for code in own | of_parcels | others if f"`{code}`" not in page} == set()


def test_every_outcome_that_parcels_can_end_with_has_words() -> None:
    """Each literal that `flow/parcels.py` hands to the store or returns as an outcome."""
    flow = ROOT / "connector" / "flow"
    source = "".join((flow / name).read_text(encoding="utf-8") for name in ("parcels.py", "awaited.py"))
    said = r'(?:return|why =|scan_done\(scan,|_to_person\(tx, case, agreed, parcel,|\[0\],) "([a-z_.]+)"'
    found = set(re.findall(said, source)) | {"unknown_parcel"}
    assert {"on_its_way", "settled_before", "parcel.late", "parcel.back", "away", "limit.reached"} <= found
    assert {"parcel.meanwhile", "parcel.early", "parcel.again", "parcel.unclear"} <= found
    assert {each for each in found if each not in OUTCOMES and each not in codes()} == set()
