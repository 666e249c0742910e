"""who gets a letter; who complained before, and which cases have the same cause"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CAUSE = sa.text("name = 'cause'")


def upgrade() -> None:
    op.add_column(
        "message", sa.Column("recipient", sa.String(length=20), nullable=False, server_default="complainant")
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("recipient", server_default=None)
    op.create_index("ix_party_email", "party", [sa.text("lower(email)")], unique=False)
    op.create_index(
        "ix_fact_cause", "fact", [sa.text("substr(value, 1, 100)")], unique=False, postgresql_where=CAUSE,
        sqlite_where=CAUSE,
    )


def downgrade() -> None:
    op.drop_index("ix_fact_cause", table_name="fact")
    op.drop_index("ix_party_email", table_name="party")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("recipient")
