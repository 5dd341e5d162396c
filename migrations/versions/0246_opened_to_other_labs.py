"""Sheets of experiments that a Lab opens to others, and those that are taken up.

On PostgreSQL, the policy of every table of a Lab, and one more for each: any Lab reads the sheets that are open, and the
Lab that an experiment was taken from reads what it is told. Both write in their own Lab alone.
"""

import sqlalchemy as sa
from alembic import op

revision = '0246'
down_revision = '0245'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"
NAMED = f"string_to_array({SEEN}, ',')"
IN_LAB = f"{SEEN} = '*' OR lab_id::text = ANY ({NAMED})"
ACROSS = {
    'opened_experiment': f"{SEEN} <> ''",
    'replication': f"source_lab_id::text = ANY ({NAMED})",
}


def upgrade() -> None:
    op.create_table('opened_experiment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('tried', sa.Text(), nullable=False),
    sa.Column('lesson', sa.Text(), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_opened_experiment_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_opened_experiment_experiment_id_experiment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_opened_experiment_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opened_experiment')),
    sa.UniqueConstraint('experiment_id', name=op.f('uq_opened_experiment_experiment_id'))
    )
    op.create_index(op.f('ix_opened_experiment_lab_id'), 'opened_experiment', ['lab_id'])

    op.create_table('replication',
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=True),
    sa.Column('source_lab_id', sa.Uuid(), nullable=False),
    sa.Column('rung', sa.String(40), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('was_tried', sa.Boolean(), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_replication_experiment_id_experiment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_replication_lab_id_lab')),
    sa.ForeignKeyConstraint(['source_id'], ['experiment.id'], name=op.f('fk_replication_source_id_experiment'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['source_lab_id'], ['lab.id'], name=op.f('fk_replication_source_lab_id_lab')),
    sa.PrimaryKeyConstraint('experiment_id', name=op.f('pk_replication')),
    sa.UniqueConstraint('lab_id', 'source_id', name=op.f('uq_replication_lab_id_source_id'))
    )
    op.create_index(op.f('ix_replication_source_id'), 'replication', ['source_id'])

    if op.get_bind().dialect.name == 'postgresql':
        for table, seen in ACROSS.items():
            op.execute(f'CREATE POLICY lab ON {table} USING ({IN_LAB})')
            op.execute(f'CREATE POLICY across ON {table} FOR SELECT USING ({seen})')
            op.execute(f'ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    op.drop_table('replication')
    op.drop_table('opened_experiment')
