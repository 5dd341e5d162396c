"""Which text a sheet holds, so that one that is shut and opened again stays the same text."""

import sqlalchemy as sa
from alembic import op

revision = '0256'
down_revision = '0255'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('opened_experiment', sa.Column('words_id', sa.Uuid(), nullable=True))
    # A text of its own for each: their identifiers are as good as others, and no other table holds them.
    op.execute('UPDATE opened_experiment SET words_id = id')
    with op.batch_alter_table('opened_experiment') as batch:
        batch.alter_column('words_id', nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('opened_experiment') as batch:
        batch.drop_column('words_id')
