"""Calls for ideas: the Lab asks, those invited answer, the Lab answers each idea and tries some."""

import sqlalchemy as sa
from alembic import op

revision = '0242'
down_revision = '0241'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_for_ideas',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('invited', sa.String(40), nullable=False),
    sa.Column('open_until', sa.Date(), nullable=False),
    sa.Column('part', sa.String(40), nullable=True),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('digest_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('conclusion', sa.Text(), server_default='', nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_call_for_ideas_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_call_for_ideas_closed_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['digest_id'], ['digest.id'], name=op.f('fk_call_for_ideas_digest_id_digest'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_call_for_ideas_lab_id_lab')),
    sa.ForeignKeyConstraint(['statement_id'], ['common_good.id'], name=op.f('fk_call_for_ideas_statement_id_common_good'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_for_ideas'))
    )
    op.create_index(op.f('ix_call_for_ideas_lab_id'), 'call_for_ideas', ['lab_id'])

    op.create_table('call_theme',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call_for_ideas.id'], name=op.f('fk_call_theme_call_id_call_for_ideas'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_call_theme_theme_id_theme'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('call_id', 'theme_id', name=op.f('pk_call_theme'))
    )
    op.create_index(op.f('ix_call_theme_theme_id'), 'call_theme', ['theme_id'])

    op.create_table('idea',
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('published', sa.JSON(), server_default='[]', nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_idea_actor_id_actor'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_idea_author_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['call_id'], ['call_for_ideas.id'], name=op.f('fk_idea_call_id_call_for_ideas'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_idea_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea'))
    )
    op.create_index(op.f('ix_idea_actor_id'), 'idea', ['actor_id'])
    op.create_index(op.f('ix_idea_author_id'), 'idea', ['author_id'])
    op.create_index(op.f('ix_idea_call_id'), 'idea', ['call_id'])
    op.create_index(op.f('ix_idea_lab_id'), 'idea', ['lab_id'])

    op.create_table('idea_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_idea_answer_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_answer_idea_id_idea'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_answer')),
    sa.UniqueConstraint('idea_id', name=op.f('uq_idea_answer_idea_id'))
    )

    op.create_table('idea_experiment',
    sa.Column('experiment_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call_for_ideas.id'], name=op.f('fk_idea_experiment_call_id_call_for_ideas'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['experiment_id'], ['experiment.id'], name=op.f('fk_idea_experiment_experiment_id_experiment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_experiment_idea_id_idea'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('experiment_id', name=op.f('pk_idea_experiment')),
    sa.UniqueConstraint('idea_id', name=op.f('uq_idea_experiment_idea_id'))
    )
    op.create_index(op.f('ix_idea_experiment_call_id'), 'idea_experiment', ['call_id'])

    op.create_table('idea_question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_idea_question_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_question_idea_id_idea'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_question')),
    sa.UniqueConstraint('idea_id', 'number', name=op.f('uq_idea_question_idea_id_number'))
    )
    op.create_index(op.f('ix_idea_question_idea_id'), 'idea_question', ['idea_id'])

    op.create_table('idea_support',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_support_idea_id_idea'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_idea_support_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_support')),
    sa.UniqueConstraint('idea_id', 'person_id', name=op.f('uq_idea_support_idea_id_person_id'))
    )
    op.create_index(op.f('ix_idea_support_idea_id'), 'idea_support', ['idea_id'])
    op.create_index(op.f('ix_idea_support_person_id'), 'idea_support', ['person_id'])

    op.create_table('idea_words',
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('idea_id', sa.Uuid(), nullable=True),
    sa.Column('question_id', sa.Uuid(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('masking_state', sa.String(40), nullable=False),
    sa.Column('masked_text', sa.Text(), nullable=True),
    sa.Column('masking_version', sa.Text(), server_default='', nullable=False),
    sa.Column('read_before', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('masks', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('author_masks', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(idea_id IS NULL) <> (question_id IS NULL)', name=op.f('ck_idea_words_about_one_thing')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_idea_words_author_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_idea_words_idea_id_idea'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_idea_words_lab_id_lab')),
    sa.ForeignKeyConstraint(['question_id'], ['idea_question.id'], name=op.f('fk_idea_words_question_id_idea_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_words')),
    sa.UniqueConstraint('idea_id', name=op.f('uq_idea_words_idea_id')),
    sa.UniqueConstraint('question_id', name=op.f('uq_idea_words_question_id'))
    )
    op.create_index(op.f('ix_idea_words_author_id'), 'idea_words', ['author_id'])
    op.create_index(op.f('ix_idea_words_lab_id'), 'idea_words', ['lab_id'])


def downgrade() -> None:
    op.drop_table('idea_words')
    op.drop_table('idea_support')
    op.drop_table('idea_question')
    op.drop_table('idea_experiment')
    op.drop_table('idea_answer')
    op.drop_table('idea')
    op.drop_table('call_theme')
    op.drop_table('call_for_ideas')
