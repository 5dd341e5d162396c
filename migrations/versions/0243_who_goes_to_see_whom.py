"""Who goes to see an actor for the Lab, on what day, what for, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = '0243'
down_revision = '0242'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'meeting',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('actor_id', sa.Uuid(), nullable=False),
        sa.Column('visitor_id', sa.Uuid(), nullable=True),
        sa.Column('role', sa.Text(), nullable=False),
        sa.Column('foreseen_on', sa.Date(), nullable=False),
        sa.Column('purpose', sa.Text(), nullable=False),
        sa.Column('held_on', sa.Date(), nullable=True),
        sa.Column('outcome', sa.Text(), nullable=False),
        sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('by_id', sa.Uuid(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("visitor_id IS NOT NULL OR role != ''", name=op.f('ck_meeting_someone_goes')),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_meeting_lab_id_lab')),
        sa.ForeignKeyConstraint(
            ['actor_id'], ['actor.id'], name=op.f('fk_meeting_actor_id_actor'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['visitor_id'], ['actor.id'], name=op.f('fk_meeting_visitor_id_actor'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['person.id'], name=op.f('fk_meeting_by_id_person'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    )
    for column in ('lab_id', 'actor_id', 'visitor_id'):
        op.create_index(op.f(f'ix_meeting_{column}'), 'meeting', [column])


def downgrade() -> None:
    op.drop_table('meeting')
