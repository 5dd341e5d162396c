"""A living récit knows that words it counts were taken back."""

import sqlalchemy as sa
from alembic import op

revision = '0130'
down_revision = '0120'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('narrative', sa.Column('is_stale', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('narrative', 'is_stale')
