"""The team takes a message back: it is handed to its reader no more."""

import sqlalchemy as sa
from alembic import op

revision = '0251'
down_revision = '0250'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('team_message', sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('team_message', 'taken_back_at')
