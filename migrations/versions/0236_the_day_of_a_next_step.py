"""A next step may have a day, of which one is asked once how it went."""

import sqlalchemy as sa
from alembic import op

revision = '0236'
down_revision = '0235'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('next_step') as batch_op:
        batch_op.add_column(sa.Column('due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('put_aside_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('next_step') as batch_op:
        batch_op.drop_column('put_aside_at')
        batch_op.drop_column('due_on')
