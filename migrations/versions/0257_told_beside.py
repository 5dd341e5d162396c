"""What the first file that left with the words of an entry told beside them: later ones tell no more."""

import sqlalchemy as sa
from alembic import op

revision = '0257'
down_revision = '0256'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('entry', sa.Column('told_beside', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('entry', 'told_beside')
