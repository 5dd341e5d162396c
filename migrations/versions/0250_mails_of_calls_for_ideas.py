"""A mail when a call for ideas opens, and when one’s idea is answered, for those who choose it."""

import sqlalchemy as sa
from alembic import op

revision = '0250'
down_revision = '0249'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('wants_call', sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ('tried_at', 'told_at'):
        op.add_column('idea_answer', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'call_notice',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('up_to', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_call_notice_person_id_person'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_call_notice')),
    )


def downgrade() -> None:
    op.drop_table('call_notice')
    for name in ('told_at', 'tried_at'):
        op.drop_column('idea_answer', name)
    op.drop_column('person', 'wants_call')
