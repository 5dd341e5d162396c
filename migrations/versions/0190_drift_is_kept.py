"""What newcomers call for is kept with the analysis it speaks of."""

import sqlalchemy as sa
from alembic import op

revision = '0190'
down_revision = '0180'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('theme_drift',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passages', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(64), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['analysis_run.id'], name=op.f('fk_theme_drift_run_id_analysis_run'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', name=op.f('pk_theme_drift'))
    )


def downgrade() -> None:
    op.drop_table('theme_drift')
