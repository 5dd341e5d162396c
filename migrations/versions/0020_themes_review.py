"""What the review of themes needs: a worker's sign of life, typical passages, possible parts, a mark of what is known.

Columns are added in place. A batch would make the tables again, and dropping the old ones would cascade to every row
that points to them.
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('analysis_run', sa.Column('heard_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('theme_state', sa.Column('parts', sa.JSON(), nullable=False, server_default='[]'))
    op.create_table('typical_passage',
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('passage_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['passage_id'], ['passage.id'], name=op.f('fk_typical_passage_passage_id_passage'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_typical_passage_theme_id_theme'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('theme_id', name=op.f('pk_typical_passage'))
    )
    op.create_index(op.f('ix_typical_passage_passage_id'), 'typical_passage', ['passage_id'], unique=False)
    op.create_table('theme_visit',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_theme_visit_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_theme_visit'))
    )


def downgrade() -> None:
    op.drop_table('theme_visit')
    op.drop_table('typical_passage')
    op.drop_column('theme_state', 'parts')
    op.drop_column('analysis_run', 'heard_at')
