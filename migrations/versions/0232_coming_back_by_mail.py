"""A participant may choose to come back by mail."""

import sqlalchemy as sa
from alembic import op

revision = '0232'
down_revision = '0231'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'reopening',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('address', sa.Text(), nullable=False),
        sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('secret_hash', sa.Text(), nullable=True),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_reopening_person_id_person'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening')),
        sa.UniqueConstraint('person_id', name=op.f('uq_reopening_person_id')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_reopening_secret_hash')),
    )


def downgrade() -> None:
    op.drop_table('reopening')
