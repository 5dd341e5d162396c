"""An entry is taken back by sharing it with nobody: the moment beside it was never written, by any version."""

import sqlalchemy as sa
from alembic import op

revision = '0259'
down_revision = '0258'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column('entry', 'withdrawn_at')


def downgrade() -> None:
    op.add_column('entry', sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
