"""skills, absences, exclusions, linked cases, what a task is about, more milestones"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("status = 'open'")
MILESTONES = ("contained_at", "drafted_at", "checked_at", "position_sent_at", "dispute_settled_at")


def upgrade() -> None:
    for name in MILESTONES:
        op.add_column("complaint", sa.Column(name, MOMENT, nullable=True))
    op.add_column("task", sa.Column("about", sa.String(), nullable=False, server_default=""))
    op.add_column("task", sa.Column("skill", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.alter_column("about", server_default=None)
        batch_op.alter_column("skill", server_default=None)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_limit", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("manager_id", ID, nullable=True))
        batch_op.create_foreign_key(op.f("fk_person_manager_id_person"), "person", ["manager_id"], ["id"])
    op.create_table("skill",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_skill"))
    )
    op.create_table("absence",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("deputy_id", ID, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_absence_created_by_person")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence"))
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_table("exclusion",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("asked_by", ID, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("ask_reason", sa.String(), nullable=False),
        sa.Column("lifted_by", ID, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_exclusion_asked_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint.id"], name=op.f("fk_exclusion_case_id_complaint")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_exclusion_lifted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exclusion_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_exclusion_case_id"))
    )
    op.create_index(op.f("ix_exclusion_case_id"), "exclusion", ["case_id"], unique=False)
    op.create_index(op.f("ix_exclusion_person_id"), "exclusion", ["person_id"], unique=False)
    op.create_table("case_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["complaint.id"], name=op.f("fk_case_link_case_id_complaint")),
        sa.ForeignKeyConstraint(["other_id"], ["complaint.id"], name=op.f("fk_case_link_other_id_complaint")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
        sa.UniqueConstraint("case_id", "other_id", "kind", name=op.f("uq_case_link_case_id"))
    )
    op.create_index(op.f("ix_case_link_case_id"), "case_link", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_link_other_id"), "case_link", ["other_id"], unique=False)
    op.create_index(
        "ix_complaint_owner_open", "complaint", ["owner_id"], unique=False, postgresql_where=OPEN, sqlite_where=OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_complaint_owner_open", table_name="complaint")
    for table in ("case_link", "exclusion", "absence", "skill"):
        op.drop_table(table)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_person_manager_id_person"), type_="foreignkey")
        batch_op.drop_column("manager_id")
        batch_op.drop_column("case_limit")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("skill")
        batch_op.drop_column("about")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        for name in MILESTONES:
            batch_op.drop_column(name)
