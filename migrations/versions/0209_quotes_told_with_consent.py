"""A mail that says a quote awaits one’s yes, for those who asked for it."""

import sqlalchemy as sa
from alembic import op

revision = '0209'
down_revision = '0208'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('wants_question', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column('person', 'wants_question')
