"""effects of several calls, credit and goods in the ledger, deadlines by the hour, returns and their scans"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS_BEFORE = "kind in ('money', 'reply', 'note')"
KINDS = "kind in ('money', 'reply', 'note', 'comment', 'tidy')"


def _kinds(condition: str) -> None:
    """SQLite cannot change a constraint: the table is copied and the old one dropped, which leases that refer to it
    forbid, so they are put aside meanwhile. PostgreSQL changes it where it is."""
    leases = sa.table("leases", sa.column("shop_id"), sa.column("order_id"), sa.column("outbox_id"))
    held = [dict(row._mapping) for row in op.get_bind().execute(sa.select(leases))]
    op.execute(sa.delete(leases))
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_kind_known"), condition)
    op.bulk_insert(leases, held)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("steps", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("outbox", sa.Column("begun", sa.Boolean(), nullable=False, server_default=sa.false()))
    _kinds(KINDS)
    op.add_column("ledger", sa.Column("compensates", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("dues", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "returns",
        sa.Column("rma", sa.String(length=20), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("order_number", sa.String(length=40), nullable=False),
        sa.Column("option", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.String(length=60), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held", sa.String(length=40), nullable=True),
        sa.Column("held_key", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state in ('open', 'settled', 'closed')", name=op.f("ck_returns_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_returns_case_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_returns_shop_id")),
        sa.PrimaryKeyConstraint("rma", name=op.f("pk_returns")),
    )
    op.create_index("ix_returns_shop_id_order_number", "returns", ["shop_id", "order_number"], unique=False)
    open_ones = sa.text("state = 'open'")
    op.create_index(
        "uq_returns_open_case",
        "returns",
        ["case_id"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shop_id", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("told_by", sa.String(length=10), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rma", sa.String(length=40), nullable=False),
        sa.Column("order_number", sa.String(length=40), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("stock", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.CheckConstraint("told_by in ('carrier', 'warehouse')", name=op.f("ck_scans_told_by_known")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_scans_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
        sa.UniqueConstraint("shop_id", "event", name=op.f("uq_scans_shop_id_event")),
    )
    waiting = sa.text("done_at IS NULL")
    op.create_index(
        "ix_scans_waiting", "scans", ["due_at"], unique=False, sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    op.drop_table("scans")
    op.drop_table("returns")
    op.drop_column("dues", "due_at")
    op.drop_column("ledger", "compensates")
    op.execute("DELETE FROM outbox WHERE kind in ('comment', 'tidy')")
    _kinds(KINDS_BEFORE)
    op.drop_column("outbox", "begun")
    op.drop_column("outbox", "steps")
