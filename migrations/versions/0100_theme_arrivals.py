"""Passages that join a theme as they arrive, and how near words were to the themes of each analysis."""

import sqlalchemy as sa
from alembic import op

revision = '0100'
down_revision = '0090'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('analysis_run', sa.Column('closeness', sa.JSON(), nullable=False, server_default='{}'))
    op.create_table('theme_arrival',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('passage_id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=True),
    sa.Column('nearness', sa.Float(), nullable=False),
    sa.Column('strength', sa.Float(), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['passage_id'], ['passage.id'], name=op.f('fk_theme_arrival_passage_id_passage'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['analysis_run.id'], name=op.f('fk_theme_arrival_run_id_analysis_run'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_theme_arrival_theme_id_theme'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_arrival')),
    sa.UniqueConstraint('run_id', 'passage_id', 'theme_id', name=op.f('uq_theme_arrival_run_id_passage_id_theme_id'))
    )
    op.create_index(op.f('ix_theme_arrival_passage_id'), 'theme_arrival', ['passage_id'], unique=False)
    op.create_index(op.f('ix_theme_arrival_theme_id'), 'theme_arrival', ['theme_id'], unique=False)


def downgrade() -> None:
    op.drop_table('theme_arrival')
    op.drop_column('analysis_run', 'closeness')
