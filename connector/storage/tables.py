"""The tables. `migrations/` says the same; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)

from connector.domain.case import FINAL, State
from connector.ports.store import ActionKind, ActionState, ReturnState

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


class Utc(TypeDecorator[datetime]):
    """An aware moment, always UTC: SQLite forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in an INTEGER column


def _one_of(column: str, values: type[Any]) -> CheckConstraint:
    return CheckConstraint(f"{column} in ({', '.join(repr(each.value) for each in values)})", name=f"{column}_known")


installations = Table(
    "installations",
    metadata,
    Column("id", String(90), primary_key=True),
    Column("helpdesk", String(20), nullable=False),
    Column("account", String(100), nullable=False),
    Column("base_url", String(200), nullable=False),
    Column("shop_id", String(40), nullable=False),
    Column("shop_url", String(200), nullable=False),
    Column("service_user", String(40), nullable=False),
    Column("policy_hash", ForeignKey("policies.hash"), nullable=False),
    Column("webhook_id", String(60), nullable=False),
    Column("app_installation", String(60), nullable=False),
    Column("brake", Boolean, nullable=False),
    Column("connected", Boolean, nullable=False, server_default=true()),
    Column("changed_at", Utc, nullable=False),
    UniqueConstraint("helpdesk", "account"),
)

policies = Table(
    "policies",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("added_at", Utc, nullable=False),
)

shops = Table(  # one row a shop: the lock under which reservations are made
    "shops",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("url", String(200), nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("owner", String(110), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("value", LargeBinary, nullable=False),  # encrypted
)

throttles = Table(  # one row a pool of calls: what a vendor allows, and what was spent lately
    "throttles",
    metadata,
    Column("pool", String(160), primary_key=True),
    Column("calls", Integer),  # as the vendor said it; without: as the caller says
    Column("seconds", Float),
    Column("held_until", Utc),
    Column("spent", Text, nullable=False),  # JSON: when a slice began, calls in it
    CheckConstraint("(calls is null) = (seconds is null)", name="rate_is_whole"),
)

locks = Table(
    "locks",
    metadata,
    Column("name", String(160), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", Utc, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("tenant_id", ForeignKey("installations.id"), nullable=False),
    Column("delivery_id", String(100), nullable=False),
    Column("ticket_id", String(40), nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("done_at", Utc),
    Column("outcome", String(80), nullable=False, default=""),
    UniqueConstraint("tenant_id", "delivery_id"),
)
Index(
    "ix_inbox_waiting",
    inbox.c.due_at,
    sqlite_where=inbox.c.done_at.is_(None),
    postgresql_where=inbox.c.done_at.is_(None),
)
Index(
    "ix_inbox_unread",
    inbox.c.tenant_id,
    inbox.c.ticket_id,
    sqlite_where=inbox.c.done_at.is_(None),
    postgresql_where=inbox.c.done_at.is_(None),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("tenant_id", ForeignKey("installations.id"), nullable=False),
    Column("shop_id", ForeignKey("shops.id"), nullable=False),
    Column("ticket_id", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("order_id", String(40)),
    Column("order_number", String(40)),
    Column("language", String(2), nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("why", String(80), nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("trail_hash", String(64), nullable=False, default=""),  # of its newest audit line: shows when that is gone
    _one_of("state", State),
    Index("ix_cases_tenant_id_ticket_id", "tenant_id", "ticket_id"),
)
ENDED = tuple(state.value for state in sorted(FINAL))
Index(
    "ix_cases_open",
    cases.c.state,
    sqlite_where=cases.c.state.not_in(ENDED),
    postgresql_where=cases.c.state.not_in(ENDED),
)

messages = Table(
    "messages",
    metadata,
    Column("tenant_id", ForeignKey("installations.id"), primary_key=True),
    Column("ticket_id", String(40), primary_key=True),
    Column("message_id", String(40), primary_key=True),
    Column("case_id", ForeignKey("cases.id")),
    Column("taken_at", Utc, nullable=False),
    Index("ix_messages_case_id", "case_id"),
    Index("ix_messages_message_id", "tenant_id", "message_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("request", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("policy_hash", ForeignKey("policies.hash"), nullable=False),
    Column("engine", String(10), nullable=False),
    Column("decision", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("articles", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(60), nullable=False, unique=True),
    Column("tenant_id", ForeignKey("installations.id"), nullable=False),
    Column("shop_id", ForeignKey("shops.id"), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("ticket_id", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("order_id", String(40)),
    Column("payload", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("claim", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("touched_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("made", String(60)),
    Column("error", String(200), nullable=False),
    Column("steps", Text, nullable=False, server_default="{}"),  # JSON: step -> what it made
    Column("begun", Boolean, nullable=False, server_default=false()),
    _one_of("kind", ActionKind),
    _one_of("state", ActionState),
    CheckConstraint("kind <> 'money' or order_id is not null", name="money_names_its_order"),
    Index("ix_outbox_case_id", "case_id"),
)
OPEN = ("pending", "claimed", "person")
Index(
    "ix_outbox_open",
    outbox.c.state,
    outbox.c.due_at,
    sqlite_where=outbox.c.state.in_(OPEN),
    postgresql_where=outbox.c.state.in_(OPEN),
)

leases = Table(  # at most one money action per order without a known outcome
    "leases",
    metadata,
    Column("shop_id", ForeignKey("shops.id"), primary_key=True),
    Column("order_id", String(40), primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False, unique=True),
)

ledger = Table(
    "ledger",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("shop_id", ForeignKey("shops.id"), nullable=False),
    Column("order_id", String(40), nullable=False),
    Column("customer", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),  # minor units
    Column("currency", String(3), nullable=False),
    Column("units", Text, nullable=False),  # JSON: line -> units
    Column("state", String(10), nullable=False),
    Column("compensates", Boolean, nullable=False, server_default=false()),
    CheckConstraint("state in ('reserved', 'made', 'void')", name="state_known"),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    Index("ix_ledger_shop_id_order_id", "shop_id", "order_id"),
    Index("ix_ledger_shop_id_day", "shop_id", "day"),
)

audit = Table(
    "audit",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("what", String(60), nullable=False),
    Column("why", Text, nullable=False),  # JSON
    Column("hash", String(64), nullable=False),
)

dues = Table(
    "dues",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_at", Utc),  # where the day alone is too coarse
    Column("key", String(60)),
    Column("done", Boolean, nullable=False),
    UniqueConstraint("case_id", "kind", "due_on", "key"),
)
Index("ix_dues_open", dues.c.due_on, sqlite_where=text("NOT done"), postgresql_where=text("NOT done"))

payouts = Table(
    "payouts",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("order_number", String(40), nullable=False),
    Column("memo", String(40), nullable=False),
    Column("amount", BigInteger, nullable=False),  # minor units
    Column("currency", String(3), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("done_by", String(60)),
)

returns = Table(
    "returns",
    metadata,
    Column("rma", String(20), primary_key=True),
    Column("shop_id", ForeignKey("shops.id"), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("order_id", String(40), nullable=False),
    Column("order_number", String(40), nullable=False),
    Column("option", String(20), nullable=False),
    Column("decision", Integer, nullable=False),
    Column("request", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("accepted", Text, nullable=False),  # JSON: codes
    Column("agreed_by", String(60), nullable=False),
    Column("agreed_at", Utc, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("held", String(40)),
    Column("held_key", String(60)),
    Column("state", String(10), nullable=False),
    _one_of("state", ReturnState),
    Index("ix_returns_shop_id_order_number", "shop_id", "order_number"),
)
# A case waits for one parcel at a time.
Index(
    "uq_returns_open_case",
    returns.c.case_id,
    unique=True,
    sqlite_where=returns.c.state == "open",
    postgresql_where=returns.c.state == "open",
)

scans = Table(
    "scans",
    metadata,
    Column("id", Id, primary_key=True),
    Column("shop_id", ForeignKey("shops.id"), nullable=False),
    Column("event", String(100), nullable=False),
    Column("told_by", String(10), nullable=False),
    Column("scanned_at", Utc, nullable=False),
    Column("rma", String(40), nullable=False),
    Column("order_number", String(40), nullable=False),
    Column("lines", Text, nullable=False),  # JSON
    Column("stock", Text, nullable=False),  # JSON
    Column("received_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claim", Integer, nullable=False, default=0),
    Column("done_at", Utc),
    Column("outcome", String(80), nullable=False, default=""),
    UniqueConstraint("shop_id", "event"),
    CheckConstraint("told_by in ('carrier', 'warehouse')", name="told_by_known"),
)
Index(
    "ix_scans_waiting",
    scans.c.due_at,
    sqlite_where=scans.c.done_at.is_(None),
    postgresql_where=scans.c.done_at.is_(None),
)
