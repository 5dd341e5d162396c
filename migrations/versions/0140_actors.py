"""The actor map: actors, points of application, dated acts, the Lab's table of attitudes, alliances and their revisions."""

import sqlalchemy as sa
from alembic import op

revision = '0140'
down_revision = '0130'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('actor',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_actor_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_actor')),
    sa.UniqueConstraint('lab_id', 'name', name=op.f('uq_actor_lab_id_name'))
    )
    op.create_index(op.f('ix_actor_lab_id'), 'actor', ['lab_id'], unique=False)
    op.create_table('attitude_cell',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('synergy', sa.Integer(), nullable=False),
    sa.Column('antagonism', sa.Integer(), nullable=False),
    sa.Column('attitude', sa.String(40), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_attitude_cell_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attitude_cell')),
    sa.UniqueConstraint('lab_id', 'synergy', 'antagonism', name=op.f('uq_attitude_cell_lab_id_synergy_antagonism'))
    )
    op.create_index(op.f('ix_attitude_cell_lab_id'), 'attitude_cell', ['lab_id'], unique=False)
    op.create_table('attitude_wording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('attitude', sa.String(40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('strategy', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_attitude_wording_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attitude_wording')),
    sa.UniqueConstraint('lab_id', 'attitude', name=op.f('uq_attitude_wording_lab_id_attitude'))
    )
    op.create_index(op.f('ix_attitude_wording_lab_id'), 'attitude_wording', ['lab_id'], unique=False)
    op.create_table('point_of_application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_point_of_application_lab_id_lab')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_point_of_application_theme_id_theme'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_point_of_application'))
    )
    op.create_index(op.f('ix_point_of_application_lab_id'), 'point_of_application', ['lab_id'], unique=False)
    op.create_index(op.f('ix_point_of_application_theme_id'), 'point_of_application', ['theme_id'], unique=False)
    op.create_table('act',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('point_id', sa.Uuid(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('axis', sa.String(40), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('level BETWEEN 1 AND 4', name=op.f('ck_act_level')),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_act_actor_id_actor'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_act_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_act_lab_id_lab')),
    sa.ForeignKeyConstraint(['point_id'], ['point_of_application.id'], name=op.f('fk_act_point_id_point_of_application'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act'))
    )
    op.create_index(op.f('ix_act_actor_id'), 'act', ['actor_id'], unique=False)
    op.create_index(op.f('ix_act_lab_id'), 'act', ['lab_id'], unique=False)
    op.create_index(op.f('ix_act_point_id'), 'act', ['point_id'], unique=False)
    op.create_table('alliance',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('point_id', sa.Uuid(), nullable=True),
    sa.Column('shared_edge', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('learnt', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_alliance_lab_id_lab')),
    sa.ForeignKeyConstraint(['point_id'], ['point_of_application.id'], name=op.f('fk_alliance_point_id_point_of_application'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alliance'))
    )
    op.create_index(op.f('ix_alliance_lab_id'), 'alliance', ['lab_id'], unique=False)
    op.create_index(op.f('ix_alliance_point_id'), 'alliance', ['point_id'], unique=False)
    op.create_table('alliance_member',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('alliance_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('brings', sa.Text(), nullable=False),
    sa.Column('expects', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_alliance_member_actor_id_actor'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['alliance_id'], ['alliance.id'], name=op.f('fk_alliance_member_alliance_id_alliance'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alliance_member')),
    sa.UniqueConstraint('alliance_id', 'actor_id', name=op.f('uq_alliance_member_alliance_id_actor_id'))
    )
    op.create_index(op.f('ix_alliance_member_actor_id'), 'alliance_member', ['actor_id'], unique=False)
    op.create_index(op.f('ix_alliance_member_alliance_id'), 'alliance_member', ['alliance_id'], unique=False)
    op.create_table('alliance_revision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('alliance_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['alliance_id'], ['alliance.id'], name=op.f('fk_alliance_revision_alliance_id_alliance'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_alliance_revision_by_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alliance_revision'))
    )
    op.create_index(op.f('ix_alliance_revision_alliance_id'), 'alliance_revision', ['alliance_id'], unique=False)


def downgrade() -> None:
    op.drop_table('alliance_revision')
    op.drop_table('alliance_member')
    op.drop_table('alliance')
    op.drop_table('act')
    op.drop_table('point_of_application')
    op.drop_table('attitude_wording')
    op.drop_table('attitude_cell')
    op.drop_table('actor')
