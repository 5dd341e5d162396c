"""Words that are not entries say which masker read them, and what others read before a newer one hid more."""

import sqlalchemy as sa
from alembic import op

revision = '0195'
down_revision = '0190'
branch_labels = None
depends_on = None

TABLES = ('contribution', 'common_good_words')


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column('masking_version', sa.Text(), nullable=False, server_default=''))
        op.add_column(table, sa.Column('read_before', sa.JSON(), nullable=False, server_default='[]'))
    # What a role or an organisation said was never masked, and is not to be.
    op.execute(
        "UPDATE common_good_words SET masking_version = 'as it is' "
        "WHERE author_id IN (SELECT id FROM person WHERE role <> 'participant')"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, 'read_before')
        op.drop_column(table, 'masking_version')
