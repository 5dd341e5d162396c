"""A mailbox gets few links to come back in a day, whoever asks for them."""

import sqlalchemy as sa
from alembic import op

revision = '0239'
down_revision = '0238'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('reopening', sa.Column('asked_on', sa.Date(), nullable=True))
    op.add_column('reopening', sa.Column('times_that_day', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('reopening', 'times_that_day')
    op.drop_column('reopening', 'asked_on')
