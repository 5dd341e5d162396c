"""The key of published figures is written down, so that another secret does not change them."""

import sqlalchemy as sa
from alembic import op

revision = '0238'
down_revision = '0237'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written by the site, which knows its secret, as soon as it is made ready.
    op.create_table(
        'figures_key',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_figures_key')),
    )


def downgrade() -> None:
    op.drop_table('figures_key')
