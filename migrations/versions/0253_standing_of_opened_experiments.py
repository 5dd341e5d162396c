"""Where an experiment stands, in the sheet that other Labs read of it.

Sheets open today were written under a page that said that the rungs would not be told: they tell none until their Lab
saves them again.
"""

import sqlalchemy as sa
from alembic import op

revision = '0253'
down_revision = '0252'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('opened_experiment', sa.Column('rung', sa.String(40), nullable=True))
    op.add_column('opened_experiment', sa.Column('since', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('opened_experiment') as batch:
        batch.drop_column('since')
        batch.drop_column('rung')
