"""The team writes to the author of words sent to it too; and which words their author accepted on sending them.

Those sent before accepted none: nobody writes to their authors about them.
"""

import sqlalchemy as sa
from alembic import op

revision = '0249'
down_revision = '0248'
branch_labels = None
depends_on = None

WORDS = ('common_good_words', 'contribution', 'idea_words')
ABOUT = {'contribution_id': 'contribution', 'words_id': 'common_good_words', 'idea_words_id': 'idea_words'}
KEYS = ('entry_id', *ABOUT)
ONE_THING = ' + '.join(f'CASE WHEN {key} IS NULL THEN 0 ELSE 1 END' for key in KEYS) + ' = 1'


def upgrade() -> None:
    for table in WORDS:
        op.add_column(table, sa.Column('sent_under', sa.Text(), server_default='', nullable=False))
    _keep_answers()
    with op.batch_alter_table('team_message') as batch_op:
        batch_op.alter_column('entry_id', existing_type=sa.Uuid(), nullable=True)
        for key, table in ABOUT.items():
            batch_op.add_column(sa.Column(key, sa.Uuid(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f'fk_team_message_{key}_{table}'), table, [key], ['id'], ondelete='CASCADE'
            )
            batch_op.create_index(batch_op.f(f'ix_team_message_{key}'), [key])
        batch_op.create_check_constraint(batch_op.f('ck_team_message_about_one_thing'), ONE_THING)
    _put_answers_back()


def downgrade() -> None:
    op.execute('DELETE FROM team_message WHERE entry_id IS NULL')
    _keep_answers()
    with op.batch_alter_table('team_message') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_team_message_about_one_thing'), type_='check')
        for key, table in ABOUT.items():
            batch_op.drop_index(batch_op.f(f'ix_team_message_{key}'))
            batch_op.drop_constraint(batch_op.f(f'fk_team_message_{key}_{table}'), type_='foreignkey')
            batch_op.drop_column(key)
        batch_op.alter_column('entry_id', existing_type=sa.Uuid(), nullable=False)
    _put_answers_back()
    for table in WORDS:
        op.drop_column(table, 'sent_under')


def _keep_answers() -> None:
    """SQLite makes the table anew: dropping the old one takes its answers with it."""
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('CREATE TEMPORARY TABLE answer_kept AS SELECT * FROM message_answer')


def _put_answers_back() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('INSERT INTO message_answer SELECT * FROM answer_kept WHERE id NOT IN (SELECT id FROM message_answer)')
        op.execute('DROP TABLE answer_kept')
