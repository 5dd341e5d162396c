"""An entry knows when a newer masker hid more of it."""

import sqlalchemy as sa
from alembic import op

revision = '0170'
down_revision = '0140'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('entry', sa.Column('masked_further_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('entry', 'masked_further_at')
