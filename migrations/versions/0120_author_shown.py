"""Masks their author lifts."""

import sqlalchemy as sa
from alembic import op

revision = '0120'
down_revision = '0110'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('entry', sa.Column('author_shown', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    op.drop_column('entry', 'author_shown')
