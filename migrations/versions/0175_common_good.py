"""The common good, what is proposed about it, and for whom partners speak."""

import sqlalchemy as sa
from alembic import op

revision = '0175'
down_revision = '0165'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('common_good',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('together', sa.Text(), nullable=False),
    sa.Column('whom', sa.Text(), nullable=False),
    sa.Column('signs', sa.Text(), nullable=False),
    sa.Column('refused', sa.Text(), nullable=False),
    sa.Column('part', sa.String(40), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_common_good_actor_id_actor'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_common_good_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_common_good_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_good')),
    sa.UniqueConstraint('lab_id', 'number', name=op.f('uq_common_good_lab_id_number'))
    )
    op.create_index(op.f('ix_common_good_actor_id'), 'common_good', ['actor_id'])
    op.create_index(op.f('ix_common_good_lab_id'), 'common_good', ['lab_id'])

    op.create_table('partner',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_partner_actor_id_actor'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_partner_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_partner'))
    )
    op.create_index(op.f('ix_partner_actor_id'), 'partner', ['actor_id'])

    op.create_table('common_good_proposal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('part', sa.String(40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('closed_by_id', sa.Uuid(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_common_good_proposal_actor_id_actor'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_common_good_proposal_author_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_common_good_proposal_closed_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_common_good_proposal_lab_id_lab')),
    sa.ForeignKeyConstraint(['statement_id'], ['common_good.id'], name=op.f('fk_common_good_proposal_statement_id_common_good'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_good_proposal'))
    )
    op.create_index(op.f('ix_common_good_proposal_actor_id'), 'common_good_proposal', ['actor_id'])
    op.create_index(op.f('ix_common_good_proposal_author_id'), 'common_good_proposal', ['author_id'])
    op.create_index(op.f('ix_common_good_proposal_lab_id'), 'common_good_proposal', ['lab_id'])

    op.create_table('common_good_reserve',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_common_good_reserve_actor_id_actor'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_common_good_reserve_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['statement_id'], ['common_good.id'], name=op.f('fk_common_good_reserve_statement_id_common_good'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_good_reserve'))
    )
    op.create_index(op.f('ix_common_good_reserve_actor_id'), 'common_good_reserve', ['actor_id'])
    op.create_index(op.f('ix_common_good_reserve_person_id'), 'common_good_reserve', ['person_id'])
    op.create_index(op.f('ix_common_good_reserve_statement_id'), 'common_good_reserve', ['statement_id'])

    op.create_table('partner_invitation',
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_partner_invitation_actor_id_actor'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_partner_invitation_invitation_id_invitation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('invitation_id', name=op.f('pk_partner_invitation'))
    )
    op.create_index(op.f('ix_partner_invitation_actor_id'), 'partner_invitation', ['actor_id'])

    op.create_table('common_good_turn',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('proposal_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_common_good_turn_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['proposal_id'], ['common_good_proposal.id'], name=op.f('fk_common_good_turn_proposal_id_common_good_proposal'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_good_turn')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_common_good_turn_proposal_id_number'))
    )
    op.create_index(op.f('ix_common_good_turn_proposal_id'), 'common_good_turn', ['proposal_id'])

    op.create_table('common_good_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('turn_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('stance', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['actor.id'], name=op.f('fk_common_good_answer_actor_id_actor'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_common_good_answer_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['turn_id'], ['common_good_turn.id'], name=op.f('fk_common_good_answer_turn_id_common_good_turn'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_good_answer')),
    sa.UniqueConstraint('turn_id', 'person_id', name=op.f('uq_common_good_answer_turn_id_person_id'))
    )
    op.create_index(op.f('ix_common_good_answer_actor_id'), 'common_good_answer', ['actor_id'])
    op.create_index(op.f('ix_common_good_answer_person_id'), 'common_good_answer', ['person_id'])
    op.create_index(op.f('ix_common_good_answer_turn_id'), 'common_good_answer', ['turn_id'])

    op.create_table('common_good_words',
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('proposal_id', sa.Uuid(), nullable=True),
    sa.Column('turn_id', sa.Uuid(), nullable=True),
    sa.Column('answer_id', sa.Uuid(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('masking_state', sa.String(40), nullable=False),
    sa.Column('masked_text', sa.Text(), nullable=True),
    sa.Column('masks', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('author_masks', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(proposal_id IS NOT NULL AND turn_id IS NULL AND answer_id IS NULL) OR (proposal_id IS NULL AND turn_id IS NOT NULL AND answer_id IS NULL) OR (proposal_id IS NULL AND turn_id IS NULL AND answer_id IS NOT NULL)', name=op.f('ck_common_good_words_about_one_thing')),
    sa.ForeignKeyConstraint(['answer_id'], ['common_good_answer.id'], name=op.f('fk_common_good_words_answer_id_common_good_answer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_common_good_words_author_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_common_good_words_lab_id_lab')),
    sa.ForeignKeyConstraint(['proposal_id'], ['common_good_proposal.id'], name=op.f('fk_common_good_words_proposal_id_common_good_proposal'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['turn_id'], ['common_good_turn.id'], name=op.f('fk_common_good_words_turn_id_common_good_turn'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_common_good_words')),
    sa.UniqueConstraint('answer_id', name=op.f('uq_common_good_words_answer_id')),
    sa.UniqueConstraint('proposal_id', name=op.f('uq_common_good_words_proposal_id')),
    sa.UniqueConstraint('turn_id', name=op.f('uq_common_good_words_turn_id'))
    )
    op.create_index(op.f('ix_common_good_words_author_id'), 'common_good_words', ['author_id'])
    op.create_index(op.f('ix_common_good_words_lab_id'), 'common_good_words', ['lab_id'])


def downgrade() -> None:
    op.drop_table('common_good_words')
    op.drop_table('common_good_answer')
    op.drop_table('common_good_turn')
    op.drop_table('partner_invitation')
    op.drop_table('common_good_reserve')
    op.drop_table('common_good_proposal')
    op.drop_table('partner')
    op.drop_table('common_good')
