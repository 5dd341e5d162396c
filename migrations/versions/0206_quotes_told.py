"""A quote says when its author was told by mail that it awaits their answer."""

import sqlalchemy as sa
from alembic import op

revision = '0206'
down_revision = '0205'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('quote', sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('quote', sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('quote', 'told_at')
    op.drop_column('quote', 'tried_at')
