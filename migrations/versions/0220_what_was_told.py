"""Columns that were all called told say what they hold."""

from alembic import op

revision = '0220'
down_revision = '0212'
branch_labels = None
depends_on = None

NAMES = {'theme_state': 'announced', 'common_good_turn': 'published', 'experiment': 'published'}


def upgrade() -> None:
    for table, name in NAMES.items():
        op.execute(f'ALTER TABLE {table} RENAME COLUMN told TO {name}')


def downgrade() -> None:
    for table, name in NAMES.items():
        op.execute(f'ALTER TABLE {table} RENAME COLUMN {name} TO told')
