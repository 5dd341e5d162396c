"""When the owner of an unused account was told that it will be erased."""

import sqlalchemy as sa
from alembic import op

revision = '0050'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('retention_notice_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('person', 'retention_notice_on')
