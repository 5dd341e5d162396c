"""What someone of the team hides of a text, having read what the masker missed."""

import sqlalchemy as sa
from alembic import op

revision = '0235'
down_revision = '0232'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('entry', sa.Column('team_masks', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    op.drop_column('entry', 'team_masks')
