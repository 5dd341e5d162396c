"""The words of a sheet that its Lab shut, kept for it to open again."""

import sqlalchemy as sa
from alembic import op

revision = '0255'
down_revision = '0254'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"
IN_LAB = f"{SEEN} = '*' OR lab_id::text = ANY (string_to_array({SEEN}, ','))"


def upgrade() -> None:
    op.create_table(
        'shut_sheet',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('experiment_id', sa.Uuid(), nullable=False),
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('tried', sa.Text(), nullable=False),
        sa.Column('lesson', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['experiment_id'], ['experiment.id'], name=op.f('fk_shut_sheet_experiment_id_experiment'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_shut_sheet_lab_id_lab')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shut_sheet')),
        sa.UniqueConstraint('experiment_id', name=op.f('uq_shut_sheet_experiment_id')),
    )
    op.create_index(op.f('ix_shut_sheet_lab_id'), 'shut_sheet', ['lab_id'])
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f'CREATE POLICY lab ON shut_sheet USING ({IN_LAB})')
        op.execute('ALTER TABLE shut_sheet ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    op.drop_table('shut_sheet')
