"""What the worker is reading is written down, so that a text on which it dies does not stop it for ever."""

import sqlalchemy as sa
from alembic import op

revision = '0231'
down_revision = '0230'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'reading_attempt',
        sa.Column('text_id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('deaths', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('text_id', name=op.f('pk_reading_attempt')),
    )


def downgrade() -> None:
    op.drop_table('reading_attempt')
