"""calls counted over all processes; open cases and messages found by index; uninstalled accounts marked"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("state NOT IN ('failed', 'handed_over', 'settled')")


def upgrade() -> None:
    op.create_table(
        "throttles",
        sa.Column("pool", sa.String(length=160), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent", sa.Text(), nullable=False),
        sa.CheckConstraint("(calls is null) = (seconds is null)", name=op.f("ck_throttles_rate_is_whole")),
        sa.PrimaryKeyConstraint("pool", name=op.f("pk_throttles")),
    )
    op.add_column("installations", sa.Column("connected", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index("ix_messages_message_id", "messages", ["tenant_id", "message_id"], unique=False)
    op.create_index("ix_cases_open", "cases", ["state"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_cases_open", table_name="cases")
    op.drop_index("ix_messages_message_id", table_name="messages")
    op.drop_column("installations", "connected")
    op.drop_table("throttles")
