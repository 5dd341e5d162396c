"""What the worker looks for every minute is found without reading every text."""

import sqlalchemy as sa
from alembic import op

revision = '0260'
down_revision = '0259'
branch_labels = None
depends_on = None

TOLD, WITHOUT_VECTOR = sa.text('told_beside IS NOT NULL'), sa.text('vector IS NULL')


def upgrade() -> None:
    op.create_index('ix_entry_masking', 'entry', ['masking_state', 'masking_version'])
    op.create_index('ix_entry_told_beside', 'entry', ['id'], sqlite_where=TOLD, postgresql_where=TOLD)
    op.create_index(
        'ix_passage_without_vector', 'passage', ['id'], sqlite_where=WITHOUT_VECTOR, postgresql_where=WITHOUT_VECTOR
    )


def downgrade() -> None:
    op.drop_index('ix_passage_without_vector', 'passage')
    op.drop_index('ix_entry_told_beside', 'entry')
    op.drop_index('ix_entry_masking', 'entry')
