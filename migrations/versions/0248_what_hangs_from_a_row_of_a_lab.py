"""On PostgreSQL, what people said or wrote in tables without a Lab of their own is seen in the Lab of what it hangs from.

Each is found by the row that it hangs from, which is only found when it may be seen. Accounts are read before the Lab
is known: what hangs from them names their Lab itself.
"""

from alembic import op

revision = '0248'
down_revision = '0247'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"
# By table: the row it hangs from, and the column that says which.
FROM = {
    'idea_question': ('idea', 'idea_id'),
    'idea_answer': ('idea', 'idea_id'),
    'idea_support': ('idea', 'idea_id'),
    'common_good_turn': ('common_good_proposal', 'proposal_id'),
    'common_good_answer': ('common_good_turn', 'turn_id'),
    'common_good_reserve': ('common_good', 'statement_id'),
    'digest_paragraph': ('digest', 'digest_id'),
    'quote': ('digest', 'digest_id'),
    'theme_comment': ('theme', 'theme_id'),
    'theme_reading': ('theme', 'theme_id'),
    'theme_review': ('theme', 'theme_id'),
    'resonance': ('theme', 'theme_id'),
    'experiment_step': ('experiment', 'experiment_id'),
    'experiment_voice': ('experiment', 'experiment_id'),
    'indicator_change': ('indicator', 'indicator_id'),
    'indicator_opinion': ('indicator', 'indicator_id'),
    'indicator_sign': ('indicator', 'indicator_id'),
    'measure': ('indicator', 'indicator_id'),
    'alliance_member': ('alliance', 'alliance_id'),
    'alliance_revision': ('alliance', 'alliance_id'),
    'draft': ('person', 'author_id'),
    'next_step': ('person', 'author_id'),
    'pathway': ('person', 'participant_id'),
    'step': ('pathway', 'pathway_id'),
    'pause': ('pathway', 'pathway_id'),
    'target_job': ('pathway', 'pathway_id'),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table, (parent, column) in FROM.items():
        found = f'SELECT FROM {parent} WHERE {parent}.id = {table}.{column}'
        if parent == 'person':
            found += f" AND person.lab_id::text = ANY (string_to_array({SEEN}, ','))"
        op.execute(f"CREATE POLICY lab ON {table} USING ({SEEN} = '*' OR EXISTS ({found}))")
        op.execute(f'ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table in FROM:
        op.execute(f'ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY')
        op.execute(f'DROP POLICY lab ON {table}')
