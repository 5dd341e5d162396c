"""The team writes to the author of a passage, without learning who that is."""

import sqlalchemy as sa
from alembic import op

revision = '0245'
down_revision = '0244'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"
IN_LAB = f"{SEEN} = '*' OR lab_id::text = ANY (string_to_array({SEEN}, ','))"
# An answer is in the Lab of its message, which is only found when it may be seen.
IN_MESSAGE = f"{SEEN} = '*' OR EXISTS (SELECT FROM team_message WHERE team_message.id = message_id)"


def upgrade() -> None:
    op.add_column('person', sa.Column('wants_message', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('person', sa.Column('takes_messages', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        'team_message',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('entry_id', sa.Uuid(), nullable=False),
        sa.Column('passage_id', sa.Uuid(), nullable=True),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('sent_by_id', sa.Uuid(), nullable=True),
        sa.Column('signed_name', sa.Text(), nullable=False),
        sa.Column('signed_role', sa.Text(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('put_away_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_team_message_lab_id_lab')),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['entry.id'], name=op.f('fk_team_message_entry_id_entry'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['passage_id'], ['passage.id'], name=op.f('fk_team_message_passage_id_passage'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_team_message_person_id_person'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['sent_by_id'], ['person.id'], name=op.f('fk_team_message_sent_by_id_person'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_team_message')),
    )
    for name in ('lab_id', 'entry_id', 'passage_id', 'person_id'):
        op.create_index(op.f(f'ix_team_message_{name}'), 'team_message', [name], unique=False)
    op.create_table(
        'message_answer',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('message_id', sa.Uuid(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['message_id'], ['team_message.id'], name=op.f('fk_message_answer_message_id_team_message'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_message_answer')),
        sa.UniqueConstraint('message_id', name=op.f('uq_message_answer_message_id')),
    )
    if op.get_bind().dialect.name == 'postgresql':
        for table, seen in (('team_message', IN_LAB), ('message_answer', IN_MESSAGE)):
            op.execute(f'CREATE POLICY lab ON {table} USING ({seen})')
            op.execute(f'ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    op.drop_table('message_answer')
    for name in ('person_id', 'passage_id', 'entry_id', 'lab_id'):
        op.drop_index(op.f(f'ix_team_message_{name}'), table_name='team_message')
    op.drop_table('team_message')
    op.drop_column('person', 'takes_messages')
    op.drop_column('person', 'wants_message')
