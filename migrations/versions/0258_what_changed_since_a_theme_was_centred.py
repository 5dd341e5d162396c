"""Which passages changed since a theme was centred: only those themes are centred again."""

import sqlalchemy as sa
from alembic import op

revision = '0258'
down_revision = '0257'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('passage', sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    op.add_column('theme_state', sa.Column('centred_on', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    op.drop_column('theme_state', 'centred_on')
    op.drop_column('passage', 'version')
