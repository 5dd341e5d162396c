"""What was written before an experiment began and since, counted once, and what it was counted from."""

import sqlalchemy as sa
from alembic import op

revision = '0247'
down_revision = '0246'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"


def upgrade() -> None:
    op.create_table(
        'period_counts',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('counts', sa.JSON(), nullable=False),
        sa.Column('by', sa.JSON(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_period_counts_lab_id_lab')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_period_counts')),
    )
    op.create_index(op.f('ix_period_counts_lab_id'), 'period_counts', ['lab_id'])
    op.create_table(
        'before_after',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('experiment_id', sa.Uuid(), nullable=False),
        sa.Column('started_on', sa.Date(), nullable=False),
        sa.Column('themes', sa.JSON(), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('since', sa.JSON(), nullable=False),
        sa.Column('counted_on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ['experiment_id'],
            ['experiment.id'],
            name=op.f('fk_before_after_experiment_id_experiment'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_before_after')),
        sa.UniqueConstraint('experiment_id', name=op.f('uq_before_after_experiment_id')),
    )
    if op.get_bind().dialect.name == 'postgresql':
        in_lab = f"{SEEN} = '*' OR lab_id::text = ANY (string_to_array({SEEN}, ','))"
        op.execute(f'CREATE POLICY lab ON period_counts USING ({in_lab})')
        op.execute('ALTER TABLE period_counts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    op.drop_table('before_after')
    op.drop_table('period_counts')
