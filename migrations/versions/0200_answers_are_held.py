"""What is told of people's answers holds still until enough of them answer otherwise."""

import sqlalchemy as sa
from alembic import op

revision = '0200'
down_revision = '0195'
branch_labels = None
depends_on = None

TABLES = ('common_good_turn', 'experiment')


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column('told', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, 'told')
