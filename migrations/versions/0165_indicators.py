"""What the actors decided to count, and what each of them measured."""

import sqlalchemy as sa
from alembic import op

revision = '0165'
down_revision = '0160'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('indicator',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('tells', sa.Text(), nullable=False),
    sa.Column('counting', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('wanted', sa.String(40), nullable=False),
    sa.Column('counts_people', sa.Boolean(), nullable=False),
    sa.Column('perspectives', sa.JSON(), nullable=False),
    sa.Column('every_months', sa.Integer(), nullable=True),
    sa.Column('computed', sa.String(40), nullable=True),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_indicator_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_indicator_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator'))
    )
    op.create_index(op.f('ix_indicator_lab_id'), 'indicator', ['lab_id'])

    op.create_table('indicator_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_indicator_change_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_change_indicator_id_indicator'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_change'))
    )
    op.create_index(op.f('ix_indicator_change_indicator_id'), 'indicator_change', ['indicator_id'])

    op.create_table('indicator_opinion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('stance', sa.String(40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_indicator_opinion_actor_id_actor'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_indicator_opinion_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_opinion_indicator_id_indicator'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_opinion'))
    )
    op.create_index(op.f('ix_indicator_opinion_actor_id'), 'indicator_opinion', ['actor_id'])
    op.create_index(op.f('ix_indicator_opinion_indicator_id'), 'indicator_opinion', ['indicator_id'])

    op.create_table('measure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('experiment_id', sa.Uuid(), nullable=True),
    sa.Column('moment', sa.String(40), nullable=True),
    sa.Column('corrects_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_measure_actor_id_actor'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_measure_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['corrects_id'], ['measure.id'], name=op.f('fk_measure_corrects_id_measure'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_measure_experiment_id_experiment'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_measure_indicator_id_indicator'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure'))
    )
    op.create_index(op.f('ix_measure_actor_id'), 'measure', ['actor_id'])
    op.create_index(op.f('ix_measure_experiment_id'), 'measure', ['experiment_id'])
    op.create_index(op.f('ix_measure_indicator_id'), 'measure', ['indicator_id'])


def downgrade() -> None:
    op.drop_table('measure')
    op.drop_table('indicator_opinion')
    op.drop_table('indicator_change')
    op.drop_table('indicator')
