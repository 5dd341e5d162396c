"""Never two quotes of one person in the same month."""

from alembic import op

revision = '0105'
down_revision = '0100'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('uq_quote_digest_id_author_id', 'quote', ['digest_id', 'author_id'], unique=True)


def downgrade() -> None:
    op.drop_index('uq_quote_digest_id_author_id', table_name='quote')
