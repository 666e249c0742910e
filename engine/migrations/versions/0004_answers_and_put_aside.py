"""which waiting place a message answers, what is waited for, which timer an incident puts aside"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW = {
    "message": {"token": sa.String(length=32), "element": sa.String(length=200)},
    "awaiting": {"about": sa.String()},
    "incident": {"token": sa.String(length=32)},
}
OPEN = sa.text("resolved_at is null")


def upgrade() -> None:
    for table, columns in NEW.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=""))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in columns:
                batch_op.alter_column(name, server_default=None)
    op.create_index(
        "ix_incident_retry_at", "incident", ["retry_at"], unique=False, postgresql_where=OPEN, sqlite_where=OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_incident_retry_at", table_name="incident")
    for table, columns in NEW.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in columns:
                batch_op.drop_column(name)
