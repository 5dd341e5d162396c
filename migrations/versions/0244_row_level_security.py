"""On PostgreSQL, a transaction sees the rows of the Labs it names, and none when it names none.

FORCE, because the site owns its tables: their owner is not subject to policies otherwise. A superuser never is.
"""

from alembic import op

revision = '0244'
down_revision = '0243'
branch_labels = None
depends_on = None

TABLES = (
    'entry', 'contribution', 'contact_request',
    'analysis_run', 'theme', 'theme_constraint', 'theme_proposal',
    'digest', 'narrative', 'published_figure',
    'common_good', 'common_good_proposal', 'common_good_words', 'lab_answer',
    'actor', 'act', 'point_of_application', 'alliance', 'attitude_cell', 'attitude_wording',
    'experiment', 'indicator', 'meeting',
    'call_for_ideas', 'idea', 'idea_words',
)
SEEN = "coalesce(current_setting('app.labs', true), '')"
IN_LAB = f"{SEEN} = '*' OR lab_id::text = ANY (string_to_array({SEEN}, ','))"
# A passage is in the Lab of its entry, which is only found when it may be seen.
IN_ENTRY = f"{SEEN} = '*' OR EXISTS (SELECT FROM entry WHERE entry.id = entry_id)"


def upgrade() -> None:
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table, seen in ((*((table, IN_LAB) for table in TABLES), ('passage', IN_ENTRY))):
        op.execute(f'CREATE POLICY lab ON {table} USING ({seen})')
        op.execute(f'ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table in (*TABLES, 'passage'):
        op.execute(f'ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY')
        op.execute(f'DROP POLICY lab ON {table}')
