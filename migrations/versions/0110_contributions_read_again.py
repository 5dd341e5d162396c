"""A contribution's masks, and those its author adds before sending it."""

import sqlalchemy as sa
from alembic import op

revision = '0110'
down_revision = '0105'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contribution', sa.Column('masks', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('contribution', sa.Column('author_masks', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('contribution', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))


def downgrade() -> None:
    op.drop_column('contribution', 'version')
    op.drop_column('contribution', 'author_masks')
    op.drop_column('contribution', 'masks')
