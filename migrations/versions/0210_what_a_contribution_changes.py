"""What readers of the récit are told that a contribution changes."""

import sqlalchemy as sa
from alembic import op

revision = '0210'
down_revision = '0209'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contribution', sa.Column('for_readers', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('contribution', 'for_readers')
