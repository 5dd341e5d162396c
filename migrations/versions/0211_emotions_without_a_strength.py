"""An emotion may be told without saying how strong it was."""

import sqlalchemy as sa
from alembic import op

revision = '0211'
down_revision = '0210'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('entry_emotion') as table:
        table.alter_column('intensity', existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute('UPDATE entry_emotion SET intensity = 3 WHERE intensity IS NULL')
    with op.batch_alter_table('entry_emotion') as table:
        table.alter_column('intensity', existing_type=sa.Integer(), nullable=False)
