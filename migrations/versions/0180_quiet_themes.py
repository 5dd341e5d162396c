"""A theme remembers that people have left it, so that it is said once."""

import sqlalchemy as sa
from alembic import op

revision = '0180'
down_revision = '0175'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('theme_state', sa.Column('quiet', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('theme_state', 'quiet')
