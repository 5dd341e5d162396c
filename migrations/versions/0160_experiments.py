"""What the Lab tries, step after step, and what those who took part say of it."""

import sqlalchemy as sa
from alembic import op

revision = '0160'
down_revision = '0170'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('experiment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('tried', sa.Text(), nullable=False),
    sa.Column('for_whom', sa.Text(), nullable=False),
    sa.Column('answer_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['lab_answer.id'], name=op.f('fk_experiment_answer_id_lab_answer'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_experiment_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_experiment_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_experiment'))
    )
    op.create_index(op.f('ix_experiment_answer_id'), 'experiment', ['answer_id'])
    op.create_index(op.f('ix_experiment_lab_id'), 'experiment', ['lab_id'])

    op.create_table('experiment_actor',
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_experiment_actor_actor_id_actor'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_experiment_actor_experiment_id_experiment'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('experiment_id', 'actor_id', name=op.f('pk_experiment_actor'))
    )
    op.create_index(op.f('ix_experiment_actor_actor_id'), 'experiment_actor', ['actor_id'])

    op.create_table('experiment_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('rung', sa.String(40), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_experiment_step_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['corrects_id'], ['experiment_step.id'], name=op.f('fk_experiment_step_corrects_id_experiment_step'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_experiment_step_decided_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_experiment_step_experiment_id_experiment'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_experiment_step')),
    sa.UniqueConstraint('experiment_id', 'number', name=op.f('uq_experiment_step_experiment_id_number'))
    )
    op.create_index(op.f('ix_experiment_step_experiment_id'), 'experiment_step', ['experiment_id'])

    op.create_table('experiment_theme',
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_experiment_theme_experiment_id_experiment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_experiment_theme_theme_id_theme'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('experiment_id', 'theme_id', name=op.f('pk_experiment_theme'))
    )
    op.create_index(op.f('ix_experiment_theme_theme_id'), 'experiment_theme', ['theme_id'])

    op.create_table('experiment_voice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('helped', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_experiment_voice_experiment_id_experiment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['person.id'], name=op.f('fk_experiment_voice_participant_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_experiment_voice')),
    sa.UniqueConstraint('experiment_id', 'participant_id', name=op.f('uq_experiment_voice_experiment_id_participant_id'))
    )
    op.create_index(op.f('ix_experiment_voice_participant_id'), 'experiment_voice', ['participant_id'])


def downgrade() -> None:
    op.drop_table('experiment_voice')
    op.drop_table('experiment_theme')
    op.drop_table('experiment_step')
    op.drop_table('experiment_actor')
    op.drop_table('experiment')
