"""Retour's web application on SQLite, a case in it, and the stand-in's agent desk to frame the sidebar in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import Application, build, utc_now
from connector.domain.case import State
from connector.domain.codec import to_json
from connector.domain.decision import decide
from connector.domain.facts import Facts, InvoiceLeft, Line
from connector.domain.ids import CaseId, LineId, OrderId, ShopId, TenantId
from connector.domain.money import Money
from connector.domain.policy_text import read_policy
from connector.domain.request import Kind, Reason, Request
from connector.domain.step import next_step
from connector.flow.note import compose
from connector.flow.words import Words
from connector.ports.store import Action, ActionKind, Case, Installation, NewAction, StoredDecision
from connector.ports.understanding import Evidence, Understanding
from connector.settings import Settings
from connector.storage.tables import metadata
from sandbox.faults import Faults
from sandbox.serving import Server, serve
from sandbox.zendesk.account import AGENT_ID
from sandbox.zendesk.app import create_app as desk_app
from sandbox.zendesk.desk import ZendeskDesk

ROOT = Path(__file__).parents[2]
OURS, OTHERS = TenantId("acme-1"), TenantId("other-1")
LAMP = LineId("10")


def euros(text: str) -> Money:
    return Money.parse(f"{text} EUR")


@pytest.fixture
def request_made() -> Request:
    """A refund for one of two lamps: 38.97 for both, 19.49 for the first."""
    return Request(Kind.REFUND, Reason.CHANGED_MIND, {LAMP: 1}, Decimal("0.95"))


@pytest.fixture
def facts() -> Facts:
    return Facts(
        today=date(2026, 11, 21),
        order=OrderId("501"),
        state="complete",
        store="1",
        currency="EUR",
        placed_on=date(2026, 11, 8),
        payment_method="stripe_payments",
        customer="c-7f3a",
        lines={
            LAMP: Line(LAMP, "LAMP-2", 2, euros("38.97"), invoiced=2, shipped=2, shipped_on=date(2026, 11, 10)),
            LineId("11"): Line(LineId("11"), "VASE", 1, euros("25.00"), invoiced=1),
        },
        invoices=(InvoiceLeft("900", {LAMP: 2, LineId("11"): 1}),),
        paid=euros("68.87"),
        refunded=euros("0.00"),
        shipping_paid=euros("4.90"),
        shipping_refunded=euros("0.00"),
        sender_matches_order=True,
        sender_trusted=True,
        thread_private=True,
        draw=17,
    )


def understanding(made: Request, quotes: tuple[str, ...]) -> Understanding:
    """What was read of words that are nothing but `quotes`, each evidence of what is asked."""
    text, evidence = " ".join(quotes), []
    for quote in quotes:
        start = text.index(quote)
        evidence.append(Evidence("kind", start, start + len(quote), quote))
    return Understanding(
        kind=made.kind,
        kinds=(made.kind,),
        reason=made.reason,
        orders=("000000412",),
        items=(),
        skus=(),
        quantity=1,
        everything=False,
        want=None,
        amount=None,
        photo=False,
        status_of=None,
        lang="en",
        confidence=made.confidence,
        evidence=tuple(evidence),
        flags=made.flags,
        text=text,
        model="test-1",
    )


@dataclass
class Desk:
    """Everything a sidebar test plays with. `put_case` adds a case with its decision and its note."""

    application: Application
    zendesk: ZendeskDesk
    request_made: Request
    facts: Facts
    mode: str = "assist"
    hold_minutes: int = 0
    reading: Understanding | None = None  # instead of one made of the quotes

    def install(self, tenant: TenantId, account: str, app_installation: str, helpdesk: str = "zendesk") -> None:
        text = (ROOT / "connector" / "policies" / "fr.yaml").read_text(encoding="utf-8")
        text = text.replace("settle: warehouse_scan, order_at: acceptance", "settle: at_once")
        text = text.replace("mode: shadow", f'mode: "{self.mode}"')
        text = text.replace("hold_minutes: 0", f"hold_minutes: {self.hold_minutes}")
        policy, now = read_policy(text), utc_now()
        installation = Installation(
            id=tenant,
            helpdesk=helpdesk,
            account=account,
            base_url="http://127.0.0.1:9",
            shop=ShopId("shop-1"),
            shop_url="http://127.0.0.1:9",
            service_user="1",
            policy_hash=policy.hash,
            app_installation=app_installation,
        )
        with self.application.services.store.begin() as tx:
            tx.tenants.put_policy(policy.hash, text, now)
            tx.tenants.put(installation, now)

    def put_case(self, tenant: TenantId, ticket_id: str, quotes: tuple[str, ...] = ("refund one lamp",)) -> CaseId:
        now = utc_now()
        with self.application.services.store.begin() as tx:
            installation = tx.tenants.get(tenant)
            assert installation is not None
            read = self.reading or understanding(self.request_made, quotes)
            policy = read_policy(tx.tenants.policy(installation.policy_hash) or "")
            decision = decide(self.request_made, self.facts, policy)
            step = next_step(self.request_made, self.facts, decision, policy, 0, 1)
            opened = tx.cases.open(installation, ticket_id, "en", now)
            case = replace(
                opened, state=State.WAITING_AGENT, why=step.why, turn=1, order=OrderId("501"), order_number="000000412"
            )
            tx.cases.add_decision(
                StoredDecision(
                    case=case.id,
                    number=1,
                    at=now,
                    request=to_json(self.request_made),
                    facts=to_json(self.facts),
                    policy_hash=policy.hash,
                    engine=decision.engine,
                    decision=to_json(decision),
                    step=to_json(step),
                    reading=to_json(read),
                    articles="1 × Brass lamp",
                )
            )
            tx.cases.save(case, now)
            tx.audit.append(case.id, "customer", "asked", {"turn": 1}, now)
            text = compose(
                "fr",
                case.id,
                "000000412",
                "1 × Brass lamp",
                self.request_made,
                read,
                self.facts,
                decision,
                step,
                "Hello Maya,\n\n19.49 EUR is <on> its way.",
            )
            words = Words(State.WAITING_AGENT, step.why, (), note=text)
            tx.outbox.add(NewAction(_key(case, "note"), case, ActionKind.NOTE, to_json(words), now), now)
        return case.id

    def actions(self, case: CaseId, kind: ActionKind = ActionKind.MONEY) -> list[Action]:
        with self.application.services.store.begin() as tx:
            return [action for action in tx.outbox.of_case(case) if action.kind is kind]

    def case(self, case: CaseId) -> Case:
        with self.application.services.store.begin() as tx:
            return tx.cases.get(case)

    def token(self, **changes: Any) -> str:
        claims = self.zendesk.app_frame.claims(AGENT_ID, self.zendesk.clock.now())
        return self.zendesk.app_frame.sign(claims | changes)


def _key(case: Case, kind: str) -> Any:
    return f"{kind}-{case.id}-{case.turn}"


@pytest.fixture
def zendesk() -> Iterator[ZendeskDesk]:
    made = ZendeskDesk(retry_scale=0, delivery_timeout=2)
    yield made
    made.close()


@pytest.fixture
def ancestors() -> str:
    """Whose frames may hold the page; the browser tests name the stand-in's address."""
    return "https://{account}.zendesk.com"


@pytest.fixture
def desk(
    tmp_path: Path,
    zendesk: ZendeskDesk,
    ancestors: str,
    request_made: Request,
    facts: Facts,
    setting: Mapping[str, Any],
) -> Iterator[Desk]:
    key = tmp_path / "app.pem"
    key.write_text(zendesk.app_frame.public_key(), encoding="ascii")
    settings = Settings(
        data_dir=str(tmp_path), zendesk_app_key=str(key), zendesk_frame_ancestors=ancestors, pool_threads="0"
    )
    application = build(settings)
    metadata.create_all(application.engine)
    made = Desk(application, zendesk, request_made, facts, **setting)
    made.install(OURS, "acme", str(zendesk.app_frame.installation_id))
    made.install(OTHERS, "other", "77")
    yield made
    application.engine.dispose()


@pytest.fixture
def setting() -> Mapping[str, Any]:
    """Overridden by `@pytest.mark.parametrize("setting", …)`."""
    return {}


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return create_app(desk.application).test_client()


@pytest.fixture
def open_page(client: FlaskClient, desk: Desk) -> Callable[..., str]:
    """Open the page as Zendesk does; return the bearer that is in it."""

    def opened(token: str | None = None) -> str:
        answer = client.post(f"/sidebar/{OURS}", data={"token": token or desk.token()})
        assert answer.status_code == 200
        return answer.get_data(as_text=True).partition('"bearer": "')[2].partition('"')[0]

    return opened


@pytest.fixture
def headers(open_page: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {open_page()}"}


@pytest.fixture
def ticket_id(zendesk: ZendeskDesk) -> int:
    return zendesk.customer_writes(
        email="maya.lindqvist@example.com",
        name="Maya Lindqvist",
        subject="Refund please - order 000000412",
        body="Please refund one lamp of order 000000412.",
    )


@pytest.fixture
def zendesk_server(socket_enabled: None, zendesk: ZendeskDesk) -> Iterator[Server]:
    with serve(desk_app(zendesk, Faults())) as running:
        yield running
    assert running.bugs == []
