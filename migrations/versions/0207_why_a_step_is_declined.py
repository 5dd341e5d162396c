"""A step that a coordinator declines says why."""

import sqlalchemy as sa
from alembic import op

revision = '0207'
down_revision = '0206'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('experiment_step', sa.Column('declined_because', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('experiment_step', 'declined_because')
